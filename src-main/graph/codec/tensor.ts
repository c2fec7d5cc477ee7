/** @file Tensors between their protobuf form and the typed arrays of the intermediate representation. */
import { create } from '@bufbuild/protobuf';
import { GraphError, elementTypes, type ElementType, type Tensor, type TensorData } from '../ir.ts';
import { TensorProtoSchema, TensorProto_DataLocation, type TensorProto } from './onnx_pb.ts';

type Bytes = Exclude<TensorData, readonly string[]>;
type ArrayConstructor = new (buffer: ArrayBuffer) => Bytes;

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

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const encoder = new TextEncoder();

/** UTF-8 bytes as a string. Throws GraphError where they are not UTF-8. */
export function textOf(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch (cause) {
    throw new GraphError(`a string is not valid UTF-8: ${String(cause)}`);
  }
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

export function elementTypeOf(number: number): ElementType {
  return elementTypes[number] ?? unsupported(`element type ${number}`);
}

export function unsupported(what: string): never {
  throw new GraphError(`this file uses ${what}, which the compiler does not read`);
}

export function readTensor(proto: TensorProto): Tensor {
  const elementType = elementTypeOf(proto.dataType);
  if (proto.dataLocation === TensorProto_DataLocation.EXTERNAL)
    unsupported(`external data (tensor "${proto.name}")`);
  if (proto.segment) unsupported(`a tensor in segments ("${proto.name}")`);
  const shape = proto.dims.map(Number);
  const tensor = { elementType, shape, data: readData(proto, elementType) };
  const size = shape.reduce((product, dimension) => product * dimension, 1);
  if (arrays[elementType] && tensor.data.length !== size)
    throw new GraphError(`tensor "${proto.name}" holds ${tensor.data.length} elements, not ${size}`);
  return tensor;
}

function readData(proto: TensorProto, elementType: ElementType): TensorData {
  if (elementType === 'string') return proto.stringData.map(textOf);
  const Constructor = arrays[elementType] ?? Uint8Array;
  if (proto.rawData.length > 0) return new Constructor(Uint8Array.from(proto.rawData).buffer);
  return typed[elementType]?.(proto) ?? narrow(Constructor, proto.int32Data);
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
};

/** Small integers and bit patterns, which protobuf carries as 32-bit integers. */
function narrow(Constructor: ArrayConstructor, values: readonly number[]): Bytes {
  const size = new Constructor(new ArrayBuffer(0)).BYTES_PER_ELEMENT;
  const bytes = new Uint8Array(values.length * size);
  for (const [index, value] of values.entries())
    for (let byte = 0; byte < size; byte++) bytes[index * size + byte] = value >> (8 * byte);
  return new Constructor(bytes.buffer);
}

export function writeTensor(tensor: Tensor, name = ''): TensorProto {
  const proto = create(TensorProtoSchema, {
    dims: tensor.shape.map(BigInt),
    dataType: elementTypes.indexOf(tensor.elementType),
  });
  if (name !== '') proto.name = name;
  if (isText(tensor.data)) proto.stringData = tensor.data.map(bytesOf);
  else proto.rawData = new Uint8Array(tensor.data.buffer, tensor.data.byteOffset, tensor.data.byteLength);
  return proto;
}

function isText(data: TensorData): data is readonly string[] {
  return Array.isArray(data);
}
