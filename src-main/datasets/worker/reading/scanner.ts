/** @file Where lines and rows end in a piece of a file, as a dialect has it. */
import { BLANKS, markOf, type Dialect } from './dialect.ts';

const LF = 0x0a;
const CR = 0x0d;
const BACKSLASH = 0x5c;
const SPACE = 0x20;
const TAB = 0x09;

/** Where a record ends, or why that cannot be told yet. */
export interface End {
  /** The place of its line end; -1 while that has not come. */
  readonly at: number;
  readonly insideQuotes: boolean;
  /** Text follows a closing quote. */
  readonly junk: boolean;
}

/** Keeps the next place of each byte that matters, so that a plain file is read by `indexOf` alone. */
export function createScanner(dialect: Dialect | null) {
  const crEnds = dialect?.lineEnd === 'cr';
  const anyEnd = dialect?.lineEnd === 'mixed';
  const quote = dialect && dialect.quote !== '' ? dialect.quote.charCodeAt(0) : -1;
  const backslash = dialect?.escape === 'backslash';
  const next = createNext();
  const ends = crEnds ? [next(CR)] : anyEnd ? [next(LF), next(CR)] : [next(LF)];
  const specials = [...(quote === -1 ? [] : [next(quote)]), ...(backslash ? [next(BACKSLASH)] : [])];
  const rules: Rules = { quote, backslash, crEnds, anyEnd, ...delimiterOf(dialect) };

  return {
    anyEnd,
    /** A CR before the line end at `stop` belongs to the row: it is no line end's, or stands after a backslash. */
    keepsCr: (buffer: Buffer, start: number, stop: number): boolean =>
      crEnds || (backslash && stop > start && isEscaped(buffer, stop - 1, start)),
    /** Takes the next piece. */
    begin(buffer: Buffer, start: number): void {
      for (const one of [...ends, ...specials]) one.begin(buffer, start);
    },
    /** The next line end of the piece begun; -1 for none. */
    nextLineEnd: (start: number): number => nearest(ends, start),
    /** Whether nothing between here and the line end has a meaning but delimiters. */
    isPlain(start: number, lineEnd: number): boolean {
      for (const special of specials) {
        const at = special.from(start);
        if (at !== -1 && (lineEnd === -1 || at < lineEnd)) return false;
      }
      return true;
    },
    /** The next line end of any piece, quotes or not. */
    lineEnd: (buffer: Buffer, start: number): number => lineEndFrom(buffer, start, rules),
    /**
     * Where a row ends whose quotes went wrong: `open` when its first line is all that can be given up for it. Null where
     * more has to be seen.
     */
    badEnd: (buffer: Buffer, start: number, last: boolean) => badEnd(buffer, start, rules, last),
    /** The end of a record that holds quotes or backslashes: a line end outside of them. */
    findEnd: (buffer: Buffer, start: number, last: boolean): End => findEnd(buffer, start, rules, last),
  };
}

function nearest(ends: readonly { from(start: number): number }[], start: number): number {
  let best = -1;
  for (const end of ends) {
    const at = end.from(start);
    if (at !== -1 && (best === -1 || at < best)) best = at;
  }
  return best;
}

function lineEndFrom(buffer: Buffer, start: number, { crEnds, anyEnd }: Rules): number {
  if (!anyEnd) return buffer.indexOf(crEnds ? CR : LF, start);
  const lf = buffer.indexOf(LF, start);
  const cr = (lf === -1 ? buffer : buffer.subarray(0, lf)).indexOf(CR, start);
  return cr === -1 ? lf : cr;
}

/** The next place of a byte, looked for only when the last one was passed. */
function createNext() {
  return (byte: number) => {
    let buffer: Buffer = Buffer.alloc(0);
    let at = -1;
    return {
      begin(piece: Buffer, start: number): void {
        buffer = piece;
        at = piece.indexOf(byte, start);
      },
      from(start: number): number {
        if (at !== -1 && at < start) at = buffer.indexOf(byte, start);
        return at;
      },
    };
  };
}

interface Rules {
  readonly quote: number;
  readonly backslash: boolean;
  readonly crEnds: boolean;
  readonly anyEnd: boolean;
  /** What stands between cells; empty for nothing. */
  readonly mark: Buffer;
  readonly blanks: boolean;
  /** Blanks behind the mark, and behind a closing quote, are no part of a cell. */
  readonly blanksBehind: boolean;
}

function delimiterOf(dialect: Dialect | null): Pick<Rules, 'mark' | 'blanks' | 'blanksBehind'> {
  const { mark, blanksBehind } = markOf(dialect ?? { delimiter: '' });
  const blanks = dialect?.delimiter === BLANKS;
  return { mark: Buffer.from(blanks ? ' ' : mark), blanks, blanksBehind };
}

function findEnd(buffer: Buffer, start: number, rules: Rules, last: boolean): End {
  const { quote } = rules;
  let junk = false;
  let at = start;
  for (;;) {
    if (rules.blanks) while (isBlank(buffer[at])) at++;
    if (rules.blanksBehind) while (buffer[at] === SPACE) at++;
    if (quote !== -1 && buffer[at] === quote) {
      at = closingQuote(buffer, at + 1, rules);
      if (at === -1) return { at: -1, insideQuotes: true, junk };
      at++;
      if (rules.blanksBehind) while (buffer[at] === SPACE) at++;
      junk ||= at < buffer.length && delimiterAt(buffer, at, rules) === 0 && !endsAt(buffer, at, rules, last);
    }
    for (;;) {
      if (at >= buffer.length) return { at: -1, insideQuotes: false, junk };
      const byte = buffer[at]!;
      if (rules.backslash && byte === BACKSLASH) {
        at += 2;
        continue;
      }
      if (isEnd(byte, rules)) return { at, insideQuotes: false, junk };
      const length = delimiterAt(buffer, at, rules);
      if (length > 0) {
        at += length;
        break;
      }
      at++;
    }
  }
}

function isBlank(byte: number | undefined): boolean {
  return byte === SPACE || byte === TAB;
}

function isEnd(byte: number, { crEnds, anyEnd }: Rules): boolean {
  return crEnds ? byte === CR : byte === LF || (anyEnd && byte === CR);
}

/** A line end stands here, with its CR. */
function endsAt(buffer: Buffer, at: number, rules: Rules, last: boolean): boolean {
  if (isEnd(buffer[at]!, rules)) return true;
  if (rules.crEnds || buffer[at] !== CR) return false;
  return at + 1 === buffer.length ? last : buffer[at + 1] === LF;
}

/** How long the delimiter at this place is; 0 for none. */
function delimiterAt(buffer: Buffer, at: number, { mark, blanks }: Rules): number {
  if (blanks) return isBlank(buffer[at]) ? 1 : 0;
  if (mark.length === 0 || buffer[at] !== mark[0]) return 0;
  for (let i = 1; i < mark.length; i++) if (buffer[at + i] !== mark[i]) return 0;
  return mark.length;
}

/** The quote that closes a cell: neither doubled nor after a backslash that has a meaning. */
function closingQuote(buffer: Buffer, from: number, { quote, backslash }: Rules): number {
  let at = buffer.indexOf(quote, from);
  while (at !== -1) {
    if (backslash && isEscaped(buffer, at, from)) at = buffer.indexOf(quote, at + 1);
    else if (buffer[at + 1] === quote) at = buffer.indexOf(quote, at + 2);
    else return at;
  }
  return -1;
}

/** An odd number of backslashes stands before this place. */
function isEscaped(buffer: Buffer, at: number, from: number): boolean {
  let backslashes = 0;
  while (at - 1 - backslashes >= from && buffer[at - 1 - backslashes] === BACKSLASH) backslashes++;
  return backslashes % 2 === 1;
}

/** So many lines after a bad quote may belong to its row. */
const LINES_AHEAD = 10;
const BYTES_AHEAD = 1 << 16;

/**
 * A row with an even number of quotes ends with the line that made it so, as long as that is done by a quote that closes.
 * Otherwise a quote was never closed, and the lines that follow are rows of their own.
 */
function badEnd(
  buffer: Buffer,
  start: number,
  rules: Rules,
  last: boolean,
): { at: number; open: boolean } | null {
  let first = -1;
  let quotes = 0;
  let at = start;
  for (let line = 0; line < LINES_AHEAD && at - start < BYTES_AHEAD; line++) {
    const found = lineEndFrom(buffer, at, rules);
    if (found === -1 && !last) return null;
    const end = found === -1 ? buffer.length : found;
    if (first === -1) first = end;
    const count = countQuotes(buffer, at, end, rules);
    quotes += count.all;
    if (quotes % 2 === 0 && (line === 0 || count.all > 0))
      return line === 0 || count.closing ? { at: end, open: false } : { at: first, open: true };
    if (found === -1) break;
    at = end + 1;
  }
  return { at: first, open: true };
}

function countQuotes(buffer: Buffer, start: number, end: number, rules: Rules) {
  const { quote, backslash } = rules;
  let all = 0;
  let closing = false;
  for (let at = buffer.indexOf(quote, start); at !== -1 && at < end; at = buffer.indexOf(quote, at + 1)) {
    if (backslash && isEscaped(buffer, at, start)) continue;
    all++;
    const opens = at === start || delimiterBefore(buffer, at, rules);
    const ends = at + 1 === end || delimiterAt(buffer, at + 1, rules) > 0 || buffer[at + 1] === CR;
    closing ||= ends && !opens;
  }
  return { all, closing };
}

function delimiterBefore(buffer: Buffer, from: number, rules: Rules): boolean {
  const length = rules.mark.length;
  let at = from;
  if (rules.blanksBehind) while (buffer[at - 1] === SPACE) at--;
  return length > 0 && delimiterAt(buffer, at - length, rules) === length;
}
