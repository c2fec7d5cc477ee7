/** @file The baselines of each kind of data, and what is compared of each kind of answer. */
import type { DatasetKind } from '../../../../src-shared/contract.ts';
import type { ComparedMetric } from '../../../../src-shared/evaluation/values.ts';
import type { Target } from '../../../../src-shared/tasks/tasks.ts';
import { classScorer, numberScorer, type AnswerList, type Baseline } from '../../../models/worker/index.ts';
import type { FrozenVersion } from '../../../versions/worker/index.ts';
import type { RecipeName } from '../../recipes/index.ts';
import { isUnbalanced, type DataMeasures } from '../../recipes/proposals.ts';
import { classMeans } from './class-means.ts';
import { majority, mean, median } from './constant.ts';
import { parametersOf } from './parameters.ts';
import { trained } from './trained.ts';
import type { Truths } from './truths.ts';

/** What baselines are made from. */
export interface BaselinePlan {
  readonly version: FrozenVersion;
  /** A folder of its own. */
  readonly scratch: string;
  readonly threads: number;
  readonly signal: AbortSignal;
}

export type Measured = BaselinePlan & { readonly measures: DataMeasures };

interface TargetBaselines {
  /** Whether there are right answers to compare with. */
  readonly compared: (version: FrozenVersion) => boolean;
  /** What says the same of every sample. */
  readonly constant: (truths: Truths, version: FrozenVersion) => readonly Baseline[];
  /** The linear recipe of tables. */
  readonly ofTables: RecipeName;
  readonly metric: (measures: DataMeasures) => ComparedMetric;
  readonly scorer: (
    actual: AnswerList,
    predicted: AnswerList,
    version: FrozenVersion,
  ) => ReturnType<typeof numberScorer>;
}

const ofNumbers: TargetBaselines = {
  compared: () => true,
  constant: (truths) => [mean(truths), median(truths)],
  ofTables: 'linear-regression',
  metric: () => 'rmse',
  scorer: (actual, predicted) => numberScorer(actual, predicted),
};

/** What no baseline is made of. */
const without: TargetBaselines = { ...ofNumbers, compared: () => false, constant: () => [] };

export const OF_TARGETS: Readonly<Record<Target, TargetBaselines>> = {
  class: {
    compared: ({ labels }) => labels.length > 1,
    constant: (truths, { labels }) => [majority(truths, labels.length)],
    ofTables: 'logistic-regression',
    metric: (measures) => (isUnbalanced(measures) ? 'macroF1' : 'accuracy'),
    scorer: (actual, predicted, { labels }) => classScorer(actual, predicted, labels.length),
  },
  number: ofNumbers,
  labels: without,
  spans: without,
  regions: without,
  preferences: without,
  none: without,
};

/** The baseline that looks at what samples hold; a text corpus has no right answers. */
export const SEEING: Readonly<Record<DatasetKind, (plan: Measured) => Promise<Baseline | null>>> = {
  text: (plan) => linear(plan, 'tfidf', 'text-tfidf'),
  table: (plan) => linear(plan, 'linear', OF_TARGETS[plan.version.target].ofTables),
  image: ({ version }) => classMeans(version),
  corpus: async () => null,
};

function linear(
  { measures, threads, ...plan }: Measured,
  name: Baseline['name'],
  recipe: RecipeName,
): Promise<Baseline> {
  return trained({ ...plan, name, recipe, parameters: { ...parametersOf(recipe, measures), threads } });
}
