/** @file Which runs are asked for: shelf, filters, search and the filter language as one condition of SQL. */
import type { Statement } from 'better-sqlite3';
import type { RunListRequest } from '../../src-shared/contract.ts';
import { directionOf } from '../../src-shared/tracking/directions.ts';
import { parseFilter } from '../../src-shared/tracking/filter/parse.ts';
import type { Filter } from '../../src-shared/tracking/filter/syntax.ts';
import { foldCase, holdsSearch, type ListParameters, type Store } from '../platform/store/index.ts';
import { IMPORTING } from './exchange/queries.ts';
import { compileFilter, type DirectionOfMetric } from './filter-sql.ts';
import type { Points } from './points/points.ts';
import type { Settings } from './settings.ts';

/** What of all runs is asked for. */
export type Selected = Partial<Pick<RunListRequest, 'search' | 'filters' | 'filter'>>;

export interface Condition {
  /** On `runs r`. */
  readonly where: string;
  readonly parameters: ListParameters;
}

/** Runs picked by their ids are found wherever they are kept. */
const ON_SHELF = `CASE $shelf WHEN 'all' THEN 1 WHEN 'trashed' THEN r.trashed_at IS NOT NULL
  WHEN 'archived' THEN r.trashed_at IS NULL AND r.archived_at IS NOT NULL
  ELSE r.trashed_at IS NULL AND r.archived_at IS NULL END`;

/** Runs of a file that is still being read are in no list. */
const IS_WHOLE = `(r.external IS NULL OR r.external NOT GLOB '${IMPORTING}*')`;

const WHERE = `($state IS NULL OR r.state = $state) AND ($version IS NULL OR r.version = $version)
    AND ($ids IS NULL OR r.id IN (SELECT value FROM json_each($ids)))
    AND ($origin IS NULL OR r.origin = $origin) AND ($experiment IS NULL OR r.experiment = $experiment)
    AND ($parent IS NULL OR r.parent = $parent) AND ($starred IS NULL OR r.starred = $starred)
    AND ($unfinished IS NULL OR r.state <> 'finished')
    AND ($tag IS NULL OR EXISTS (SELECT 1 FROM run_tags t WHERE t.run = r.id AND t.name = $tag
      AND ($tagValue IS NULL OR t.value = $tagValue)))
    AND ${ON_SHELF} AND ${IS_WHOLE}
    AND ${holdsSearch("'#' || r.number || ' ' || r.name || ' ' || coalesce(r.version_name, '') || ' ' || r.note")}`;

/** Statements that are kept prepared: people come back to the same filters and orders. */
const MOST_KEPT = 200;

export type Selection = ReturnType<typeof createSelection>;

export function createSelection(store: Store, points: Points, settings: Settings) {
  const prepared = new Map<string, Statement<[ListParameters]>>();
  const direction = (): DirectionOfMetric => {
    const known = points.directions();
    return (metric) => directionOf(metric, known);
  };

  /** A statement that is prepared when it is first asked for. */
  function statement(sql: string): Statement<[ListParameters]> {
    const known = prepared.get(sql) ?? store.db.prepare<ListParameters>(sql);
    prepared.delete(sql);
    prepared.set(sql, known);
    for (const oldest of prepared.keys()) if (prepared.size > MOST_KEPT) prepared.delete(oldest);
    return known;
  }

  return {
    fillSettings: settings.fill,
    direction,
    /** The rows that a statement gives. */
    rows: <Row>(sql: string, parameters: ListParameters): Row[] => statement(sql).all(parameters) as Row[],
    /** @throws AppError `tracking.filter…` */
    condition({ search = '', filters = {}, filter = '' }: Selected): Condition {
      const parsed = parseFilter(filter);
      if (parsed && asksForSettings(parsed)) settings.fill();
      const compiled = compileFilter(parsed, direction());
      return {
        where: `${WHERE} AND ${compiled.sql}`,
        parameters: {
          ...compiled.parameters,
          search: foldCase(search),
          state: filters.state ?? null,
          version: filters.version ?? null,
          ids: filters.ids ? JSON.stringify(filters.ids) : null,
          origin: filters.origin ?? null,
          experiment: filters.experiment ?? null,
          parent: filters.parent ?? null,
          starred: filters.starred === undefined ? null : Number(filters.starred),
          unfinished: filters.unfinished ? 1 : null,
          tag: filters.tag?.name ?? null,
          tagValue: filters.tag?.value ?? null,
          shelf: filters.shelf ?? (filters.ids ? 'all' : 'active'),
        },
      };
    },
  };
}

function asksForSettings(filter: Filter): boolean {
  if (filter.is === 'not') return asksForSettings(filter.one);
  if (filter.is === 'test') return filter.field.of === 'attribute' && filter.field.name === 'settings';
  return filter.all.some(asksForSettings);
}
