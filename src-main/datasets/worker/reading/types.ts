/** @file The types of columns as people say them. */
const INTEGER = /^[-+]?\d+$/;
const NUMBER = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}|^\d{1,2}:\d{2}(?::\d{2})?$/;

/** What all the filled cells of a column are; `text` where they differ, or where there are none. */
export function typeOfCells(cells: readonly (string | null)[]): string {
  const filled = cells.flatMap((cell) => (cell === null || cell.trim() === '' ? [] : [cell.trim()]));
  const all = (pattern: RegExp): boolean => filled.every((cell) => pattern.test(cell));
  if (filled.length === 0) return 'text';
  if (all(INTEGER)) return 'integer';
  if (all(NUMBER)) return 'number';
  if (all(/^(true|false)$/i)) return 'boolean';
  if (all(DATE)) return 'date';
  return all(TIME) ? 'time' : 'text';
}

/** A type of DuckDB as people say it. */
export function typeInWords(type: string): string {
  if (/INT$|^INTEGER$/.test(type)) return 'integer';
  if (/^(DOUBLE|FLOAT|DECIMAL)/.test(type)) return 'number';
  if (type === 'BOOLEAN') return 'boolean';
  if (/^(DATE|TIME)/.test(type)) return type === 'DATE' ? 'date' : 'time';
  return 'text';
}
