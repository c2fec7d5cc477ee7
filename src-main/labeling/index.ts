/** @file Labeling: annotation tasks and their classes, the queue of what to label, answers as append-only events. */
import type { Doorway } from '../platform/room.ts';
import {
  agreementFact,
  balanceFact,
  classLabelsFact,
  daysLeftFact,
  labeledShareFact,
  labelsFact,
  paceFact,
  secondsFact,
  selfAgreementFact,
} from './facts.ts';
import { labelingRouter } from './router.ts';
import { openLabeling, type LabelingParts } from './labeling.ts';

export type { QueuePage, QueueRequest } from './queue.ts';
export type {
  ImportBatch,
  ImportOutcome,
  ImportedLabel,
  LabelingModels,
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
    procedures: ({ uploads }: Doorway) => ({
      labeling: labelingRouter(labeling, {
        uploads,
        sampleAnnotations: parts.sampleAnnotations ?? new Map(),
      }),
    }),
    facts: [
      labelsFact,
      labeledShareFact,
      classLabelsFact,
      agreementFact,
      selfAgreementFact,
      paceFact,
      secondsFact,
      daysLeftFact,
      balanceFact,
    ].map((fact) => fact(labeling)),
  };
}
