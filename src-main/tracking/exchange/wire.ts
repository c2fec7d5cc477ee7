/** @file Messages of Protocol Buffers by the numbers of their fields, for formats of which Lathe needs a few. */
import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** A value as the wire has it: a varint or fixed number, or bytes. */
export type WireValue = number | bigint | Uint8Array;

/** Calls `take` for each field in order. @throws Error where the bytes are no message */
export function readFields(
  bytes: Uint8Array,
  take: (field: number, value: WireValue, type: WireType) => void,
): void {
  const reader = new BinaryReader(bytes);
  while (reader.pos < reader.len) {
    const [field, type] = reader.tag();
    switch (type) {
      case WireType.Varint:
        take(field, BigInt(reader.int64()), type);
        break;
      case WireType.Bit64:
        take(field, reader.double(), type);
        break;
      case WireType.Bit32:
        take(field, reader.float(), type);
        break;
      case WireType.LengthDelimited:
        take(field, reader.bytes(), type);
        break;
      case WireType.StartGroup:
      case WireType.EndGroup:
        reader.skip(type, field);
    }
  }
}

/** The last value of each field, as messages without repeated fields are read. */
export function fieldsOf(bytes: Uint8Array): Map<number, WireValue> {
  const fields = new Map<number, WireValue>();
  readFields(bytes, (field, value) => fields.set(field, value));
  return fields;
}

export const textOf = (value: WireValue | undefined): string =>
  value instanceof Uint8Array
    ? Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8')
    : '';

export const numeric = (value: WireValue | undefined): number =>
  value === undefined || value instanceof Uint8Array ? 0 : Number(value);

/** A `google.protobuf.Timestamp` in ms since 1970; null where there is none. */
export function timestampOf(value: WireValue | undefined): number | null {
  if (!(value instanceof Uint8Array)) return null;
  const fields = fieldsOf(value);
  return numeric(fields.get(1)) * 1000 + Math.floor(numeric(fields.get(2)) / 1e6);
}
