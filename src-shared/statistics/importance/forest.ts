/** @file Regression trees, grown to the end on bootstrap samples: L. Breiman: Random forests. Machine Learning 45 (2001). */
import type { Random } from '../../planning/engine/forecast/random.ts';

/** What is varied: a number from 0 to 1 on its own scale, or one of so many options. */
export type Feature = { readonly kind: 'number' } | { readonly kind: 'choice'; readonly options: number };

export interface Leaf {
  readonly kind: 'leaf';
  readonly value: number;
}

export type Split =
  | { readonly kind: 'below'; readonly threshold: number }
  /** By option: whether it goes left. */
  | { readonly kind: 'options'; readonly left: readonly boolean[] };

export interface Branch {
  readonly kind: 'branch';
  readonly feature: number;
  readonly split: Split;
  readonly left: Tree;
  readonly right: Tree;
}

export type Tree = Leaf | Branch;

export interface Rows {
  readonly features: readonly Feature[];
  /** [row, feature]: a number from 0 to 1, or the place of an option. */
  readonly inputs: readonly (readonly number[])[];
  readonly values: readonly number[];
}

/** Deeper trees only divide what is nearly equal. */
const DEEPEST = 64;

/** A tree on a bootstrap sample of the rows. */
export function growOnSample(rows: Rows, random: Random): Tree {
  const count = rows.values.length;
  return grow(
    rows,
    Array.from({ length: count }, () => Math.floor(random.uniform() * count)),
  );
}

/** A tree on these rows; splits go on until every leaf holds one value or one input. */
export function grow(rows: Rows, members: readonly number[], depth = 0): Tree {
  const best = depth < DEEPEST ? bestSplit(rows, members) : null;
  if (!best) return { kind: 'leaf', value: meanValue(rows, members) };
  const { feature, split } = best;
  const [left, right] = [[] as number[], [] as number[]];
  for (const row of members) (goesLeft(split, rows.inputs[row]![feature]!) ? left : right).push(row);
  return {
    kind: 'branch',
    feature,
    split,
    left: grow(rows, left, depth + 1),
    right: grow(rows, right, depth + 1),
  };
}

export function goesLeft(split: Split, input: number): boolean {
  return split.kind === 'below' ? input <= split.threshold : split.left[input] === true;
}

function meanValue({ values }: Rows, members: readonly number[]): number {
  return members.reduce((sum, row) => sum + values[row]!, 0) / members.length;
}

interface Candidate {
  readonly feature: number;
  readonly split: Split;
  readonly gain: number;
}

/** The split that leaves the least squared error; null where values or inputs do not differ. */
function bestSplit(rows: Rows, members: readonly number[]): Candidate | null {
  const { values, features } = rows;
  const first = values[members[0]!];
  if (members.every((row) => values[row] === first)) return null;
  let best: Candidate | null = null;
  features.forEach((kind, feature) => {
    const found =
      kind.kind === 'number'
        ? splitOfNumber(rows, members, feature)
        : splitOfChoice(rows, { members, feature, options: kind.options });
    if (found && (!best || found.gain > best.gain)) best = found;
  });
  return best;
}

/** Where the sum of squares of both halves' sums over their counts is greatest, which leaves the least squared error. */
function splitOfNumber({ inputs, values }: Rows, members: readonly number[], feature: number) {
  const order = Float64Array.from(members).sort((a, b) => inputs[a]![feature]! - inputs[b]![feature]!);
  const total = members.reduce((sum, row) => sum + values[row]!, 0);
  let [left, gain, place] = [0, -Infinity, -1];
  for (let at = 0; at < order.length - 1; at++) {
    left += values[order[at]!]!;
    if (inputs[order[at]!]![feature] === inputs[order[at + 1]!]![feature]) continue;
    const here = left ** 2 / (at + 1) + (total - left) ** 2 / (order.length - at - 1);
    if (here > gain) [gain, place] = [here, at];
  }
  if (place < 0) return null;
  const threshold = (inputs[order[place]!]![feature]! + inputs[order[place + 1]!]![feature]!) / 2;
  return { feature, gain, split: { kind: 'below', threshold } as const };
}

/** Options in the order of their mean: some cut of it is the best of all subsets (W. D. Fisher 1958). */
function splitOfChoice(
  { inputs, values }: Rows,
  { members, feature, options }: { members: readonly number[]; feature: number; options: number },
) {
  const [sums, counts] = [new Float64Array(options), new Float64Array(options)];
  for (const row of members) {
    const option = inputs[row]![feature]!;
    sums[option]! += values[row]!;
    counts[option]! += 1;
  }
  const mean = (option: number): number => sums[option]! / counts[option]!;
  const order = [...counts.keys()].filter((option) => counts[option]! > 0).sort((a, b) => mean(a) - mean(b));
  const total = sums.reduce((sum, value) => sum + value, 0);
  let [left, count, gain, place] = [0, 0, -Infinity, -1];
  for (let at = 0; at < order.length - 1; at++) {
    left += sums[order[at]!]!;
    count += counts[order[at]!]!;
    const here = left ** 2 / count + (total - left) ** 2 / (members.length - count);
    if (here > gain) [gain, place] = [here, at];
  }
  if (place < 0) return null;
  const chosen = new Set(order.slice(0, place + 1));
  const split = {
    kind: 'options',
    left: Array.from({ length: options }, (_, at) => chosen.has(at)),
  } as const;
  return { feature, gain, split };
}
