/** @file Active learning against random order, replayed on items whose labels are known. Pure but for its pauses. */
import { Random } from '../../../graph/index.ts';
import { stratifiedFolds } from './folds.ts';
import { fitLinear, probabilitiesOf, type LinearModel } from './linear.ts';
import { UNCERTAINTY, type Uncertainty } from './select.ts';
import type { SparseVector } from './vectors.ts';

export interface Replay {
  readonly vectors: readonly SparseVector[];
  readonly labels: readonly number[];
  readonly classes: number;
  readonly places: number;
  /** How the next items are chosen. */
  readonly order: Uncertainty | 'random';
  /** Labels of the first model, drawn at random. */
  readonly start: number;
  /** Labels that are added before each next model. */
  readonly step: number;
  readonly rounds: number;
  readonly seed: number;
  /** One part of so many is kept to score on. */
  readonly folds?: number;
  readonly pause?: (round: number) => Promise<void>;
}

export interface CurvePoint {
  /** Labels that the model learned from. */
  readonly labels: number;
  /** On items kept apart. */
  readonly macroF1: number;
}

/** One curve: the same seed keeps the same items apart and begins with the same ones, whatever the order. */
export async function replay(input: Replay): Promise<CurvePoint[]> {
  const { vectors, labels, classes, places, order, start, step, rounds, seed, folds = 5, pause } = input;
  const foldOf = stratifiedFolds(labels, { folds, seed });
  const test = [...labels.keys()].filter((i) => foldOf[i] === 0);
  const shuffled = Uint32Array.from([...labels.keys()].filter((i) => foldOf[i] !== 0));
  new Random(seed).shuffle(shuffled);
  const known = [...shuffled.subarray(0, start)];
  let pool = [...shuffled.subarray(start)];
  const points: CurvePoint[] = [];
  let model: LinearModel | undefined;
  for (let round = 0; round < rounds; round++) {
    model = fitLinear(
      known.map((i) => vectors[i]!),
      known.map((i) => labels[i]!),
      model ? { classes, places, from: model } : { classes, places },
    );
    const said = test.map((i) => likeliest(probabilitiesOf(model!, vectors[i]!)));
    points.push({
      labels: known.length,
      macroF1: macroF1(
        test.map((i) => labels[i]!),
        said,
        classes,
      ),
    });
    if (pool.length === 0) break;
    const ranked = order === 'random' ? pool : mostUncertain(pool, { vectors, model, order });
    known.push(...ranked.slice(0, step));
    const taken = new Set(ranked.slice(0, step));
    pool = pool.filter((i) => !taken.has(i));
    await pause?.(round);
  }
  return points;
}

function mostUncertain(
  pool: readonly number[],
  { vectors, model, order }: { vectors: readonly SparseVector[]; model: LinearModel; order: Uncertainty },
): number[] {
  const scores = new Map(pool.map((i) => [i, UNCERTAINTY[order](probabilitiesOf(model, vectors[i]!))]));
  return pool.toSorted((a, b) => scores.get(b)! - scores.get(a)!);
}

export function likeliest(row: ArrayLike<number>): number {
  let best = 0;
  for (let label = 1; label < row.length; label++) if (row[label]! > row[best]!) best = label;
  return best;
}

/** Mean F1 over the classes that are there; of a class nobody predicted it is 0. */
export function macroF1(truths: readonly number[], said: readonly number[], classes: number): number {
  const [right, given, wanted] = [0, 0, 0].map(() => new Array<number>(classes).fill(0)) as [
    number[],
    number[],
    number[],
  ];
  for (const [i, truth] of truths.entries()) {
    wanted[truth]!++;
    given[said[i]!]!++;
    if (truth === said[i]) right[truth]!++;
  }
  const present = [...wanted.keys()].filter((label) => wanted[label]! > 0);
  const sum = present.reduce(
    (total, label) => total + (2 * right[label]!) / (given[label]! + wanted[label]!),
    0,
  );
  return present.length === 0 ? 0 : sum / present.length;
}

/** The mean of several curves, with the least and the most of them; as long as the shortest. */
export function meanCurve(curves: readonly (readonly CurvePoint[])[]) {
  const length = Math.min(...curves.map((curve) => curve.length));
  return Array.from({ length }, (_, i) => {
    const values = curves.map((curve) => curve[i]!.macroF1);
    return {
      labels: curves[0]![i]!.labels,
      macroF1: values.reduce((sum, value) => sum + value, 0) / values.length,
      low: Math.min(...values),
      high: Math.max(...values),
    };
  });
}

/** How many labels a curve takes to stay at or above a score, between its points by a straight line; null where it does not. */
export function labelsToReach(curve: readonly CurvePoint[], target: number): number | null {
  const at = curve.findLastIndex(({ macroF1: score }) => score < target) + 1;
  if (at >= curve.length) return null;
  if (at === 0) return curve[0]!.labels;
  const [below, above] = [curve[at - 1]!, curve[at]!];
  const share = (target - below.macroF1) / (above.macroF1 - below.macroF1);
  return below.labels + share * (above.labels - below.labels);
}
