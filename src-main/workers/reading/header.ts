/** @file Whether the first row of CSV or TSV names its columns, or rather is a row as those below. */
import { isMissing, kindOfValue } from './notations.ts';

const LONGEST_NAME = 60;
const WHOLE = /^[+-]?\d+$/;

type Cells = readonly (string | null)[];

/**
 * Whether a file's first row names its columns. What is no number over a column of nothing but numbers is a name, and
 * likewise over dates. Without one, a fraction, a date or a long text tells that the row is a sample, as do whole numbers
 * and nothing else: beside names they may be years. All other first rows are names, as is the custom.
 *
 * @param below some of the rows that follow
 */
export function namesColumns(first: Cells, below: readonly Cells[]): boolean {
  const cells = first.map((cell) => cell?.trim() ?? '');
  const isOther = (cell: string, i: number): boolean => {
    const kind = kindBelow(below.map((row) => row[i]?.trim() ?? ''));
    return kind !== undefined && kindOfValue(cell) !== kind;
  };
  if (cells.some((cell, i) => !isMissing(cell) && isOther(cell, i))) return true;
  const filled = cells.filter((cell) => cell !== '');
  const isSample = (cell: string) => kindOfValue(cell) !== undefined || cell.length > LONGEST_NAME;
  return (
    !filled.some((cell) => !WHOLE.test(cell) && isSample(cell)) && !filled.every((cell) => WHOLE.test(cell))
  );
}

/** What all cells of a column are; undefined where they are neither all numbers nor all dates. */
function kindBelow(cells: readonly string[]): 'number' | 'date' | undefined {
  const [first, ...others] = cells.filter((cell) => !isMissing(cell));
  const kind = first === undefined ? undefined : kindOfValue(first);
  return others.every((cell) => kindOfValue(cell) === kind) ? kind : undefined;
}
