/** @file The datasets that there are, and those that nobody removed. */
import { AppError } from '../../src-shared/platform/errors.ts';
import type { DatasetRow, Queries } from './queries.ts';

type Known = Pick<Queries, 'dataset'>;

/** One that was imported, be it in the bin. @throws AppError `house.notFound` */
export function knownDataset(queries: Known, id: string): DatasetRow {
  const row = queries.dataset.get(id);
  if (row?.state !== 'ready') throw new AppError('house.notFound', { what: 'dataset', id });
  return row;
}

/** One that is not in the bin. @throws AppError `house.notFound` */
export function requireDataset(queries: Known, id: string): DatasetRow {
  const row = knownDataset(queries, id);
  if (row.removedAt !== null) throw new AppError('house.notFound', { what: 'dataset', id });
  return row;
}
