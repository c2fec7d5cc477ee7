/** @file Stratified folds, and what models say of examples that they did not learn from. Pure. */
import { Random } from '../../../graph/index.ts';
import { fitLinear, probabilitiesOf, type LinearOptions } from './linear.ts';
import type { SparseVector } from './vectors.ts';

/** A fold for each example, from 0: each class is spread evenly, drawn by the seed. */
export function stratifiedFolds(
  labels: readonly number[],
  { folds, seed }: { folds: number; seed: number },
): number[] {
  const order = Uint32Array.from(labels.keys());
  new Random(seed).shuffle(order);
  const foldOf = new Array<number>(labels.length).fill(0);
  let next = 0;
  for (const members of Map.groupBy(order, (example) => labels[example]!).values())
    for (const example of members) foldOf[example] = next++ % folds;
  return foldOf;
}

export interface OutOfFold {
  readonly vectors: readonly SparseVector[];
  readonly labels: readonly number[];
  readonly options: LinearOptions;
  readonly folds: number;
  readonly seed: number;
  /** Called after each fold: work of its kind takes a while. */
  readonly between?: (done: number) => Promise<void>;
}

/** One row of probabilities an example, each by a model that learned from the other folds. */
export async function outOfFold(input: OutOfFold): Promise<Float64Array[]> {
  const { vectors, labels, options, folds, seed, between } = input;
  const foldOf = stratifiedFolds(labels, { folds, seed });
  const rows = new Array<Float64Array>(labels.length);
  for (let fold = 0; fold < folds; fold++) {
    const learned = vectors.flatMap((_, i) => (foldOf[i] === fold ? [] : [i]));
    const model = fitLinear(
      learned.map((i) => vectors[i]!),
      learned.map((i) => labels[i]!),
      options,
    );
    for (const [i, vector] of vectors.entries())
      if (foldOf[i] === fold) rows[i] = probabilitiesOf(model, vector);
    await between?.(fold + 1);
  }
  return rows;
}
