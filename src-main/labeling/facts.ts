/** @file What was measured of labels. */
import * as z from 'zod';
import { changedWith, defineFact } from '../platform/facts.ts';

interface Labels {
  /** @throws AppError `house.notFound` */
  labeled(dataset: string): number;
}

/** Samples of a dataset that carry a label. */
export function labelsFact(labels: Labels) {
  return defineFact({
    name: 'labeling.labels',
    unit: 'samples',
    parameters: z.object({ dataset: z.string() }),
    read: ({ dataset }) => labels.labeled(dataset),
    changedBy: (event) =>
      changedWith(event, 'labels', 'dataset') ??
      changedWith(event, 'samples', 'dataset') ??
      changedWith(event, 'datasets', 'dataset'),
  });
}
