/** @file The list of datasets: by the page, filtered, searched and sorted by SQL. */
import type { Database } from 'better-sqlite3';
import type { Dataset, DatasetListRequest } from '../../src-shared/contract.ts';
import { pageAt } from '../../src-shared/platform/pages.ts';
import { foldCase, holdsSearch, prepareList } from '../platform/store/index.ts';

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
  const list = prepareList(db, LIST);
  return ({
    offset = 0,
    limit = 100,
    search = '',
    filters = {},
    sort = null,
  }: Partial<DatasetListRequest> = {}) => {
    const parameters = { named: filters.named ?? null, search: foldCase(search) };
    const { keys, total } = list({ offset, limit, sort, parameters });
    return pageAt(
      keys.flatMap((number) => datasetAt(number) ?? []),
      { offset, total },
    );
  };
}
