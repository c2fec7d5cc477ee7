/** @file Which runs are asked for: shelf, filters, search and the filter language as one condition of SQL. */
import type { Statement } from 'better-sqlite3';
import type { RunFilters, RunListRequest, Shelf } from '../../src-shared/contract.ts';
import { directionOf } from '../../src-shared/tracking/directions.ts';
import { parseFilter } from '../../src-shared/tracking/filter/parse.ts';
import { columnPlace, isPlaceAspect } from '../../src-shared/tracking/table/values.ts';
import type { Field } from '../../src-shared/tracking/filter/fields.ts';
import type { Filter } from '../../src-shared/tracking/filter/syntax.ts';
import { BISECTION_TAG, SEARCH_TAG } from '../../src-shared/tracking/values.ts';
import { foldCase, holdsSearch, type ListParameters, type Store } from '../platform/store/index.ts';
import { IMPORTING } from './exchange/queries.ts';
import { compileFilter, type DirectionOfMetric } from './filter-sql.ts';
import type { PlaceOf, PlaceValues } from './points/place-values.ts';
import type { Points } from './points/points.ts';
import type { Settings } from './settings.ts';

/** What of all runs is asked for. */
export type Selected = Partial<Pick<RunListRequest, 'search' | 'filters' | 'filter'>> & {
  /** Whose values SQL is asked for: those that are read from the points of curves are read before. */
  readonly columns?: readonly string[] | undefined;
};

export interface Condition {
  /** On `runs r`. */
  readonly where: string;
  readonly parameters: ListParameters;
}

const ON_SHELF: Readonly<Record<Shelf, string>> = {
  all: '1',
  trashed: 'r.trashed_at IS NOT NULL',
  archived: 'r.trashed_at IS NULL AND r.archived_at IS NOT NULL',
  active: 'r.trashed_at IS NULL AND r.archived_at IS NULL',
};

/** Runs of a file that is still being read are in no list. */
export const IS_WHOLE = `(r.external IS NULL OR r.external NOT GLOB '${IMPORTING}*')`;

/** Looked up once for a statement: few of all runs have these tags, or they are known by an index. */
const OF_SEARCH = `SELECT run FROM run_tags WHERE name IN ('${SEARCH_TAG}', '${BISECTION_TAG}')`;

const HAS_TAG = `EXISTS (SELECT 1 FROM run_tags t WHERE t.run = r.id AND t.name = $tag
  AND ($tagValue IS NULL OR t.value = $tagValue))`;

const SEARCHED = `(${holdsSearch("'#' || r.number || ' ' || r.name || ' ' || coalesce(r.version_name, '') || ' ' || r.note")}
  OR EXISTS (SELECT 1 FROM run_tags t WHERE t.run = r.id AND t.name NOT GLOB 'lathe.*'
    AND instr(folded(t.name || ' ' || t.value), $search) > 0))`;

/** Only what is asked for: each row of very many is asked it, and SQL finds what an index may be used for. */
function conditionsOf(search: string, filters: RunFilters): string[] {
  const { state, version, ids, origin, experiment, parent, starred, unfinished, ofSearch, tag } = filters;
  const asked: readonly (readonly [boolean, string])[] = [
    [ids !== undefined, 'r.id IN (SELECT value FROM json_each($ids))'],
    [state !== undefined, 'r.state = $state'],
    [version !== undefined, 'r.version = $version'],
    [origin !== undefined, 'r.origin = $origin'],
    [experiment !== undefined, 'r.experiment = $experiment'],
    [parent !== undefined, 'r.parent = $parent'],
    [starred !== undefined, 'r.starred = $starred'],
    [unfinished === true, "r.state <> 'finished'"],
    // Runs that are named are meant, whatever they are of.
    [ofSearch !== undefined && ids === undefined, `r.id ${ofSearch ? 'IN' : 'NOT IN'} (${OF_SEARCH})`],
    [tag !== undefined, HAS_TAG],
    [search !== '', SEARCHED],
  ];
  return [
    // Runs picked by their ids are found wherever they are kept.
    ON_SHELF[filters.shelf ?? (ids ? 'all' : 'active')],
    IS_WHOLE,
    ...asked.flatMap(([isAsked, sql]) => (isAsked ? [sql] : [])),
  ];
}

/** Statements that are kept prepared: people come back to the same filters and orders. */
const MOST_KEPT = 200;

export type Selection = ReturnType<typeof createSelection>;

interface SelectionParts {
  readonly store: Store;
  readonly points: Points;
  readonly settings: Settings;
  readonly places: PlaceValues;
}

export function createSelection({ store, points, settings, places }: SelectionParts) {
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
    /** Reads what a filter and columns ask of the points of curves; whatever else is asked has its turn meanwhile. */
    ready: ({ filter = '', columns = [] }: Pick<Selected, 'filter' | 'columns'>): Promise<void> =>
      places.readCalmly(placesIn(parseFilter(filter), columns)),
    /** The rows that a statement gives. */
    rows: <Row>(sql: string, parameters: ListParameters): Row[] =>
      statement(sql).raw(false).all(parameters) as Row[],
    /** The same rows as lists of what they have: a third faster where they are very many. */
    lists: <Row extends readonly unknown[]>(sql: string, parameters: ListParameters): Row[] =>
      statement(sql).raw(true).all(parameters) as unknown[] as Row[],
    /** @throws AppError `tracking.filter…` */
    condition({ search = '', filters = {}, filter = '', columns = [] }: Selected): Condition {
      const parsed = parseFilter(filter);
      places.read(placesIn(parsed, columns));
      if (parsed && asksForSettings(parsed)) settings.fill();
      const compiled = compileFilter(parsed, direction());
      return {
        where: [...conditionsOf(search, filters), compiled.sql].join(' AND '),
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
          tag: filters.tag?.name ?? null,
          tagValue: filters.tag?.value ?? null,
        },
      };
    },
  };
}

/** The fields that a filter asks for. */
function fieldsIn(filter: Filter): Field[] {
  if (filter.is === 'not') return fieldsIn(filter.one);
  return filter.is === 'test' ? [filter.field] : filter.all.flatMap(fieldsIn);
}

const asksForSettings = (filter: Filter): boolean =>
  fieldsIn(filter).some((field) => field.of === 'attribute' && field.name === 'settings');

/** What of curves is read from their points. */
function placesIn(filter: Filter | null, columns: readonly string[]): PlaceOf[] {
  const filtered = filter === null ? [] : fieldsIn(filter);
  return [
    ...filtered.flatMap((field) =>
      field.of === 'metric' && field.aspect !== null && isPlaceAspect(field.aspect)
        ? [{ metric: field.name, aspect: field.aspect }]
        : [],
    ),
    ...columns.flatMap((column) => {
      const place = columnPlace(column);
      return place?.kind === 'place' ? [{ metric: place.name, aspect: place.aspect }] : [];
    }),
  ];
}
