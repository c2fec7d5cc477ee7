/** @file A look at the rows of a file before it is imported: those it is inspected by, and those that will be rejected. */
import type { Foreseen } from '../../../../src-shared/contract.ts';
import { wording } from '../../../../src-shared/platform/errors.ts';
import type { BadRow, GoodRow, TableSource } from './rows.ts';
import { readRows } from './table.ts';

/** Of a text file this much is read. */
const AHEAD_BYTES = 8 << 20;
/** One row may be as long as this. */
const MOST_BYTES = 16 << 20;
/** The first rows, by which it is inspected. */
const FIRST_ROWS = 1000;
/** Rows from all of the rest, by which it is inspected too where a column begins empty. */
const LATER_ROWS = 1000;
/** Of bad rows so many are told. */
export const TOLD_ROWS = 3;

export interface LookAhead {
  /** The first rows; where one of their columns is empty, rows from all of what was read follow them. */
  readonly inspected: readonly GoodRow[];
  readonly bad: readonly BadRow[];
  /** Null for a format whose rows are not known without reading it. */
  readonly foreseen: Foreseen | null;
}

export async function readAhead(source: TableSource): Promise<LookAhead> {
  const text = source.format !== 'folder' && source.format !== 'parquet';
  const first: GoodRow[] = [];
  const later = createSpread();
  const bad: BadRow[] = [];
  const count = { good: 0, bad: 0 };
  let read = 0;
  let whole = true;
  const onBytes = (bytes: Buffer) => void (read += bytes.length);
  for await (const batch of readRows(source, { byteLimit: MOST_BYTES, onBytes })) {
    count.good += batch.good.length;
    count.bad += batch.bad.length;
    for (const row of batch.good)
      if (first.length < FIRST_ROWS) first.push(row);
      else later.add(row);
    for (const row of batch.bad) if (bad.length < TOLD_ROWS * 10) bad.push(row);
    const enough = text ? read >= AHEAD_BYTES : count.good >= FIRST_ROWS;
    whole = !enough && read < MOST_BYTES;
    if (count.good > 0 && enough) break;
  }
  const told = bad.slice(0, TOLD_ROWS).map((row) => ({ ...row, why: wording(row.problem, 'en').message }));
  return {
    inspected: beginsEmpty(first) ? [...first, ...later.rows()] : first,
    bad,
    foreseen: text ? { rows: count.good + count.bad, rejected: count.bad, whole, first: told } : null,
  };
}

function beginsEmpty(rows: readonly GoodRow[]): boolean {
  const columns = rows[0]?.cells.length ?? 0;
  return Array.from({ length: columns }, (_, i) => i).some((i) => rows.every(({ cells }) => !cells[i]));
}

/** Keeps rows at even distances of a stream that is as long as it is. */
function createSpread() {
  let kept: GoodRow[] = [];
  let step = 1;
  let seen = 0;
  return {
    add(row: GoodRow): void {
      if (seen++ % step !== 0) return;
      kept.push(row);
      if (kept.length < 2 * LATER_ROWS) return;
      kept = kept.filter((_, i) => i % 2 === 0);
      step *= 2;
    },
    rows: (): GoodRow[] => kept.slice(0, LATER_ROWS * 2),
  };
}
