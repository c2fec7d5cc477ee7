/** @file For tests: tables of any cells, and how they are written in any dialect and encoding. */
import fc from 'fast-check';
import { BLANKS, type Dialect } from './dialect.ts';

export type Table = readonly (readonly (string | null)[])[];

export interface Writing {
  readonly dialect: Dialect;
  /** All cells are quoted, not only those that must be. */
  readonly all: boolean;
}

/** Whether a cell can be written at all. */
export function isWritable(cell: string | null, { dialect: { delimiter, quote, escape } }: Writing): boolean {
  if (quote !== '') return cell !== null || delimiter !== BLANKS;
  if (cell === null) return delimiter !== BLANKS;
  if (cell === '' || cell === String.raw`\N`) return false;
  if (delimiter === BLANKS) return !/[ \t\r\n\\]/.test(cell);
  return escape === 'backslash'
    ? delimiter.length === 1 || ![...delimiter].some((mark) => cell.includes(mark))
    : !/[\r\n]/.test(cell) && !(delimiter !== '' && [...delimiter].some((mark) => cell.includes(mark)));
}

export function writeTable(table: Table, writing: Writing): string {
  const { delimiter, lineEnd, skipLines } = writing.dialect;
  const ends = { lf: ['\n'], crlf: ['\r\n'], cr: ['\r'], mixed: ['\r', '\n', '\r\n'] }[lineEnd];
  const end = (i: number): string => ends[i % ends.length]!;
  const mark = delimiter === BLANKS ? '   ' : delimiter;
  const lines = Array.from({ length: skipLines }, (_, i) => `a line of no "table${end(i)}`);
  return [
    ...lines,
    ...table.map((row, i) => row.map((cell) => writeCell(cell, writing)).join(mark) + end(i)),
  ].join('');
}

function writeCell(cell: string | null, { dialect, all }: Writing): string {
  const { delimiter, quote, escape } = dialect;
  if (cell === null) return '';
  const escaped = (text: string, marks: string): string =>
    [...text].map((one) => (one === '\\' || marks.includes(one) ? `\\${one}` : one)).join('');
  const special = [...delimiter, quote, '\r', '\n', '\t', ' '].some(
    (mark) => mark !== '' && cell.includes(mark),
  );
  if (quote !== '' && (all || special || cell === '' || cell.includes('\\')))
    return escape === 'backslash'
      ? `${quote}${escaped(cell, quote)}${quote}`
      : `${quote}${cell.replaceAll(quote, quote + quote)}${quote}`;
  return escape === 'backslash' ? escaped(cell, `${delimiter}\r\n`) : cell;
}

export const anyWriting: fc.Arbitrary<Writing> = fc.record({
  dialect: fc.record({
    delimiter: fc.constantFrom(',', ';', '\t', '|', '^', '~', ':', ' ', BLANKS, '::', '||', '§', '\u0001'),
    quote: fc.constantFrom('"' as const, '"' as const, "'" as const, '' as const),
    escape: fc.constantFrom('double' as const, 'backslash' as const),
    lineEnd: fc.constantFrom('lf' as const, 'crlf' as const, 'cr' as const, 'mixed' as const),
    skipLines: fc.nat({ max: 2 }),
  }),
  all: fc.boolean(),
});

/** Cells of the characters that matter. */
export const anyCell = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: fc.constantFrom(...'ab1é"\',;|\t^~: \\\n\r§'), maxLength: 10 }) },
  { weight: 1, arbitrary: fc.constant(null) },
);

export interface Encoded {
  readonly encoding: string;
  readonly mark: boolean;
}

export const anyEncoded: fc.Arbitrary<Encoded> = fc.record({
  encoding: fc.constantFrom('utf-8', 'utf-16le', 'utf-16be', 'utf-32le', 'windows-1252'),
  mark: fc.boolean(),
});

/** A text of Latin-1 in bytes. */
export function encodeText(text: string, { encoding, mark }: Encoded): Buffer {
  const marked = mark && encoding !== 'windows-1252' ? `\ufeff${text}` : text;
  switch (encoding) {
    case 'utf-16le':
      return Buffer.from(marked, 'utf16le');
    case 'utf-16be':
      return Buffer.from(marked, 'utf16le').swap16();
    case 'utf-32le':
      return Buffer.from(Uint32Array.from([...marked], (one) => one.codePointAt(0)!).buffer);
    case 'windows-1252':
      return Buffer.from(marked, 'latin1');
    default:
      return Buffer.from(marked);
  }
}
