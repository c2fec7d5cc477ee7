/** @file What was measured of labels. */
import * as z from 'zod';
import type { WorkbenchEvent } from '../../src-shared/contract.ts';
import { changedWith, defineFact } from '../platform/facts.ts';

interface Labels {
  /** @throws AppError `house.notFound` */
  labeled(dataset: string): number;
  /** From 0 to 1; null for a dataset without samples. @throws AppError `house.notFound` */
  labeledShare(dataset: string): number | null;
  /** @throws AppError `house.notFound` */
  labeledAs(dataset: string, label: string): number;
}

/** Samples of a dataset that carry a label. */
export function labelsFact(labels: Labels) {
  return defineFact({
    name: 'labeling.labels',
    unit: 'samples',
    parameters: z.object({ dataset: z.string() }),
    read: ({ dataset }) => labels.labeled(dataset),
    changedBy: ofDataset,
  });
}

/** The share of a dataset's samples that carry a label. */
export function labeledShareFact(labels: Labels) {
  return defineFact({
    name: 'labeling.share',
    unit: 'share',
    parameters: z.object({ dataset: z.string() }),
    read: ({ dataset }) => labels.labeledShare(dataset),
    changedBy: ofDataset,
  });
}

/** Samples of a dataset that carry one label. */
export function classLabelsFact(labels: Labels) {
  return defineFact({
    name: 'labeling.ofClass',
    unit: 'samples',
    parameters: z.object({ dataset: z.string(), label: z.string() }),
    read: ({ dataset, label }) => labels.labeledAs(dataset, label),
    changedBy: (event) => ofDataset(event) ?? changedWith(event, 'schema', 'dataset'),
  });
}

const ofDataset = (event: WorkbenchEvent) =>
  changedWith(event, 'labels', 'dataset') ??
  changedWith(event, 'samples', 'dataset') ??
  changedWith(event, 'datasets', 'dataset');
