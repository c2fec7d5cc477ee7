/**
 * @file Cuts a stream of JSON that is no JSON Lines into its objects: the elements of an array, or objects one after
 * another over any number of lines. A damaged object costs itself; an endless one is passed over in bounded memory.
 */
import type { WireError } from '../../../../src-shared/platform/errors.ts';
import { RECORD_BYTES, type RawRecord } from './records.ts';

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const EXCERPT_BYTES = 400;
/** Deeper containers are counted without being told apart. */
const MOST_DEPTH = 1000;

export interface ValueOptions {
  /** So many bytes stand before the first object, e.g. `{"data":[`. */
  readonly skipBytes: number;
  /** What follows the list of objects is none of them. */
  readonly endsWithList: boolean;
  readonly limit?: number;
}

/** The objects of a stream, in order; row 1 is the first. */
export async function* readValues(
  chunks: AsyncIterable<Buffer>,
  options: ValueOptions,
): AsyncGenerator<RawRecord[]> {
  const cutter = createValueCutter(options);
  for await (const chunk of chunks) yield cutter.cut(chunk, false);
  yield cutter.cut(Buffer.alloc(0), true);
}

/** An object under way. */
interface Progress {
  /** Where reading goes on, in the buffer. */
  at: number;
  depth: number;
  readonly stack: number[];
  inString: boolean;
  /** The last byte outside of strings that is no white space. */
  before: number;
  /** The column of its first byte, when nothing but white space stands before it on its line; else -1. */
  readonly indent: number;
}

type Found = { readonly end: number; readonly damaged: boolean } | null;

export function createValueCutter({ skipBytes, endsWithList, limit = RECORD_BYTES }: ValueOptions) {
  let rest: Buffer = Buffer.alloc(0);
  let toSkip = skipBytes;
  let object: Progress | null = null;
  /** The beginning of an object that is too long to be kept. */
  let long: Buffer | null = null;
  /** After damage: the column at which the next object has to begin, -1 for the start of any line. */
  let resync: number | null = null;
  let done = false;
  let row = 0;

  function take(bytes: Buffer, key: 'datasets.rowBadJson' | 'datasets.rowTooLong' | null): RawRecord {
    const parameters = key === 'datasets.rowTooLong' ? { limit: `${Math.round(limit / 2 ** 20)} MiB` } : {};
    const problem: WireError | null = key && { key, parameters };
    const kept = key ? Buffer.from(bytes.subarray(0, EXCERPT_BYTES)) : bytes;
    return { row: ++row, bytes: kept, quoted: false, problem };
  }

  /** The start of the next object; what stands there instead of one is a bad row. */
  function nextStart(buffer: Buffer, from: number, records: RawRecord[]): number {
    let at = from;
    while (at < buffer.length) {
      const byte = buffer[at]!;
      if (byte === OPEN && (resync === null || mayStart(buffer, at, resync))) return at;
      if (byte === CLOSE_LIST && endsWithList && resync === null) {
        done = true;
        return -1;
      }
      const between = byte <= 0x20 || byte === COMMA || byte === OPEN_LIST || byte === CLOSE_LIST;
      if (between || resync !== null) {
        at++;
        continue;
      }
      const end = strayEnd(buffer, at);
      records.push(take(buffer.subarray(at, end), 'datasets.rowBadJson'));
      at = end;
    }
    return -1;
  }

  function cut(chunk: Buffer, last: boolean): RawRecord[] {
    const records: RawRecord[] = [];
    const fresh = toSkip > 0 ? chunk.subarray(Math.min(toSkip, chunk.length)) : chunk;
    toSkip = Math.max(0, toSkip - chunk.length);
    if (done) return records;
    const buffer = rest.length > 0 ? Buffer.concat([rest, fresh]) : fresh;
    let start = 0;
    for (;;) {
      if (!object) {
        start = nextStart(buffer, start, records);
        // One line is kept: it tells at which column the next object begins.
        if (start === -1) {
          rest = resync === null ? Buffer.alloc(0) : buffer.subarray(buffer.lastIndexOf(LF) + 1);
          if (rest.length > limit) rest = Buffer.alloc(0);
          return records;
        }
        resync = null;
        object = begin(buffer, start);
      }
      const found: Found = advance(buffer, object) ?? (last ? { end: buffer.length, damaged: true } : null);
      if (!found) {
        if (!long && buffer.length - start > limit)
          long = Buffer.from(buffer.subarray(start, start + EXCERPT_BYTES));
        rest = long ? Buffer.alloc(0) : buffer.subarray(start);
        object.at = long ? 0 : object.at - start;
        return records;
      }
      const bytes = long ?? buffer.subarray(start, found.end);
      const tooLong = long !== null || bytes.length > limit;
      records.push(
        take(bytes, tooLong ? 'datasets.rowTooLong' : found.damaged ? 'datasets.rowBadJson' : null),
      );
      if (found.damaged && !tooLong) resync = object.indent;
      long = null;
      object = null;
      start = found.end;
    }
  }

  return { cut };
}

function begin(buffer: Buffer, start: number): Progress {
  return { at: start, depth: 0, stack: [], inString: false, before: 0, indent: indentOf(buffer, start) };
}

function indentOf(buffer: Buffer, at: number): number {
  let column = 0;
  while (at - column > 0 && (buffer[at - column - 1] === 0x20 || buffer[at - column - 1] === 0x09)) column++;
  const before = buffer[at - column - 1];
  return before === undefined || before === LF ? column : -1;
}

/** After damage an object begins on a line of its own, at the column of the damaged one where that had its own too. */
function mayStart(buffer: Buffer, at: number, indent: number): boolean {
  const column = indentOf(buffer, at);
  return column !== -1 && (indent === -1 || column === indent);
}

/** The end of a number, a word or a text that stands where an object should. */
function strayEnd(buffer: Buffer, from: number): number {
  if (buffer[from] === QUOTE) {
    const close = buffer.indexOf(QUOTE, from + 1);
    return close === -1 ? buffer.length : close + 1;
  }
  let at = from + 1;
  while (at < buffer.length && !isMark(buffer[at]!)) at++;
  return at;
}

function isMark(byte: number): boolean {
  return byte <= 0x20 || byte === COMMA || byte === OPEN || byte === OPEN_LIST || byte === CLOSE_LIST;
}

/** Reads on from where an object came to; null when its end has not come. */
function advance(buffer: Buffer, object: Progress): Found {
  let { at } = object;
  while (at < buffer.length) {
    if (object.inString) {
      const end = stringEnd(buffer, at);
      if (end.broken) return { end: end.at, damaged: true };
      object.at = end.at;
      if (end.open) return null;
      object.inString = false;
      object.before = QUOTE;
      at = end.at;
      continue;
    }
    const byte = buffer[at]!;
    if (byte === QUOTE) object.inString = true;
    else if (byte === OPEN || byte === OPEN_LIST) {
      // In an object another one stands after a colon only: here the end of the one before is missing.
      if (byte === OPEN && object.stack.at(-1) === OPEN && object.before !== COLON)
        return { end: at, damaged: true };
      if (object.depth++ < MOST_DEPTH) object.stack.push(byte);
    } else if (byte === CLOSE || byte === CLOSE_LIST) {
      if (object.depth-- <= MOST_DEPTH) object.stack.pop();
      if (object.depth === 0) return { end: at + 1, damaged: false };
    }
    if (byte > 0x20) object.before = byte;
    at++;
  }
  object.at = at;
  return null;
}

/** From inside a string: `at` is behind its closing quote; `broken` where a line ends inside of it. */
function stringEnd(buffer: Buffer, from: number): { at: number; open: boolean; broken: boolean } {
  let at = from;
  while (at < buffer.length) {
    const byte = buffer[at]!;
    if (byte === BACKSLASH) {
      // What is escaped may come with the next chunk.
      if (at + 1 >= buffer.length) return { at, open: true, broken: false };
      at += 2;
    } else if (byte === QUOTE) return { at: at + 1, open: false, broken: false };
    else if (byte === LF) return { at, open: false, broken: true };
    else at++;
  }
  return { at, open: true, broken: false };
}
