/** @file What window and workbench both know of datasets, free of schemas. */

/** The file beside class folders that we wrote (`folders.ts`). */
export const FOLDERS_FILE = 'folders.json';

/** What datasets can be sorted by. */
export const DATASET_COLUMNS = [
  'name',
  'kind',
  'language',
  'samples',
  'labeled',
  'versions',
  'created',
] as const;
