/** @file Searches of runs as SQL: what a filter string asks for, in its order, by the page. */
import type { Database } from 'better-sqlite3';
import { asPython } from '../exchange/flatten.ts';
import { IMPORTING } from '../exchange/queries.ts';
import { invalid } from './errors.ts';
import type { Paged } from './fields.ts';
import { like, type Comparison, type Order } from './filter.ts';
import { INFO, SENT, type RunInfo } from './parts.ts';
import { OWN_TAGS, STATUS } from './run-view.ts';

type Value = string | number;

/** A piece of SQL with the values of its parameters. */
interface Piece {
  readonly sql: string;
  readonly values: readonly Value[];
}

/** What of a run is compared. A metric may be there and be NaN, which is null; anything else that is null is not there. */
interface Compared extends Piece {
  readonly isNumber: boolean;
  readonly there: Piece;
}

export interface RunSearch extends Paged {
  readonly experiments: readonly string[];
  readonly view: 'active' | 'deleted' | 'all';
  readonly filter: readonly Comparison[];
  readonly orders: readonly Order[];
}

const LAST = 'FROM metric_series s WHERE s.run = r.id AND s.metric = ?';
const PARAMETER = `(SELECT coalesce(${SENT}, CASE p.kind WHEN 'number' THEN as_python(p.value)
    WHEN 'boolean' THEN CASE p.value WHEN 1 THEN 'True' ELSE 'False' END ELSE p.value END)
  FROM run_parameters p WHERE p.run = r.id AND p.name = ?)`;
const TAG = '(SELECT t.value FROM run_tags t WHERE t.run = r.id AND t.name = ?)';
const EXPERIMENT = `(SELECT CASE e.name WHEN 'Default' THEN '0' ELSE e.id END FROM experiments e WHERE e.id = r.experiment)`;
const ms = (at: string): string => `CAST(round(unixepoch(${at}, 'subsec') * 1000) AS INTEGER)`;
const STATUS_SQL = `CASE r.state ${Object.entries(STATUS)
  .map(([state, status]) => `WHEN '${state}' THEN '${status}'`)
  .join(' ')} ELSE 'FINISHED' END`;

const NUMBERS: Readonly<Record<string, string>> = {
  start_time: ms('r.started_at'),
  created: ms('r.started_at'),
  end_time: ms('r.ended_at'),
};
const TEXTS: Readonly<Record<string, string>> = {
  run_id: 'r.id',
  run_name: 'r.name',
  'run name': 'r.name',
  status: STATUS_SQL,
  user_id: 'r.started_by',
  experiment_id: EXPERIMENT,
  artifact_uri: `('mlflow-artifacts:/' || ${EXPERIMENT} || '/' || r.id || '/artifacts')`,
};
const OWN: Readonly<Record<string, string>> = {
  [OWN_TAGS.name]: 'r.name',
  [OWN_TAGS.note]: "nullif(r.note, '')",
  [OWN_TAGS.parent]: 'r.parent',
};

/** Of one dataset of a run's inputs. */
const DATASET: Readonly<Record<string, string>> = {
  name: "json_extract(j.value, '$.dataset.name')",
  digest: "json_extract(j.value, '$.dataset.digest')",
  context: `(SELECT json_extract(c.value, '$.value') FROM json_each(j.value, '$.tags') c
    WHERE json_extract(c.value, '$.key') = 'mlflow.data.context')`,
};

const textOf = (sql: string, ...values: Value[]): Compared => ({
  sql,
  values,
  isNumber: false,
  there: { sql: `${sql} IS NOT NULL`, values },
});

const own = (table: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(table, name) ? table[name] : undefined;

/** @throws MlflowError for an attribute that runs do not have */
function comparedBy({ kind, name }: Pick<Comparison, 'kind' | 'name'>): Compared {
  switch (kind) {
    case 'metric':
      return {
        sql: `(SELECT s.last ${LAST})`,
        values: [name],
        isNumber: true,
        there: { sql: `EXISTS (SELECT 1 ${LAST})`, values: [name] },
      };
    case 'parameter':
      return textOf(PARAMETER, name);
    case 'tag': {
      const column = own(OWN, name);
      return column === undefined ? textOf(TAG, name) : textOf(column);
    }
    case 'attribute': {
      const number = own(NUMBERS, name.toLowerCase());
      if (number !== undefined) return { ...textOf(number), isNumber: true };
      const column = own(TEXTS, name.toLowerCase());
      if (column !== undefined) return textOf(column);
      throw invalid(
        `Invalid attribute key '${name}' specified. Valid keys are run_id, run_name, status, start_time, end_time, user_id, experiment_id and artifact_uri.`,
      );
    }
    case 'dataset': {
      const column = own(DATASET, name);
      if (column !== undefined) return textOf(column);
      throw invalid(`Invalid dataset key '${name}' specified. Valid keys are name, digest and context.`);
    }
  }
}

function conditionOf(comparison: Comparison): Piece {
  const condition = holds(comparison, comparedBy(comparison));
  if (comparison.kind !== 'dataset') return condition;
  return {
    sql: `EXISTS (SELECT 1 FROM mlflow_documents d, json_each(d.body, '$.dataset_inputs') j
      WHERE d.kind = 'inputs' AND d.id = r.id AND ${condition.sql})`,
    values: condition.values,
  };
}

function holds({ name, operator, value }: Comparison, compared: Compared): Piece {
  const { sql, values, there, isNumber } = compared;
  if (operator === 'IS NULL') return { sql: `NOT (${there.sql})`, values: there.values };
  if (operator === 'IS NOT NULL') return there;
  if (operator === 'IN' || operator === 'NOT IN')
    return {
      sql: `CAST(${sql} AS TEXT) ${operator} (SELECT value FROM json_each(?))`,
      values: [...values, JSON.stringify(value)],
    };
  if (operator === 'LIKE' || operator === 'ILIKE')
    return {
      sql: `is_like(CAST(${sql} AS TEXT), ?, ${operator === 'ILIKE' ? 1 : 0}) = 1`,
      values: [...values, String(value)],
    };
  const wanted = isNumber ? numberFor(name, value) : value;
  const mine = typeof wanted === 'number' && !isNumber ? `as_number(${sql})` : sql;
  if (operator !== '!=') return { sql: `${mine} ${operator} ?`, values: [...values, wanted as Value] };
  // NaN is unlike any number.
  return {
    sql: `(${there.sql} AND ${mine} IS NOT ?)`,
    values: [...there.values, ...values, wanted as Value],
  };
}

/** @throws MlflowError */
function numberFor(name: string, value: Comparison['value']): number {
  const number = typeof value === 'string' && value.trim() === '' ? Number.NaN : Number(value);
  if (Number.isNaN(number)) throw invalid(`Expected a number for '${name}'. Found ${JSON.stringify(value)}`);
  return number;
}

/** Those without a value come last, NaN before them. */
function orderOf(order: Order): Piece {
  if (order.kind === 'dataset') throw invalid(`Invalid order_by: runs have no order by their datasets.`);
  const { sql, values, there } = comparedBy(order);
  const way = order.descending ? 'DESC' : 'ASC';
  return {
    sql: `CASE WHEN NOT (${there.sql}) THEN 2 WHEN ${sql} IS NULL THEN 1 ELSE 0 END, ${sql} ${way}`,
    values: [...there.values, ...values, ...values],
  };
}

const VIEWS = { active: 'r.trashed_at IS NULL', deleted: 'r.trashed_at IS NOT NULL', all: '1' } as const;

const LONGEST_CACHE = 100;

/** Gives the connection the functions that searches compare by. */
function addFunctions(db: Database): void {
  const patterns = new Map<string, RegExp>();
  const isLike = (text: unknown, pattern: unknown, ignoresCase: unknown): number | null => {
    if (typeof text !== 'string') return null;
    const key = `${String(ignoresCase)} ${String(pattern)}`;
    const known = patterns.get(key) ?? like(String(pattern), ignoresCase === 1);
    if (patterns.size >= LONGEST_CACHE) patterns.clear();
    patterns.set(key, known);
    return known.test(text) ? 1 : 0;
  };
  const asNumber = (text: unknown): number | null => {
    const number = text === null ? Number.NaN : Number(text);
    return Number.isNaN(number) ? null : number;
  };
  db.function('is_like', { deterministic: true }, isLike);
  db.function('as_number', { deterministic: true }, asNumber);
  db.function('as_python', { deterministic: true }, (value: unknown) => asPython(Number(value)));
}

/** @returns runs of one page, and one more where there is a next page */
export function createRunSearch(db: Database): (asked: RunSearch) => RunInfo[] {
  addFunctions(db);
  return ({ experiments, view, filter, orders, offset, limit }) => {
    const conditions = filter.map(conditionOf);
    const sorted = orders.map(orderOf);
    const where = [
      'r.experiment IN (SELECT value FROM json_each(?))',
      VIEWS[view],
      `(r.external IS NULL OR r.external NOT GLOB '${IMPORTING}*')`,
      ...conditions.map(({ sql }) => sql),
    ];
    const sql = `${INFO} r WHERE ${where.join(' AND ')}
      ORDER BY ${sorted.map(({ sql: order }) => order).join(', ')} LIMIT ? OFFSET ?`;
    const values = [...conditions, ...sorted].flatMap((piece) => piece.values);
    return db.prepare<Value[], RunInfo>(sql).all(JSON.stringify(experiments), ...values, limit + 1, offset);
  };
}
