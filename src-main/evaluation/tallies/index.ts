/** @file The tallies: one for each kind of answer. */
import type { Model, Report } from '../../../src-shared/contract.ts';
import type { EvaluatedBatch } from '../worker/evaluate.ts';
import { ClassificationTally } from './classification.ts';
import { GenerationTally } from './generation.ts';
import { ReconstructionTally } from './reconstruction.ts';
import { RegressionTally } from './regression.ts';
import { SliceTally } from './slices.ts';
import type { Scores } from './tally.ts';

type ScoresOf<Each> = Each extends Report ? Scores<Each> : never;

/** Takes what a worker says of a model, and ends in what a report holds. */
export interface AnyTally {
  add(batch: EvaluatedBatch): void;
  result(): ScoresOf<Report>;
}

/** The tally for a model; null for one that says nothing that could be evaluated. */
export function tallyFor(model: Model): AnyTally | null {
  const tally = wholeTally(model);
  if (!tally) return null;
  const slices = new SliceTally(model.labels.length);
  return {
    add(batch) {
      tally.add(batch);
      slices.add(batch);
    },
    result: () => ({ ...tally.result(), slices: slices.result() }),
  };
}

function wholeTally({ task, labels }: Model): AnyTally | null {
  switch (task) {
    case 'classify':
      return taking('classify', new ClassificationTally(labels));
    case 'regress':
      return taking('regress', new RegressionTally());
    case 'reconstruct':
      return taking('reconstruct', new ReconstructionTally());
    case 'generate':
      return taking('generate', new GenerationTally());
    case 'other':
      return null;
  }
}

/** A tally that is given only what it takes; another answer is a fault of the worker. */
function taking<Task extends EvaluatedBatch['task']>(
  task: Task,
  tally: { add(batch: Extract<EvaluatedBatch, { task: Task }>): void; result(): ScoresOf<Report> },
): AnyTally {
  const isTaken = (batch: EvaluatedBatch): batch is Extract<EvaluatedBatch, { task: Task }> =>
    batch.task === task;
  return {
    add(batch) {
      if (!isTaken(batch)) throw new Error(`the worker answered for "${batch.task}", not "${task}"`);
      tally.add(batch);
    },
    result: () => tally.result(),
  };
}
