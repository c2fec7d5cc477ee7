/** @file Which of many names have not the same value in all of some runs, each looked at once and as few as can be. */

type Value = string | number | boolean;

export interface Asked {
  /** The runs that are compared, by id. */
  readonly runs: readonly string[];
  readonly valuesOf: (run: string) => ReadonlyMap<string, Value | null>;
  /** All runs there are, and how many of them have a value; where no value is given, how many have any. */
  readonly everywhere?: readonly string[];
  readonly having?: (name: string, value: Value | undefined) => number;
}

/** Most names that differ do so within this many runs. */
const FIRST = 64;

/**
 * Names whose values are not the same in all runs; having none is a value of its own.
 *
 * A run is read once for all names that are still undecided. Where most of all runs are asked for, the others are read instead: a
 * value that all have but for the others is the same in those asked for.
 */
export function differingNames(
  names: readonly string[],
  { runs, valuesOf, everywhere = [], having }: Asked,
): string[] {
  const [first, ...others] = runs;
  if (first === undefined) return [];
  const values = valuesOf(first);
  const same = new Map(names.map((name) => [name, values.get(name) ?? undefined]));
  const compare = (some: readonly string[]): void => {
    for (const run of some) {
      if (same.size === 0) return;
      const own = valuesOf(run);
      for (const [name, value] of same) if ((own.get(name) ?? undefined) !== value) same.delete(name);
    }
  };
  compare(others.slice(0, FIRST));
  const left = others.slice(FIRST);
  if (having === undefined || everywhere.length - runs.length >= left.length) compare(left);
  else if (same.size > 0) {
    const asked = new Set(runs);
    const elsewhere = new Map<string, number>();
    for (const run of everywhere.filter((id) => !asked.has(id))) {
      const own = valuesOf(run);
      for (const [name, value] of same)
        if (value === undefined ? own.has(name) : own.get(name) === value)
          elsewhere.set(name, (elsewhere.get(name) ?? 0) + 1);
    }
    for (const [name, value] of same) {
      const here = having(name, value) - (elsewhere.get(name) ?? 0);
      if (here !== (value === undefined ? 0 : runs.length)) same.delete(name);
    }
  }
  return names.filter((name) => !same.has(name));
}
