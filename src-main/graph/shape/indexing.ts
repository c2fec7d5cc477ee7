/** @file Shape rules of operators that read or write at places given by values. */
import { compatible } from '../ir.ts';
import { intAttribute, stringAttribute } from '../ops/index.ts';
import type { indexing as signatures } from '../ops/indexing.ts';
import { axisOf, dimensions, expectSame, fail, rankOf, typeOf, type Call, type ShapeRule } from './call.ts';

export const gather: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const indices = typeOf(call, 1, 'int32', 'int64');
  const axis = axisOf(call, intAttribute(call.node, 'axis', 0), shape.length);
  return [{ elementType, shape: [...shape.slice(0, axis), ...indices.shape, ...shape.slice(axis + 1)] }];
};

/** The result has the shape of the indices, which have the data's rank. */
export const gatherElements: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const indices = typeOf(call, 1, 'int32', 'int64');
  axisOf(call, intAttribute(call.node, 'axis', 0), shape.length);
  if (indices.shape.length !== shape.length) fail(call, 'data and indices must have the same rank');
  return [{ elementType, shape: indices.shape }];
};

/** The last axis of the indices names as many axes of the data, after those of the batch. */
export const gatherND: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const indices = typeOf(call, 1, 'int64').shape;
  const batch = intAttribute(call.node, 'batch_dims', 0);
  const depth = indices.at(-1);
  if (typeof depth !== 'number') fail(call, 'the last axis of the indices must be known');
  if (batch >= Math.min(shape.length, indices.length) || batch + depth > shape.length)
    fail(call, `${batch} batch axes and ${depth} indices are too many for rank ${shape.length}`);
  for (let axis = 0; axis < batch; axis++) expectSame(call, shape[axis] ?? '', indices[axis] ?? '');
  return [{ elementType, shape: [...indices.slice(0, -1), ...shape.slice(batch + depth)] }];
};

function checkReduction(call: Call): void {
  const reduction = stringAttribute(call.node, 'reduction') ?? 'none';
  if (!['none', 'add', 'mul', 'max', 'min'].includes(reduction)) fail(call, `no reduction "${reduction}"`);
}

/** Indices and updates have one shape, of the data's rank. */
export const scatterElements: ShapeRule = (call) => {
  const data = typeOf(call, 0);
  const { shape } = typeOf(call, 1, 'int32', 'int64');
  const updates = typeOf(call, 2, data.elementType).shape;
  axisOf(call, intAttribute(call.node, 'axis', 0), data.shape.length);
  checkReduction(call);
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
  checkReduction(call);
  if (typeof depth !== 'number') fail(call, 'the last axis of the indices must be known');
  const expected = [...indices.slice(0, -1), ...data.shape.slice(depth)];
  if (
    expected.length !== updates.length ||
    expected.some((size, axis) => !compatible(size, updates[axis] ?? ''))
  )
    fail(call, `updates are [${updates.join(',')}], not [${expected.join(',')}]`);
  return [data];
};

/** As many elements along the axis as the condition holds true ones; without an axis the data is flattened. */
export const compress: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  typeOf(call, 1, 'bool');
  rankOf(call, 1, 1);
  if (!call.node.attributes['axis']) return [{ elementType, shape: [''] }];
  const axis = axisOf(call, intAttribute(call.node, 'axis', 0), shape.length);
  return [{ elementType, shape: shape.with(axis, '') }];
};

/** A new axis as long as the depth says. */
export const oneHot: ShapeRule = (call) => {
  const { shape } = typeOf(call, 0);
  const { elementType } = typeOf(call, 2);
  const axis = axisOf(call, intAttribute(call.node, 'axis', -1), shape.length + 1);
  const depth = dimensions(call, 1)?.[0] ?? '';
  return [{ elementType, shape: shape.toSpliced(axis, 0, depth) }];
};

/** The k largest or smallest along an axis, and where they are. */
export const topK: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const axis = axisOf(call, intAttribute(call.node, 'axis', -1), shape.length);
  typeOf(call, 1, 'int64');
  const count = dimensions(call, 1)?.[0] ?? '';
  const size = shape[axis];
  if (typeof count === 'number' && typeof size === 'number' && count > size)
    fail(call, `there are no ${count} elements along axis ${axis}`);
  const result = shape.with(axis, count);
  return [
    { elementType, shape: result },
    { elementType: 'int64', shape: result },
  ];
};

/** `[rank, count]`: the index of each element that is not zero, a row for each axis. */
export const nonZero: ShapeRule = (call) => [
  { elementType: 'int64', shape: [typeOf(call, 0).shape.length, ''] },
];

/** Each value once, where it first stood, which of them each element is, and how often it stands there. */
export const unique: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const along = call.node.attributes['axis']
    ? shape.with(axisOf(call, intAttribute(call.node, 'axis', 0), shape.length), '')
    : [''];
  const counts = { elementType: 'int64', shape: [''] } as const;
  return [{ elementType, shape: along }, counts, counts, counts].slice(0, call.outputs);
};

export const indexingShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherND,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  Compress: compress,
  OneHot: oneHot,
  TopK: topK,
  NonZero: nonZero,
  Unique: unique,
};
