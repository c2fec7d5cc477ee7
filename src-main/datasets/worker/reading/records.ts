/**
 * @file Cuts a stream of UTF-8 into records: the lines of a file, or the rows of a dialect of CSV, whose quoted cells may
 * hold line ends. No record takes more memory than the limit, and a quote that never closes costs one row.
 */
import type { WireError } from '../../../../src-shared/platform/errors.ts';
import type { Dialect } from './dialect.ts';
import { createScanner, type End } from './scanner.ts';

export const RECORD_BYTES = 4 * 2 ** 20;

const LF = 0x0a;
const CR = 0x0d;
const EXCERPT_BYTES = 400;
/** When so many bytes were looked through for quotes that never close, the rest of the file gets less patience. */
const WASTED_BYTES = 256 * 2 ** 20;
const IMPATIENT_BYTES = 1 << 16;

/** One record as it stands in the file, without its line end; `problem` when it cannot be read. */
export interface RawRecord {
  /** 1 for the first record of the file. */
  readonly row: number;
  /** The bytes, or the first of them when there is a problem. */
  readonly bytes: Buffer;
  /** It holds quotes or backslashes that may have a meaning. */
  readonly quoted: boolean;
  readonly problem: WireError | null;
}

export interface RecordOptions {
  /** How cells are written; null for plain lines. */
  readonly dialect: Dialect | null;
  /** The longest record in bytes. */
  readonly limit?: number;
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

/** Cuts chunk by chunk; `left` is how many bytes wait for their end. */
export function createCutter({ dialect, limit = RECORD_BYTES }: RecordOptions) {
  const scanner = createScanner(dialect);
  let rest: Buffer = Buffer.alloc(0);
  let linesToSkip = dialect?.skipLines ?? 0;
  let skipping = false;
  let afterCr = false;
  let wasted = 0;
  let row = 0;

  const patience = (): number => (wasted > WASTED_BYTES ? Math.min(limit, IMPATIENT_BYTES) : limit);

  function take(bytes: Buffer, end: Omit<End, 'at'>, quoted: boolean): RawRecord {
    const problem = problemOf(bytes, end, limit);
    // A copy: a view would keep the whole chunk alive.
    const kept = problem ? Buffer.from(bytes.subarray(0, EXCERPT_BYTES)) : bytes;
    return { row: ++row, bytes: kept, quoted, problem };
  }

  /** Where the next line begins after the line end at `at`. */
  function after(buffer: Buffer, at: number): number {
    if (!scanner.anyEnd || buffer[at] !== CR) return at + 1;
    if (at + 1 === buffer.length) afterCr = true;
    return buffer[at + 1] === LF ? at + 2 : at + 1;
  }

  /**
   * Gives up on the record at `start`: one quote that never closes costs its line, and what is too long is passed over
   * to the next line end.
   */
  function giveUp(buffer: Buffer, start: number, insideQuotes: boolean): { record: RawRecord; next: number } {
    const lineEnd = insideQuotes ? scanner.lineEnd(buffer, start) : -1;
    if (insideQuotes) wasted += buffer.length - start;
    skipping = lineEnd === -1;
    const bytes = skipping ? buffer.subarray(start) : buffer.subarray(start, lineEnd);
    const open = insideQuotes && bytes.length <= limit;
    const record = take(bytes, { insideQuotes: open, junk: false }, true);
    return { record, next: skipping ? buffer.length : after(buffer, lineEnd) };
  }

  /** The row at `start`, whose quotes went wrong, as one bad row; null where its end has not come. */
  function takeBad(buffer: Buffer, start: number, last: boolean): { record: RawRecord; next: number } | null {
    const end = scanner.badEnd(buffer, start, last);
    if (end === null) return null;
    const bytes = trimmed(buffer, start, end.at);
    const record = take(bytes, { insideQuotes: end.open, junk: true }, true);
    return { record, next: end.at === buffer.length ? buffer.length : after(buffer, end.at) };
  }

  function begin(buffer: Buffer): number {
    let start = afterCr && buffer[0] === LF ? 1 : 0;
    if (buffer.length > 0) afterCr = false;
    if (skipping) {
      const lineEnd = scanner.lineEnd(buffer, start);
      skipping = lineEnd === -1;
      start = skipping ? buffer.length : after(buffer, lineEnd);
    }
    while (linesToSkip > 0 && start < buffer.length) {
      const lineEnd = scanner.lineEnd(buffer, start);
      if (lineEnd === -1) return buffer.length;
      linesToSkip--;
      row++;
      start = after(buffer, lineEnd);
    }
    return start;
  }

  function cut(chunk: Buffer, last: boolean): RawRecord[] {
    const buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const records: RawRecord[] = [];
    let start = begin(buffer);
    scanner.begin(buffer, start);
    while (start < buffer.length) {
      const lineEnd = scanner.nextLineEnd(start);
      const plain = scanner.isPlain(start, lineEnd);
      const end: End = plain
        ? { at: lineEnd, insideQuotes: false, junk: false }
        : scanner.findEnd(buffer, start, last);
      const long = buffer.length - start > (end.insideQuotes ? patience() : limit);
      if (end.at === -1 && (last ? end.insideQuotes : long)) {
        const { record, next } = giveUp(buffer, start, end.insideQuotes);
        records.push(record);
        start = next;
        continue;
      }
      if (end.at === -1 && !last) break;
      const stop = end.at === -1 ? buffer.length : end.at;
      if (end.junk) {
        const bad = takeBad(buffer, start, last);
        if (!bad) break;
        records.push(bad.record);
        start = bad.next;
        continue;
      }
      const bytes = scanner.keepsCr(buffer, start, stop)
        ? buffer.subarray(start, stop)
        : trimmed(buffer, start, stop);
      if (bytes.length > 0) records.push(take(bytes, end, !plain));
      else row++;
      start = after(buffer, stop);
    }
    rest = start < buffer.length ? buffer.subarray(start) : Buffer.alloc(0);
    return records;
  }

  return { cut, left: () => rest.length };
}

/** Without the CR that belongs to the line end. */
function trimmed(buffer: Buffer, start: number, stop: number): Buffer {
  return buffer.subarray(start, stop > start && buffer[stop - 1] === CR ? stop - 1 : stop);
}

function problemOf(bytes: Buffer, end: Omit<End, 'at'>, limit: number): WireError | null {
  if (end.insideQuotes) return { key: 'datasets.rowQuoteOpen', parameters: {} };
  if (bytes.length > limit)
    return { key: 'datasets.rowTooLong', parameters: { limit: `${Math.round(limit / 2 ** 20)} MiB` } };
  if (!end.junk) return null;
  const lines = linesIn(bytes);
  return lines === 1
    ? { key: 'datasets.rowQuoteJunk', parameters: {} }
    : { key: 'datasets.rowQuoteLines', parameters: { lines } };
}

function linesIn(bytes: Buffer): number {
  let lines = 1;
  for (let at = bytes.indexOf(LF); at !== -1; at = bytes.indexOf(LF, at + 1)) lines++;
  return lines;
}
