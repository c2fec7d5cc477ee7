/** @file Tensors as they cross between rooms and workers, and as ONNX Runtime takes them. */
import * as ort from 'onnxruntime-node';
import { AppError } from '../../../src-shared/errors.ts';

/** Types of the Open Inference Protocol that requests may carry. */
export type TensorType = 'BYTES' | 'FP32' | 'INT32' | 'INT64';

/** A tensor by name: values row by row, as many as the product of its shape. */
export interface NamedTensor {
  readonly name: string;
  readonly datatype: TensorType;
  readonly shape: readonly number[];
  readonly data: readonly string[] | readonly number[];
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

/** A tensor for the runtime. The data must be of the datatype; the protocol's parser saw to that. */
export function toRuntime({ datatype, shape, data }: NamedTensor): ort.Tensor {
  const numbers = () => Array.from(data, Number);
  switch (datatype) {
    case 'BYTES':
      return new ort.Tensor('string', Array.from(data, String), shape);
    case 'FP32':
      return new ort.Tensor('float32', Float32Array.from(numbers()), shape);
    case 'INT32':
      return new ort.Tensor('int32', Int32Array.from(numbers()), shape);
    case 'INT64':
      return new ort.Tensor('int64', BigInt64Array.from(numbers(), BigInt), shape);
  }
}

/** @throws AppError `serving.badField` when the model gives a type that cannot be told */
export function fromRuntime(name: string, { type, dims, data }: ort.Tensor): NamedTensor {
  const datatype = DATATYPES[type];
  switch (datatype) {
    case 'BYTES':
      return { name, datatype, shape: dims, data: data as string[] };
    case 'FP32':
    case 'INT32':
      return { name, datatype, shape: dims, data: Array.from(data as Float32Array | Int32Array) };
    case 'INT64':
      return { name, datatype, shape: dims, data: Array.from(data as BigInt64Array, Number) };
    case undefined:
    default:
      throw new AppError('serving.badField', { field: name, why: `the model gives it as ${type}` });
  }
}
