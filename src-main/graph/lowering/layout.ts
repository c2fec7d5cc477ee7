/** @file Layouts of parameters: the order in which a lowered step keeps the elements of a tensor of its state. */
import type { GraphBuilder, Value } from '../builder.ts';
import { sizeOf } from '../ir.ts';

/** The tensor seen as `split`, its axes put into the order `order`. */
export interface Layout {
  readonly split: readonly number[];
  readonly order: readonly number[];
}

/** Weights `[outputs, inputs, height, width]` of a blocked convolution: blocks of inputs times blocks of outputs. */
export function filterLayout(shape: readonly number[], block: number): Layout {
  const [outputs = 0, inputs = 0, height = 0, width = 0] = shape;
  if (inputs < block) return { split: [outputs / block, block, inputs * height * width], order: [0, 2, 1] };
  return {
    split: [outputs / block, block, inputs / block, block, height * width],
    order: [0, 2, 4, 3, 1],
  };
}

/** Weights of a dense layer that reads a flattened blocked image: rows in the image's order. */
export function rowLayout(
  image: { readonly channels: number; readonly places: number; readonly block: number },
  columns: number,
  transposed: boolean,
): Layout {
  const { channels, places, block } = image;
  return transposed
    ? { split: [columns, channels / block, block, places], order: [0, 1, 3, 2] }
    : { split: [channels / block, block, places, columns], order: [0, 2, 1, 3] };
}

/** The layouts of the tensors named: what stands beside a parameter lies as the parameter does. */
export function layoutsBeside(
  names: readonly string[],
  layouts: ReadonlyMap<string, Layout>,
): ReadonlyMap<string, Layout> {
  return new Map(
    [...layouts].flatMap(([parameter, layout]) =>
      names
        .filter((name) => name === parameter || name.startsWith(`${parameter}/`))
        .map((name) => [name, layout] as const),
    ),
  );
}

/** Standard order to the step's. */
export function toState(data: Float32Array, { split, order }: Layout): Float32Array {
  return permuted(data, split, order);
}

/** The step's order to the standard one. */
export function fromState(data: Float32Array, { split, order }: Layout): Float32Array {
  return permuted(
    data,
    order.map((axis) => split[axis]!),
    inverse(order),
  );
}

function inverse(order: readonly number[]): readonly number[] {
  return order.map((_, axis) => order.indexOf(axis));
}

/** The value in standard order, inside a graph. */
export function restored(builder: GraphBuilder, value: Value, { split, order }: Layout): Value {
  const view = builder.reshape(value, ...order.map((axis) => split[axis]!));
  return builder.reshape(builder.transpose(view, ...inverse(order)), ...value.shape.map(sizeOf));
}

function permuted(data: Float32Array, sizes: readonly number[], order: readonly number[]): Float32Array {
  const strides = sizes.map((_, axis) => sizes.slice(axis + 1).reduce((a, b) => a * b, 1));
  const result = new Float32Array(data.length);
  const index = order.map(() => 0);
  let from = 0;
  for (let to = 0; to < result.length; to++) {
    result[to] = data[from]!;
    for (let at = order.length - 1; at >= 0; at--) {
      const axis = order[at]!;
      from += strides[axis]!;
      if (++index[at]! < sizes[axis]!) break;
      from -= strides[axis]! * sizes[axis]!;
      index[at] = 0;
    }
  }
  return result;
}
