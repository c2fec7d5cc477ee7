/** @file Rows of JSON: an object each, whose keys are columns. */
import type { WireError } from '../../../../src-shared/platform/errors.ts';
import { isPlainObject, leavesOf, type Leaf } from './flatten.ts';
import { isLongNumber } from './numbers.ts';
import type { GoodRow } from './rows.ts';

const LONG_DIGITS = /\d{16}/;
/** As Python writes what is no number: a missing value. */
const NOT_A_NUMBER = /NaN|Infinity/;
const MOST_DEPTH = 100;

type JsonObject = Readonly<Record<string, unknown>>;

/** The object a text holds; null when it holds none. */
export function parseObject(text: string): JsonObject | null {
  const read = objectOf(text);
  return 'value' in read ? read.value : null;
}

/** The object a text holds, or why it cannot be a row. Nothing of it is lost: a key may not stand there twice. */
export function objectOf(text: string): { readonly value: JsonObject } | { readonly problem: WireError } {
  const value = parse(text);
  if (!isObject(value)) return { problem: { key: 'datasets.rowBadJson', parameters: {} } };
  const keys = countKeys(value);
  if (keys === null) return { problem: { key: 'datasets.rowDeepJson', parameters: { limit: MOST_DEPTH } } };
  if (keys !== keysIn(text)) return { problem: { key: 'datasets.rowSameKey', parameters: {} } };
  // A text of bytes is well formed: half a character can only come of an escape.
  if (text.includes('\\u') && !isWellFormed(value))
    return { problem: { key: 'datasets.rowHalfCharacter', parameters: {} } };
  return { value };
}

/** @returns undefined for what is no JSON */
function parse(text: string): unknown {
  try {
    return LONG_DIGITS.test(text) ? JSON.parse(text, keepDigits) : JSON.parse(text);
  } catch {
    return NOT_A_NUMBER.test(text) ? parseNotNumbers(text) : undefined;
  }
}

function parseNotNumbers(text: string): unknown {
  const missing = text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"|-?\b(?:NaN|Infinity)\b/gs, (one) =>
    one.startsWith('"') ? one : 'null',
  );
  return missing === text ? undefined : parse(missing);
}

/** Whole numbers that a double would round stay as they are written. */
function keepDigits(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  return typeof value === 'number' && source !== undefined && isLongNumber(source) ? source : value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** How many keys all objects in a value have; null where it is nested too deep to be looked through. */
function countKeys(value: JsonObject): number | null {
  let keys = 0;
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_DEPTH) return null;
    const next: object[] = [];
    for (const one of level) {
      const values = Object.values(one) as unknown[];
      if (!Array.isArray(one)) keys += values.length;
      for (const inner of values) if (typeof inner === 'object' && inner !== null) next.push(inner);
    }
    level = next;
  }
  return keys;
}

/** How many keys stand in a text of JSON: texts before a colon. */
function keysIn(text: string): number {
  let keys = 0;
  let at = text.indexOf('"');
  while (at !== -1) {
    let end = text.indexOf('"', at + 1);
    while (end !== -1 && isEscaped(text, end, at)) end = text.indexOf('"', end + 1);
    if (end === -1) return keys;
    let next = end + 1;
    while (text.charCodeAt(next) <= 0x20) next++;
    if (text[next] === ':') keys++;
    at = text.indexOf('"', next);
  }
  return keys;
}

function isEscaped(text: string, at: number, from: number): boolean {
  let backslashes = 0;
  while (at - 1 - backslashes > from && text[at - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([key, inner]) => key.isWellFormed() && isWellFormed(inner));
}

/** Told of a key that is no column. */
export type OnUnforeseen = (key: string) => void;

/** A row of the columns of a file. @param columns every key has its own, whatever it is called */
export function readObject(
  text: string,
  columns: ReadonlyMap<string, number>,
  onUnforeseen?: OnUnforeseen,
): WireError | Omit<GoodRow, 'row'> {
  const read = objectOf(text);
  if ('problem' in read) return read.problem;
  const cells = new Array<string | null>(columns.size).fill(null);
  let odd: Map<number, WireError> | undefined;
  const take = (column: string, value: unknown): void => {
    const at = columns.get(column);
    if (at === undefined) {
      if (isPlainObject(value)) for (const [path, leaf] of innerOf(column, value, columns)) take(path, leaf);
      else if (value !== null) onUnforeseen?.(column);
      return;
    }
    cells[at] = cellOfValue(value);
    if (isNested(value)) (odd ??= new Map()).set(at, { key: 'datasets.rowNotText', parameters: { column } });
  };
  for (const [column, value] of Object.entries(read.value)) take(column, value);
  return odd ? { cells, odd } : { cells };
}

/** What stands in an object whose values are columns; of one that is none, the object itself as a list of one. */
function innerOf(column: string, value: object, columns: ReadonlyMap<string, number>): readonly Leaf[] {
  const leaves = leavesOf(column, value);
  if (leaves.some(([path]) => columns.has(path))) return leaves.filter(([path]) => path !== column);
  return leaves.length > 0 ? [[column, [value]]] : [];
}

/** A value of JSON as a cell: a list of one as that one, an empty one as nothing, other lists and objects as JSON. */
export function cellOfValue(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value) && !isNested(value)) return cellOfValue(value[0]);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** An object, or a list of other than one single value. */
export function isNested(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (!Array.isArray(value)) return true;
  return value.length > 1 || (typeof value[0] === 'object' && value[0] !== null);
}
