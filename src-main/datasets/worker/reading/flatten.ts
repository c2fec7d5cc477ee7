/** @file Objects within objects of JSON as columns of their own: `{"data": {"text": "…"}}` has a column `data.text`. */
import { labelRank } from './names.ts';

const MOST_DEPTH = 4;
const MOST_LEAVES = 50;

/** A value by the names that lead to it, joined by points. */
export type Leaf = readonly [path: string, value: unknown];

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What an object holds under a key, however deep; lists are values. */
export function leavesOf(key: string, value: unknown, depth = 0): Leaf[] {
  if (!isPlainObject(value) || depth === MOST_DEPTH) return [[key, value]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(`${key}.${name}`, inner, depth + 1));
}

/** Collects the keys of objects, and decides which of them are columns of what they hold. */
export function createKeys<T>(typeOf: (value: unknown, before: T | undefined) => T, most: number) {
  const types = new Map<string, T>();
  const inner = new Map<string, Map<string, T>>();
  /** Keys that are something else than an object of values in some row. */
  const whole = new Set<string>();

  function add(key: string, value: unknown): void {
    if (value === null || (types.size >= most && !types.has(key))) return;
    types.set(key, typeOf(value, types.get(key)));
    if (!isPlainObject(value) || isScores(value) || labelRank(key) >= 3) return void whole.add(key);
    const leaves = inner.get(key) ?? new Map<string, T>();
    inner.set(key, leaves);
    for (const [path, leaf] of leavesOf(key, value))
      if (leaf !== null && leaves.size <= MOST_LEAVES) leaves.set(path, typeOf(leaf, leaves.get(path)));
  }

  /** Whether a key is read as what it holds: always an object, of few values, whose names no other key has. */
  function isTaken(key: string): boolean {
    const leaves = inner.get(key);
    if (!leaves || leaves.size === 0 || leaves.size > MOST_LEAVES || whole.has(key)) return false;
    return ![...leaves.keys()].some((path) => types.has(path));
  }

  return {
    add,
    /** Columns with their types, in the order in which their keys came. */
    columns: (): [string, T][] =>
      [...types].flatMap(([key, type]): [string, T][] =>
        isTaken(key) ? [...inner.get(key)!] : [[key, type]],
      ),
  };
}

/** The scores of classes, as spaCy has them: `{"bug": 1, "praise": 0}` is one label. */
function isScores(value: Readonly<Record<string, unknown>>): boolean {
  const all = Object.values(value);
  const isScore = (one: unknown) =>
    typeof one === 'boolean' || (typeof one === 'number' && one >= 0 && one <= 1);
  return all.length > 1 && all.every(isScore);
}
