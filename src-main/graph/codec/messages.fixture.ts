/** @file For tests: a protobuf message as a plain value that is the same for two messages that mean the same. */
import { createHash } from 'node:crypto';
import { isMessage, type Message } from '@bufbuild/protobuf';
import type { TensorProto } from './onnx_pb.ts';

/**
 * Fields that are unset, empty or zero are left out; a tensor's elements become a hash, whichever field holds them; the
 * two names of the standard domain become one.
 */
export function meaningOf(value: unknown): unknown {
  if (value instanceof Uint8Array)
    return value.length > 64 ? digest(value) : Buffer.from(value).toString('hex');
  if (Array.isArray(value)) return value.map(meaningOf);
  if (typeof value === 'object' && value !== null) {
    const plain = isTensor(value) ? { ...value, ...withoutElements, elements: elements(value) } : value;
    return Object.fromEntries(
      Object.entries(plain)
        .map(
          ([name, field]) =>
            [name, name === 'domain' && field === 'ai.onnx' ? '' : meaningOf(field)] as const,
        )
        .filter(([, field]) => !isEmpty(field)),
    );
  }
  return value;
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === '' || value === 0 || value === 0n) return true;
  return Array.isArray(value) && value.length === 0;
}

function isTensor(value: object): value is TensorProto {
  return isMessage(value as Message) && '$typeName' in value && value.$typeName === 'onnx.TensorProto';
}

const withoutElements = {
  rawData: undefined,
  floatData: undefined,
  doubleData: undefined,
  int32Data: undefined,
  int64Data: undefined,
  uint64Data: undefined,
};

/** Bytes of an element by number of its type, for types that int32_data can hold. */
const int32Width: Readonly<Record<number, 1 | 2 | 4>> = { 4: 2, 5: 2, 6: 4, 10: 2, 16: 2 };
const uint32 = 12;
const sixBits = [27, 28];

function elements(proto: TensorProto): string {
  const { rawData, floatData, doubleData, int64Data, uint64Data, int32Data, dataType } = proto;
  if (rawData.length > 0) return digest(rawData);
  if (floatData.length > 0) return digest(bytesOf(Float32Array.from(floatData)));
  if (doubleData.length > 0) return digest(bytesOf(Float64Array.from(doubleData)));
  if (int64Data.length > 0) return digest(bytesOf(BigInt64Array.from(int64Data)));
  if (uint64Data.length > 0)
    return digest(
      bytesOf(dataType === uint32 ? Uint32Array.from(uint64Data, Number) : BigUint64Array.from(uint64Data)),
    );
  if (sixBits.includes(dataType)) {
    const bits = int32Data
      .map((value) => value.toString(2).padStart(6, '0'))
      .toReversed()
      .join('');
    const packed = bits.padStart(Math.ceil(bits.length / 8) * 8, '0').match(/.{8}/g) ?? [];
    return digest(Uint8Array.from(packed.toReversed(), (byte) => Number.parseInt(byte, 2)));
  }
  const width = int32Width[dataType] ?? 1;
  if (width === 4) return digest(bytesOf(Int32Array.from(int32Data)));
  return digest(bytesOf(width === 2 ? Uint16Array.from(int32Data) : Uint8Array.from(int32Data)));
}

function bytesOf({ buffer }: { readonly buffer: ArrayBufferLike }): Uint8Array {
  return new Uint8Array(buffer);
}

function digest(bytes: Uint8Array): string {
  return bytes.length === 0 ? '' : createHash('sha256').update(bytes).digest('hex');
}
