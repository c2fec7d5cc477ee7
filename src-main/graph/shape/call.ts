/** @file What a shape rule sees of a node, and the small checks that the rules share. */
import {
  GraphError,
  type Attributes,
  type Dimension,
  type ElementType,
  type Shape,
  type Tensor,
  type TensorType,
} from '../ir.ts';

export interface Call {
  readonly node: { readonly name: string; readonly op: string; readonly attributes: Attributes };
  readonly inputs: readonly (TensorType | undefined)[];
  /** The value of an input that is a constant of the graph. */
  readonly constant: (input: number) => Tensor | undefined;
  /** How many outputs the node names. */
  readonly outputs: number;
}

/** Types of a node's outputs. Throws GraphError, naming the node, where the inputs do not fit the operator. */
export type ShapeRule = (call: Call) => readonly TensorType[];

export function fail(call: Call, message: string): never {
  throw new GraphError(message, call.node);
}

/** The type of a required input, of one of the given element types where any are given. */
export function typeOf(call: Call, input: number, ...allowed: readonly ElementType[]): TensorType {
  const type = call.inputs[input] ?? fail(call, `input ${input} is missing`);
  if (allowed.length > 0 && !allowed.includes(type.elementType))
    fail(call, `input ${input} is ${type.elementType}, not ${allowed.join(' or ')}`);
  return type;
}

/** An axis counted from the front. */
export function axisOf(call: Call, axis: number, rank: number): number {
  const counted = axis < 0 ? axis + rank : axis;
  return counted >= 0 && counted < rank
    ? counted
    : fail(call, `axis ${axis} is outside a tensor of rank ${rank}`);
}

export function rankOf(call: Call, input: number, rank: number): Shape {
  const { shape } = typeOf(call, input);
  return shape.length === rank ? shape : fail(call, `input ${input} has rank ${shape.length}, not ${rank}`);
}

/** A constant integer input as numbers; `undefined` when it is computed by the graph. */
export function integers(call: Call, input: number): readonly number[] | undefined {
  const data = call.constant(input)?.data;
  return data instanceof BigInt64Array || data instanceof Int32Array ? Array.from(data, Number) : undefined;
}

/** NumPy's broadcasting of two shapes (ONNX, "Broadcasting in ONNX"). */
export function broadcast(call: Call, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, index) => {
    const left = a[index - rank + a.length] ?? 1;
    const right = b[index - rank + b.length] ?? 1;
    if (left === 1) return right;
    if (right === 1 || left === right) return left;
    if (typeof left === 'number' && typeof right === 'number')
      fail(call, `the shapes [${a.join(',')}] and [${b.join(',')}] do not broadcast`);
    return typeof left === 'number' ? left : right;
  });
}

/** The sum of dimensions: unknown as soon as one of them is. */
export function sum(dimensions: readonly Dimension[]): Dimension {
  return dimensions.every((dimension) => typeof dimension === 'number')
    ? dimensions.reduce<number>((total, dimension) => total + dimension, 0)
    : '';
}
