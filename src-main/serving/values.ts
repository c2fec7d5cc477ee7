/**
 * @file Values of tensors in JSON and in bytes. JSON has no NaN and no infinity: null stands for NaN in requests, and for
 * all three in answers. Whole numbers past 2^53 are BigInts once they are read, and are written digit by digit. Bytes are
 * little-endian, as those of every machine Lathe runs on, and carry everything exactly.
 */
import type { NamedTensor, TensorType, TensorValues } from '../models/index.ts';
import { bad } from './fields.ts';

/** Types whose values have one size, in bytes. */
type FixedType = Exclude<TensorType, 'BYTES'>;

interface Kind {
  /** Bytes of a value. */
  readonly size: number;
  /** What its values in JSON are, in words. */
  readonly are: string;
  holds(value: unknown): boolean;
  /** From values that it holds. */
  from(values: readonly unknown[]): TensorValues;
  /** From the bytes of the values, which are copied. */
  read(bytes: Uint8Array<ArrayBuffer>): TensorValues;
}

const KINDS: Readonly<Record<FixedType, Kind>> = {
  BOOL: {
    size: 1,
    are: 'true and false',
    holds: (value) => typeof value === 'boolean',
    from: (values) => Uint8Array.from(values, Number),
    read: (bytes) => bytes,
  },
  UINT8: whole(1, [0, 2 ** 8 - 1], Uint8Array),
  UINT16: whole(2, [0, 2 ** 16 - 1], Uint16Array),
  UINT32: whole(4, [0, 2 ** 32 - 1], Uint32Array),
  INT8: whole(1, [-(2 ** 7), 2 ** 7 - 1], Int8Array),
  INT16: whole(2, [-(2 ** 15), 2 ** 15 - 1], Int16Array),
  INT32: whole(4, [-(2 ** 31), 2 ** 31 - 1], Int32Array),
  UINT64: long([0n, 2n ** 64n - 1n], BigUint64Array),
  INT64: long([-(2n ** 63n), 2n ** 63n - 1n], BigInt64Array),
  FP16: {
    ...floating(2, Math.f16round, 65_504),
    from: (values) => new Uint16Array(Float16Array.from(values, numberOf).buffer),
    read: ({ buffer }) => new Uint16Array(buffer),
  },
  FP32: {
    ...floating(4, Math.fround, 3.4028234663852886e38),
    from: (values) => Float32Array.from(values, numberOf),
    read: ({ buffer }) => new Float32Array(buffer),
  },
  FP64: {
    ...floating(8, Number, Number.MAX_VALUE),
    from: (values) => Float64Array.from(values, numberOf),
    read: ({ buffer }) => new Float64Array(buffer),
  },
};

export const DATATYPES = ['BYTES', ...Object.keys(KINDS)];

/** @throws AppError `serving.badField`, which names the value */
export function valuesFromJson(field: string, datatype: TensorType, data: readonly unknown[]): TensorValues {
  const holds = datatype === 'BYTES' ? isString : KINDS[datatype].holds;
  const wrong = data.findIndex((value) => !holds(value));
  if (wrong >= 0) {
    const are = datatype === 'BYTES' ? 'strings' : KINDS[datatype].are;
    throw bad(`${field}[${wrong}]`, `${datatype} holds ${are}`);
  }
  return datatype === 'BYTES' ? (data as readonly string[]) : KINDS[datatype].from(data);
}

interface Extent {
  readonly datatype: TensorType;
  /** How many values the shape has room for. */
  readonly count: number;
}

/**
 * Values that stand in bytes: numbers one behind the other, a text behind its length in 4 bytes.
 * @throws AppError `serving.badField` when they are not as many as the shape needs, or no UTF-8
 */
export function valuesFromBytes(field: string, bytes: Uint8Array, { datatype, count }: Extent): TensorValues {
  if (datatype === 'BYTES') return textsFrom(field, bytes, count);
  const { size, read } = KINDS[datatype];
  if (bytes.length !== count * size)
    throw bad(field, `it is ${bytes.length} bytes, but the shape needs ${count * size}`);
  if (datatype === 'BOOL' && bytes.some((byte) => byte > 1)) throw bad(field, 'BOOL holds the bytes 0 and 1');
  return read(new Uint8Array(bytes));
}

function textsFrom(field: string, bytes: Uint8Array, count: number): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const texts: string[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = at + 4 <= bytes.length ? view.getUint32(at, true) : Infinity;
    if (at + 4 + length > bytes.length) throw bad(field, `text ${texts.length} ends behind the last byte`);
    try {
      texts.push(decoder.decode(bytes.subarray(at + 4, at + 4 + length)));
    } catch {
      throw bad(field, `text ${texts.length} is not UTF-8`);
    }
    at += 4 + length;
  }
  if (texts.length !== count)
    throw bad(field, `it holds ${texts.length} texts, but the shape needs ${count}`);
  return texts;
}

/** The values as a JSON array. */
export function valuesToJson({ datatype, data }: Pick<NamedTensor, 'datatype' | 'data'>): string {
  switch (datatype) {
    case 'BYTES':
      return JSON.stringify(data);
    case 'BOOL':
      return `[${Array.from(data as Uint8Array, Boolean).join(',')}]`;
    case 'FP16': {
      const { buffer, byteOffset, length } = data as Uint16Array;
      return floatsToJson(new Float16Array(buffer, byteOffset, length));
    }
    case 'FP32':
    case 'FP64':
      return floatsToJson(data as Float32Array);
    case 'UINT8':
    case 'UINT16':
    case 'UINT32':
    case 'UINT64':
    case 'INT8':
    case 'INT16':
    case 'INT32':
    case 'INT64':
      return `[${data.join(',')}]`;
  }
}

function floatsToJson(values: Float16Array | Float32Array): string {
  const text = values.join(',');
  return `[${/[NI]/.test(text) ? text.replaceAll(/NaN|-?Infinity/g, 'null') : text}]`;
}

/** The values as bytes. */
export function valuesToBytes({ datatype, data }: Pick<NamedTensor, 'datatype' | 'data'>): Uint8Array {
  if (datatype !== 'BYTES') {
    const { buffer, byteOffset, byteLength } = data as Uint8Array;
    return new Uint8Array(buffer, byteOffset, byteLength);
  }
  return Buffer.concat(
    (data as readonly string[]).flatMap((text) => {
      const bytes = Buffer.from(text);
      const length = Buffer.alloc(4);
      length.writeUInt32LE(bytes.length);
      return [length, bytes];
    }),
  );
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}

interface WholeArray {
  new (buffer: ArrayBuffer): TensorValues;
  from(values: readonly unknown[], to: (value: unknown) => number): TensorValues;
}

function whole(size: number, [from, to]: readonly [number, number], array: WholeArray): Kind {
  return {
    size,
    are: `whole numbers from ${from} to ${to}`,
    holds: (value) => typeof value === 'number' && Number.isInteger(value) && value >= from && value <= to,
    from: (values) => array.from(values, Number),
    read: ({ buffer }) => new array(buffer),
  };
}

interface LongArray {
  new (buffer: ArrayBuffer): TensorValues;
  from(values: readonly unknown[], to: (value: unknown) => bigint): TensorValues;
}

/** Numbers past 2^53 are held as BigInts only: as a number their last digits are gone. */
function long([from, to]: readonly [bigint, bigint], array: LongArray): Kind {
  return {
    size: 8,
    are: `whole numbers from ${from} to ${to}, written in digits alone`,
    holds: (value) =>
      (typeof value === 'bigint' || Number.isSafeInteger(value)) &&
      (value as number) >= from &&
      (value as number) <= to,
    from: (values) => array.from(values, (value) => BigInt(value as number | bigint)),
    read: ({ buffer }) => new array(buffer),
  };
}

/** @param round to the type: what becomes infinite is more than it holds */
function floating(
  size: number,
  round: (value: number) => number,
  most: number,
): Pick<Kind, 'size' | 'are' | 'holds'> {
  return {
    size,
    are: `numbers from ${-most} to ${most}, and null where there is none`,
    holds(value) {
      if (value === null) return true;
      return (
        (typeof value === 'number' || typeof value === 'bigint') && Number.isFinite(round(Number(value)))
      );
    },
  };
}

function numberOf(value: unknown): number {
  return value === null ? Number.NaN : Number(value);
}
