/** @file Whether the first row of CSV or TSV names its columns, or rather is a row as those below. */
import { isMissing } from './missing.ts';
import { kindOfValue } from './notations.ts';

const LONGEST_NAME = 60;
/** Share of a column's cells. */
const NEARLY_ALL = 0.8;
const WHOLE = /^[+-]?\d+$/;

type Cells = readonly (string | null)[];

/**
 * Whether a file's first row names its columns. What is no number over a column of nothing but numbers is a name, and
 * likewise over dates. Without one, a word that comes again in its column tells that the row is a sample, and so do a
 * fraction, a date, a long text, or whole numbers and nothing else: beside names they may be years. All other first rows
 * are names, as is the custom.
 *
 * @param below some of the rows that follow
 */
export function namesColumns(first: Cells, below: readonly Cells[]): boolean {
  const cells = first.map((cell) => cell?.trim() ?? '');
  if (namesSurely(first, below)) return true;
  if (comesAgain(cells, below)) return false;
  const filled = cells.filter((cell) => cell !== '');
  const isSample = (cell: string) => kindOfValue(cell) !== undefined || cell.length > LONGEST_NAME;
  return (
    !filled.some((cell) => !WHOLE.test(cell) && isSample(cell)) && !filled.every((cell) => WHOLE.test(cell))
  );
}

/** A word of the first row is found again below it, as classes are; a header that stands there again as a whole is none. */
function comesAgain(cells: readonly string[], below: readonly Cells[]): boolean {
  const others = below.filter((row) => !row.every((cell, i) => (cell?.trim() ?? '') === cells[i]));
  const rows = others.length;
  return cells.some((cell, i) => {
    if (isMissing(cell) || kindOfValue(cell) !== undefined) return false;
    const again = others.filter((row) => row[i]?.trim() === cell).length;
    return again >= 2 && again >= rows / 50;
  });
}

/** Whether cells stand over columns of which at least one says that they are names: words over numbers or dates. */
export function namesSurely(first: Cells, below: readonly Cells[]): boolean {
  return first.some((cell, i) => {
    const name = cell?.trim() ?? '';
    const kind = kindBelow(below.map((row) => row[i]?.trim() ?? ''));
    return !isMissing(name) && kind !== undefined && kindOfValue(name) !== kind;
  });
}

/** What nearly all cells of a column are, since some may be damaged; undefined where they are neither numbers nor dates. */
function kindBelow(cells: readonly string[]): 'number' | 'date' | undefined {
  const kinds = cells.filter((cell) => !isMissing(cell)).map(kindOfValue);
  const mostly = (kind: 'number' | 'date') =>
    kinds.length > 0 && kinds.filter((one) => one === kind).length >= kinds.length * NEARLY_ALL;
  return mostly('number') ? 'number' : mostly('date') ? 'date' : undefined;
}
