/** @file Datasets: import files, browse and search samples. */
import type { Doorway } from '../platform/room.ts';
import { datasetsRouter } from './router.ts';
import { openDatasets } from './datasets.ts';
import type { DatasetsParts } from './types.ts';

export type { SamplePage, SamplesRequest } from './browse.ts';
export type { FileToImport, FileToRead } from './file-to-import.ts';
export { contentOf } from './content.ts';
export { matchingAt } from './matching.ts';
export { createSampleReader } from './samples.ts';
export type { DatasetsParts, LabelKeeper, SampleFile } from './types.ts';
export type { Datasets, FreezableDataset } from './datasets.ts';

/** Opens the room with its facets. */
export function createDatasets(parts: DatasetsParts) {
  const datasets = openDatasets(parts);
  return {
    ...datasets,
    procedures: ({ uploads }: Doorway) => ({ datasets: datasetsRouter(datasets, uploads) }),
  };
}
