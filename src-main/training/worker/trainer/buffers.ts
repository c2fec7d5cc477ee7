/** @file The memory of a model in training: two buffers for each tensor of the state, which take turns. */
import { Tensor } from '../../../platform/worker/onnxruntime.ts';
import { elementCount, type CompiledStep } from '../../../graph/index.ts';

/** Two buffers of a tensor; a step reads one and writes the other. The tensors of a pack are parts of its buffers. */
export interface Pair {
  readonly tensors: readonly [Tensor, Tensor];
  readonly turn: { current: 0 | 1 };
}

export function pairOf(first: Float32Array, second: Float32Array, dims: readonly number[]): Pair {
  const tensors = [new Tensor('float32', first, dims), new Tensor('float32', second, dims)] as const;
  return { tensors, turn: { current: 0 } };
}

/** The buffer that the next step reads. */
export function now({ tensors, turn }: Pair): Tensor {
  return tensors[turn.current];
}

/** The buffer that the next step writes. */
export function next({ tensors, turn }: Pair): Tensor {
  return tensors[turn.current ? 0 : 1];
}

/** What was written is read from now on. */
export function swap(pairs: readonly Pair[]): void {
  for (const turn of new Set(pairs.map((pair) => pair.turn))) turn.current = turn.current ? 0 : 1;
}

/** The pairs of the packs, and those of the tensors in them: parts of the same buffers, taking turns together. */
export function packedPairs({ packs, state }: CompiledStep): Map<string, Pair> {
  const shapes = new Map(state.map(({ name, shape }) => [name, shape]));
  const pairs = new Map<string, Pair>();
  for (const { name, roles } of packs) {
    const tensors = roles.flat();
    const sizes = tensors.map((tensor) => elementCount(shapes.get(tensor) ?? []));
    const total = sizes.reduce((a, b) => a + b, 0);
    const [first, second] = [new Float32Array(total), new Float32Array(total)];
    const pack = pairOf(first, second, [total]);
    pairs.set(name, pack);
    let start = 0;
    for (const [index, tensor] of tensors.entries()) {
      const end = start + sizes[index]!;
      const parts = [first.subarray(start, end), second.subarray(start, end)] as const;
      pairs.set(tensor, { ...pairOf(...parts, shapes.get(tensor) ?? []), turn: pack.turn });
      start = end;
    }
  }
  return pairs;
}

/** Gives the memory of the copies back now: left to the garbage collector, those of many steps pile up. */
export function freeCopies(
  results: Readonly<Record<string, Tensor>>,
  fetches: Readonly<Record<string, Tensor>>,
): void {
  for (const [name, result] of Object.entries(results)) {
    const { buffer } = result.data as Float32Array;
    const own = fetches[name]?.data as Float32Array | undefined;
    if (buffer instanceof ArrayBuffer && buffer !== own?.buffer) buffer.transfer(0);
  }
}
