/** @file How much cells look like cells: numbers, dates, words and texts, not pieces of something cut at the wrong place. */
import type { Dialect } from './dialect.ts';
import type { Row } from './preamble.ts';

const NUMBER = /^[-+−(]?\s?[$€£¥]?\s?(?:\d[\d.,'’ \u00a0]*|\.\d+)(?:e[-+]?\d+)?\s?[%€$]?\)?$/i;
const DATE = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[T ]\d{1,2}:\d{2}.*)?$|^\d{1,2}:\d{2}(?::\d{2})?/;
const WORD = /^[\p{L}\p{N}_.@/+&-]{1,40}$/u;
const STRONG = [';', '\t', '|'];

export interface CellsLook {
  /** 0 to 1. */
  readonly score: number;
  /** The share of filled cells that are numbers or dates. */
  readonly numeric: number;
}

export function cellsLook(rows: readonly Row[], dialect: Dialect): CellsLook {
  let sum = 0;
  let count = 0;
  let filled = 0;
  let numeric = 0;
  for (const { cells } of rows)
    for (const cell of cells) {
      count++;
      const value = valueOf(cell, dialect);
      sum += value;
      if (cell === null || cell === '') continue;
      filled++;
      if (value === 1) numeric++;
    }
  return { score: count === 0 ? 0.9 : sum / count, numeric: filled === 0 ? 0 : numeric / filled };
}

function valueOf(cell: string | null, { quote, delimiter, lineEnd }: Dialect): number {
  if (cell === null || cell === '') return 0.8;
  const text = cell.length > 200 ? cell.slice(0, 200) : cell;
  if (isQuoted(cell, quote)) return 0.3;
  // A lone CR may stand in a text, but rather ends a line of an old Mac.
  if (lineEnd !== 'cr' && /\r(?!\n)/.test(text)) return 0.4;
  if (NUMBER.test(text) || DATE.test(text)) return 1;
  if (WORD.test(text)) return 0.95;
  // A cell that still holds what others are cut at was cut at the wrong place.
  if (delimiter !== '' && STRONG.some((mark) => mark !== delimiter && isNumbers(text, mark))) return 0.2;
  if (STRONG.some((mark) => mark !== delimiter && hasBetween(text, mark))) return 0.6;
  if (delimiter !== ',' && /[\p{L}\p{N}"'],[\p{L}\p{N}"']/u.test(text)) return 0.75;
  // A sentence goes on behind a comma and a blank.
  if (/^ \p{L}/u.test(text) && /^[,;:]$/.test(delimiter)) return 0.6;
  if (text !== text.trim()) return 0.75;
  return 0.9;
}

/** A quote that this dialect takes for a letter stands at an end of the cell. */
function isQuoted(cell: string, quote: string): boolean {
  const edge = (mark: string) => quote !== mark && (cell.startsWith(mark) || cell.endsWith(mark));
  return edge('"') || (quote !== "'" && cell.length > 1 && cell.startsWith("'") && cell.endsWith("'"));
}

/** `51;1`: two numbers with what stands between cells of other files. */
function isNumbers(text: string, mark: string): boolean {
  const at = text.indexOf(mark);
  return at > 0 && /^[\d.,\s+-]+$/.test(text.slice(0, at)) && /^[\d.,\s+-]*\d/.test(text.slice(at + 1));
}

function hasBetween(text: string, mark: string): boolean {
  const at = text.indexOf(mark);
  return at !== -1 && text[at + 1] !== ' ';
}
