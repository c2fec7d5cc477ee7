/** @file Gradient rules of operators that read or write at places given by values. */
import type { GraphBuilder, Value } from '../builder.ts';
import { elementCount, sizeOf, tensorOf } from '../ir.ts';
import { intAttribute, stringAttribute } from '../ops/index.ts';
import type { indexing as signatures } from '../ops/indexing.ts';
import {
  type Backward,
  type Differentiable,
  fail,
  type GradientRule,
  integral,
  notDifferentiable,
  numeric,
  requireValue,
  single,
  unbroadcast,
} from './rule.ts';

/** y[i] = x[ids[i]] along an axis (an embedding, where it is the first): dx[v] = Σ of dy[i] over the i with ids[i] = v. */
export const gather: GradientRule = (step) => {
  const { dy } = single(step);
  const { builder } = step;
  const table = requireValue(step, step.inputs[0]);
  const ids = requireValue(step, step.inputs[1]);
  const given = intAttribute(step, 'axis', 0);
  const axis = given < 0 ? given + table.shape.length : given;
  const [front, back] = [table.shape.slice(0, axis), table.shape.slice(axis + 1)].map((part) =>
    part.map(sizeOf),
  );
  const rows = elementCount(ids.shape);
  const at = builder.reshape(builder.cast(ids, 'int64'), rows, 1);
  if (axis === 0) {
    const updates = builder.reshape(dy, rows, ...table.shape.slice(1));
    return [scatterAdd(builder, zerosLike(builder, table), { at, updates })];
  }
  const [before, after, size] = [
    elementCount(front ?? []),
    elementCount(back ?? []),
    sizeOf(table.shape[axis]),
  ];
  const first = builder.transpose(builder.reshape(dy, before, rows, after), 1, 0, 2);
  const zeros = builder.zeros([size, before, after], numeric(table));
  const summed = scatterAdd(builder, zeros, { at, updates: first });
  return [builder.reshape(builder.transpose(summed, 1, 0, 2), ...table.shape)];
};

function zerosLike(builder: GraphBuilder, value: Value): Value {
  return builder.zeros(value.shape, numeric(value));
}

/**
 * ONNX Runtime's ScatterND(add) shares its rows among threads without a lock once it has this many elements, and
 * loses updates when two threads meet the same index. Below it, one thread does all.
 */
const serialElements = 196_608;

interface Updates {
  /** `[rows, depth]`: where each row goes. */
  readonly at: Value;
  /** `[rows, …]` */
  readonly updates: Value;
}

/** Adds rows into zeros, in chunks small enough for ScatterND to stay on one thread. */
function scatterAdd(builder: GraphBuilder, zeros: Value, { at, updates }: Updates): Value {
  const rows = sizeOf(at.shape[0]);
  const width = elementCount(updates.shape.slice(1));
  const most = Math.max(1, Math.floor((serialElements - 1) / width));
  const sizes = Array.from({ length: Math.ceil(rows / most) }, (_, index) =>
    Math.min(most, rows - index * most),
  );
  const indices = sizes.length === 1 ? [at] : builder.split(at, 0, sizes);
  const parts = sizes.length === 1 ? [updates] : builder.split(updates, 0, sizes);
  return parts.reduce<Value>(
    (total, part, index) => builder.emit('ScatterND', [total, indices[index], part], { reduction: 'add' }),
    zeros,
  );
}

/**
 * y[i][j] = x[ids[i][j]][j] (for axis 0): dx is dy added at the same places. ScatterElements works on one thread
 * whatever its size, so it loses nothing where places repeat.
 */
export const gatherElements: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder } = step;
  const axis = intAttribute(step, 'axis', 0);
  const places = [zerosLike(builder, x[0]!), x[1], dy];
  return [builder.emit('ScatterElements', places, { axis, reduction: 'add' })];
};

/** y[i] = x[ids[i]] with indices over several axes: dx is dy added at the same places. */
export const gatherND: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder } = step;
  const [data, indices] = [x[0]!, x[1]!];
  const batch = intAttribute(step, 'batch_dims', 0);
  const whole = batch === 0 ? indices : withBatch(builder, indices, batch);
  const depth = sizeOf(whole.shape.at(-1));
  const rows = elementCount(whole.shape.slice(0, -1));
  const updates = builder.reshape(dy, rows, ...data.shape.slice(depth));
  const at = builder.reshape(whole, rows, depth);
  return [scatterAdd(builder, zerosLike(builder, data), { at, updates })];
};

/** Indices with their place in the batch in front, so that they no longer need batch axes. */
function withBatch(builder: GraphBuilder, indices: Value, batch: number): Value {
  const sizes = indices.shape.slice(0, -1).map(sizeOf);
  const count = elementCount(sizes);
  const strides = sizes.map((_, axis) => elementCount(sizes.slice(axis + 1)));
  const places = Array.from({ length: count }, (_, row) =>
    sizes.slice(0, batch).map((size, axis) => Math.floor(row / (strides[axis] ?? 1)) % size),
  );
  const coordinates = builder.constant(tensorOf('int64', [...sizes, batch], places.flat()));
  return builder.concat([coordinates, indices], -1);
}

/** What the gradients of the two scatters share: where `updates` were written, and with which reduction. */
function scattered(
  write: (step: Backward, dy: Value, updates: Value) => Value,
  read: (step: Backward, dy: Value) => Value,
): GradientRule {
  return (step) => {
    const { dy, x } = single(step);
    const { builder, wanted } = step;
    const reduction = stringAttribute(step, 'reduction') ?? 'none';
    if (reduction !== 'none' && reduction !== 'add')
      fail(step, `with the reduction "${reduction}" the gradient depends on the order of the updates`);
    const kept = () => (reduction === 'add' ? dy : write(step, dy, zerosLike(builder, x[2]!)));
    return [wanted(0) ? kept() : undefined, undefined, wanted(2) ? read(step, dy) : undefined];
  };
}

/** y = x with updates written or added at places: dx = dy, zero where written over; dupdates = dy at the places. */
export const scatterElements = scattered(
  ({ builder, inputs, ...step }, dy, zeros) =>
    builder.emit('ScatterElements', [dy, inputs[1], zeros], { axis: intAttribute(step, 'axis', 0) }),
  ({ builder, inputs, ...step }, dy) =>
    builder.emit('GatherElements', [dy, inputs[1]], { axis: intAttribute(step, 'axis', 0) }),
);

/** As `scatterElements`, with whole slices. */
export const scatterND = scattered(
  ({ builder, inputs }, dy, zeros) => builder.emit('ScatterND', [dy, inputs[1], zeros]),
  ({ builder, inputs }, dy) => builder.emit('GatherND', [dy, inputs[1]]),
);

/** values = the k largest: dx = dvalues where they stood, else 0. Each place is chosen once. */
export const topK: GradientRule = (step) => {
  const { builder, inputs, outputs, upstream } = step;
  const data = requireValue(step, inputs[0]);
  const dy = upstream[0];
  if (!dy) return [];
  const axis = intAttribute(step, 'axis', -1);
  return [builder.emit('ScatterElements', [zerosLike(builder, data), outputs[1], dy], { axis })];
};

/** y = on where the class is, else off: d[off, on] are the sums of dy there. */
export const oneHot: GradientRule = (step) => {
  const { y, dy, x } = single(step);
  const { builder, wanted } = step;
  if (!wanted(2)) return [];
  const values = x[2]!;
  const attributes = { axis: intAttribute(step, 'axis', -1) };
  const bits = builder.constant(tensorOf(numeric(y), [2], [0, 1]));
  const on = builder.mul(dy, builder.emit('OneHot', [x[0], x[1], bits], attributes));
  const [all, chosen] = [dy, on].map((value) => builder.reshape(unbroadcast(builder, value, []), 1));
  return [
    undefined,
    undefined,
    builder.reshape(builder.concat([builder.sub(all!, chosen!), chosen!], 0), ...values.shape),
  ];
};

const openSize = 'how many elements it gives depends on values, and training steps have fixed shapes';

export const indexingGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherND,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  Compress: notDifferentiable(openSize),
  OneHot: oneHot,
  TopK: topK,
  NonZero: integral,
  Unique: notDifferentiable(openSize),
};
