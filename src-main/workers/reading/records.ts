/**
 * @file Cuts a stream of UTF-8 into records: the lines of a file, or the rows of CSV (RFC 4180), whose quoted cells may
 * hold line ends. No record takes more memory than the limit, and a quote that never closes costs one row.
 */
import type { WireError } from '../../../src-shared/errors.ts';

export const RECORD_BYTES = 4 * 2 ** 20;

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const EXCERPT_BYTES = 400;

/** One record as it stands in the file, without its line end; `problem` when it cannot be read. */
export interface RawRecord {
  /** 1 for the first record of the file. */
  readonly row: number;
  /** The bytes, or the first of them when there is a problem. */
  readonly bytes: Buffer;
  /** Some of its cells are quoted. */
  readonly quoted: boolean;
  readonly problem: WireError | null;
}

export interface RecordOptions {
  /** The byte between cells when quotes have meaning; null for plain lines. */
  readonly delimiter: number | null;
  /** The longest record in bytes. */
  readonly limit?: number;
}

/** Where a record ends, or why that cannot be told yet. */
interface End {
  /** The place of its line end; -1 while that has not come. */
  readonly at: number;
  readonly insideQuotes: boolean;
  /** Text follows a closing quote. */
  readonly junk: boolean;
}

/** The records of a stream, in the order of the file; empty ones are left out but counted. */
export async function* readRecords(
  chunks: AsyncIterable<Buffer>,
  options: RecordOptions,
): AsyncGenerator<RawRecord[]> {
  const cutter = createCutter(options);
  for await (const chunk of chunks) yield cutter.cut(chunk, false);
  yield cutter.cut(Buffer.alloc(0), true);
}

function createCutter({ delimiter, limit = RECORD_BYTES }: RecordOptions) {
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  let row = 0;
  const tooLong = (): WireError => ({
    key: 'datasets.rowTooLong',
    parameters: { limit: `${Math.round(limit / 2 ** 20)} MiB` },
  });

  function take(bytes: Buffer, end: Pick<End, 'insideQuotes' | 'junk'> & { quoted: boolean }): RawRecord {
    const problem: WireError | null = end.insideQuotes
      ? { key: 'datasets.rowQuoteOpen', parameters: {} }
      : bytes.length > limit
        ? tooLong()
        : end.junk
          ? { key: 'datasets.rowQuoteJunk', parameters: {} }
          : null;
    return {
      row: ++row,
      // A copy: a view would keep the whole chunk alive.
      bytes: problem ? Buffer.from(bytes.subarray(0, EXCERPT_BYTES)) : bytes,
      quoted: end.quoted,
      problem,
    };
  }

  /**
   * Gives up on the record at `start`: one quote that never closes costs its line, and what is too long is passed over
   * to the next line end.
   */
  function giveUp(buffer: Buffer, start: number, insideQuotes: boolean): { record: RawRecord; next: number } {
    const lineEnd = insideQuotes ? buffer.indexOf(LF, start) : -1;
    skipping = lineEnd === -1;
    const bytes = skipping ? buffer.subarray(start) : buffer.subarray(start, lineEnd);
    const open = insideQuotes && bytes.length <= limit;
    const record = take(bytes, { insideQuotes: open, junk: false, quoted: true });
    return { record, next: skipping ? buffer.length : lineEnd + 1 };
  }

  function cut(chunk: Buffer, last: boolean): RawRecord[] {
    const buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const records: RawRecord[] = [];
    let start = 0;
    let quote = delimiter === null ? -1 : buffer.indexOf(QUOTE);
    if (skipping) {
      const lineEnd = buffer.indexOf(LF);
      skipping = lineEnd === -1;
      start = skipping ? buffer.length : lineEnd + 1;
    }
    while (start < buffer.length) {
      const lineEnd = buffer.indexOf(LF, start);
      if (quote !== -1 && quote < start) quote = buffer.indexOf(QUOTE, start);
      const plain = quote === -1 || (lineEnd !== -1 && quote > lineEnd);
      const end: End =
        plain || delimiter === null
          ? { at: lineEnd, insideQuotes: false, junk: false }
          : findEnd(buffer, start, delimiter);
      if (end.at === -1 && (last ? end.insideQuotes : buffer.length - start > limit)) {
        const { record, next } = giveUp(buffer, start, end.insideQuotes);
        records.push(record);
        start = next;
        continue;
      }
      if (end.at === -1 && !last) break;
      const stop = end.at === -1 ? buffer.length : end.at;
      const trimmed = stop > start && buffer[stop - 1] === CR ? stop - 1 : stop;
      if (trimmed > start) records.push(take(buffer.subarray(start, trimmed), { ...end, quoted: !plain }));
      else row++;
      start = stop + 1;
    }
    rest = start < buffer.length ? buffer.subarray(start) : Buffer.alloc(0);
    return records;
  }

  return { cut };
}

/** The end of a CSV record that has quotes: a line end outside of them. */
function findEnd(buffer: Buffer, start: number, delimiter: number): End {
  let junk = false;
  let at = start;
  for (;;) {
    if (buffer[at] === QUOTE) {
      at = closingQuote(buffer, at + 1);
      if (at === -1) return { at: -1, insideQuotes: true, junk };
      at++;
      const next = buffer[at];
      junk ||= next !== undefined && next !== delimiter && next !== LF && next !== CR;
    }
    while (at < buffer.length && buffer[at] !== delimiter && buffer[at] !== LF) at++;
    if (at >= buffer.length) return { at: -1, insideQuotes: false, junk };
    if (buffer[at] === LF) return { at, insideQuotes: false, junk };
    at++;
  }
}

/** The quote that closes a cell: a doubled one stands for itself. */
function closingQuote(buffer: Buffer, from: number): number {
  let at = buffer.indexOf(QUOTE, from);
  while (at !== -1 && buffer[at + 1] === QUOTE) at = buffer.indexOf(QUOTE, at + 2);
  return at;
}

/** The cells of one CSV record. An unquoted cell that is empty is null; a quoted one is a text of no length. */
export function cellsOf(record: string, delimiter: string, quoted: boolean): (string | null)[] {
  if (!quoted) return record.split(delimiter).map((cell) => (cell === '' ? null : cell));
  const cells: (string | null)[] = [];
  let at = 0;
  for (;;) {
    if (record[at] === '"') {
      const end = closingQuoteOf(record, at + 1);
      cells.push(record.slice(at + 1, end).replaceAll('""', '"'));
      at = end + 1;
    } else {
      const next = record.indexOf(delimiter, at);
      const cell = next === -1 ? record.slice(at) : record.slice(at, next);
      cells.push(cell === '' ? null : cell);
      at += cell.length;
    }
    if (at >= record.length) return cells;
    at++;
  }
}

function closingQuoteOf(record: string, from: number): number {
  let at = record.indexOf('"', from);
  while (at !== -1 && record[at + 1] === '"') at = record.indexOf('"', at + 2);
  return at === -1 ? record.length : at;
}
