/** @file The baselines of a frozen version: the simple answers that every model of it is compared with. */
import type { DatasetKind } from '../../../../src-shared/contract.ts';
import type { ComparedMetric } from '../../../../src-shared/evaluation/values.ts';
import {
  classScorer,
  numberScorer,
  wholeScores,
  type Baseline,
  type Baselines,
} from '../../../models/worker/index.ts';
import type { FrozenVersion } from '../../../versions/worker/index.ts';
import type { RecipeName } from '../../recipes/index.ts';
import { isUnbalanced, type DataMeasures } from '../../recipes/proposals.ts';
import { measureData } from '../measure-data.ts';
import { classMeans } from './class-means.ts';
import { majority, mean, median } from './constant.ts';
import { parametersOf } from './parameters.ts';
import { trained } from './trained.ts';
import { truthsOf, type Truths } from './truths.ts';

/** What baselines are made from. */
export interface BaselinePlan {
  readonly version: FrozenVersion;
  /** A folder of its own. */
  readonly scratch: string;
  readonly threads: number;
  readonly signal: AbortSignal;
}

type Measured = BaselinePlan & { readonly measures: DataMeasures };

/** The baseline that looks at what samples hold, by kind; a text corpus has no right answers. */
const SEEING: Readonly<Record<DatasetKind, (plan: Measured) => Promise<Baseline | null>>> = {
  text: (plan) => linear(plan, 'tfidf', 'text-tfidf'),
  table: (plan) =>
    linear(plan, 'linear', plan.version.target === 'class' ? 'logistic-regression' : 'linear-regression'),
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

/** Null for versions whose samples have no right answer, or only one. Takes seconds. */
export async function measureBaselines(plan: BaselinePlan): Promise<Baselines | null> {
  const { version } = plan;
  const { target, labels } = version;
  if (target === 'none' || (target === 'class' && labels.length < 2)) return null;
  const truths = await truthsOf(version);
  const measures = await measureData(version);
  const constant = target === 'class' ? [majority(truths, labels.length)] : [mean(truths), median(truths)];
  const seeing = await SEEING[version.kind]({ ...plan, measures });
  const metric: ComparedMetric =
    target === 'number' ? 'rmse' : isUnbalanced(measures) ? 'macroF1' : 'accuracy';
  const all = strongestFirst(seeing ? [seeing, ...constant] : constant, { truths, labels, metric });
  return { format: 1, labels: target === 'class' ? labels : [], metric, all };
}

interface Deciding {
  readonly truths: Truths;
  readonly labels: readonly string[];
  readonly metric: ComparedMetric;
}

/** By the metric that decides, on the validation split: the test split chooses nothing. */
function strongestFirst(
  baselines: readonly Baseline[],
  { truths, labels, metric }: Deciding,
): readonly Baseline[] {
  const actual = truths.validation;
  const scoreOf = ({ answers }: Baseline): number => {
    const scorer =
      metric === 'rmse'
        ? numberScorer(actual, answers.validation)
        : classScorer(actual, answers.validation, labels.length);
    const [first = 0, second = 0] = wholeScores(scorer, actual.length);
    return metric === 'macroF1' ? second : first;
  };
  return baselines
    .map((baseline) => ({ baseline, score: scoreOf(baseline) }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ baseline }) => baseline);
}
