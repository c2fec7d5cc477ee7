/** @file From samples to their places in a dataset. */
import { AppError } from '../../src-shared/platform/errors.ts';
import type { LabelingSamples } from './types.ts';

/** @throws AppError `labeling.sampleUnknown` when one of the samples is not in the dataset */
export function requirePositions(
  datasets: LabelingSamples,
  dataset: string,
  samples: readonly string[],
): number[] {
  return datasets.positionsOf(dataset, samples).map((position, i) => {
    if (position === undefined)
      throw new AppError('labeling.sampleUnknown', { sample: samples[i]!.slice(0, 7) });
    return position;
  });
}
