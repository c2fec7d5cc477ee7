/** @file The list of datasets: by the page, filtered, searched and sorted by SQL. */
import type { Database } from 'better-sqlite3';
import type { Dataset, DatasetListRequest } from '../../src-shared/contract.ts';
import { holdsSearch, prepareRowList } from '../platform/store/index.ts';

const LIST = {
  from: 'datasets d LEFT JOIN label_totals l ON l.dataset = d.id',
  key: 'd.number',
  where: `d.state = 'ready' AND d.removed_at IS NULL
    AND ($named IS NULL OR d.id = $named OR d.name = $named) AND ${holdsSearch('d.name')}`,
  columns: {
    name: 'natural(d.name)',
    kind: 'd.kind',
    language: 'd.language',
    samples: 'd.samples',
    labeled: 'coalesce(l.labeled, 0)',
    versions: '(SELECT count(*) FROM version_numbers v WHERE v.dataset = d.id)',
    created: 'd.created_at',
  },
};

/** @param datasetAt a dataset by its number */
export function prepareDatasetList(db: Database, datasetAt: (number: number) => Dataset | undefined) {
  const list = prepareRowList(db, LIST, datasetAt);
  return ({ filters = {}, ...asked }: Partial<DatasetListRequest> = {}) =>
    list(asked, { named: filters.named ?? null });
}
