/** @file Shape rules of reductions and of what works along an axis. */
import { intAttribute } from '../ops/index.ts';
import type { Shape } from '../ir.ts';
import type { reduction as signatures } from '../ops/reduction.ts';
import { axisOf, fail, integers, typeOf, type ShapeRule } from './call.ts';
import { sameAsInput } from './elementwise.ts';

/** Axes come as a constant second input; none means all. */
export const reduction: ShapeRule = (call) => {
  const { elementType, shape } = typeOf(call, 0);
  if (call.inputs[1] && !integers(call, 1)) fail(call, 'the axes must be a constant');
  const given = integers(call, 1) ?? [];
  if (given.length === 0 && intAttribute(call.node, 'noop_with_empty_axes', 0))
    return [{ elementType, shape }];
  const axes = new Set(
    given.length > 0 ? given.map((axis) => axisOf(call, axis, shape.length)) : shape.keys(),
  );
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
  const type = typeOf(call, 0, 'float32', 'float64');
  axisOf(call, intAttribute(call.node, 'axis', -1), type.shape.length);
  return [type];
};

export const reductionShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  ReduceSum: reduction,
  ReduceMean: reduction,
  ReduceMax: reduction,
  ArgMax: argMax,
  CumSum: sameAsInput,
  Softmax: alongAxis,
  LogSoftmax: alongAxis,
};
