/** @file What is counted of the answers to each task. */
import type { Report, Task } from '../../../src-shared/contract.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import type { EvaluatedBatch, RowsBatch } from '../worker/batches.ts';
import { argmaxRows } from '../metrics.ts';
import { ClassificationTally } from './classification.ts';
import { GenerationTally } from './generation.ts';
import { ReconstructionTally } from './reconstruction.ts';
import { RegressionTally } from './regression.ts';
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

/** What each sample adds to its slice: 1 for a right one of so many classes, else its squared error. */
export const gainsOf = byTask<RowsBatch, readonly number[], readonly [classes: number]>({
  classify({ actual, probabilities }, classes) {
    const predicted = argmaxRows(probabilities, classes);
    return Array.from(actual, (is, i) => Number(is === predicted[i]));
  },
  regress: ({ actual, predicted }) => Array.from(actual, (is, i) => (is - predicted[i]!) ** 2),
  reconstruct: ({ errors }) => Array.from(errors),
});
