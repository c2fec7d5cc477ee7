/** @file Tensors as they cross between rooms and workers, and as ONNX Runtime takes them. */
import * as ort from '../onnxruntime.ts';
import { AppError } from '../../../src-shared/errors.ts';

/** Types of the Open Inference Protocol that requests may carry. */
export type TensorType =
  'BYTES' | 'BOOL' | 'UINT8' | 'UINT16' | 'UINT32' | 'INT8' | 'INT16' | 'INT32' | 'INT64' | 'FP32' | 'FP64';

/** A tensor by name: values row by row, as many as the product of its shape. */
export interface NamedTensor {
  readonly name: string;
  readonly datatype: TensorType;
  readonly shape: readonly number[];
  readonly data: readonly string[] | readonly number[] | readonly boolean[];
}

/** What a model takes or gives. A dimension that may vary is -1. */
export interface TensorInfo {
  readonly name: string;
  /** In the words of the Open Inference Protocol, e.g. `FP32`; the runtime's own word when that has none. */
  readonly datatype: string;
  readonly shape: readonly number[];
}

const DATATYPES: Readonly<Record<string, string>> = {
  string: 'BYTES',
  float16: 'FP16',
  float32: 'FP32',
  float64: 'FP64',
  bool: 'BOOL',
  int8: 'INT8',
  int16: 'INT16',
  int32: 'INT32',
  int64: 'INT64',
  uint8: 'UINT8',
  uint16: 'UINT16',
  uint32: 'UINT32',
  uint64: 'UINT64',
};

export function tensorInfo(metadata: ort.InferenceSession.ValueMetadata): TensorInfo {
  const { name } = metadata;
  if (!metadata.isTensor) return { name, datatype: 'not a tensor', shape: [] };
  const shape = metadata.shape.map((size) => (typeof size === 'number' ? size : -1));
  return { name, datatype: DATATYPES[metadata.type] ?? metadata.type, shape };
}

/** Arrays that the runtime takes, by type; INT64 is written with numbers, as JSON has them. */
const NUMBERS = {
  BOOL: { type: 'bool', from: (values) => new Uint8Array(values) },
  UINT8: { type: 'uint8', from: (values) => new Uint8Array(values) },
  UINT16: { type: 'uint16', from: (values) => new Uint16Array(values) },
  UINT32: { type: 'uint32', from: (values) => new Uint32Array(values) },
  INT8: { type: 'int8', from: (values) => new Int8Array(values) },
  INT16: { type: 'int16', from: (values) => new Int16Array(values) },
  INT32: { type: 'int32', from: (values) => new Int32Array(values) },
  INT64: { type: 'int64', from: (values) => BigInt64Array.from(values, BigInt) },
  FP32: { type: 'float32', from: (values) => new Float32Array(values) },
  FP64: { type: 'float64', from: (values) => new Float64Array(values) },
} as const satisfies Record<
  Exclude<TensorType, 'BYTES'>,
  { type: ort.Tensor.Type; from(values: number[]): ort.Tensor['data'] }
>;

/** A tensor for the runtime. The data must be of the datatype; the protocol's parser saw to that. */
export function toRuntime({ datatype, shape, data }: NamedTensor): ort.Tensor {
  if (datatype === 'BYTES') return new ort.Tensor('string', Array.from(data, String), shape);
  const { type, from } = NUMBERS[datatype];
  // Booleans become 0 and 1; a constructor takes an array many times as fast as `from` with a function.
  return new ort.Tensor(type, from(data as number[]), shape);
}

/** @throws AppError `serving.badField` when the model gives a type that cannot be told */
export function fromRuntime(name: string, { type, dims, data }: ort.Tensor): NamedTensor {
  const datatype = DATATYPES[type] ?? '';
  if (datatype === 'BYTES') return { name, datatype, shape: dims, data: data as string[] };
  if (!Object.hasOwn(NUMBERS, datatype))
    throw new AppError('serving.badField', { field: name, why: `the model gives it as ${type}` });
  const numbers = plain(data as ArrayLike<number | bigint>);
  if (datatype === 'BOOL') return { name, datatype, shape: dims, data: numbers.map(Boolean) };
  return { name, datatype: datatype as TensorType, shape: dims, data: numbers };
}

/** Plain numbers, as JSON has them: a loop takes an eighth of what `Array.from` takes, and outputs may be large. */
function plain(data: ArrayLike<number | bigint>): readonly number[] {
  const numbers = new Array<number>(data.length);
  for (let index = 0; index < data.length; index++) numbers[index] = Number(data[index]);
  return numbers;
}
