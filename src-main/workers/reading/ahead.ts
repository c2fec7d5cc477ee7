/** @file A look at the rows of a file before it is imported: those it is judged by, and those that will be rejected. */
import type { Foreseen } from '../../../src-shared/contract/index.ts';
import { wording } from '../../../src-shared/errors.ts';
import type { BadRow, GoodRow, TableSource } from './rows.ts';
import { readRows } from './table.ts';

/** Of a text file this much is read. */
const AHEAD_BYTES = 8 << 20;
/** One row may be as long as this. */
const MOST_BYTES = 16 << 20;
/** The first rows it is judged by, and as many from those that follow, evenly. */
const FIRST_ROWS = 100;
const TOLD_ROWS = 3;

export interface LookAhead {
  /** The first rows. */
  readonly first: readonly GoodRow[];
  /** Rows from all of what was read, the first ones among them. */
  readonly judged: readonly GoodRow[];
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
    for (const row of batch.bad) if (bad.length < FIRST_ROWS) bad.push(row);
    const enough = text ? read >= AHEAD_BYTES : count.good >= 2 * FIRST_ROWS;
    whole = !enough && read < MOST_BYTES;
    if (count.good > 0 && enough) break;
  }
  const told = bad.slice(0, TOLD_ROWS).map((row) => ({ ...row, why: wording(row.problem, 'en').message }));
  return {
    first,
    judged: [...first, ...later.rows()],
    bad,
    foreseen: text ? { rows: count.good + count.bad, rejected: count.bad, whole, first: told } : null,
  };
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
      if (kept.length < 2 * FIRST_ROWS) return;
      kept = kept.filter((_, i) => i % 2 === 0);
      step *= 2;
    },
    rows: (): GoodRow[] => kept.slice(0, 2 * FIRST_ROWS),
  };
}
