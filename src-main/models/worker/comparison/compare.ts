/** @file A model's answers to a split compared with those of the version's baselines. */
import type { Comparison } from '../../../../src-shared/contract.ts';
import type { Split } from '../../../versions/worker/index.ts';
import type { Baselines } from './baselines.ts';
import { pairedBootstrap, type Scorer } from './bootstrap.ts';
import { CLASS_METRICS, NUMBER_METRICS, classScorer, numberScorer, type AnswerList } from './scorers.ts';

/** What a model answered to a split, in the order of the samples' ids. */
export interface Answered {
  readonly split: Split;
  readonly actual: AnswerList;
  readonly predicted: AnswerList;
  /** What classes are numbered by in both; none for numbers. */
  readonly labels: readonly string[];
  /** The recipe that the model was trained by, where it is known. */
  readonly recipe: string | null;
}

/** Always the same: a report that is made again is the same report. */
const seed = 1;

/** Null where the baselines are not of these samples. */
export function compare({ labels, metric, all }: Baselines, model: Answered): Comparison | null {
  const samples = model.actual.length;
  const [strongest] = all;
  if (!strongest || samples === 0 || all.some(({ answers }) => answers[model.split].length !== samples))
    return null;
  const scorerOf = scorers(model);
  const numbers = labels.map((label) => model.labels.indexOf(label));
  if (numbers.includes(-1)) return null;
  const inTheModels = (answers: readonly number[]) =>
    labels.length === 0 ? answers : answers.map((answer) => numbers[answer]!);
  const own = scorerOf(model.predicted);
  const theirs = all.map(({ answers }) => scorerOf(inTheModels(answers[model.split])));
  const { resamples, differences } = pairedBootstrap({ samples, model: own, baselines: theirs, seed });
  const metrics = labels.length > 0 ? CLASS_METRICS : NUMBER_METRICS;
  const mine = wholeScores(own, samples);
  return {
    strongest: strongest.name,
    metric,
    itself: strongest.recipe !== null && strongest.recipe === model.recipe,
    samples,
    resamples,
    baselines: all.map(({ name }, baseline) => {
      const scores = wholeScores(theirs[baseline]!, samples);
      return {
        name,
        gains: metrics.map((each, at) => {
          const { difference: gain, low, high } = differences[baseline]![at]!;
          return {
            metric: each,
            model: Math.abs(mine[at]!),
            baseline: Math.abs(scores[at]!),
            gain,
            low,
            high,
          };
        }),
      };
    }),
  };
}

function scorers({ actual, labels }: Answered): (predicted: AnswerList) => Scorer {
  return labels.length > 0
    ? (predicted) => classScorer(actual, predicted, labels.length)
    : (predicted) => numberScorer(actual, predicted);
}

/** Over all samples, as they are. */
export function wholeScores(scorer: Scorer, samples: number): readonly number[] {
  scorer.clear();
  for (let sample = 0; sample < samples; sample++) scorer.add(sample);
  return scorer.scores();
}
