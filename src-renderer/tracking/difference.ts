/** @file What runs have in common and where they differ. */

/** A result, or the value of a parameter. */
export type Value = number | string | boolean;

export interface ValueRow {
  readonly name: string;
  /** One for each run; undefined where a run has none. */
  readonly values: readonly (Value | undefined)[];
  readonly differs: boolean;
}

/** The values of several runs side by side: a row for each name that any of them has, in order of first appearance. */
export function sideBySide(records: readonly Readonly<Record<string, Value>>[]): readonly ValueRow[] {
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return names.map((name) => {
    const values = records.map((record) => record[name]);
    return { name, values, differs: values.some((value) => value !== values[0]) };
  });
}

/** The rows that a table shows: all, or of several runs only those in which they differ. */
export function shownRows(rows: readonly ValueRow[], onlyDifferences: boolean): readonly ValueRow[] {
  return onlyDifferences && rows.some(({ values }) => values.length > 1)
    ? rows.filter(({ differs }) => differs)
    : rows;
}
