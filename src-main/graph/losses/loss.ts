/** @file What a loss is, and the weighted mean that all of them end in. */
import type { GraphBuilder, Value } from '../builder.ts';
import { GraphError, sizeOf } from '../ir.ts';

export interface LossInputs {
  /** What the network gave, `[batch, …]`. */
  readonly output: Value;
  /** What it should have given, `[batch, …]`. */
  readonly target: Value;
  /** Weight of each row, float32 `[batch]`; 0 takes a row out of the batch. At least one must be positive. */
  readonly weights: Value;
}

/** From a batch to one number, the mean over its rows (and over the positions or elements of a row). */
export type Loss = (builder: GraphBuilder, inputs: LossInputs) => Value;

/**
 * Σ w l / Σ w over all elements: `each` is `[batch, …]`, `weights` `[batch]`, and `mask`, of `each`'s shape, leaves
 * elements out where it is 0 (or weighs them).
 */
export function weightedMean(builder: GraphBuilder, { each, weights, mask }: Weighted): Value {
  const [batch = 1, ...rest] = each.shape.map(sizeOf);
  const count = rest.reduce((a, b) => a * b, 1);
  const flat = (value: Value) => builder.reshape(value, batch, count);
  const rows = builder.reshape(weights, batch, 1);
  if (!mask) {
    const total = builder.sum(builder.mul(flat(each), rows), [0, 1]);
    const weight = builder.sum(weights, [0]);
    return builder.div(total, count === 1 ? weight : builder.mul(weight, builder.scalar(count)));
  }
  const weight = builder.mul(flat(mask), rows);
  const total = builder.sum(builder.mul(flat(each), weight), [0, 1]);
  return builder.div(total, builder.sum(weight, [0, 1]));
}

export interface Weighted {
  readonly each: Value;
  readonly weights: Value;
  readonly mask?: Value | undefined;
}

/** Throws GraphError where an output and its target differ in shape. */
export function sameShape({ output, target }: LossInputs): void {
  if (output.shape.join() !== target.shape.join())
    throw new GraphError(
      `the output is [${output.shape.join(',')}] and its target [${target.shape.join(',')}]`,
    );
}
