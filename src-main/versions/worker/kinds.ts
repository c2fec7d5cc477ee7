/** @file How a version of each kind is frozen. */
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Column, DatasetKind } from '../../../src-shared/contract.ts';
import {
  CHUNK_ROWS,
  featureColumns,
  IMAGE_COLUMNS,
  TEXT_COLUMNS,
  type ContentColumn,
  type FreezeSpec,
} from './freeze-columns.ts';
import { splitPassages, splitSamples } from './splitting.ts';

interface FrozenKind {
  /** What DuckDB may hold before it spills. */
  readonly memoryBytes: number;
  /** Rows that are written at once. */
  readonly groupRows: number;
  /** The column that the rows are ordered by. */
  readonly order: 'id' | 'position';
  /** The columns that are learned from. */
  columns(columns: readonly Column[]): readonly ContentColumn[];
  split(connection: DuckDBConnection, spec: FreezeSpec): Promise<void>;
}

const asSamples = {
  memoryBytes: 300e6,
  groupRows: 20_480,
  order: 'id',
  split: splitSamples,
} as const;

export const FROZEN: Readonly<Record<DatasetKind, FrozenKind>> = {
  text: { ...asSamples, columns: () => TEXT_COLUMNS },
  table: { ...asSamples, columns: featureColumns },
  // Images are large, and a row group of them is written at once.
  image: { ...asSamples, memoryBytes: 1e9, groupRows: CHUNK_ROWS, columns: () => IMAGE_COLUMNS },
  corpus: { ...asSamples, order: 'position', columns: () => TEXT_COLUMNS, split: splitPassages },
};
