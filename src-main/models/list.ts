/** @file The list of models: by the page, filtered, searched and sorted by SQL. */
import type { Database } from 'better-sqlite3';
import type { Model, ModelListRequest } from '../../src-shared/contract.ts';
import { holdsSearch, prepareRowList } from '../platform/store/index.ts';

const LIST = {
  from: 'models m',
  key: 'm.number',
  where: `($named IS NULL OR m.id = $named OR m.name = $named) AND ($run IS NULL OR m.run = $run)
    AND ($after IS NULL OR m.number > $after) AND ${holdsSearch("'#' || m.number || ' ' || m.name")}`,
  columns: { number: 'm.number', name: 'natural(m.name)', created: 'm.created_at' },
};

/** @param modelAt a model by its number */
export function prepareModelList(db: Database, modelAt: (number: number) => Model | undefined) {
  const list = prepareRowList(db, LIST, modelAt);
  return ({ filters = {}, ...asked }: Partial<ModelListRequest> = {}) => {
    const { named = null, run = null, after = null } = filters;
    return list(asked, { named, run, after });
  };
}
