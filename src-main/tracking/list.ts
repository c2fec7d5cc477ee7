/** @file The list of runs: by the page, filtered, searched and sorted by SQL, also by any metric, parameter and tag. */
import type { RunChoices, RunListRequest, RunState } from '../../src-shared/contract.ts';
import { pageAt } from '../../src-shared/platform/pages.ts';
import { type FixedColumn, MOST_CHANGED, columnPlace } from '../../src-shared/tracking/table/values.ts';
import type { ListParameters, Store } from '../platform/store/index.ts';
import { type DirectionOfMetric, RESULT_SQL, aspectOf, curveSql } from './filter-sql.ts';
import { placeSql } from './points/place-values.ts';
import { IS_WHOLE, type Condition, type Selected, type Selection } from './selection.ts';

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

/** Switches count as 0 and 1. */
const PARAMETER = `(SELECT CASE p.kind WHEN 'text' THEN natural(p.value) ELSE p.value END FROM run_parameters p
  WHERE p.run = r.id AND p.name = $sortName)`;
const TAG = '(SELECT natural(t.value) FROM run_tags t WHERE t.run = r.id AND t.name = $sortName)';

/** Names of results, parameters or tags that are told. */
const MOST_COLUMNS = 1000;

/** What runs are sorted by, and the name that stands in it. */
export function orderOf(
  column: string,
  directionOf: DirectionOfMetric,
): { readonly sql: string; readonly name: string; readonly aspect?: string } {
  const place = columnPlace(column);
  if (place === null) return { sql: 'NULL', name: '' };
  if (place.kind === 'fixed') return { sql: FIXED[place.column], name: '' };
  const { kind, name } = place;
  if (kind === 'place')
    return { sql: placeSql('$sortName', '$sortAspect').value, name, aspect: place.aspect };
  if (kind === 'parameter') return { sql: PARAMETER, name };
  if (kind === 'tag') return { sql: TAG, name };
  if (kind === 'result') return { sql: RESULT_SQL('$sortName'), name };
  const aspect =
    kind === 'best' && directionOf(name) === null ? 'last' : aspectOf({ name, aspect: kind }, directionOf);
  return { sql: curveSql('$sortName', aspect ?? 'last'), name };
}

interface ListParts {
  readonly store: Store;
  readonly selection: Selection;
}

export type RunList = ReturnType<typeof createRunList>;

/** Numbers of runs by the page. */
export function createRunList({ store: { db }, selection }: ListParts) {
  const states = db.prepare<[], { state: RunState; count: number }>(
    'SELECT state, count(*) AS count FROM runs WHERE trashed_at IS NULL AND archived_at IS NULL GROUP BY state',
  );
  const shelves = db.prepare<[], Pick<RunChoices, 'archived' | 'trashed'>>(
    `SELECT count(*) FILTER (WHERE trashed_at IS NULL) AS archived, count(trashed_at) AS trashed
     FROM runs r WHERE (trashed_at IS NOT NULL OR archived_at IS NOT NULL) AND ${IS_WHOLE}`,
  );
  const names = db
    .prepare<[string, number], string>('SELECT name FROM run_columns WHERE kind = ? ORDER BY name LIMIT ?')
    .pluck();
  const tags = db
    .prepare<[number], string>('SELECT DISTINCT name FROM run_tags ORDER BY name LIMIT ?')
    .pluck();

  /** One page of whatever `rowAt` reads. */
  function page<Row>(
    { offset = 0, limit = 100, sort = null, pinned = [], ...asked }: Partial<RunListRequest>,
    rowAt: (number: number) => Row | undefined,
  ) {
    const { where, parameters } = selection.condition({ ...asked, columns: sort ? [sort.column] : [] });
    const order = sort && orderOf(sort.column, selection.direction());
    const keys = [
      ...(pinned.length > 0 ? ['(r.id IN (SELECT value FROM json_each($pinned))) DESC'] : []),
      ...(sort && order ? [`${order.sql} ${sort.descending ? 'DESC' : 'ASC'} NULLS LAST`] : []),
      'r.number DESC',
    ].join(', ');
    const all: ListParameters = {
      ...parameters,
      limit,
      offset,
      sortName: order?.name ?? '',
      sortAspect: order?.aspect ?? '',
      pinned: JSON.stringify(pinned),
    };
    const numbers = selection.lists<readonly [number: number]>(
      `SELECT r.number FROM runs r WHERE ${where} ORDER BY ${keys} LIMIT $limit OFFSET $offset`,
      all,
    );
    const isWhole = numbers.length < limit && (numbers.length > 0 || offset === 0);
    return pageAt(
      numbers.flatMap(([number]) => rowAt(number) ?? []),
      { offset, total: isWhole ? offset + numbers.length : totalOf({ where, parameters: all }) },
    );
  }

  /** Counted apart: to be told with each row, all of them would be held and put in order. */
  function totalOf({ where, parameters }: Condition): number {
    const [counted] = selection.lists<readonly [total: number]>(
      `SELECT count(*) FROM runs r WHERE ${where}`,
      parameters,
    );
    return counted?.[0] ?? 0;
  }

  return {
    page,
    /** The ids of all that pass, the newest first, as many as are changed at once. */
    matching(asked: Selected): { runs: string[] } {
      const { where, parameters } = selection.condition(asked);
      const rows = selection.rows<{ id: string }>(
        `SELECT r.id FROM runs r WHERE ${where} ORDER BY r.number DESC LIMIT $limit`,
        { ...parameters, limit: MOST_CHANGED },
      );
      return { runs: rows.map(({ id }) => id) };
    },
    choices(): RunChoices {
      const counted = states.all();
      return {
        total: counted.reduce((sum, { count }) => sum + count, 0),
        ...shelves.get()!,
        states: counted,
        results: names.all('result', MOST_COLUMNS),
        parameters: names.all('parameter', MOST_COLUMNS),
        tags: tags.all(MOST_COLUMNS),
      };
    },
  };
}
