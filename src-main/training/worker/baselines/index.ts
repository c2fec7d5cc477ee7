/** @file The baselines of a frozen version: the simple answers that every model of it is compared with. */
import type { ComparedMetric } from '../../../../src-shared/evaluation/values.ts';
import { TARGETS } from '../../../../src-shared/tasks/tasks.ts';
import { CLASS_METRICS, wholeScores, type Baseline, type Baselines } from '../../../models/worker/index.ts';
import type { FrozenVersion } from '../../../versions/worker/index.ts';
import { measureData } from '../measure-data.ts';
import { OF_TARGETS, SEEING, type BaselinePlan } from './kinds.ts';
import { truthsOf, type Truths } from './truths.ts';

export type { BaselinePlan } from './kinds.ts';

/** Null for versions whose samples have no right answer, or only one. Takes seconds. */
export async function measureBaselines(plan: BaselinePlan): Promise<Baselines | null> {
  const { version } = plan;
  const target = OF_TARGETS[version.target];
  if (!target.compared(version)) return null;
  const truths = await truthsOf(version);
  const measures = await measureData(version);
  const seeing = await SEEING[version.kind]({ ...plan, measures });
  const metric = target.metric(measures);
  const baselines = [...(seeing ? [seeing] : []), ...target.constant(truths, version)];
  const labels = TARGETS[version.target].hasClasses ? version.labels : [];
  return { format: 1, labels, metric, all: strongestFirst(baselines, { truths, version, metric }) };
}

interface Deciding {
  readonly truths: Truths;
  readonly version: FrozenVersion;
  readonly metric: ComparedMetric;
}

/** By the metric that decides, on the validation split: the test split chooses nothing. */
function strongestFirst(
  baselines: readonly Baseline[],
  { truths, version, metric }: Deciding,
): readonly Baseline[] {
  const actual = truths.validation;
  const place = Math.max(
    0,
    CLASS_METRICS.findIndex((name) => name === metric),
  );
  const scoreOf = ({ answers }: Baseline): number => {
    const scorer = OF_TARGETS[version.target].scorer(actual, answers.validation, version);
    return wholeScores(scorer, actual.length)[place] ?? 0;
  };
  return baselines
    .map((baseline) => ({ baseline, score: scoreOf(baseline) }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ baseline }) => baseline);
}
