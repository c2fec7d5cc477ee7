/** @file Tensors between their protobuf form and the typed arrays of the intermediate representation. */
import { create } from '@bufbuild/protobuf';
import {
  GraphError,
  elementTypes,
  type ElementType,
  type SparseTensor,
  type Tensor,
  type TensorData,
} from '../ir.ts';
import { externalReference, type ReadExternal } from './external.ts';
import { carry, readEntries, readNotes, restore, writeNotes } from './notes.ts';
import {
  SparseTensorProtoSchema,
  TensorProtoSchema,
  TensorProto_DataLocation,
  type SparseTensorProto,
  type TensorProto,
} from './onnx_pb.ts';
import { dimensionOf, elementTypeOf } from './types.ts';

type Bytes = Exclude<TensorData, readonly string[]>;
interface ArrayConstructor {
  new (buffer: ArrayBufferLike, offset?: number, length?: number): Bytes;
  readonly BYTES_PER_ELEMENT: number;
}

/** Typed array by element type; types that are not here stay bytes. */
const arrays: Partial<Record<ElementType, ArrayConstructor>> = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
  float16: Uint16Array,
  bfloat16: Uint16Array,
};

/** Bits of an element where it is not 8 times its array's element size. */
const bits: Partial<Record<ElementType, number>> = {
  complex64: 64,
  complex128: 128,
  uint4: 4,
  int4: 4,
  float4e2m1: 4,
  uint2: 2,
  int2: 2,
  float6e2m3: 6,
  float6e3m2: 6,
};

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** UTF-8 bytes as a string; `undefined` where they are not UTF-8. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

export function requireText(bytes: Uint8Array): string {
  const text = textOf(bytes);
  if (text === undefined) throw new GraphError('a string is not valid UTF-8');
  return text;
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** Bytes of so many elements, packed where several share a byte. */
export function byteLength(elementType: ElementType, count: number): number {
  const width = bits[elementType] ?? 8 * (arrays[elementType]?.BYTES_PER_ELEMENT ?? 1);
  return Math.ceil((count * width) / 8);
}

/**
 * Throws GraphError when the data does not fill the shape. Arrays share the memory of the file's bytes where they
 * stand aligned in it.
 */
export function readTensor(proto: TensorProto, external?: ReadExternal): Tensor {
  const elementType = elementTypeOf(proto.dataType);
  if (proto.segment)
    throw new GraphError(`the tensor "${proto.name}" comes in segments, which no runtime reads`);
  const shape = proto.dims.map(dimensionOf);
  const count = countOf(proto.name, shape);
  const data =
    proto.dataLocation === TensorProto_DataLocation.EXTERNAL
      ? readExternal(proto, { elementType, count, external })
      : readData(proto, elementType);
  const expected = Array.isArray(data) ? count : byteLength(elementType, count);
  const found = Array.isArray(data) ? data.length : (data as Bytes).byteLength;
  if (elementType !== 'undefined' && found !== expected)
    throw new GraphError(
      `the tensor "${proto.name}" ${elementType}[${shape.join(',')}] holds ${found} ${Array.isArray(data) ? 'strings' : 'bytes'}, not ${expected}`,
    );
  const notes = { ...readNotes(proto), ...carry(TensorProtoSchema, proto, {}) };
  return { elementType, shape, data, ...notes };
}

function countOf(name: string, shape: readonly number[]): number {
  if (shape.some((size) => size < 0)) throw new GraphError(`the tensor "${name}" has a negative dimension`);
  const count = shape.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(count))
    throw new GraphError(`the tensor "${name}" [${shape.join(',')}] is larger than any memory`);
  return count;
}

function readExternal(
  { name, externalData }: TensorProto,
  {
    elementType,
    count,
    external,
  }: { elementType: ElementType; count: number; external: ReadExternal | undefined },
): TensorData {
  if (elementType === 'string') throw new GraphError(`the tensor "${name}" keeps strings in another file`);
  const entries = readEntries(externalData);
  const reference = externalReference(name, entries, byteLength(elementType, count));
  if (!external)
    throw new GraphError(
      `the tensor "${name}" lies in another file, "${reference.location}", which did not come along`,
    );
  return viewOf(arrays[elementType] ?? Uint8Array, external(reference));
}

function readData(proto: TensorProto, elementType: ElementType): TensorData {
  if (elementType === 'string') return proto.stringData.map(requireText);
  const Constructor = arrays[elementType] ?? Uint8Array;
  if (proto.rawData.length > 0) return viewOf(Constructor, proto.rawData);
  return typed[elementType]?.(proto) ?? narrow(Constructor, proto.int32Data);
}

/** Bytes as an array: the same memory where it is aligned, else one copy of it. */
function viewOf(Constructor: ArrayConstructor, bytes: Uint8Array): Bytes {
  const size = Constructor.BYTES_PER_ELEMENT;
  if (bytes.length % size !== 0)
    throw new GraphError(`a tensor of ${bytes.length} bytes has part of an element`);
  const { buffer, byteOffset } = bytes.byteOffset % size === 0 ? bytes : new Uint8Array(bytes);
  return new Constructor(buffer, byteOffset, bytes.length / size);
}

/** Types that have a field of their own in the protobuf message; all others come as 32-bit integers. */
const typed: Partial<Record<ElementType, (proto: TensorProto) => Bytes>> = {
  float32: ({ floatData }) => Float32Array.from(floatData),
  float64: ({ doubleData }) => Float64Array.from(doubleData),
  int64: ({ int64Data }) => BigInt64Array.from(int64Data),
  uint64: ({ uint64Data }) => BigUint64Array.from(uint64Data),
  uint32: ({ uint64Data }) => Uint32Array.from(uint64Data, Number),
  complex64: ({ floatData }) => new Uint8Array(Float32Array.from(floatData).buffer),
  complex128: ({ doubleData }) => new Uint8Array(Float64Array.from(doubleData).buffer),
  float6e2m3: ({ int32Data }) => packSixBits(int32Data),
  float6e3m2: ({ int32Data }) => packSixBits(int32Data),
};

/** Small integers and bit patterns, which protobuf carries as 32-bit integers. */
function narrow(Constructor: ArrayConstructor, values: readonly number[]): Bytes {
  const size = Constructor.BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(values.length * size);
  for (const [index, value] of values.entries())
    for (let byte = 0; byte < size; byte++) bytes[index * size + byte] = value >> (8 * byte);
  return new Constructor(bytes.buffer);
}

/** Four elements of 6 bits in three bytes, the first in the lowest bits. */
function packSixBits(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil((values.length * 6) / 8));
  for (const [index, value] of values.entries()) {
    const [byte, shift] = [(index * 6) >> 3, (index * 6) & 7];
    bytes[byte]! |= (value & 63) << shift;
    if (shift > 2) bytes[byte + 1]! |= (value & 63) >> (8 - shift);
  }
  return bytes;
}

/** Where a message keeps a tensor's elements. */
interface TensorContent {
  readonly stringData?: Uint8Array[];
  readonly rawData?: Uint8Array;
  readonly dataLocation?: TensorProto_DataLocation;
  readonly externalData?: { readonly key: string; readonly value: string }[];
}

/** The message of a tensor; `data` says where its elements go, here unless told otherwise. */
export function writeTensor(
  tensor: Tensor,
  name = tensor.name ?? '',
  data: TensorContent = dataOf(tensor),
): TensorProto {
  const proto = create(TensorProtoSchema, {
    dims: tensor.shape.map(BigInt),
    dataType: elementTypes.indexOf(tensor.elementType),
    ...data,
    ...writeNotes(tensor),
  });
  if (name !== '') proto.name = name;
  return restore(TensorProtoSchema, proto, tensor);
}

function dataOf({ data }: Tensor): TensorContent {
  return isText(data) ? { stringData: data.map(bytesOf) } : { rawData: rawOf(data) };
}

/** The bytes of a tensor's elements; `undefined` for strings. */
export function rawData({ data }: Tensor): Uint8Array | undefined {
  return isText(data) ? undefined : rawOf(data);
}

function rawOf(data: Bytes): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function isText(data: TensorData): data is readonly string[] {
  return Array.isArray(data);
}

export function readSparse(proto: SparseTensorProto, external?: ReadExternal): SparseTensor {
  const { values, indices } = proto;
  if (!values || !indices) throw new GraphError('a sparse tensor has no values or no indices');
  return {
    values: named(values, external),
    indices: named(indices, external),
    shape: proto.dims.map(dimensionOf),
    ...carry(SparseTensorProtoSchema, proto, {}),
  };
}

/** A tensor that keeps the name it has in the file. */
export function named(proto: TensorProto, external?: ReadExternal): Tensor {
  return { ...readTensor(proto, external), ...(proto.name !== '' && { name: proto.name }) };
}

export function writeSparse(sparse: SparseTensor): SparseTensorProto {
  const proto = create(SparseTensorProtoSchema, {
    values: writeTensor(sparse.values),
    indices: writeTensor(sparse.indices),
    dims: sparse.shape.map(BigInt),
  });
  return restore(SparseTensorProtoSchema, proto, sparse);
}
