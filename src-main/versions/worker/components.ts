/** @file What hangs together: pairs that share an item, directly or over others, and splits that keep them together. */
import type { Split } from '../../../src-shared/contract.ts';
import type { Allocation } from './splits.ts';

/** The component of each pair, as the number of one of its items. @param pairs of items from 0 to below `items` */
export function componentsOf(
  items: number,
  pairs: readonly (readonly [first: number, second: number])[],
): readonly number[] {
  const parent = Int32Array.from({ length: items }, (_, item) => item);
  const rootOf = (item: number): number => {
    let root = item;
    while (parent[root] !== root) root = parent[root]!;
    // Halves the way for the next one.
    for (let at = item; at !== root;) [at, parent[at]] = [parent[at]!, root];
    return root;
  };
  for (const [first, second] of pairs) parent[rootOf(first)] = rootOf(second);
  return pairs.map(([first]) => rootOf(first));
}

/** A split that got less than this share of what it should is not filled. */
const LEAST_FILLED = 0.5;

/**
 * Splits that keep components whole: in the given order each goes to the test split while it fits there, then to
 * validation, the rest is trained on.
 *
 * @param components of the pairs, in the order in which they are drawn
 * @returns null where some split cannot be filled so: nearly all hang together
 */
export function splitWhole(
  components: readonly number[],
  { train, validation, test }: Pick<Allocation, 'train' | 'validation' | 'test'>,
): readonly Split[] | null {
  const sizes = new Map<number, number>();
  for (const component of components) sizes.set(component, (sizes.get(component) ?? 0) + 1);
  const left = { test, validation };
  const given = new Map<number, Split>();
  for (const [component, size] of sizes) {
    const split = (['test', 'validation'] as const).find((name) => size <= left[name]);
    if (split) left[split] -= size;
    given.set(component, split ?? 'train');
  }
  const taken = { test: test - left.test, validation: validation - left.validation };
  const rest = components.length - taken.test - taken.validation;
  const isFilled = (got: number, wanted: number): boolean => got >= Math.ceil(wanted * LEAST_FILLED);
  if (!isFilled(taken.test, test) || !isFilled(taken.validation, validation) || !isFilled(rest, train))
    return null;
  return components.map((component) => given.get(component)!);
}
