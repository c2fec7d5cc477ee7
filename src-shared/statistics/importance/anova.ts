/**
 * @file The functional ANOVA of a regression tree, exactly: how much of its variance over the whole space one feature explains alone,
 * and two together. F. Hutter, H. Hoos and K. Leyton-Brown: An efficient approach for assessing hyperparameter importance. ICML 2014.
 */
import type { Feature, Tree } from './forest.ts';

/** A leaf as a box: of each feature the pieces that it covers, and its share of the space. */
interface Box {
  readonly value: number;
  readonly sides: readonly Side[];
}

/** From a place to before another one of a feature's pieces, or of a choice whether each option is inside. */
type Side =
  | { readonly kind: 'range'; readonly low: number; readonly high: number }
  | { readonly kind: 'options'; readonly inside: readonly boolean[] };

export interface Anova {
  readonly variance: number;
  /** The variance that each feature explains alone. */
  readonly alone: readonly number[];
  /** What two features explain beyond each alone. */
  readonly together: (first: number, second: number) => number;
}

export function anovaOf(tree: Tree, features: readonly Feature[]): Anova {
  const boxes = boxesOf(
    tree,
    features.map((feature) =>
      feature.kind === 'number'
        ? { kind: 'range', low: 0, high: 1 }
        : { kind: 'options', inside: Array<boolean>(feature.options).fill(true) },
    ),
  );
  const volume = (box: Box): number => box.sides.reduce((share, side) => share * widthOf(side), 1);
  const mean = boxes.reduce((sum, box) => sum + box.value * volume(box), 0);
  const variance = boxes.reduce((sum, box) => sum + (box.value - mean) ** 2 * volume(box), 0);
  const pieces = features.map((_, at) => piecesOf(boxes.map(({ sides }) => sides[at]!)));
  const alone = features.map((_, at) => alongOne(boxes, pieces[at]!, at) - mean ** 2);
  return {
    variance,
    alone,
    together: (first, second) =>
      alongTwo(boxes, [pieces[first]!, pieces[second]!], [first, second]) -
      mean ** 2 -
      alone[first]! -
      alone[second]!,
  };
}

function boxesOf(tree: Tree, sides: readonly Side[]): readonly Box[] {
  if (tree.kind === 'leaf') return [{ value: tree.value, sides }];
  const { feature, split } = tree;
  const side = sides[feature]!;
  const cut = (left: boolean): readonly Side[] => sides.with(feature, cutSide(side, split, left));
  return [...boxesOf(tree.left, cut(true)), ...boxesOf(tree.right, cut(false))];
}

function cutSide(side: Side, split: Extract<Tree, { kind: 'branch' }>['split'], left: boolean): Side {
  if (side.kind === 'range' && split.kind === 'below')
    return left ? { ...side, high: split.threshold } : { ...side, low: split.threshold };
  if (side.kind === 'options' && split.kind === 'options')
    return {
      kind: 'options',
      inside: side.inside.map((inside, at) => inside && split.left[at] === left),
    };
  return side;
}

function widthOf(side: Side): number {
  if (side.kind === 'range') return side.high - side.low;
  return side.inside.filter(Boolean).length / side.inside.length;
}

/** The pieces of a feature that no leaf divides: their widths, and which of them a side covers. */
interface Pieces {
  readonly widths: readonly number[];
  readonly covered: (side: Side) => readonly number[];
}

function piecesOf(sides: readonly Side[]): Pieces {
  const [some] = sides;
  if (some?.kind === 'options') {
    const { length } = some.inside;
    return {
      widths: Array<number>(length).fill(1 / length),
      covered: (side) =>
        side.kind === 'options' ? side.inside.flatMap((inside, at) => (inside ? [at] : [])) : [],
    };
  }
  const ends = new Set(sides.flatMap((side) => (side.kind === 'range' ? [side.low, side.high] : [])));
  const edges = [...ends].sort((a, b) => a - b);
  const placeOf = new Map(edges.map((edge, at) => [edge, at]));
  return {
    widths: edges.slice(1).map((edge, at) => edge - edges[at]!),
    covered: (side) => {
      if (side.kind !== 'range') return [];
      const from = placeOf.get(side.low)!;
      return Array.from({ length: placeOf.get(side.high)! - from }, (_, at) => from + at);
    },
  };
}

/** ∫ a(x)² dx, where a(x) is the mean of the tree over everything but one feature. */
function alongOne(boxes: readonly Box[], { widths, covered }: Pieces, feature: number): number {
  const marginal = new Float64Array(widths.length);
  for (const { value, sides } of boxes) {
    const share = value * volumeWithout(sides, [feature]);
    for (const piece of covered(sides[feature]!)) marginal[piece]! += share;
  }
  return marginal.reduce((sum, value, at) => sum + value ** 2 * widths[at]!, 0);
}

/** The same over a plane of two features. */
function alongTwo(
  boxes: readonly Box[],
  [across, down]: readonly [Pieces, Pieces],
  features: readonly [number, number],
): number {
  const columns = across.widths.length;
  const marginal = new Float64Array(columns * down.widths.length);
  for (const { value, sides } of boxes) {
    const share = value * volumeWithout(sides, features);
    const rows = down.covered(sides[features[1]]!);
    for (const column of across.covered(sides[features[0]]!))
      for (const row of rows) marginal[row * columns + column]! += share;
  }
  return marginal.reduce(
    (sum, value, at) =>
      sum + value ** 2 * across.widths[at % columns]! * down.widths[Math.floor(at / columns)]!,
    0,
  );
}

function volumeWithout(sides: readonly Side[], features: readonly number[]): number {
  return sides.reduce((share, side, at) => (features.includes(at) ? share : share * widthOf(side)), 1);
}
