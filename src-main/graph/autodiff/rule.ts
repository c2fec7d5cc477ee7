/** @file What a gradient rule is: the reverse-mode derivative of one operator, written with the graph builder. */
import type { GraphBuilder, Value } from '../builder.ts';
import {
  GraphError,
  elementCount,
  isNumeric,
  sizeOf,
  tensorOf,
  type Attributes,
  type NumericType,
  type Shape,
} from '../ir.ts';
import type { Op } from '../ops/index.ts';

/** One operation as the tape recorded it. */
export interface TapeEntry {
  readonly op: Op;
  readonly name: string;
  readonly attributes: Attributes;
  readonly inputs: readonly (Value | undefined)[];
  readonly outputs: readonly Value[];
  /** Values that the operator's training form kept for its backward pass. */
  readonly residuals: readonly Value[];
  /** The gradient of what was built with one of its own, in place of the operator's. */
  readonly rule?: GradientRule;
}

export interface Backward extends TapeEntry {
  readonly builder: GraphBuilder;
  /** Gradient of the loss with respect to each output; `undefined` where the loss does not depend on it. */
  readonly upstream: readonly (Value | undefined)[];
  /** Whether anything asks for the gradient of this input. */
  readonly wanted: (input: number) => boolean;
}

/** Gradients with respect to the inputs, in their order; `undefined` for those that have none. */
export type GradientRule = (step: Backward) => readonly (Value | undefined)[];

/** Outputs of an operator's training form and what its backward pass will need. */
export interface TrainingForm {
  readonly outputs: readonly Value[];
  readonly residuals: readonly Value[];
}

export type TrainingForward = (
  builder: GraphBuilder,
  call: Pick<TapeEntry, 'op' | 'name' | 'attributes' | 'inputs'>,
) => TrainingForm;

/** An operator whose training form differs from the one that inference runs (the recurrent ones). */
export interface TrainableForm {
  readonly forward: TrainingForward;
  readonly backward: GradientRule;
}

export interface NotDifferentiable {
  readonly reason: string;
  /** The derivative exists and is zero: nothing flows back, and that is no fault. */
  readonly zero?: true;
}

export type Differentiable = GradientRule | TrainableForm | NotDifferentiable;

/** The row of an operator that has no gradient, saying why. */
export function notDifferentiable(reason: string): NotDifferentiable {
  return { reason };
}

/** The row of an operator through which nothing flows back because its derivative is zero, saying why. */
export function zeroGradient(reason: string): NotDifferentiable {
  return { reason, zero: true };
}

/** For operators whose output does not move when their input moves a little. */
export const piecewiseConstant = zeroGradient('its derivative is zero wherever it exists');
/** For operators that read nothing of their input but its shape. */
export const shapeOnly = zeroGradient('it depends on a shape only');
/** For operators on whole numbers or text. */
export const integral = notDifferentiable('it works on integers or text');

export function requireValue(entry: Pick<TapeEntry, 'op' | 'name'>, value: Value | undefined): Value {
  return value ?? fail(entry, 'a required value is missing');
}

export function fail(entry: Pick<TapeEntry, 'op' | 'name'>, message: string): never {
  throw new GraphError(message, entry);
}

/** Output, upstream gradient and inputs of an operator with one output; an input left out is `undefined`. */
export function single(step: Backward): {
  readonly y: Value;
  readonly dy: Value;
  readonly x: TapeEntry['inputs'];
} {
  return {
    y: requireValue(step, step.outputs[0]),
    dy: requireValue(step, step.upstream[0]),
    x: step.inputs,
  };
}

/** The element type of a value, for constants that are computed with it. Throws GraphError on types without numbers. */
export function numeric({ name, elementType }: Pick<Value, 'name' | 'elementType'>): NumericType {
  if (isNumeric(elementType)) return elementType;
  throw new GraphError(`"${name}" is ${elementType}, which has no constants here`);
}

/** A number in the element type of a value. */
export function constantLike(builder: GraphBuilder, like: Value, value: number): Value {
  return builder.scalar(value, numeric(like));
}

export function isFloating({ elementType }: Pick<Value, 'elementType'>): boolean {
  return elementType.startsWith('float') || elementType === 'bfloat16';
}

/** The sign of each number. Sign itself does not run on every provider, and this is as fast. */
export function signOf(builder: GraphBuilder, x: Value): Value {
  const steep = builder.mul(x, constantLike(builder, x, 3e38));
  return builder.emit('Clip', [steep, constantLike(builder, x, -1), constantLike(builder, x, 1)]);
}

/** A constant integer input as numbers; `undefined` where it is left out. */
export function constantIntegers(step: Backward, input: number): readonly number[] | undefined {
  const value = step.inputs[input];
  const data = step.builder.constantOf(value)?.data;
  if (data instanceof BigInt64Array || data instanceof Int32Array) return Array.from(data, Number);
  const known = step.builder.knownOf(value)?.values;
  return known?.every((one) => typeof one === 'number') ? known : undefined;
}

/** The adjoint of broadcasting: sums a gradient over the axes along which the value was repeated. */
export function unbroadcast(builder: GraphBuilder, gradient: Value, shape: Shape): Value {
  const extra = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((size, axis) =>
    axis < extra || (shape[axis - extra] === 1 && size !== 1) ? [axis] : [],
  );
  if (axes.length === 0) return gradient;
  const leading = axes.every((axis, index) => axis === index);
  const total = leading ? columnSum(builder, gradient, axes.length) : builder.sum(gradient, axes);
  return builder.reshape(total, ...shape.map(sizeOf));
}

/** The sum over the first `count` axes. A product with ones is twice as fast as ReduceSum. */
function columnSum(builder: GraphBuilder, value: Value, count: number): Value {
  const rows = elementCount(value.shape.slice(0, count));
  if (rows === 1) return value;
  const matrix = builder.reshape(value, rows, elementCount(value.shape.slice(count)));
  const ones = tensorOf(numeric(value), [rows], new Array<number>(rows).fill(1));
  return builder.emit('MatMul', [builder.constant(ones), matrix]);
}
