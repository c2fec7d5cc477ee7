/** @file The list of models: by the page, filtered, searched and sorted by SQL. */
import type { Database } from 'better-sqlite3';
import type { Model, ModelListRequest } from '../../src-shared/contract.ts';
import { pageAt } from '../../src-shared/platform/pages.ts';
import { foldCase, holdsSearch, prepareList } from '../platform/store/index.ts';

const LIST = {
  from: 'models m',
  key: 'm.number',
  where: `($named IS NULL OR m.id = $named OR m.name = $named) AND ($run IS NULL OR m.run = $run)
    AND ($after IS NULL OR m.number > $after) AND ${holdsSearch("'#' || m.number || ' ' || m.name")}`,
  columns: { number: 'm.number', name: 'natural(m.name)', created: 'm.created_at' },
};

/** @param modelAt a model by its number */
export function prepareModelList(db: Database, modelAt: (number: number) => Model | undefined) {
  const list = prepareList(db, LIST);
  return ({
    offset = 0,
    limit = 100,
    search = '',
    filters = {},
    sort = null,
  }: Partial<ModelListRequest> = {}) => {
    const { named = null, run = null, after = null } = filters;
    const parameters = { named, run, after, search: foldCase(search) };
    const { keys, total } = list({ offset, limit, sort, parameters });
    return pageAt(
      keys.flatMap((number) => modelAt(number) ?? []),
      { offset, total },
    );
  };
}
