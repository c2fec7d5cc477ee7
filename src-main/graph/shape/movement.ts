/** @file Shape rules of operators that move elements. */
import { elementCount, type Dimension, type Shape } from '../ir.ts';
import { intAttribute, intsAttribute } from '../ops/index.ts';
import type { movement as signatures } from '../ops/movement.ts';
import { axisOf, fail, integers, sum, typeOf, type Call, type ShapeRule } from './call.ts';

/** The constant target may hold one -1 (the rest) and zeros (copied from the input). */
export const reshape: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const target = integers(call, 1) ?? fail(call, 'the target shape must be a constant');
  const copied = target.map((size, axis) =>
    size === 0 ? (shape[axis] ?? fail(call, `no axis ${axis}`)) : size,
  );
  const rest = copied.indexOf(-1);
  const known = copied.filter((_, axis) => axis !== rest);
  const result = rest < 0 ? copied : copied.with(rest, remainder(call, shape, known));
  if (isKnown(shape) && isKnown(result) && elementCount(shape) !== elementCount(result))
    fail(call, `[${shape.join(',')}] cannot become [${target.join(',')}]`);
  return [{ elementType, shape: result }];
};

/** What -1 stands for: symbols that stand on both sides cancel. */
function remainder(call: Call, shape: Shape, known: Shape): Dimension {
  const kept = [...known];
  const left = shape.filter((dimension) => {
    const twin = typeof dimension === 'string' ? kept.indexOf(dimension) : -1;
    if (twin >= 0) kept.splice(twin, 1);
    return twin < 0;
  });
  if (!isKnown(kept)) return '';
  const divisor = elementCount(kept);
  if (isKnown(left)) {
    const rest = elementCount(left) / divisor;
    return Number.isInteger(rest) ? rest : fail(call, `[${shape.join(',')}] does not divide by ${divisor}`);
  }
  const symbols = left.filter((dimension) => dimension !== 1);
  return divisor === 1 && symbols.length === 1 ? (symbols[0] ?? '') : '';
}

function isKnown(shape: Shape): boolean {
  return shape.every((dimension) => typeof dimension === 'number');
}

export const transpose: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const order = intsAttribute(call.node, 'perm') ?? [...shape.keys()].reverse();
  if (order.length !== shape.length || new Set(order).size !== shape.length)
    fail(call, `perm [${order.join(',')}] does not permute ${shape.length} axes`);
  return [{ elementType, shape: order.map((axis) => shape[axis] ?? fail(call, `perm names axis ${axis}`)) }];
};

export const concat: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const axis = axisOf(call, intAttribute(call.node, 'axis', 0), shape.length);
  const shapes = call.inputs.map((_, input) => typeOf(call, input, elementType).shape);
  for (const other of shapes)
    if (other.length !== shape.length || other.some((size, at) => at !== axis && differ(size, shape[at])))
      fail(call, `[${other.join(',')}] does not join [${shape.join(',')}] along axis ${axis}`);
  return [{ elementType, shape: shape.with(axis, sum(shapes.map((other) => other[axis] ?? ''))) }];
};

function differ(a: Dimension, b: Dimension | undefined): boolean {
  return typeof a === 'number' && typeof b === 'number' && a !== b;
}

export const split: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const axis = axisOf(call, intAttribute(call.node, 'axis', 0), shape.length);
  const sizes = integers(call, 1) ?? equalParts(call, shape[axis]);
  const total = shape[axis];
  if (sizes.length !== call.outputs) fail(call, `${sizes.length} parts for ${call.outputs} outputs`);
  if (typeof total === 'number' && sum(sizes) !== total) fail(call, `the parts do not add up to ${total}`);
  return sizes.map((size) => ({ elementType, shape: shape.with(axis, size) }));
};

function equalParts(call: Call, size: Dimension | undefined): readonly number[] {
  if (typeof size !== 'number') fail(call, 'an unknown size cannot be split into equal parts');
  const part = Math.ceil(size / call.outputs);
  return Array.from({ length: call.outputs }, (_, index) => Math.min(part, size - part * index));
}

/** Starts and ends are constants; positive steps only. */
export const slice: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const starts = integers(call, 1) ?? fail(call, 'starts must be a constant');
  const ends = integers(call, 2) ?? fail(call, 'ends must be a constant');
  const axes = integers(call, 3) ?? starts.map((_, axis) => axis);
  const steps = integers(call, 4) ?? starts.map(() => 1);
  const result = [...shape];
  for (const [index, axis] of axes.entries()) {
    const at = axisOf(call, axis, shape.length);
    const [start = 0, end = 0, step = 1] = [starts[index], ends[index], steps[index]];
    if (step < 1) fail(call, 'only positive steps are supported');
    result[at] = sliced(shape[at], start, end, step);
  }
  return [{ elementType, shape: result }];
};

function sliced(
  size: Dimension | undefined,
  ...[start, end, step]: readonly [number, number, number]
): Dimension {
  if (typeof size !== 'number') return '';
  const clamp = (position: number) => Math.min(size, Math.max(0, position < 0 ? position + size : position));
  return Math.max(0, Math.ceil((clamp(end) - clamp(start)) / step));
}

export const pad: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const pads = integers(call, 1) ?? fail(call, 'the pads must be a constant');
  if (pads.length !== 2 * shape.length) fail(call, `${pads.length} pads for ${shape.length} axes`);
  return [
    {
      elementType,
      shape: shape.map((size, axis) => sum([size, pads[axis] ?? 0, pads[axis + shape.length] ?? 0])),
    },
  ];
};

export const gather: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const indices = typeOf(call, 1, 'int32', 'int64');
  const axis = axisOf(call, intAttribute(call.node, 'axis', 0), shape.length);
  return [{ elementType, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)] }];
};

/** Indices and updates have one shape, of the data's rank. */
export const scatterElements: ShapeRule = (call) => {
  const data = typeOf(call, 0);
  const { shape } = typeOf(call, 1, 'int32', 'int64');
  const updates = typeOf(call, 2, data.elementType).shape;
  axisOf(call, intAttribute(call.node, 'axis', 0), data.shape.length);
  if (shape.length !== data.shape.length || updates.length !== shape.length)
    fail(call, 'data, indices and updates must have the same rank');
  return [data];
};

/** Updates have the shape of the indices without their last axis, then the rest of the data's shape. */
export const scatterND: ShapeRule = (call) => {
  const data = typeOf(call, 0);
  const indices = typeOf(call, 1, 'int64').shape;
  const updates = typeOf(call, 2, data.elementType).shape;
  const depth = indices.at(-1);
  if (typeof depth !== 'number') fail(call, 'the last axis of the indices must be known');
  const expected = [...indices.slice(0, -1), ...data.shape.slice(depth)];
  if (expected.length !== updates.length || expected.some((size, axis) => differ(size, updates[axis])))
    fail(call, `updates are [${updates.join(',')}], not [${expected.join(',')}]`);
  return [data];
};

export const constantOfShape: ShapeRule = (call) => {
  const value = call.node.attributes['value'];
  const shape = integers(call, 0) ?? fail(call, 'the shape must be a constant');
  return [{ elementType: value?.kind === 'tensor' ? value.value.elementType : 'float32', shape }];
};

export const movementShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  Reshape: reshape,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Gather: gather,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  ConstantOfShape: constantOfShape,
};
