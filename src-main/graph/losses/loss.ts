/** @file What a loss is, and the weighted mean that all of them end in. */
import { constantLike } from '../autodiff/rule.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import { GraphError, sizeOf } from '../ir.ts';

export interface LossInputs {
  /** What the network gave, `[batch, …]`. */
  readonly output: Value;
  /** What it should have given, `[batch, …]`. */
  readonly target: Value;
  /** Weight of each row, `[batch]`; 0 takes a row out of the batch. At least one must be positive. */
  readonly weights: Value;
}

/**
 * From a batch to one number, the mean over its rows (and over the positions or elements of a row). The output gets a
 * gradient, the target none.
 */
export type Loss = (builder: GraphBuilder, inputs: LossInputs) => Value;

/** How a loss scores the places of a batch: elements, or positions of which each has several classes. */
export interface LossTerms {
  /** Loss of each place, of the output's rank: `[batch, …]`, the last axis 1 where it scores classes together. */
  readonly each: Value;
  /** The derivative of `each` with respect to the output, of the output's shape. */
  readonly slope: () => Value;
  /** What each place counts for in the mean, of the shape of `each`; 1 unless given. */
  readonly counts?: Value;
}

/**
 * Σ w l / Σ w c over all places, l being `each` and c `counts`; its derivative is slope w / Σ w c. Writing it down
 * takes a third of the nodes that the chain rule makes of it.
 */
export function weightedMean(
  builder: GraphBuilder,
  { output, weights }: LossInputs,
  { each, slope, counts }: LossTerms,
): Value {
  const [batch = 1, ...places] = each.shape.map(sizeOf);
  const rows = builder.reshape(builder.cast(weights, each.elementType), batch, ...places.map(() => 1));
  const axes = [...each.shape.keys()];
  const count = places.reduce((a, b) => a * b, 1);
  const share = () => {
    if (counts) return builder.div(rows, builder.sum(builder.mul(counts, rows), axes));
    const total = builder.sum(rows, axes);
    return builder.div(rows, count === 1 ? total : builder.mul(total, constantLike(builder, total, count)));
  };
  return builder.withGradient(
    [output],
    () => builder.sum(builder.mul(each, share()), axes),
    (upstream) => [times(builder, builder.mul(slope(), share()), upstream)],
  );
}

/** A product with what is mostly the number 1. */
function times(builder: GraphBuilder, value: Value, factor: Value): Value {
  const constant = builder.constantOf(factor)?.data;
  return constant?.length === 1 && Number(constant[0]) === 1 ? value : builder.mul(value, factor);
}

/**
 * A target with the output's element type and shape; axes of size 1 at the end may be left out. Throws GraphError
 * where the sizes differ.
 */
export function targetLike(builder: GraphBuilder, { output, target }: LossInputs): Value {
  const same = builder.cast(target, output.elementType);
  if (target.shape.join() === output.shape.join()) return same;
  if (trimmed(target) === trimmed(output)) return builder.reshape(same, ...output.shape);
  throw new GraphError(
    `the output "${output.name}" is [${output.shape.join(',')}] and its target "${target.name}" [${target.shape.join(',')}]`,
  );
}

function trimmed({ shape }: Value): string {
  const last = shape.findLastIndex((size) => size !== 1);
  return shape.slice(0, last + 1).join();
}

/** The number of classes, the last axis of logits `[batch, …, classes]`. Throws GraphError when there are none. */
export function classesOf({ name, shape }: Value): number {
  const classes = shape.at(-1);
  if (shape.length >= 2 && typeof classes === 'number') return classes;
  throw new GraphError(`the logits "${name}" are [${shape.join(',')}], not [batch, …, classes]`);
}
