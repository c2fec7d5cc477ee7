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
  duration: 'r.seconds',
  started: 'r.started_at',
  startedBy: 'natural(r.started_by)',
  recipe: 'natural(r.recipe)',
  weights: 'r.weights_sha256',
};

/** A value of a run's JSON by its whole name, whatever characters that has. Switches count as 0 and 1. */
const valueIn = (json: string): string =>
  `(SELECT CASE j.type WHEN 'text' THEN natural(j.atom) ELSE j.atom END FROM json_each(${json}) j WHERE j.key = $name)`;

const LIST = {
  from: 'runs r',
  key: 'r.number',
  where: `($state IS NULL OR r.state = $state) AND ($version IS NULL OR r.version = $version)
    AND ($ids IS NULL OR r.id IN (SELECT value FROM json_each($ids)))
    AND ${holdsSearch("'#' || r.number || ' ' || r.name || ' ' || r.version_name || ' ' || r.note")}`,
  columns: { ...FIXED, result: valueIn('r.summary'), parameter: valueIn('r.parameters') },
};

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
    'SELECT state, count(*) AS count FROM runs GROUP BY state',
  );
  const names = db
    .prepare<[string], string>('SELECT name FROM run_columns WHERE kind = ? ORDER BY name')
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
          name: place?.name ?? '',
        },
      );
    },
    choices(): RunChoices {
      const counted = states.all();
      return {
        total: counted.reduce((sum, { count }) => sum + count, 0),
        states: counted,
        results: names.all('result'),
        parameters: names.all('parameter'),
      };
    },
  };
}
