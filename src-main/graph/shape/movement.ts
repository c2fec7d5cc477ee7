/** @file Shape rules of operators that move elements. */
import { compatible, elementCount, type Dimension, type Shape } from '../ir.ts';
import { intAttribute, intsAttribute, stringAttribute } from '../ops/index.ts';
import type { movement as signatures } from '../ops/movement.ts';
import {
  axesOf,
  axisOf,
  broadcast,
  dimensions,
  expectSame,
  fail,
  integers,
  lengthOf,
  product,
  rankOf,
  sum,
  typeOf,
  type Call,
  type ShapeRule,
} from './call.ts';

/** The target may hold one -1 (the rest) and, unless `allowzero` says otherwise, zeros (copied from the input). */
export const reshape: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const target = dimensions(call, 1) ?? unknownSizes(call, 1);
  const copies = !intAttribute(call.node, 'allowzero', 0);
  const copied = target.map((size, axis) =>
    size === 0 && copies ? (shape[axis] ?? fail(call, `no axis ${axis}`)) : size,
  );
  const rest = copied.indexOf(-1);
  if (rest !== copied.lastIndexOf(-1)) fail(call, `[${target.join(',')}] leaves two sizes open`);
  const known = copied.filter((_, axis) => axis !== rest);
  const result = rest < 0 ? copied : copied.with(rest, remainder(call, shape, known));
  if (isKnown(shape) && isKnown(result) && elementCount(shape) !== elementCount(result))
    fail(call, `[${shape.join(',')}] cannot become [${target.join(',')}]`);
  return [{ elementType, shape: result }];
};

/** As many unknown sizes as a target shape has, whose values are not known. */
function unknownSizes(call: Call, input: number): Shape {
  const rank =
    lengthOf(call, input) ?? fail(call, 'the rank of the result is not known before the graph runs');
  return Array.from({ length: rank }, () => '');
}

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
  const given = intsAttribute(call.node, 'split') ?? integers(call, 1);
  const sizes = given ?? (call.inputs[1] ? unknownSizes(call, 1) : equalParts(call, shape[axis]));
  const total = shape[axis];
  if (sizes.length !== call.outputs) fail(call, `${sizes.length} parts for ${call.outputs} outputs`);
  if (typeof total === 'number' && !compatible(sum(sizes), total))
    fail(call, `the parts do not add up to ${total}`);
  return sizes.map((size) => ({ elementType, shape: shape.with(axis, size) }));
};

function equalParts(call: Call, size: Dimension | undefined): readonly number[] {
  if (typeof size !== 'number') fail(call, 'an unknown size cannot be split into equal parts');
  const part = Math.ceil(size / call.outputs);
  return Array.from({ length: call.outputs }, (_, index) => Math.max(0, Math.min(part, size - part * index)));
}

/** `[a, …, b] -> [product before the axis, product from it on]`. */
export const flatten: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const given = intAttribute(call.node, 'axis', 1);
  const axis = given < 0 ? given + shape.length : given;
  if (axis < 0 || axis > shape.length)
    fail(call, `axis ${given} is outside a tensor of rank ${shape.length}`);
  return [{ elementType, shape: [product(shape.slice(0, axis)), product(shape.slice(axis))] }];
};

/** Takes axes of size 1 away: the given ones, or all. */
export const squeeze: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const axes = new Set(
    axesOf(call, 1, shape.length) ?? [...shape.keys()].filter((axis) => shape[axis] === 1),
  );
  for (const axis of axes) expectSame(call, shape[axis] ?? '', 1);
  return [{ elementType, shape: shape.filter((_, axis) => !axes.has(axis)) }];
};

/** Puts axes of size 1 at the given places of the result. */
export const unsqueeze: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const count = call.inputs[1] ? lengthOf(call, 1) : intsAttribute(call.node, 'axes')?.length;
  const rank = shape.length + (count ?? fail(call, 'the number of new axes is not known'));
  const axes = new Set(axesOf(call, 1, rank) ?? fail(call, 'the axes are missing'));
  if (axes.size !== count) fail(call, 'an axis is named twice');
  const left = [...shape];
  const result = Array.from({ length: rank }, (_, axis) => (axes.has(axis) ? 1 : (left.shift() ?? '')));
  return [{ elementType, shape: result }];
};

/** Broadcasting both ways: the result may be larger than the asked shape. */
export const expand: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  return [{ elementType, shape: broadcast(call, shape, dimensions(call, 1) ?? unknownSizes(call, 1)) }];
};

export const tile: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const repeats = dimensions(call, 1) ?? unknownSizes(call, 1);
  if (repeats.length !== shape.length) fail(call, `${repeats.length} repeats for ${shape.length} axes`);
  return [{ elementType, shape: shape.map((size, axis) => product([size, repeats[axis] ?? ''])) }];
};

/** Steps may be negative; an axis whose bounds are not known gets an unknown size. */
export const slice: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const count = lengthOf(call, 1);
  const axes = integers(call, 3) ?? (call.inputs[3] ? undefined : [...shape.keys()].slice(0, count));
  if (!axes) return [{ elementType, shape: shape.map(() => '') }];
  const [starts, ends, steps] = [1, 2, 4].map((input) => (call.inputs[input] ? dimensions(call, input) : []));
  const result = [...shape];
  for (const [index, axis] of axes.entries()) {
    const at = axisOf(call, axis, shape.length);
    const step = call.inputs[4] ? steps?.[index] : 1;
    if (step === 0) fail(call, 'a step of 0 leads nowhere');
    result[at] = slicedSize(shape[at] ?? '', [starts?.[index], ends?.[index], step]);
  }
  return [{ elementType, shape: result }];
};

function slicedSize(
  size: Dimension,
  [start, end, step]: readonly [Dimension | undefined, Dimension | undefined, Dimension | undefined],
): Dimension {
  if (start === 0 && step === 1 && typeof end === 'number' && end >= 2 ** 31 - 1) return size;
  if ([size, start, end, step].some((value) => typeof value !== 'number')) return '';
  return sliceRange(Number(size), [Number(start), Number(end), Number(step)]).count;
}

/** Where a slice begins, and how many elements it takes (ONNX, Slice: bounds are clamped to the axis). */
export function sliceRange(
  size: number,
  [start, end, step]: readonly [start: number, end: number, step: number],
): { readonly first: number; readonly count: number } {
  const from = (position: number) => (position < 0 ? position + size : position);
  const last = step > 0 ? size : size - 1;
  const first = Math.min(last, Math.max(0, from(start)));
  const stop = Math.min(last, Math.max(step > 0 ? 0 : -1, from(end)));
  return { first, count: Math.max(0, Math.ceil((stop - first) / step)) };
}

/** Pads for the given axes, or for all: those in front, then those behind; negative ones cut. */
export const pad: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const axes = axesOf(call, 3, shape.length) ?? [...shape.keys()];
  const pads = dimensions(call, 1) ?? unknownSizes(call, 1);
  if (pads.length !== 2 * axes.length) fail(call, `${pads.length} pads for ${axes.length} axes`);
  const result = [...shape];
  for (const [index, axis] of axes.entries())
    result[axis] = sum([shape[axis] ?? '', pads[index] ?? '', pads[index + axes.length] ?? '']);
  return [{ elementType, shape: result }];
};

export const trilu: ShapeRule = (call) => {
  const type = typeOf(call, 0);
  if (type.shape.length < 2) fail(call, 'a triangle needs at least two axes');
  if (call.inputs[1] && typeOf(call, 1, 'int64').shape.length > 1) fail(call, 'k must be a single number');
  return [type];
};

/** `[batch, channels b², height, width] -> [batch, channels, height b, width b]`. */
export const depthToSpace: ShapeRule = (call) => {
  const { elementType } = typeOf(call, 0);
  const [batch = '', channels = '', height = '', width = ''] = rankOf(call, 0, 4);
  const block = blockOf(call);
  const mode = stringAttribute(call.node, 'mode') ?? 'DCR';
  if (mode !== 'DCR' && mode !== 'CRD') fail(call, `the mode "${mode}" is neither DCR nor CRD`);
  const depth = divided(call, channels, block * block);
  return [{ elementType, shape: [batch, depth, product([height, block]), product([width, block])] }];
};

/** `[batch, channels, height, width] -> [batch, channels b², height / b, width / b]`. */
export const spaceToDepth: ShapeRule = (call) => {
  const { elementType } = typeOf(call, 0);
  const [batch = '', channels = '', height = '', width = ''] = rankOf(call, 0, 4);
  const block = blockOf(call);
  const space = [height, width].map((size) => divided(call, size, block));
  return [{ elementType, shape: [batch, product([channels, block * block]), ...space] }];
};

function blockOf(call: Call): number {
  const block = intAttribute(call.node, 'blocksize', 0);
  return block > 0 && block < 2 ** 15 ? block : fail(call, `a block of ${block} cannot be`);
}

function divided(call: Call, size: Dimension, divisor: number): Dimension {
  if (typeof size !== 'number') return '';
  return size % divisor === 0 ? size / divisor : fail(call, `${size} does not divide by ${divisor}`);
}

export const reverseSequence: ShapeRule = (call) => {
  const type = typeOf(call, 0);
  if (type.shape.length < 2) fail(call, 'a batch of sequences needs at least two axes');
  const axes = ['time_axis', 'batch_axis'].map((name, index) => intAttribute(call.node, name, index));
  if (axes.toSorted().join() !== '0,1') fail(call, 'batch and time must be the first two axes');
  typeOf(call, 1, 'int64');
  expectSame(call, rankOf(call, 1, 1)[0] ?? '', type.shape[axes[1] ?? 0] ?? '');
  return [type];
};

export const movementShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Expand: expand,
  Tile: tile,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Trilu: trilu,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
  ReverseSequence: reverseSequence,
};
