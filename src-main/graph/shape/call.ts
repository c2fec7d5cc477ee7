/** @file What a shape rule sees of a node, and the small checks that the rules share. */
import {
  GraphError,
  mostAxes,
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
  /** The value of an integer input that is known though the graph computes it, as far as it is known. */
  readonly known?: (input: number) => Known | undefined;
  /** Types of what the bodies of a node with subgraphs give, by the attribute's name. */
  readonly bodies?: ReadonlyMap<string, readonly TensorType[]>;
  /** How many outputs the node names. */
  readonly outputs: number;
}

/** A small integer tensor of at most one axis; a size that has only a name stands under its name. */
export interface Known {
  readonly shape: readonly number[];
  readonly values: readonly Dimension[];
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

export const floats = ['float32', 'float64', 'float16', 'bfloat16'] as const;
export const wholes = ['int32', 'int64', 'int8', 'int16', 'uint8', 'uint16', 'uint32', 'uint64'] as const;

/** An integer input as numbers, where it is known before the graph runs and every one of them is a number. */
export function integers(call: Call, input: number): readonly number[] | undefined {
  const known = dimensions(call, input);
  return known?.every((value) => typeof value === 'number') ? known : undefined;
}

/** An integer input whose values are known before the graph runs, sizes with a name among them. */
export function dimensions(call: Call, input: number): readonly Dimension[] | undefined {
  const known = call.known?.(input);
  if (known) return known.values;
  const data = call.constant(input)?.data;
  return data instanceof BigInt64Array || data instanceof Int32Array ? Array.from(data, Number) : undefined;
}

/** How many axes a one-dimensional input speaks of, where that is known. */
export function lengthOf(call: Call, input: number): number | undefined {
  const length = rankOf(call, input, 1)[0];
  if (typeof length !== 'number') return undefined;
  return length <= mostAxes ? length : fail(call, `input ${input} speaks of ${length} axes`);
}

/** Axes from a constant input or, in older operator sets, the attribute `axes`; `undefined` where neither is given. */
export function axesOf(call: Call, input: number, rank: number): readonly number[] | undefined {
  const attribute = call.node.attributes['axes'];
  const given = attribute?.kind === 'ints' ? attribute.value.map(Number) : integers(call, input);
  if (call.inputs[input] && !given) fail(call, 'the axes must be a constant');
  return given?.map((axis) => axisOf(call, axis, rank));
}

/** Fails unless two sizes can be equal. */
export function expectSame(call: Call, a: Dimension, b: Dimension): void {
  if (typeof a === 'number' && typeof b === 'number' && a !== b) fail(call, `the sizes ${a} and ${b} differ`);
}

/** The product of dimensions: a symbol stays when everything else is 1. */
export function product(dimensions: readonly Dimension[]): Dimension {
  const symbols = dimensions.filter((dimension) => typeof dimension === 'string');
  const rest = dimensions.reduce<number>(
    (total, dimension) => (typeof dimension === 'number' ? total * dimension : total),
    1,
  );
  if (rest === 0 || symbols.length === 0) return rest;
  return rest === 1 && symbols.length === 1 ? (symbols[0] ?? '') : '';
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
