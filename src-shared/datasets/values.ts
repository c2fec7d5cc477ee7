/** @file What datasets can be sorted by. */

export const DATASET_COLUMNS = [
  'name',
  'kind',
  'language',
  'samples',
  'labeled',
  'versions',
  'created',
] as const;
