/**
 * @file Detects in which dialect a file is written. Every candidate cuts pieces of the file into whole records, quotes
 * understood, as the reader will; the one wins that rejects least, whose rows are even and whose cells look like cells.
 */
import { cellsOf } from './cells.ts';
import { BLANKS, PLAIN_CSV, type Dialect, type GivenDialect } from './dialect.ts';
import { labelRank, textRank } from './names.ts';
import { separatorSaid, skippedLines, type Row } from './preamble.ts';
import type { Portion } from './portions.ts';
import { createCutter, type RawRecord } from './records.ts';
import { cellsLook } from './cell-looks.ts';

/** How likely a delimiter is before anything is read. */
const DELIMITERS: readonly (readonly [delimiter: string, prior: number])[] = [
  [',', 1],
  [';', 1],
  ['\t', 1],
  ['|', 1],
  ['::', 1],
  ['||', 1],
  [';;', 1],
  ['^^', 0.95],
  ['~~', 0.95],
  ['@@', 0.95],
  ['^', 0.95],
  ['~', 0.95],
  ['\u0001', 0.95],
  ['\u001f', 0.95],
  ['§', 0.9],
  ['¦', 0.9],
  [BLANKS, 0.75],
  [' ', 0.7],
  [':', 0.7],
  ['', 1],
  // With blanks behind, which only quoted cells tell from those of a text.
  [', ', 0.98],
  ['; ', 0.98],
  ['| ', 0.98],
];
/** Marks that stand between cells twice as well. */
const TWICE: ReadonlySet<string> = new Set([
  ' ',
  ...DELIMITERS.flatMap(([one]) => (/^(.)\1$/.test(one) ? [one[0]!] : [])),
]);
/** All candidates cut this much; the best of them cut everything. */
const FIRST_BYTES = 1 << 15;
const FINALISTS = 5;
/** And none that did much worse than the best. */
const MUCH_WORSE = 0.7;
const LOOKED_AT_ROWS = 120;
const MOST_CELLS = 4000;
const LONGEST_NAME = 40;

export interface DetectedDialect {
  readonly dialect: Dialect;
  /** Cells of a row. */
  readonly width: number;
  /** The share of what was looked at that would be rejected, 0 to 1. */
  readonly rejected: number;
  /** The share of cells that are numbers or dates, 0 to 1. */
  readonly numeric: number;
}

interface Scored extends DetectedDialect {
  readonly score: number;
  /** Lines that it takes for titles above the table. */
  readonly titles: number;
}

/** @param given parts that are known and kept */
export function detectDialect(portions: readonly Portion[], given: GivenDialect): DetectedDialect {
  const head = portions[0]!;
  const declared = separatorSaid(head.bytes.subarray(0, 64).toString('utf8'));
  const known: GivenDialect = {
    ...given,
    ...(declared && given.delimiter === undefined ? { delimiter: declared.delimiter } : {}),
    ...(declared && given.skipLines === undefined ? { skipLines: declared.lines } : {}),
  };
  const beginning: Portion = {
    ...head,
    bytes: head.bytes.subarray(0, FIRST_BYTES),
    atEnd: head.atEnd && head.bytes.length <= FIRST_BYTES,
  };
  const bytes = Buffer.concat(portions.map((portion) => portion.bytes));
  const first = withoutTitled(
    candidates(bytes, known).map((dialect) => scoreOf([beginning], dialect, known)),
  );
  const ranked = first.toSorted((a, b) => b.score - a.score).slice(0, FINALISTS);
  const finalists = ranked.filter(({ score }) => score >= MUCH_WORSE * (ranked[0]?.score ?? 0));
  const alone = portions.length === 1 && beginning.atEnd;
  const scored = alone ? finalists : finalists.map(({ dialect }) => scoreOf(portions, dialect, known));
  const best = withoutTitled(scored).reduce((one, other) => (other.score > one.score + 1e-9 ? other : one));
  return { ...best, dialect: { ...best.dialect, lineEnd: endInWords(head.bytes, best.dialect, known) } };
}

/**
 * Without the candidates for which the first lines are a title, where another one reads them and all that follows as one
 * table: `x;y` over `0,5;0,25` names two columns, and is no title over three.
 */
function withoutTitled(candidates: readonly Scored[]): readonly Scored[] {
  const isTable = ({ dialect: { delimiter }, width }: Scored) => width > 1 && !/^ *$/.test(delimiter);
  const tables = candidates.filter(isTable);
  return candidates.filter(
    (one) =>
      one.titles === 0 ||
      !tables.some(({ titles, rejected }) => titles < one.titles && rejected <= one.rejected),
  );
}

/** The candidates that the bytes allow, the more usual first. */
function candidates(bytes: Buffer, given: GivenDialect): Dialect[] {
  const text = bytes.toString('latin1');
  const lineEnds = given.lineEnd === undefined ? lineEndsOf(text) : [given.lineEnd];
  const delimiters =
    given.delimiter === undefined
      ? DELIMITERS.map(([delimiter]) => delimiter).filter((one) => mayDelimit(bytes, one))
      : [given.delimiter];
  const all: Dialect[] = [];
  for (const delimiter of delimiters)
    for (const lineEnd of lineEnds)
      for (const quote of given.quote === undefined ? quotesOf(text) : [given.quote])
        for (const escape of given.escape === undefined ? escapesOf(text, quote, delimiter) : [given.escape])
          all.push({ delimiter, quote, escape, lineEnd, skipLines: given.skipLines ?? 0 });
  return all;
}

function mayDelimit(bytes: Buffer, delimiter: string): boolean {
  if (delimiter === '' || delimiter === ',') return true;
  const blankBehind = delimiter.length === 2 && delimiter.endsWith(' ') && delimiter !== BLANKS;
  if (blankBehind)
    return [`${delimiter}"`, `${delimiter} "`, `${delimiter}'`].some((one) => bytes.includes(one));
  return bytes.includes(delimiter === BLANKS ? ' ' : delimiter);
}

function lineEndsOf(text: string): Dialect['lineEnd'][] {
  const loneCr = /\r(?!\n|$)/.test(text);
  if (!text.includes('\n')) return loneCr || text.includes('\r') ? ['cr'] : ['lf'];
  return loneCr ? ['lf', 'mixed', 'cr'] : ['lf'];
}

function quotesOf(text: string): Dialect['quote'][] {
  const double = text.includes('"');
  return [
    '"',
    // An apostrophe may quote where one stands at the start of a cell.
    ...(/(?:^|[^\w\s])\s?'/m.test(text) ? ["'" as const] : []),
    ...(double ? ['' as const] : []),
  ];
}

function escapesOf(text: string, quote: string, delimiter: string): Dialect['escape'][] {
  const mark = Buffer.from(delimiter).toString('latin1')[0];
  const escaped =
    text.includes('\\') &&
    ((quote !== '' && text.includes(`\\${quote}`)) || (mark !== undefined && text.includes(`\\${mark}`)));
  return escaped ? ['double', 'backslash'] : ['double'];
}

interface Cut {
  readonly records: readonly RawRecord[];
  readonly rows: readonly Row[];
  /** Bytes of rows of another width, of bad ones, and of what never ended. */
  readonly leftBytes: number;
}

function scoreOf(portions: readonly Portion[], dialect: Dialect, given: GivenDialect): Scored {
  const head = portions[0]!;
  const cut = cutPortion(head, dialect, false);
  const skip = given.skipLines === undefined ? skippedLines(cut.rows, dialect) : 0;
  const titles = cut.rows.slice(0, skip).filter(({ cells }) => !cells[0]?.startsWith('#')).length;
  const rows = cut.rows.slice(skip);
  const skipLines = dialect.skipLines + (rows.length > 0 ? rows[0]!.row - 1 - dialect.skipLines : 0);
  const width = widthOf(rows);
  const tallies = [tally(rows, cut.leftBytes, width)];
  const looked = sampled(rows, width);
  for (const portion of portions.slice(1)) {
    if (portion.bytes.length === 0) continue;
    const fits = [false, true].map((inside) => {
      const one = cutPortion(portion, { ...dialect, skipLines: 0 }, inside);
      return { ...one, ...tally(one.rows, one.leftBytes, width) };
    });
    const fit = fits[1]!.share < fits[0]!.share ? fits[1]! : fits[0]!;
    tallies.push(fit);
    looked.push(...sampled(fit.rows, width));
  }
  const bytes = tallies.reduce((sum, one) => sum + one.bytes, 0);
  const rejected = tallies.reduce((sum, one) => sum + one.share * one.bytes, 0) / Math.max(1, bytes);
  const look = cellsLook(looked, dialect);
  const prior = DELIMITERS.find(([delimiter]) => delimiter === dialect.delimiter)?.[1] ?? 0.85;
  const few = width === 1 || rows.length > 2 ? 1 : rows.length === 2 ? 0.8 : 0.5;
  const blanks = dialect.delimiter === ' ' || dialect.delimiter === BLANKS;
  // Words with spaces between them are a text, numbers a table.
  const odd = (blanks && (look.numeric < 0.4 || rejected > 0.1)) || namesCut(rows, dialect);
  const suits = odd || isDoubled(rows, dialect, width) ? 0.3 : 1;
  const score = (1 - rejected) ** 2 * evenness(width) * look.score * prior * few * suits;
  return { dialect: { ...dialect, skipLines }, width, rejected, numeric: look.numeric, score, titles };
}

/** Whether a column between others has neither a name nor one value: then the delimiter rather is the mark written twice. */
function isDoubled(rows: readonly Row[], { delimiter }: Dialect, width: number): boolean {
  if (!TWICE.has(delimiter)) return false;
  const even = rows.filter(({ cells, bad }) => !bad && cells.length === width);
  const inner = Array.from({ length: Math.max(0, width - 2) }, (_, i) => i + 1);
  return even.length > 1 && inner.some((at) => even.every(({ cells }) => cells[at] === null));
}

/** Whether whole lines would be cells where the first of them names columns: that most rows go wrong is to be said. */
function namesCut(rows: readonly Row[], { delimiter }: Dialect): boolean {
  const first = delimiter === '' ? rows[0]?.cells[0] : null;
  if (!first) return false;
  return [',', ';', '\t', '|'].some((mark) => {
    const names = first.split(mark);
    const short = names.every((name) => name.trim().length <= LONGEST_NAME);
    return names.length > 1 && short && names.some((name) => labelRank(name) > 1 || textRank(name) === 2);
  });
}

/** More columns that all rows have are less likely by chance. */
function evenness(width: number): number {
  return width <= 1 ? 0.3 : 0.55 + 0.45 * (1 - 2 / width);
}

/** The width of the header, as long as some rows have it; else the most common one. */
function widthOf(rows: readonly Row[]): number {
  const first = rows[0]?.cells.length ?? 1;
  const counts = new Map<number, number>();
  for (const { cells, bad } of rows) if (!bad) counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
  const [commonest = first, count = 0] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [];
  // A header with one name too few has no name for the numbers of the rows.
  return commonest === first || (counts.get(first) ?? 0) * 2 > count ? first : commonest;
}

/** The share of rows, and of bytes, that a width rejects: whichever is more. */
function tally(rows: readonly Row[], leftBytes: number, width: number): { share: number; bytes: number } {
  const wrong = rows.filter(({ cells, bad }) => bad || cells.length !== width);
  const sum = (some: readonly Row[]): number => some.reduce((total, { bytes }) => total + bytes + 1, 0);
  const bytes = sum(rows) + leftBytes;
  if (bytes === 0) return { share: 0, bytes: 0 };
  // What waits for its end at the end of a piece is one row, unless it is most of the piece.
  const lost = leftBytes * 2 > bytes ? leftBytes : 0;
  const ofRows = rows.length === 0 ? 1 : wrong.length / rows.length;
  return { share: Math.max(ofRows, lost / bytes), bytes };
}

function cutPortion({ bytes, atEnd }: Portion, dialect: Dialect, insideQuotes: boolean): Cut {
  const cutter = createCutter({ dialect, limit: Math.max(bytes.length, 1) });
  const quote = Buffer.from(dialect.quote);
  // A piece that begins inside of a quoted cell reads as if it opened here.
  const whole = insideQuotes && quote.length > 0 ? Buffer.concat([quote, bytes]) : bytes;
  const records = cutter.cut(whole, atEnd);
  const kept = insideQuotes ? records.slice(1) : records;
  const rows = kept.map((record): Row => {
    const bad = record.problem !== null;
    const cells = bad ? [] : cellsOf(record.bytes.toString('utf8'), dialect, record.quoted);
    return { row: record.row, cells, bad, bytes: record.bytes.length };
  });
  return { records: kept, rows, leftBytes: cutter.left() };
}

/** Rows of the right width from all over the piece. */
function sampled(rows: readonly Row[], width: number): Row[] {
  const good = (rows.length > 3 ? rows.slice(1) : rows).filter(
    ({ cells, bad }) => !bad && cells.length === width,
  );
  const most = Math.max(5, Math.min(LOOKED_AT_ROWS, Math.floor(MOST_CELLS / width)));
  const step = Math.max(1, Math.floor(good.length / most));
  return good.filter((_, i) => i % step === 0);
}

/** LF and CRLF are read alike; what the first line ends with is said. */
function endInWords(bytes: Buffer, { lineEnd }: Dialect, given: GivenDialect): Dialect['lineEnd'] {
  if (given.lineEnd !== undefined || lineEnd !== PLAIN_CSV.lineEnd) return lineEnd;
  const first = bytes.indexOf('\n');
  return first > 0 && bytes[first - 1] === 0x0d ? 'crlf' : 'lf';
}
