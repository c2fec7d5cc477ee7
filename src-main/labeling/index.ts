/** @file Labeling: the classes of a dataset, the queue of what to label, answers as append-only events. */
import { classLabelsFact, labeledShareFact, labelsFact } from './facts.ts';
import { labelingRouter } from './router.ts';
import { openLabeling, type LabelingParts } from './labeling.ts';

export type { QueuePage, QueueRequest } from './queue.ts';
export type {
  ImportBatch,
  ImportOutcome,
  ImportedLabel,
  LabelingSamples,
  Vote,
  VotesBatch,
} from './types.ts';
export type { LabelingParts, Labeling } from './labeling.ts';

/** Opens the room with its facets. */
export function createLabeling(parts: LabelingParts) {
  const labeling = openLabeling(parts);
  return {
    ...labeling,
    procedures: () => ({ labeling: labelingRouter(labeling) }),
    facts: [labelsFact(labeling), labeledShareFact(labeling), classLabelsFact(labeling)],
  };
}
