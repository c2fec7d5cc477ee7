/** @file Exports: datasets, labels, versions, predictions, mistakes and rejected rows as CSV, JSONL or Parquet. */
import { openExports } from './exports.ts';
import { exportsRouter } from './router.ts';
import type { ExportsParts } from './types.ts';

export type { Exports } from './exports.ts';
export type { ExportsParts } from './types.ts';

/** Opens the room with its facets. */
export function createExports(parts: ExportsParts) {
  const exports = openExports(parts);
  return { ...exports, procedures: () => ({ exports: exportsRouter(exports) }) };
}
