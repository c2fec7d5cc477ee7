/** @file Filters of runs as conditions of SQL. What a person wrote becomes a parameter, never text of the statement. */
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Aspect, Attribute, Field } from '../../src-shared/tracking/filter/fields.ts';
import type { Filter, Literal, Operator, Test } from '../../src-shared/tracking/filter/syntax.ts';
import { foldCase, naturalKey, type ListParameters } from '../platform/store/index.ts';
import { isPlaceAspect } from '../../src-shared/tracking/table/values.ts';
import type { Direction } from '../../src-shared/tracking/values.ts';
import { placeSql } from './points/place-values.ts';

/** Which way a metric is better; null where nobody can tell. */
export type DirectionOfMetric = (metric: string) => Direction | null;

export interface CompiledFilter {
  /** A condition on `runs r`. */
  readonly sql: string;
  readonly parameters: ListParameters;
}

/** Gives a value a name in the statement. */
type Bind = (value: string | number) => string;

/** The condition of a filter; null lets every run pass. @throws AppError `tracking.filterDirection` */
export function compileFilter(filter: Filter | null, directionOf: DirectionOfMetric): CompiledFilter {
  const parameters: Record<string, string | number> = {};
  let bound = 0;
  const bind: Bind = (value) => {
    const name = `f${bound++}`;
    parameters[name] = value;
    return `$${name}`;
  };
  return { sql: filter === null ? '1' : conditionOf(filter, { bind, directionOf }), parameters };
}

interface Tools {
  readonly bind: Bind;
  readonly directionOf: DirectionOfMetric;
}

function conditionOf(filter: Filter, tools: Tools): string {
  switch (filter.is) {
    case 'and':
    case 'or':
      return joined(
        filter.all.map((one) => conditionOf(one, tools)),
        filter.is.toUpperCase(),
      );
    case 'not':
      return `(NOT ${conditionOf(filter.one, tools)})`;
    case 'test':
      return testSql(filter.field, filter.test, tools);
  }
}

/** Halves within halves: databases limit how deep a condition is. */
function joined(conditions: readonly string[], word: string): string {
  const [only] = conditions;
  if (only !== undefined && conditions.length === 1) return only;
  const middle = conditions.length >> 1;
  return `(${joined(conditions.slice(0, middle), word)} ${word} ${joined(conditions.slice(middle), word)})`;
}

function testSql(field: Field, test: Test, { bind, directionOf }: Tools): string {
  switch (field.of) {
    case 'metric':
      return ofMetric(metricSql(field, { bind, directionOf }), test, bind);
    case 'parameter':
      return ofParameter(`p.run = r.id AND p.name = ${bind(field.name)}`, test, bind);
    case 'tag':
      return ofText(
        `(SELECT t.value FROM run_tags t WHERE t.run = r.id AND t.name = ${bind(field.name)})`,
        test,
        bind,
      );
    case 'tags':
      return ofTagNames(test, bind);
    case 'attribute':
      return ofText(ATTRIBUTE_SQL[field.name], test, bind);
  }
}

/** What each attribute is in SQL; texts, numbers, ISO 8601, and 0 or 1. */
const ATTRIBUTE_SQL: Readonly<Record<Attribute, string>> = {
  state: 'r.state',
  name: 'r.name',
  number: 'r.number',
  started: 'r.started_at',
  ended: 'r.ended_at',
  seconds: 'r.seconds',
  recipe: 'r.recipe',
  dataset: `(SELECT d.name FROM version_numbers v JOIN dataset_names d ON d.id = v.dataset WHERE v.id = r.version)`,
  version: 'r.version_name',
  experiment: '(SELECT e.name FROM experiments e WHERE e.id = r.experiment)',
  starred: 'r.starred',
  origin: 'r.origin',
  author: 'r.started_by',
  note: "nullif(r.note, '')",
  source: "nullif(r.source, '')",
  parent: 'r.parent',
  settings: 'r.settings',
};

/** A comparison that holds or does not: what is missing holds none. */
function compared(own: string, operator: Operator, value: string): string {
  return `((${own} ${operator === '=' ? '=' : operator} ${value}) IS TRUE)`;
}

const toSql = (value: Literal): string | number => (typeof value === 'boolean' ? Number(value) : value);

/** Of a text, or a number, in one place. Texts stand in their natural order, `run 2` before `run 10`. */
function ofText(own: string, test: Test, bind: Bind): string {
  switch (test.is) {
    case 'compare': {
      const { operator, value } = test;
      const isOrder = operator !== '=' && operator !== '!=';
      if (isOrder && typeof value === 'string')
        return compared(`natural(${own})`, operator, bind(naturalKey(value)));
      return compared(own, operator, bind(toSql(value)));
    }
    case 'during': {
      const [from, to] = [() => bind(test.stretch.from), () => bind(test.stretch.to)];
      switch (test.operator) {
        case '=':
          return `((${own} >= ${from()} AND ${own} < ${to()}) IS TRUE)`;
        case '!=':
          return `((${own} < ${from()} OR ${own} >= ${to()}) IS TRUE)`;
        case '<':
          return compared(own, '<', from());
        case '<=':
          return compared(own, '<', to());
        case '>':
          return compared(own, '>=', to());
        case '>=':
          return compared(own, '>=', from());
      }
      break;
    }
    case 'in':
      return `((${own} ${test.negated ? 'NOT IN' : 'IN'} (${test.values.map((value) => bind(toSql(value))).join(', ')})) IS TRUE)`;
    case 'like':
    case 'contains':
      return `((${test.negated ? 'NOT ' : ''}${holdsText(own, test, bind)}) IS TRUE)`;
    case 'missing':
      return `(${own} IS ${test.negated ? 'NOT ' : ''}NULL)`;
    case 'nan':
      return test.negated ? `(${own} IS NOT NULL)` : '0';
  }
}

/** Whether a text holds another, or is like a pattern; null where there is no text. */
function holdsText(
  own: string,
  { is, text }: Extract<Test, { is: 'like' | 'contains' }>,
  bind: Bind,
): string {
  // A sign that escapes nothing stands for itself.
  const wanted = bind(
    is === 'like' ? foldCase(text).replace(/(?<!\\)(?:\\\\)*\\$/u, '$&\\') : foldCase(text),
  );
  return is === 'contains'
    ? `(instr(folded(${own}), ${wanted}) > 0)`
    : `(folded(${own}) LIKE ${wanted} ESCAPE '\\')`;
}

interface MetricSql {
  readonly value: string;
  readonly isMissing: string;
}

/** What a table shows of a metric, by its whole name: a result, else the last value of the curve. */
export const RESULT_SQL = (name: string): string =>
  `CASE r.origin WHEN 'training' THEN coalesce((SELECT j.atom FROM json_each(r.summary) j WHERE j.key = ${name}),
    (SELECT s.last FROM metric_series s INDEXED BY metric_series_by_metric WHERE s.metric = ${name} AND s.run = r.id))
    ELSE (SELECT s.last FROM metric_series s INDEXED BY metric_series_by_metric WHERE s.metric = ${name} AND s.run = r.id) END`;

const EXTREME = { min: 'least', max: 'greatest', last: 'last' } as const;

/** The last, least or greatest value of a curve. */
export const curveSql = (name: string, aspect: keyof typeof EXTREME): string =>
  `(SELECT s.${EXTREME[aspect]} FROM metric_series s INDEXED BY metric_series_by_metric WHERE s.metric = ${name} AND s.run = r.id)`;

/** @throws AppError `tracking.filterDirection` */
export function aspectOf(
  { name, aspect }: { readonly name: string; readonly aspect: Aspect | null },
  directionOf: DirectionOfMetric,
): keyof typeof EXTREME | null {
  if (aspect !== 'best') return aspect;
  const direction = directionOf(name);
  if (direction === null) throw new AppError('tracking.filterDirection', { metric: name });
  return direction === 'minimize' ? 'min' : 'max';
}

function metricSql(field: Extract<Field, { of: 'metric' }>, { bind, directionOf }: Tools): MetricSql {
  const { aspect: asked } = field;
  const name = bind(field.name);
  if (asked !== null && isPlaceAspect(asked)) return placeSql(name, bind(asked));
  const aspect = aspectOf({ name: field.name, aspect: asked }, directionOf);
  const hasNoCurve = `NOT EXISTS (SELECT 1 FROM metric_series s INDEXED BY metric_series_by_metric WHERE s.metric = ${name} AND s.run = r.id)`;
  if (aspect !== null) return { value: curveSql(name, aspect), isMissing: hasNoCurve };
  const value = `(${RESULT_SQL(name)})`;
  return { value, isMissing: `(${value} IS NULL AND ${hasNoCurve})` };
}

function ofMetric({ value, isMissing }: MetricSql, test: Test, bind: Bind): string {
  if (test.is === 'missing') return test.negated ? `(NOT ${isMissing})` : isMissing;
  if (test.is === 'nan') {
    const isNan = `(${value} IS NULL AND NOT ${isMissing})`;
    return test.negated ? `(NOT ${isNan})` : isNan;
  }
  return ofText(value, test, bind);
}

/** Numbers compare with numbers, texts with texts, on and off with on and off. */
function ofParameter(which: string, test: Test, bind: Bind): string {
  const has = (condition: string): string =>
    `EXISTS (SELECT 1 FROM run_parameters p WHERE ${which} AND ${condition})`;
  switch (test.is) {
    case 'compare': {
      const kind = kindOf(test.value);
      return has(`p.kind = '${kind}' AND ${ofText('p.value', test, bind)}`);
    }
    case 'in': {
      const kinds = Map.groupBy(test.values, kindOf);
      const alternatives = [...kinds].map(
        ([kind, values]) =>
          `(p.kind = '${kind}' AND ${ofText('p.value', { ...test, negated: false, values }, bind)})`,
      );
      const holds = joined(alternatives, 'OR');
      return has(test.negated ? `NOT ${holds}` : holds);
    }
    case 'like':
    case 'contains':
      return has(`p.kind = 'text' AND ${ofText('p.value', test, bind)}`);
    case 'missing':
      return `${test.negated ? '' : 'NOT '}${has('1')}`;
    case 'nan':
      return `${test.negated ? 'NOT ' : ''}${has("p.kind = 'text' AND p.value = 'NaN'")}`;
    case 'during':
      return '0';
  }
}

const kindOf = (value: Literal): 'number' | 'text' | 'boolean' =>
  typeof value === 'string' ? 'text' : typeof value === 'number' ? 'number' : 'boolean';

/** Of the names of all tags: `!=` and `not in` hold where no tag has such a name. */
function ofTagNames(test: Test, bind: Bind): string {
  const has = (condition: string): string =>
    `EXISTS (SELECT 1 FROM run_tags t WHERE t.run = r.id AND ${condition})`;
  const holds = (positive: Test, negated: boolean): string =>
    `(${negated ? 'NOT ' : ''}${has(ofText('t.name', positive, bind))})`;
  switch (test.is) {
    case 'compare':
      return holds({ ...test, operator: '=' }, test.operator === '!=');
    case 'in':
    case 'like':
    case 'contains':
      return holds({ ...test, negated: false }, test.negated);
    case 'missing':
      return `(${test.negated ? '' : 'NOT '}${has('1')})`;
    case 'nan':
    case 'during':
      return '0';
  }
}
