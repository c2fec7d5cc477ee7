/** @file What is counted of the answers to each task. */
import type { Report, Task } from '../../../src-shared/contract.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import type { EvaluatedBatch, RowsBatch } from '../worker/batches.ts';
import { argmaxRows } from '../metrics.ts';
import { ClassificationTally } from './classification.ts';
import { GenerationTally } from './generation.ts';
import { LEAST_SCORE, wrongBoxes } from '../../../src-shared/evaluation/detection.ts';
import { DetectionTally } from './detection.ts';
import { MultilabelTally } from './multilabel.ts';
import { RankingTally, rightPair } from './ranking.ts';
import { ReconstructionTally } from './reconstruction.ts';
import { RegressionTally } from './regression.ts';
import { SegmentationTally, rightShare } from './segmentation.ts';
import { TaggingTally, wrongSpans } from './tagging.ts';
import type { Scores } from './tally.ts';

export type ScoresOf<Each> = Each extends Report ? Scores<Each> : never;

/** Takes what a worker says of a model, and ends in what a report holds. */
export interface AnyTally {
  add(batch: EvaluatedBatch): void;
  result(): ScoresOf<Report>;
}

/** A tally by what the model does, told its classes; null for one that says nothing that could be evaluated. */
export const TALLIES: Readonly<Record<Task, ((labels: readonly string[]) => AnyTally) | null>> = {
  classify: (labels) => taking('classify', new ClassificationTally(labels)),
  regress: () => taking('regress', new RegressionTally()),
  multilabel: (labels) => taking('multilabel', new MultilabelTally(labels)),
  tag: (labels) => taking('tag', new TaggingTally(labels)),
  detect: (labels) => taking('detect', new DetectionTally(labels)),
  segment: (labels) => taking('segment', new SegmentationTally(labels)),
  rank: () => taking('rank', new RankingTally()),
  reconstruct: () => taking('reconstruct', new ReconstructionTally()),
  generate: () => taking('generate', new GenerationTally()),
  other: null,
};

/** A tally that is given only what it takes; another answer is a fault of the worker. */
function taking<Of extends EvaluatedBatch['task']>(
  task: Of,
  tally: { add(batch: Extract<EvaluatedBatch, { task: Of }>): void; result(): ScoresOf<Report> },
): AnyTally {
  const isTaken = (batch: EvaluatedBatch): batch is Extract<EvaluatedBatch, { task: Of }> =>
    batch.task === task;
  return {
    add(batch) {
      if (!isTaken(batch)) throw new Error(`the worker answered for "${batch.task}", not "${task}"`);
      tally.add(batch);
    },
    result: () => tally.result(),
  };
}

/** What each sample adds to its slice: 1 where its classes are right, else its squared error. @param classes that the model knows */
export const gainsOf = byTask<RowsBatch, readonly number[], readonly [classes: number]>({
  classify({ actual, probabilities }, classes) {
    const predicted = argmaxRows(probabilities, classes);
    return Array.from(actual, (is, i) => Number(is === predicted[i]));
  },
  regress: ({ actual, predicted }) => Array.from(actual, (is, i) => (is - predicted[i]!) ** 2),
  multilabel({ ids, truths, probabilities, thresholds }, classes) {
    const wrong = (at: number): boolean =>
      (truths[at] !== 0) !== probabilities[at]! >= thresholds[at % classes]!;
    return ids.map((_, row) =>
      Number(!Array.from({ length: classes }, (_label, at) => row * classes + at).some(wrong)),
    );
  },
  tag: ({ truths, predicted }) => truths.map((own, row) => Number(wrongSpans(own, predicted[row]!) === 0)),
  detect: ({ truths, predicted }) =>
    truths.map((own, row) =>
      Number(
        wrongBoxes(
          own,
          predicted[row]!.filter(({ score }) => score >= LEAST_SCORE),
        ) === 0,
      ),
    ),
  segment: ({ truths, predicted }) => truths.map((own, row) => rightShare(own, predicted[row]!)),
  rank: (batch) => batch.ids.map((_, row) => rightPair(batch, row)),
  reconstruct: ({ errors }) => Array.from(errors),
});
