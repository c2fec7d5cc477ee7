/** @file The intermediate representation: a plain, immutable image of an ONNX graph. */

/** Element types by ONNX name; the position in this list is the number in `TensorProto.DataType`. */
export const elementTypes = [
  'undefined',
  'float32',
  'uint8',
  'int8',
  'uint16',
  'int16',
  'int32',
  'int64',
  'string',
  'bool',
  'float16',
  'float64',
  'uint32',
  'uint64',
  'complex64',
  'complex128',
  'bfloat16',
  'float8e4m3fn',
  'float8e4m3fnuz',
  'float8e5m2',
  'float8e5m2fnuz',
  'uint4',
  'int4',
  'float4e2m1',
  'float8e8m0',
  'uint2',
  'int2',
  'float6e2m3',
  'float6e3m2',
] as const;

export type ElementType = (typeof elementTypes)[number];

/** A size, a symbol such as `N` that stands for one size everywhere in a graph, or `''` for an unknown size. */
export type Dimension = number | string;
export type Shape = readonly Dimension[];

export interface TensorType {
  readonly elementType: ElementType;
  readonly shape: Shape;
}

/** Elements in row-major order. Types that JavaScript has no array for stay as their little-endian bytes. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | readonly string[];

/** What travels with a part of a model and changes nothing: words for people, entries for tools. */
export interface Notes {
  readonly doc?: string;
  readonly metadata?: ReadonlyMap<string, string>;
  /** Fields of the file that the compiler does not read (sharding, what later versions add), as protobuf bytes. */
  readonly carried?: Uint8Array;
}

export interface Tensor extends Notes {
  readonly elementType: ElementType;
  readonly shape: readonly number[];
  readonly data: TensorData;
  /** A name of its own, which tensors in attributes may have. */
  readonly name?: string;
}

/** The elements that are not zero: `values [n]` at `indices` `[n]` (row-major positions) or `[n, rank]`. */
export interface SparseTensor extends Notes {
  readonly values: Tensor;
  readonly indices: Tensor;
  readonly shape: readonly number[];
}

/** What a tensor type may say of its meaning (`IMAGE`) and of its axes (`DATA_BATCH`). */
export interface Denoted {
  readonly denotation?: string;
  readonly axes?: readonly string[];
}

/** Any type of ONNX; `shape` is left out where the rank is not stated. */
export type ValueType = Denoted &
  (
    | { readonly kind: 'tensor' | 'sparse'; readonly elementType: ElementType; readonly shape?: Shape }
    | { readonly kind: 'sequence' | 'optional'; readonly element?: ValueType }
    | { readonly kind: 'map'; readonly key: ElementType; readonly element?: ValueType }
    | { readonly kind: 'opaque'; readonly domain: string; readonly name: string }
    | { readonly kind: 'unknown' }
  );

export type Attribute = AttributeValue & { readonly doc?: string; readonly carried?: Uint8Array };

type AttributeValue =
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'int'; readonly value: bigint }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'tensor'; readonly value: Tensor }
  | { readonly kind: 'graph'; readonly value: Graph }
  | { readonly kind: 'floats'; readonly value: readonly number[] }
  | { readonly kind: 'ints'; readonly value: readonly bigint[] }
  | { readonly kind: 'strings'; readonly value: readonly string[] }
  | { readonly kind: 'tensors'; readonly value: readonly Tensor[] }
  | { readonly kind: 'graphs'; readonly value: readonly Graph[] }
  | { readonly kind: 'sparse'; readonly value: SparseTensor }
  | { readonly kind: 'sparses'; readonly value: readonly SparseTensor[] }
  | { readonly kind: 'type'; readonly value: ValueType }
  | { readonly kind: 'types'; readonly value: readonly ValueType[] }
  /** A string that is not UTF-8, which some runtimes' own operators carry. */
  | { readonly kind: 'bytes'; readonly value: Uint8Array }
  /** In the body of a function: the function's attribute of this name, of the given kind. */
  | { readonly kind: 'reference'; readonly value: string; readonly of: AttributeKind };

/** Kinds that a file can declare. */
export type AttributeKind =
  | 'float'
  | 'int'
  | 'string'
  | 'tensor'
  | 'graph'
  | 'floats'
  | 'ints'
  | 'strings'
  | 'tensors'
  | 'graphs'
  | 'sparse'
  | 'sparses'
  | 'type'
  | 'types';

export type Attributes = Readonly<Record<string, Attribute>>;

/**
 * One operation. `op` is the operator's name, with its domain before it where that is not the standard one
 * (`Gemm`, `ai.onnx.ml.LabelEncoder`). An empty input name is an optional input left out.
 */
export interface Node extends Notes {
  readonly name: string;
  readonly op: string;
  /** Stated where `op` alone does not tell it: the operator's own name holds a dot. */
  readonly domain?: string;
  /** Which of several functions of one name is called. */
  readonly overload?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

/** A named value at a graph's border; imported models may leave its type or rank unsaid. */
export interface ValueInfo extends Notes, Denoted {
  readonly name: string;
  readonly elementType: ElementType | undefined;
  readonly shape: Shape | undefined;
  /** The type of a value that is not a tensor. */
  readonly type?: ValueType;
}

/** Nodes stand in topological order and every name is assigned once. */
export interface Graph extends Notes {
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly Node[];
  readonly constants: ReadonlyMap<string, Tensor>;
  /** Types that an imported model states for its inner values. */
  readonly values: readonly ValueInfo[];
  readonly sparse?: ReadonlyMap<string, SparseTensor>;
  /** By tensor: the names of its scale, zero point and so on, by role (`SCALE_TENSOR`). */
  readonly quantization?: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/** An operator that the file defines by other operators. */
export interface FunctionDefinition extends Notes {
  readonly domain: string;
  readonly name: string;
  readonly overload?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attributes that a caller must give, and those that have a default. */
  readonly attributes: readonly string[];
  readonly defaults: Attributes;
  readonly opsets: ReadonlyMap<string, number>;
  readonly nodes: readonly Node[];
  readonly values: readonly ValueInfo[];
}

export interface Model extends Notes {
  readonly graph: Graph;
  readonly irVersion: number;
  /** Version of each operator set by domain; `''` is the standard one. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly producer: { readonly name: string; readonly version: string };
  readonly metadata: ReadonlyMap<string, string>;
  readonly domain?: string;
  readonly version?: bigint;
  readonly functions?: readonly FunctionDefinition[];
}

/** No tensor has more axes than this. */
export const mostAxes = 64;

/** So many graphs may stand inside each other. */
export const deepest = 32;

/** A fault in a graph; the message names the node. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly node: string | undefined;

  constructor(message: string, node?: Pick<Node, 'name' | 'op'>) {
    super(node ? `node "${node.name}" (${node.op}): ${message}` : message);
    this.node = node?.name;
  }
}

/** Number of elements of a fully known shape. Throws GraphError on a symbolic dimension. */
export function elementCount(shape: Shape): number {
  return shape.reduce<number>((product, dimension) => product * sizeOf(dimension), 1);
}

/** A dimension as a number. Throws GraphError when it is symbolic. */
export function sizeOf(dimension: Dimension | undefined): number {
  if (typeof dimension === 'number') return dimension;
  throw new GraphError(`the size "${String(dimension)}" is not known before the graph runs`);
}

/** Element types that `tensorOf` can hold. */
const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  bool: Uint8Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
} as const;

export type NumericType = keyof typeof arrays;

export function isNumeric(elementType: ElementType): elementType is NumericType {
  return Object.hasOwn(arrays, elementType);
}

/** A tensor of numbers in row-major order, converted as a typed array converts them. */
export function tensorOf(
  elementType: NumericType,
  shape: readonly number[],
  data: readonly number[],
): Tensor {
  if (elementType === 'int64') return { elementType, shape, data: BigInt64Array.from(data, BigInt) };
  if (elementType === 'uint64') return { elementType, shape, data: BigUint64Array.from(data, BigInt) };
  return { elementType, shape, data: arrays[elementType].from(data) };
}

export function float32(shape: readonly number[], data: Float32Array | readonly number[]): Tensor {
  return {
    elementType: 'float32',
    shape,
    data: data instanceof Float32Array ? data : Float32Array.from(data),
  };
}

export function int64(shape: readonly number[], data: readonly (number | bigint)[]): Tensor {
  return { elementType: 'int64', shape, data: BigInt64Array.from(data, BigInt) };
}

export function strings(data: readonly string[]): Tensor {
  return { elementType: 'string', shape: [data.length], data };
}

/** `float32[64,N]`, as `print` and error messages show a type. */
export function typeText(type: TensorType | undefined): string {
  if (!type) return '?';
  return `${type.elementType}[${type.shape.map((dimension) => (dimension === '' ? '?' : dimension)).join(',')}]`;
}

/** Whether two dimensions can be the same size: unknown and symbolic ones can be anything. */
export function compatible(a: Dimension, b: Dimension): boolean {
  return a === b || a === '' || b === '';
}
