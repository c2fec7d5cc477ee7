/** @file The cells of one record, and where the next of its cells begins. */
import { BLANKS, markOf, type Dialect } from './dialect.ts';

type Cell = string | null;

/**
 * The cells of one record. An unquoted cell that is empty is null; a quoted one is a text of no length.
 *
 * @param special it holds quotes or backslashes that may have a meaning
 */
export function cellsOf(record: string, dialect: Dialect, special: boolean): Cell[] {
  const { delimiter } = dialect;
  if (special) return specialCells(record, dialect);
  if (delimiter === '') return [record === '' ? null : record];
  const { mark, blanksBehind } = markOf(dialect);
  const cut = delimiter === BLANKS ? record.trim().split(/[ \t]+/) : record.split(mark);
  const cells = blanksBehind ? cut.map((cell) => cell.replace(/^ +/, '')) : cut;
  return cells.map((cell) => (cell === '' ? null : cell));
}

function specialCells(record: string, dialect: Dialect): Cell[] {
  const { quote, escape } = dialect;
  const text = dialect.delimiter === BLANKS ? record.trim() : record;
  const cells: Cell[] = [];
  const doubled = quote + quote;
  const { blanksBehind } = markOf(dialect);
  let at = 0;
  for (;;) {
    if (blanksBehind) at = afterBlanks(text, at);
    let end: number;
    if (quote !== '' && text[at] === quote) {
      const close = closingQuote(text, at + 1, dialect);
      const inside = text.slice(at + 1, close).replaceAll(doubled, quote);
      cells.push(escape === 'backslash' ? unescaped(inside, dialect) : inside);
      end = blanksBehind ? afterBlanks(text, close + 1) : close + 1;
    } else {
      end = cellEnd(text, at, dialect);
      const cell = text.slice(at, end);
      const empty = cell === '' || (escape === 'backslash' && cell === String.raw`\N`);
      cells.push(empty ? null : escape === 'backslash' ? unescaped(cell, dialect) : cell);
    }
    if (end >= text.length) return cells;
    at = afterDelimiter(text, end, dialect);
  }
}

function afterBlanks(text: string, at: number): number {
  let next = at;
  while (text[next] === ' ') next++;
  return next;
}

function afterDelimiter(text: string, at: number, dialect: Dialect): number {
  if (dialect.delimiter !== BLANKS) return at + markOf(dialect).mark.length;
  let next = at;
  while (text[next] === ' ' || text[next] === '\t') next++;
  return next;
}

/** Where an unquoted cell ends. */
function cellEnd(text: string, from: number, dialect: Dialect): number {
  const { delimiter, escape } = dialect;
  const { mark } = markOf(dialect);
  const next = (at: number): number => {
    if (delimiter === '') return -1;
    if (delimiter !== BLANKS) return text.indexOf(mark, at);
    for (let i = at; i < text.length; i++) if (text[i] === ' ' || text[i] === '\t') return i;
    return -1;
  };
  let end = next(from);
  while (end !== -1 && escape === 'backslash' && isEscaped(text, end, from)) end = next(end + 1);
  return end === -1 ? text.length : end;
}

/** The quote that closes a cell: neither doubled nor after a backslash that has a meaning. */
function closingQuote(text: string, from: number, { quote, escape }: Dialect): number {
  let at = text.indexOf(quote, from);
  for (;;) {
    if (at === -1) return text.length;
    if (escape === 'backslash' && isEscaped(text, at, from)) at = text.indexOf(quote, at + 1);
    else if (text[at + 1] === quote) at = text.indexOf(quote, at + 2);
    else return at;
  }
}

/** An odd number of backslashes stands before this place. */
function isEscaped(text: string, at: number, from: number): boolean {
  let backslashes = 0;
  while (at - 1 - backslashes >= from && text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

/** A backslash before a quote, a delimiter, a line end or a backslash is dropped; before anything else it stays. */
function unescaped(cell: string, { delimiter, quote }: Dialect): string {
  if (!cell.includes('\\')) return cell;
  return cell.replace(/\\([\s\S])/g, (both, next: string) =>
    next === '\\' || next === '\n' || next === '\r' || next === quote || delimiter.startsWith(next)
      ? next
      : both,
  );
}
