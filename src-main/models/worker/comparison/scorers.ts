/** @file What answers are scored by when a model is compared with baselines. */
import type { ComparedMetric } from '../../../../src-shared/evaluation/values.ts';
import type { Scorer } from './bootstrap.ts';

/** Scores in this order. */
export const CLASS_METRICS = ['accuracy', 'macroF1'] as const satisfies readonly ComparedMetric[];
export const NUMBER_METRICS = ['rmse', 'mae'] as const satisfies readonly ComparedMetric[];

/** The answers to all samples of a split: classes by number, or numbers. */
export type AnswerList = ArrayLike<number>;

/** Accuracy, and F1 averaged over the classes that are in the data or among the predictions, as reports have it. */
export function classScorer(actual: AnswerList, predicted: AnswerList, classes: number): Scorer {
  const [support, answered, right] = [
    new Uint32Array(classes),
    new Uint32Array(classes),
    new Uint32Array(classes),
  ];
  let count = 0;
  return {
    clear() {
      for (const counts of [support, answered, right]) counts.fill(0);
      count = 0;
    },
    add(sample) {
      const [is, answer] = [actual[sample]!, predicted[sample]!];
      support[is]!++;
      answered[answer]!++;
      if (is === answer) right[is]!++;
      count++;
    },
    scores() {
      let [all, f1, seen] = [0, 0, 0];
      for (let index = 0; index < classes; index++) {
        const both = support[index]! + answered[index]!;
        if (both === 0) continue;
        seen++;
        all += right[index]!;
        f1 += (2 * right[index]!) / both;
      }
      return count === 0 ? [0, 0] : [all / count, f1 / seen];
    },
  };
}

/** Root mean squared error and mean absolute error, negative: greater is better. */
export function numberScorer(actual: AnswerList, predicted: AnswerList): Scorer {
  let [squares, absolutes, count] = [0, 0, 0];
  return {
    clear() {
      [squares, absolutes, count] = [0, 0, 0];
    },
    add(sample) {
      const miss = actual[sample]! - predicted[sample]!;
      squares += miss * miss;
      absolutes += Math.abs(miss);
      count++;
    },
    scores: () => (count === 0 ? [0, 0] : [-Math.sqrt(squares / count), -absolutes / count]),
  };
}
