/** @file Runs that make no progress for so many minutes: looked at by the clock, as such a run may log nothing at all. */
import type { AlertEvidence, AlertRule } from '../../../src-shared/contract.ts';
import { directionOf } from '../../../src-shared/tracking/directions.ts';
import type { Points } from '../points/points.ts';
import { bestOf, unchanged } from './evaluate.ts';
import type { RunningRow } from './queries.ts';

interface StallParts {
  readonly points: Points;
  readonly rules: () => readonly AlertRule[];
  readonly running: () => readonly RunningRow[];
  readonly fire: (rule: AlertRule, run: string, evidence: AlertEvidence) => void;
}

/** The best value of a run's metric, and when it was first seen, in milliseconds. */
interface Seen {
  readonly best: number | null;
  readonly at: number;
}

/** Minutes count from when the workbench first saw a value, at the earliest from its own start. */
export function createStalls({ points, rules, running, fire }: StallParts) {
  let seen = new Map<string, Seen>();

  function lookAt(rule: AlertRule, run: string, now: number): readonly [string, Seen] | undefined {
    const { condition, id } = rule;
    if (condition.kind !== 'noProgress' || condition.minutes === null) return undefined;
    const { metric, minutes } = condition;
    const series = points.queries.series.get(run, metric);
    if (!series) return undefined;
    const direction = directionOf(metric, points.directions());
    const { best } = bestOf(series, direction);
    const key = `${id} ${run}`;
    const before = seen.get(key);
    if (before === undefined || before.best !== best) return [key, { best, at: now }];
    if (now - before.at >= minutes * 60_000) fire(rule, run, unchanged(series, direction));
    return [key, before];
  }

  return {
    /** @param now milliseconds since 1970 */
    look(now = Date.now()): void {
      const timed = rules().filter(
        ({ condition }) => condition.kind === 'noProgress' && condition.minutes !== null,
      );
      if (timed.length === 0) return;
      const pairs = running().flatMap(({ id, experiment }) =>
        timed
          .filter((rule) => rule.experiment === null || rule.experiment === experiment)
          .flatMap((rule) => [lookAt(rule, id, now)]),
      );
      // Of runs that ended nothing is kept.
      seen = new Map(pairs.filter((pair) => pair !== undefined));
    },
  };
}
