/** @file Tensors as they cross between rooms and workers, and as ONNX Runtime takes them. */
import * as ort from '../../platform/worker/onnxruntime.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';

/** Types of the Open Inference Protocol that requests may carry. */
export type TensorType =
  | 'BYTES'
  | 'BOOL'
  | 'UINT8'
  | 'UINT16'
  | 'UINT32'
  | 'UINT64'
  | 'INT8'
  | 'INT16'
  | 'INT32'
  | 'INT64'
  | 'FP16'
  | 'FP32'
  | 'FP64';

/** BOOL as 0 and 1; FP16 as its bits, which every serializer knows. */
export type TensorValues =
  | readonly string[]
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** A tensor by name: values row by row, as many as the product of its shape, in the array of its datatype. */
export interface NamedTensor {
  readonly name: string;
  readonly datatype: TensorType;
  readonly shape: readonly number[];
  readonly data: TensorValues;
}

/** What a model takes or gives. A dimension that may vary is -1. */
export interface TensorInfo {
  readonly name: string;
  /** In the words of the Open Inference Protocol, e.g. `FP32`; the runtime's own word when that has none. */
  readonly datatype: string;
  readonly shape: readonly number[];
  /** What the file calls each dimension that may vary (`N`), and empty texts for the others. */
  readonly symbols?: readonly string[];
  /** The file does not state the number of axes; `shape` is empty. */
  readonly anyShape?: true;
}

/** The runtime's names of the types that requests may carry. */
const RUNTIME_TYPES = {
  BYTES: 'string',
  BOOL: 'bool',
  UINT8: 'uint8',
  UINT16: 'uint16',
  UINT32: 'uint32',
  UINT64: 'uint64',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  FP16: 'float16',
  FP32: 'float32',
  FP64: 'float64',
} as const satisfies Record<TensorType, ort.Tensor.Type>;

const DATATYPES: ReadonlyMap<string, TensorType> = new Map(
  Object.entries(RUNTIME_TYPES).map(([datatype, type]) => [type, datatype as TensorType]),
);

/** The protocol's word for a type of ONNX, `float16`: `FP16`; undefined where requests cannot carry it. */
export function datatypeOf(type: string): TensorType | undefined {
  return DATATYPES.get(type);
}

export function tensorInfo(
  metadata: ort.InferenceSession.ValueMetadata,
  withoutRank: ReadonlySet<string> = new Set(),
): TensorInfo {
  const { name } = metadata;
  if (!metadata.isTensor) return { name, datatype: 'not a tensor', shape: [] };
  const datatype = datatypeOf(metadata.type) ?? metadata.type;
  if (metadata.shape.length === 0 && withoutRank.has(name))
    return { name, datatype, shape: [], anyShape: true };
  const shape = metadata.shape.map((size) => (typeof size === 'number' ? size : -1));
  const symbols = metadata.shape.map((size) => (typeof size === 'number' ? '' : size));
  return { name, datatype, shape, ...(symbols.some((symbol) => symbol !== '') && { symbols }) };
}

/** A tensor for the runtime. The data must be of the datatype; the protocol's parser saw to that. */
export function toRuntime({ datatype, shape, data }: NamedTensor): ort.Tensor {
  const type = RUNTIME_TYPES[datatype];
  if (datatype === 'FP16') return half(data as Uint16Array, shape);
  if (datatype === 'BYTES') return new ort.Tensor('string', data as string[], shape);
  return new ort.Tensor(type, data as Exclude<ort.Tensor['data'], string[]>, shape);
}

/**
 * The runtime's binding reads the bits of float16 from a Uint16Array, and its own constructor turns that into a
 * Float16Array, which the binding takes for an empty one: so the tensor is given as what the binding reads.
 */
function half(data: Uint16Array, dims: readonly number[]): ort.Tensor {
  return { type: 'float16', dims, location: 'cpu', data, size: data.length } as unknown as ort.Tensor;
}

/** @throws AppError `serving.badField` when the model gives a type that cannot be told */
export function fromRuntime(name: string, { type, dims, data }: ort.Tensor): NamedTensor {
  const datatype = datatypeOf(type);
  if (!datatype)
    throw new AppError('serving.badField', { field: name, why: `the model gives it as ${type}` });
  if (datatype !== 'FP16') return { name, datatype, shape: dims, data: data as TensorValues };
  const { buffer, byteOffset, length } = data as Uint16Array;
  return { name, datatype, shape: dims, data: new Uint16Array(buffer, byteOffset, length) };
}
