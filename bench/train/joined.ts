/** @file Batches for one run of several steps. */
import type { BatchArray } from '../../src-main/training/worker/trainer/index.ts';

type Tensors = Readonly<Record<string, BatchArray>>;

/** The tensors of batches of one shape, one batch behind the other. */
export function joined(batches: readonly Tensors[]): Tensors {
  const [first = {}] = batches;
  return Object.fromEntries(
    Object.entries(first).map(([name, data]) => {
      const all = new (data.constructor as new (length: number) => Float32Array)(
        data.length * batches.length,
      );
      for (const [index, batch] of batches.entries())
        all.set(batch[name] as Float32Array, index * data.length);
      return [name, all];
    }),
  );
}
