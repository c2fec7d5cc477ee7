/** @file The data of a chart as a table: for those who read better than they see, and for other programs. */

export type Value = string | number | null;

export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
}

/** CSV after RFC 4180, with a header; text that a spreadsheet would run as a formula is quoted by an apostrophe. */
export function toCsv({ columns, rows }: ChartTable): string {
  return [columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

function cell(value: Value): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
