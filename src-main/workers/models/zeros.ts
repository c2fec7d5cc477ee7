/** @file Inputs that a model can be tried with when nothing is known of it but their types. */
import * as ort from '../onnxruntime.ts';

/** A trial must not be what fills the memory. */
const MOST_ELEMENTS = 2 ** 26;

const ARRAYS = {
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
} as const;

/** Zeros (empty strings) by input, unknown sizes taken as 1; null where an input is no tensor, or too large to try. */
export function zeros(
  inputs: readonly ort.InferenceSession.ValueMetadata[],
): Record<string, ort.Tensor> | null {
  const feeds = inputs.map((input) => [input.name, zero(input)] as const);
  if (feeds.some(([, tensor]) => !tensor)) return null;
  return Object.fromEntries(feeds.flatMap(([name, tensor]) => (tensor ? [[name, tensor]] : [])));
}

function zero(input: ort.InferenceSession.ValueMetadata): ort.Tensor | null {
  if (!input.isTensor) return null;
  const shape = input.shape.map((size) => (typeof size === 'number' && size > 0 ? size : 1));
  const count = shape.reduce((product, size) => product * size, 1);
  if (count > MOST_ELEMENTS) return null;
  if (input.type === 'string') return new ort.Tensor('string', Array<string>(count).fill(''), shape);
  if (!hasArray(input.type)) return null;
  return new ort.Tensor(input.type, new ARRAYS[input.type](count), shape);
}

function hasArray(type: string): type is keyof typeof ARRAYS {
  return Object.hasOwn(ARRAYS, type);
}
