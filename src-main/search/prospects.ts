/** @file What finished runs say of further ones. */
import type { Prospect } from '../../src-shared/contract.ts';
import type { PastRun } from './queries.ts';

/** Of each recipe the runs on the newest version that it was trained on, in the order in which they ran. */
export function prospectsOf(runs: readonly PastRun[], metric: string): Prospect[] {
  const name = `validation.${metric}`;
  const measured = runs.flatMap(({ summary, ...run }) => {
    const score = (JSON.parse(summary) as Record<string, unknown>)[name];
    return typeof score === 'number' && Number.isFinite(score) ? [{ ...run, score }] : [];
  });
  return [...Map.groupBy(measured, ({ recipe }) => recipe)].map(([recipe, all]) => {
    const version = all[0]!.version;
    const same = all.filter((run) => run.version === version);
    const mean = same.reduce((sum, { seconds }) => sum + seconds, 0) / same.length;
    const squares = same.reduce((sum, { seconds }) => sum + (seconds - mean) ** 2, 0);
    return {
      recipe,
      version,
      metric,
      scores: same.map(({ score }) => score).toReversed(),
      seconds: mean,
      deviation: same.length > 1 ? Math.sqrt(squares / (same.length - 1)) : 0,
    };
  });
}
