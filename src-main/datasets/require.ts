/** @file The datasets that there are, those that nobody removed, and their files. */
import { AppError } from '../../src-shared/platform/errors.ts';
import type { DatasetRow, FileRow, Queries } from './queries.ts';

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

/** One that was read whole. @throws AppError `house.notFound` */
export function requireFile(queries: Pick<Queries, 'file'>, id: string): FileRow {
  const row = queries.file.get(id);
  if (row?.state !== 'done') throw new AppError('house.notFound', { what: 'file', id });
  return row;
}
