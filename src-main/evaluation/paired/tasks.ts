/** @file What two models say of the same samples, in one form for all tasks whose answers can be right or off by a number. */
import { rightOf } from '../../../src-shared/evaluation/preferences.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import type { Task } from '../../../src-shared/tasks/tasks.ts';
import type { EvaluatedBatch } from '../worker/batches.ts';

const SIDES = { 1: 'first', 0.5: 'tie', 0: 'second' } as const;

/** One model's answer to one sample. */
export interface Answered {
  readonly sample: string;
  readonly text: string;
  readonly actual: string;
  readonly predicted: string;
  /** Null where answers are numbers. */
  readonly right: boolean | null;
  /** How far off a number is; null where answers are classes. */
  readonly error: number | null;
  /** The probability of the second of two classes, and whether that is right; null elsewhere. */
  readonly score: number | null;
  readonly positive: boolean;
}

/** Whose answers are compared sample by sample. */
export const COMPARED: Readonly<Record<Task, boolean>> = {
  classify: true,
  regress: true,
  multilabel: true,
  tag: false,
  detect: false,
  segment: false,
  rank: true,
  reconstruct: false,
  generate: false,
  other: false,
};

/** The answers of a batch, by the classes of the model; null of tasks that are not compared sample by sample. */
export const answersOf = byTask<
  EvaluatedBatch,
  readonly Answered[] | null,
  readonly [labels: readonly string[]]
>({
  classify({ ids, texts, actual, probabilities }, labels) {
    const classes = labels.length;
    return ids.map((sample, row) => {
      const scores = Array.from({ length: classes }, (_, at) => Number(probabilities[row * classes + at]));
      const best = scores.indexOf(Math.max(...scores));
      const is = actual[row]!;
      return {
        sample,
        text: texts[row]!,
        actual: labels[is] ?? '',
        predicted: labels[best] ?? '',
        right: best === is,
        error: null,
        score: classes === 2 ? scores[1]! : null,
        positive: is === 1,
      };
    });
  },
  regress: ({ ids, texts, actual, predicted }) =>
    ids.map((sample, row) => ({
      sample,
      text: texts[row]!,
      actual: String(actual[row]),
      predicted: String(Number(Number(predicted[row]).toPrecision(6))),
      right: null,
      error: Math.abs(Number(predicted[row]) - actual[row]!),
      score: null,
      positive: false,
    })),
  multilabel({ ids, texts, truths, probabilities, thresholds }, labels) {
    const count = labels.length;
    return ids.map((sample, row) => {
      const named = (has: (at: number) => boolean) => labels.filter((_, at) => has(at)).join(', ');
      const actual = named((at) => truths[row * count + at] === 1);
      const predicted = named((at) => Number(probabilities[row * count + at]) >= thresholds[at]!);
      return {
        sample,
        text: texts[row]!,
        actual,
        predicted,
        right: actual === predicted,
        error: null,
        score: null,
        positive: false,
      };
    });
  },
  tag: () => null,
  detect: () => null,
  segment: () => null,
  rank: ({ ids, texts, won, scores }) =>
    ids.map((sample, row) => {
      const margin = Number(scores[2 * row]) - Number(scores[2 * row + 1]);
      return {
        sample,
        text: texts[row]!,
        actual: SIDES[won[row]!],
        predicted: margin === 0 ? SIDES[0.5] : SIDES[margin > 0 ? 1 : 0],
        right: (rightOf(margin, won[row]!) ?? 1) === 1,
        error: null,
        score: null,
        positive: false,
      };
    }),
  reconstruct: () => null,
  generate: () => null,
});
