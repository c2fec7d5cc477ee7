/** @file Where samples lie: the key of a sample is the number of its dataset and its position there. */

/** Positions of a dataset lie in one range of keys. */
export const KEYS_OF_A_DATASET = 2 ** 32;

/** The key of the sample at a position of the dataset with this number. */
export function sampleKey(dataset: number, position: number): number {
  return dataset * KEYS_OF_A_DATASET + position;
}
