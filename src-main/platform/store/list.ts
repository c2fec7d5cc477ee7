/** @file Lists by the page: filtered, searched, sorted and cut by SQL. */
import type { Database } from 'better-sqlite3';
import { pageAt } from '../../../src-shared/platform/pages.ts';

export interface ListSql<Column extends string> {
  /** Tables, as after FROM. */
  readonly from: string;
  /** The number of a row, by which equal rows stand: the greatest first. */
  readonly key: string;
  /** Which rows are asked for: named parameters that are null or empty let all pass. */
  readonly where: string;
  /** What each column is sorted by. */
  readonly columns: Readonly<Record<Column, string>>;
}

export interface ListOrder<Column extends string> {
  readonly column: Column;
  readonly descending: boolean;
}

export type ListParameters = Readonly<Record<string, string | number | null>>;

export interface ListAsked<Column extends string> {
  readonly offset: number;
  readonly limit: number;
  /** Null for the greatest key first. */
  readonly sort: ListOrder<Column> | null;
  readonly parameters: ListParameters;
}

/** Numbers of the rows of one page in order, and how many rows there are in all. */
export interface ListKeys {
  readonly keys: readonly number[];
  readonly total: number;
}

/** A text to compare by, so that `run #2` stands before `run #10` and `ada` beside `Ada`. */
export function naturalKey(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(16, '0'));
}

/** A text as searches compare it: upper and lower case are one, however its letters are composed. */
export function foldCase(text: string): string {
  return text.normalize('NFC').toLowerCase();
}

/** Gives a connection the SQL functions `natural(text)` and `folded(text)`. */
export function addListFunctions(db: Database): void {
  const ofText = (change: (text: string) => string) => (value: unknown) =>
    typeof value === 'string' ? change(value) : value;
  db.function('natural', { deterministic: true }, ofText(naturalKey));
  db.function('folded', { deterministic: true }, ofText(foldCase));
}

/** The condition that a text holds what is searched for; `$search` comes through {@link foldCase}. */
export const holdsSearch = (text: string): string => `($search = '' OR instr(folded(${text}), $search) > 0)`;

/** What a list is asked for; all that is left out is as on its first page. */
export interface RowsAsked<Column extends string> {
  readonly offset?: number | undefined;
  readonly limit?: number | undefined;
  readonly search?: string | undefined;
  readonly sort?: ListOrder<Column> | null | undefined;
}

/** A list of whole rows by the page: SQL finds their numbers, `rowAt` reads each. */
export function prepareRowList<Row, Column extends string>(
  db: Database,
  sql: ListSql<Column>,
  rowAt: (number: number) => Row | undefined,
) {
  const list = prepareList(db, sql);
  return (
    { offset = 0, limit = 100, search = '', sort = null }: RowsAsked<Column>,
    filters: ListParameters,
  ) => {
    const { keys, total } = list({
      offset,
      limit,
      sort,
      parameters: { ...filters, search: foldCase(search) },
    });
    return pageAt(
      keys.flatMap((number) => rowAt(number) ?? []),
      { offset, total },
    );
  };
}

/** Prepares a list: a statement for each order, so that one that is wrong fails at the start. */
export function prepareList<Column extends string>(db: Database, sql: ListSql<Column>) {
  const { from, key, where } = sql;
  const count = db.prepare<ListParameters, number>(`SELECT count(*) FROM ${from} WHERE ${where}`).pluck();
  const inOrder = (order: string) =>
    db
      .prepare<ListParameters, number>(
        `SELECT ${key} FROM ${from} WHERE ${where} ORDER BY ${order}${key} DESC LIMIT $limit OFFSET $offset`,
      )
      .pluck();
  const newest = inOrder('');
  const sorted = new Map(
    Object.entries<string>(sql.columns).map(([column, value]) => [
      column,
      {
        ascending: inOrder(`${value} ASC NULLS LAST, `),
        descending: inOrder(`${value} DESC NULLS LAST, `),
      },
    ]),
  );
  return ({ offset, limit, sort, parameters }: ListAsked<Column>): ListKeys => {
    const orders = sort && sorted.get(sort.column);
    const statement = orders ? orders[sort.descending ? 'descending' : 'ascending'] : newest;
    return {
      keys: statement.all({ ...parameters, offset, limit }),
      total: count.get(parameters) ?? 0,
    };
  };
}
