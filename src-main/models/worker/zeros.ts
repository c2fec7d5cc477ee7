/** @file Inputs that a model can be tried with when nothing is known of it but their types. */
import type { NamedTensor, TensorInfo, TensorType, TensorValues } from './tensors.ts';

/** A trial must not be what fills the memory. */
const MOST_ELEMENTS = 2 ** 26;

const ARRAYS: { readonly [Type in TensorType]: (length: number) => TensorValues } = {
  BYTES: (length) => Array<string>(length).fill(''),
  BOOL: (length) => new Uint8Array(length),
  UINT8: (length) => new Uint8Array(length),
  UINT16: (length) => new Uint16Array(length),
  UINT32: (length) => new Uint32Array(length),
  UINT64: (length) => new BigUint64Array(length),
  INT8: (length) => new Int8Array(length),
  INT16: (length) => new Int16Array(length),
  INT32: (length) => new Int32Array(length),
  INT64: (length) => new BigInt64Array(length),
  FP16: (length) => new Uint16Array(length),
  FP32: (length) => new Float32Array(length),
  FP64: (length) => new Float64Array(length),
};

/** Zeros (empty texts) of a shape. */
export function zerosOf(name: string, datatype: TensorType, shape: readonly number[]): NamedTensor {
  const count = shape.reduce((product, size) => product * size, 1);
  return { name, datatype, shape, data: ARRAYS[datatype](count) };
}

/**
 * Zeros for every input: the first axis is 1 where it may vary, as a batch is, and the other axes that may vary have
 * `size`. Null where an input is of a type that requests do not carry, or too large to try.
 */
export function zeros(inputs: readonly TensorInfo[], size = 1): readonly NamedTensor[] | null {
  const tensors = inputs.map(({ name, datatype, shape, symbols }) => {
    const batch = symbols?.[0] ?? '';
    const sizes = shape.map((known, axis) => {
      const isBatch = axis === 0 || (batch !== '' && symbols?.[axis] === batch);
      return known >= 0 ? known : isBatch ? 1 : size;
    });
    const count = sizes.reduce((product, each) => product * each, 1);
    return isTensorType(datatype) && count <= MOST_ELEMENTS ? zerosOf(name, datatype, sizes) : null;
  });
  return tensors.every((tensor) => tensor !== null) ? tensors : null;
}

export function isTensorType(datatype: string): datatype is TensorType {
  return Object.hasOwn(ARRAYS, datatype);
}
