/** @file Which unlabeled items teach most: uncertainty, disagreement, diversity. Pure; a larger score comes first. */
import type { SparseVector } from './vectors.ts';

export type Uncertainty = 'leastConfident' | 'margin' | 'entropy';

/** The two likeliest classes of a row, the likelier first; the second is null with one class. */
export function topTwo(row: ArrayLike<number>): [first: number, second: number | null] {
  let [first, second] = [0, -1];
  for (let label = 1; label < row.length; label++) {
    if (row[label]! > row[first]!) [first, second] = [label, first];
    else if (second === -1 || row[label]! > row[second]!) second = label;
  }
  return [first, second === -1 ? null : second];
}

/** Total: B. Settles: Active Learning Literature Survey (2009), section 3.1. */
export const UNCERTAINTY: Readonly<Record<Uncertainty, (row: ArrayLike<number>) => number>> = {
  /** 1 - max p */
  leastConfident: (row) => 1 - row[topTwo(row)[0]]!,
  /** 1 - (p1 - p2) */
  margin: (row) => {
    const [first, second] = topTwo(row);
    return 1 - (row[first]! - (second === null ? 0 : row[second]!));
  },
  /** - sum p ln p */
  entropy: (row) => {
    let sum = 0;
    for (let label = 0; label < row.length; label++)
      if (row[label]! > 0) sum -= row[label]! * Math.log(row[label]!);
    return sum;
  },
};

/** Vote entropy of a committee (Dagan & Engelson 1995): - sum v/C ln v/C, of the votes v of C members. */
export function voteEntropy(votes: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum -= (count / votes.length) * Math.log(count / votes.length);
  return sum;
}

export interface Center {
  readonly item: number;
  /** Its distance from the nearest center before it. */
  readonly distance: number;
}

/**
 * k-center greedy: the item farthest from all centers is the next one (Gonzalez 1985; Sener & Savarese 2018).
 *
 * @param pool vectors of length 1
 * @param covered what is labeled: centers from the start
 */
export function kCenterGreedy(
  pool: readonly SparseVector[],
  covered: readonly SparseVector[],
  count: number,
): Center[] {
  const distances = new Float64Array(pool.length).fill(Infinity);
  const spread = new Float32Array(placesOf(pool, covered));
  const cover = (center: SparseVector): void => {
    for (const [i, place] of center.indices.entries()) spread[place] = center.values[i]!;
    for (const [i, item] of pool.entries()) {
      // Of vectors of length 1: |a - b|^2 = 2 - 2 a.b
      const distance = Math.sqrt(Math.max(0, 2 - 2 * inner(item, spread)));
      if (distance < distances[i]!) distances[i] = distance;
    }
    for (const place of center.indices) spread[place] = 0;
  };
  for (const center of covered) cover(center);
  const chosen: Center[] = [];
  const taken = new Set<number>();
  while (chosen.length < Math.min(count, pool.length)) {
    let farthest = -1;
    for (const [i, distance] of distances.entries())
      if (!taken.has(i) && (farthest === -1 || distance > distances[farthest]!)) farthest = i;
    const distance = distances[farthest]!;
    chosen.push({ item: farthest, distance: Number.isFinite(distance) ? distance : Math.SQRT2 });
    taken.add(farthest);
    cover(pool[farthest]!);
  }
  return chosen;
}

function placesOf(...lists: readonly (readonly SparseVector[])[]): number {
  let places = 1;
  for (const list of lists)
    for (const { indices } of list) places = Math.max(places, (indices.at(-1) ?? 0) + 1);
  return places;
}

function inner({ indices, values }: SparseVector, spread: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < indices.length; i++) sum += values[i]! * spread[indices[i]!]!;
  return sum;
}
