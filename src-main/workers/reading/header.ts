/** @file Whether the first row of CSV or TSV names its columns, or rather is a row as those below. */

const LONGEST_NAME = 60;
const WHOLE = /^[+-]?\d+$/;
const NUMBER = /^[+-]?\d*([.,]?\d+)(e[+-]?\d+)?$/i;
const FRACTION = /^[+-]?\d*[.,]\d+(e[+-]?\d+)?$/i;
const DAY = /^\d{4}[-/]\d{1,2}[-/]\d{1,2}/;
const MISSING = /^(na|n\/a|nan|null|none|nil|\?|-|#n\/a)?$/i;

type Cells = readonly (string | null)[];

/**
 * Whether a file's first row names its columns. A word over a column of nothing but numbers or dates is a name. Without
 * one, a fraction, a day or a long text tells that the row is a sample, as do whole numbers and nothing else: beside names
 * they may be years. All other first rows are names, as is the custom.
 *
 * @param below some of the rows that follow
 */
export function namesColumns(first: Cells, below: readonly Cells[]): boolean {
  const cells = first.map((cell) => cell?.trim() ?? '');
  const isWord = (cell: string) => !MISSING.test(cell) && !isValue(cell);
  if (cells.some((cell, i) => isWord(cell) && isOfValues(below.map((row) => row[i]?.trim() ?? ''))))
    return true;
  const filled = cells.filter((cell) => cell !== '');
  const isSample = (cell: string) => FRACTION.test(cell) || DAY.test(cell) || cell.length > LONGEST_NAME;
  return !filled.some(isSample) && !filled.every((cell) => WHOLE.test(cell));
}

function isValue(cell: string): boolean {
  return NUMBER.test(cell) || DAY.test(cell);
}

function isOfValues(cells: readonly string[]): boolean {
  const filled = cells.filter((cell) => !MISSING.test(cell));
  return filled.length > 0 && filled.every(isValue);
}
