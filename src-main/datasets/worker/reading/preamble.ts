/** @file What stands in a file before its first row: Excel's `sep=;`, comments, a title. */
import { namesSurely } from './header.ts';
import type { Dialect } from './dialect.ts';

/** A record as a candidate cuts it. */
export interface Row {
  /** 1 for the first record of the file. */
  readonly row: number;
  readonly cells: readonly (string | null)[];
  readonly bad: boolean;
  readonly bytes: number;
}

const MOST_LINES = 40;
/** A width is that of the table when so many of the next rows have it. */
const NEXT_ROWS = 20;

/** Excel's first line `sep=;`, which says the delimiter; null without one. */
export function separatorSaid(start: string): { delimiter: string; lines: number } | null {
  const line = /^\ufeff?"?sep=(.{1,2}?)"?(?:\r\n|\r|\n)/i.exec(start);
  return line ? { delimiter: line[1]!, lines: 1 } : null;
}

/** How many records stand before the header or the first row: comments, and lines unlike the table that follows. */
export function skippedLines(rows: readonly Row[], { delimiter }: Dialect): number {
  let at = 0;
  if (delimiter === '') {
    while (at < Math.min(MOST_LINES, rows.length - 1) && isComment(rows, at)) at++;
    return at;
  }
  while (at < Math.min(MOST_LINES, rows.length - 1) && (isComment(rows, at) || isTitle(rows, at))) at++;
  return at;
}

/** A line after `#` that is not the header itself, as in `#chrom,start,end`. */
function isComment(rows: readonly Row[], at: number): boolean {
  const [first] = rows[at]!.cells;
  if (!first?.startsWith('#')) return false;
  const width = commonWidth(rows, at + 1);
  const { cells } = rows[at]!;
  if (cells.length !== width || width === 1) return width > 1 || isCommentOfLines(rows, at);
  return /^#(\s|#|$)/.test(first) || namesAt(rows, at + 1);
}

/** Of single lines one that starts with `#` is a comment when no other line but those before it does. */
function isCommentOfLines(rows: readonly Row[], at: number): boolean {
  const later = rows.slice(at + 1).findIndex(({ cells }) => cells[0]?.startsWith('#') !== true);
  return !rows.slice(at + 1 + Math.max(0, later)).some(({ cells }) => cells[0]?.startsWith('#'));
}

/** A line unlike those of the table: of another width, or with one cell filled where the next line names all columns. */
function isTitle(rows: readonly Row[], at: number): boolean {
  const { cells, bad } = rows[at]!;
  const width = commonWidth(rows, at + 1);
  if (width < 2 || bad) return bad && width >= 2 && isEven(rows, at + 1, width);
  if (cells.length !== width) {
    // One name too few: the rows have names or numbers of their own, or end in a delimiter.
    const mayName = cells.length === width - 1 && cells.length > 1 && !namesAt(rows, at + 1);
    if (mayName || !isEven(rows, at + 1, width) || at + 2 >= rows.length) return false;
    return cells.length < width || namesAt(rows, at + 1);
  }
  const filled = cells.filter((cell) => cell !== null).length;
  const below = rows[at + 1]!.cells.filter((cell) => cell !== null).length;
  return width >= 3 && filled === 1 && cells[0] !== null && below >= width - 1 && namesAt(rows, at + 1);
}

function namesAt(rows: readonly Row[], at: number): boolean {
  const below = rows.slice(at + 1, at + 1 + NEXT_ROWS).filter(({ bad }) => !bad);
  return namesSurely(
    rows[at]?.cells ?? [],
    below.map(({ cells }) => cells),
  );
}

function commonWidth(rows: readonly Row[], from: number): number {
  const counts = new Map<number, number>();
  for (const { cells, bad } of rows.slice(from, from + NEXT_ROWS * 5))
    if (!bad) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 1;
}

function isEven(rows: readonly Row[], from: number, width: number): boolean {
  const next = rows.slice(from, from + NEXT_ROWS * 5);
  return next.filter(({ cells, bad }) => !bad && cells.length === width).length >= next.length * 0.7;
}
