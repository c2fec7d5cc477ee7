/** @file The list of runs: by the page, filtered, searched and sorted by SQL, also by any result and parameter. */
import type { Database } from 'better-sqlite3';
import type { Run, RunChoices, RunColumn, RunListRequest, RunState } from '../../src-shared/contract.ts';
import type { RUN_COLUMNS } from '../../src-shared/tracking/values.ts';
import { holdsSearch, prepareRowList } from '../platform/store/index.ts';

type FixedColumn = (typeof RUN_COLUMNS)[number];

const FIXED: Readonly<Record<FixedColumn, string>> = {
  number: 'r.number',
  name: 'natural(r.name)',
  state: 'r.state',
  version: 'natural(r.version_name)',
  experiment: '(SELECT natural(e.name) FROM experiments e WHERE e.id = r.experiment)',
  duration: 'r.seconds',
  started: 'r.started_at',
  startedBy: 'natural(r.started_by)',
  recipe: 'natural(r.recipe)',
  weights: 'r.weights_sha256',
};

/** A result of a run by its whole name, whatever characters that has; of runs that were not trained here its last value. */
const RESULT = `coalesce((SELECT j.atom FROM json_each(r.summary) j WHERE j.key = $name),
  (SELECT s.last FROM metric_series s WHERE r.origin <> 'training' AND s.run = r.id AND s.metric = $name))`;
/** Switches count as 0 and 1. */
const PARAMETER = `(SELECT CASE p.kind WHEN 'text' THEN natural(p.value) ELSE p.value END FROM run_parameters p
  WHERE p.run = r.id AND p.name = $name)`;

/** Runs picked by their ids are found wherever they are kept. */
const ON_SHELF = `CASE $shelf WHEN 'all' THEN 1 WHEN 'trashed' THEN r.trashed_at IS NOT NULL
  WHEN 'archived' THEN r.trashed_at IS NULL AND r.archived_at IS NOT NULL
  ELSE r.trashed_at IS NULL AND r.archived_at IS NULL END`;

const LIST = {
  from: 'runs r',
  key: 'r.number',
  where: `($state IS NULL OR r.state = $state) AND ($version IS NULL OR r.version = $version)
    AND ($ids IS NULL OR r.id IN (SELECT value FROM json_each($ids)))
    AND ($origin IS NULL OR r.origin = $origin) AND ($experiment IS NULL OR r.experiment = $experiment)
    AND ($parent IS NULL OR r.parent = $parent) AND ($starred IS NULL OR r.starred = $starred)
    AND ($tag IS NULL OR EXISTS (SELECT 1 FROM run_tags t WHERE t.run = r.id AND t.name = $tag
      AND ($tagValue IS NULL OR t.value = $tagValue)))
    AND ${ON_SHELF}
    AND ${holdsSearch("'#' || r.number || ' ' || r.name || ' ' || coalesce(r.version_name, '') || ' ' || r.note")}`,
  columns: { ...FIXED, result: RESULT, parameter: PARAMETER },
};

/** Results and parameters that can be columns. */
const MOST_COLUMNS = 1000;

function isFixed(column: string): column is FixedColumn {
  return column in FIXED;
}

/** The column of {@link LIST}, and the name of the result or parameter. */
function placeOf(column: RunColumn): { column: FixedColumn | 'result' | 'parameter'; name: string } {
  if (isFixed(column)) return { column, name: '' };
  const colon = column.indexOf(':');
  const kind = column.startsWith('result:') ? 'result' : 'parameter';
  return { column: kind, name: column.slice(colon + 1) };
}

/** @param runAt a run by its number */
export function prepareRunList(db: Database, runAt: (number: number) => Run | undefined) {
  const list = prepareRowList(db, LIST, runAt);
  const states = db.prepare<[], { state: RunState; count: number }>(
    'SELECT state, count(*) AS count FROM runs WHERE trashed_at IS NULL AND archived_at IS NULL GROUP BY state',
  );
  const names = db
    .prepare<[string, number], string>('SELECT name FROM run_columns WHERE kind = ? ORDER BY name LIMIT ?')
    .pluck();
  return {
    list({ filters = {}, sort = null, ...asked }: Partial<RunListRequest> = {}) {
      const place = sort && placeOf(sort.column);
      const order = place && { column: place.column, descending: sort.descending };
      return list(
        { ...asked, sort: order },
        {
          state: filters.state ?? null,
          version: filters.version ?? null,
          ids: filters.ids ? JSON.stringify(filters.ids) : null,
          origin: filters.origin ?? null,
          experiment: filters.experiment ?? null,
          parent: filters.parent ?? null,
          starred: filters.starred === undefined ? null : Number(filters.starred),
          tag: filters.tag?.name ?? null,
          tagValue: filters.tag?.value ?? null,
          shelf: filters.shelf ?? (filters.ids ? 'all' : 'active'),
          name: place?.name ?? '',
        },
      );
    },
    choices(): RunChoices {
      const counted = states.all();
      return {
        total: counted.reduce((sum, { count }) => sum + count, 0),
        states: counted,
        results: names.all('result', MOST_COLUMNS),
        parameters: names.all('parameter', MOST_COLUMNS),
      };
    },
  };
}
