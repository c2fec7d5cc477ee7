/** @file Shape rules of reductions and of what works along an axis. */
import { intAttribute } from '../ops/index.ts';
import type { Shape } from '../ir.ts';
import type { reduction as signatures } from '../ops/reduction.ts';
import { axesOf, axisOf, fail, floats, typeOf, wholes, type ShapeRule } from './call.ts';

/** Axes come as a constant second input, or as the attribute of older operator sets; none means all. */
export const reduction: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  const given = axesOf(call, 1, shape.length) ?? [];
  if (given.length === 0 && intAttribute(call.node, 'noop_with_empty_axes', 0))
    return [{ elementType, shape }];
  const axes = new Set(given.length > 0 ? given : shape.keys());
  return [{ elementType, shape: reduced(shape, axes, intAttribute(call.node, 'keepdims', 1)) }];
};

export const argMax: ShapeRule = (call) => {
  const { shape } = typeOf(call, 0);
  const axis = axisOf(call, intAttribute(call.node, 'axis', 0), shape.length);
  return [
    { elementType: 'int64', shape: reduced(shape, new Set([axis]), intAttribute(call.node, 'keepdims', 1)) },
  ];
};

function reduced(shape: Shape, axes: ReadonlySet<number>, keep: number): Shape {
  return keep
    ? shape.map((dimension, axis) => (axes.has(axis) ? 1 : dimension))
    : shape.filter((_, axis) => !axes.has(axis));
}

/** The output has the input's type; the attribute `axis` must be one of its axes. */
export const alongAxis: ShapeRule = (call) => {
  const type = typeOf(call, 0, ...floats);
  axisOf(call, intAttribute(call.node, 'axis', -1), type.shape.length);
  return [type];
};

/** The axis is a single number. */
export const cumSum: ShapeRule = (call) => {
  const type = typeOf(call, 0, ...floats, ...wholes);
  const { shape } = typeOf(call, 1, 'int32', 'int64');
  if (shape.length > 1 || (shape.length === 1 && typeof shape[0] === 'number' && shape[0] !== 1))
    fail(call, 'the axis must be a single number');
  return [type];
};

export const reductionShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ReduceMin: reduction,
  ReduceProd: reduction,
  ReduceL1: reduction,
  ReduceL2: reduction,
  ReduceLogSum: reduction,
  ReduceLogSumExp: reduction,
  ReduceSumSquare: reduction,
  ArgMax: argMax,
  ArgMin: argMax,
  CumSum: cumSum,
  Softmax: alongAxis,
  LogSoftmax: alongAxis,
  Hardmax: alongAxis,
};
