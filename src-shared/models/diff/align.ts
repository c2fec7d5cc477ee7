/**
 * @file Two sequences laid beside each other: which items of one are those of the other, in order, so that the items that
 * are alike are as many as can be.
 * Source: Needleman and Wunsch 1970, with no cost for gaps.
 */

export interface Aligned<T> {
  /** Null where the item is in the other sequence alone. */
  readonly before: T | null;
  readonly after: T | null;
}

/** @param likeness 0 for items that are not the same thing, more for those that are more alike */
export function align<T>(
  before: readonly T[],
  after: readonly T[],
  likeness: (before: T, after: T) => number,
): Aligned<T>[] {
  const [rows, columns] = [before.length + 1, after.length + 1];
  /** The best of what comes after row and column. */
  const best = new Float64Array(rows * columns);
  for (let i = rows - 2; i >= 0; i--)
    for (let j = columns - 2; j >= 0; j--) {
      const alike = likeness(before[i]!, after[j]!);
      const both = alike > 0 ? alike + best[(i + 1) * columns + j + 1]! : 0;
      best[i * columns + j] = Math.max(both, best[(i + 1) * columns + j]!, best[i * columns + j + 1]!);
    }
  const pairs: Aligned<T>[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    const here = best[i * columns + j]!;
    const alike = likeness(before[i]!, after[j]!);
    if (alike > 0 && here === alike + best[(i + 1) * columns + j + 1]!)
      pairs.push({ before: before[i++]!, after: after[j++]! });
    else if (here === best[(i + 1) * columns + j]!) pairs.push({ before: before[i++]!, after: null });
    else pairs.push({ before: null, after: after[j++]! });
  }
  for (; i < before.length; i++) pairs.push({ before: before[i]!, after: null });
  for (; j < after.length; j++) pairs.push({ before: null, after: after[j]! });
  return pairs;
}
