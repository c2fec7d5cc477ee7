/**
 * @file Points as bytes. Steps and times are differences as variable-length numbers where they are whole and near each other,
 * otherwise and for values the eight bytes of each number. Packed, the bytes of numbers stand by their place in the number
 * (all first bytes, all second ones, …), which Zstandard then takes to about half.
 *
 * Byte 0 is the form of each column, two bits each from the lowest: steps, times, epochs, and 64 where it is packed. Then the
 * count as a variable-length number, then (packed) the columns.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { emptyColumns, type PointColumns, type StepColumns } from './columns.ts';

/** How a column stands. `same`: one number for all. */
const FORM = { differences: 0, numbers: 1, same: 2 } as const;
const PACKED = 64;
/** Differences up to here are exact, also doubled. */
const EXACT = 2 ** 51;

class Writer {
  #bytes: Buffer;
  #length = 0;

  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size);
  }

  /** LEB128 of a whole number from 0 to 2^53. */
  whole(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  number(value: number): void {
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  /** The bytes of numbers by their place in the number. */
  transposed(column: Float64Array): void {
    const { length } = column;
    const raw = bytesOf(column);
    for (let i = 0; i < length; i++)
      for (let byte = 0; byte < 8; byte++) this.#bytes[this.#length + byte * length + i] = raw[i * 8 + byte]!;
    this.#length += 8 * length;
  }
}

/** As they stand in memory: little-endian on every machine that Lathe runs on. */
function bytesOf(column: Float64Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

function formOf(column: Float64Array, isWhole: boolean): number {
  const [first] = column;
  if ((column.length > 1 || !isWhole) && column.every((value) => Object.is(value, first))) return FORM.same;
  if (!isWhole) return FORM.numbers;
  let before = 0;
  for (const value of column) {
    if (!Number.isSafeInteger(value) || Math.abs(value - before) > EXACT) return FORM.numbers;
    before = value;
  }
  return FORM.differences;
}

function writeColumn(writer: Writer, column: Float64Array, form: number, isPacked: boolean): void {
  if (form === FORM.same) return writer.number(column[0]!);
  if (form === FORM.numbers && isPacked) return writer.transposed(column);
  if (form === FORM.numbers) return column.forEach((value) => writer.number(value));
  let before = 0;
  for (const value of column) {
    const difference = value - before;
    writer.whole(difference >= 0 ? 2 * difference : -2 * difference - 1);
    before = value;
  }
}

/** @param isPacked compressed, for rows that are full */
export function encodePoints(columns: PointColumns, isPacked: boolean): Buffer {
  const { count, steps, at, epochs, values } = columns;
  const forms = [formOf(steps, true), formOf(at, true), formOf(epochs, false)];
  const body = new Writer(count * 36 + 32);
  [steps, at, epochs].forEach((column, i) => writeColumn(body, column, forms[i]!, isPacked));
  writeColumn(body, values, FORM.numbers, isPacked);
  const head = new Writer(16);
  head.whole(count);
  const form = forms[0]! | (forms[1]! << 2) | (forms[2]! << 4) | (isPacked ? PACKED : 0);
  const params = { [constants.ZSTD_c_compressionLevel]: 1 };
  const written = isPacked ? zstdCompressSync(body.bytes, { params }) : body.bytes;
  return Buffer.concat([Buffer.of(form), head.bytes, written]);
}

class Reader {
  readonly bytes: Uint8Array;
  at: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, at = 0) {
    this.bytes = bytes;
    this.at = at;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** @throws RangeError where the bytes end first */
  whole(): number {
    const first = this.bytes[this.at++];
    if (first !== undefined && first < 128) return first;
    let [byte, value, factor] = [first, 0, 1];
    for (;;) {
      if (byte === undefined) throw new RangeError('the bytes of a number are not all there');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
      byte = this.bytes[this.at++];
    }
  }

  number(): number {
    this.at += 8;
    return this.#view.getFloat64(this.at - 8, true);
  }

  /** Two words of four bytes make a number: to write these takes a third of the time that eight bytes do. */
  transposed(column: Float64Array): void {
    const { bytes, at } = this;
    const { length } = column;
    const words = new Uint32Array(column.buffer, column.byteOffset, 2 * length);
    const word = (place: number): number =>
      bytes[place]! |
      (bytes[place + length]! << 8) |
      (bytes[place + 2 * length]! << 16) |
      (bytes[place + 3 * length]! << 24);
    for (let i = 0; i < length; i++) {
      words[2 * i] = word(at + i);
      words[2 * i + 1] = word(at + i + 4 * length);
    }
    this.at += 8 * length;
  }
}

function readColumn(reader: Reader, column: Float64Array, form: number, isPacked: boolean): void {
  if (form === FORM.same) return void column.fill(reader.number());
  if (form === FORM.numbers && isPacked) return reader.transposed(column);
  let before = 0;
  for (let i = 0; i < column.length; i++) {
    if (form === FORM.numbers) {
      column[i] = reader.number();
      continue;
    }
    const written = reader.whole();
    before += written % 2 === 0 ? written / 2 : -(written + 1) / 2;
    column[i] = before;
  }
}

function opened(bytes: Uint8Array) {
  const head = new Reader(bytes, 1);
  const form = bytes[0] ?? 0;
  const count = head.whole();
  const isPacked = (form & PACKED) !== 0;
  const body = isPacked ? new Reader(zstdDecompressSync(bytes.subarray(head.at))) : head;
  return { form, count, isPacked, body };
}

/** @throws RangeError where the bytes are none of {@link encodePoints} */
export function decodePoints(bytes: Uint8Array): PointColumns {
  const { form, count, isPacked, body } = opened(bytes);
  const columns = emptyColumns(count);
  [columns.steps, columns.at, columns.epochs].forEach((column, i) =>
    readColumn(body, column, (form >> (2 * i)) & 3, isPacked),
  );
  readColumn(body, columns.values, FORM.numbers, isPacked);
  return columns;
}

/** Steps and values alone, which most curves are drawn from. @throws RangeError as {@link decodePoints} */
export function decodeSteps(bytes: Uint8Array): StepColumns {
  const { form, count, isPacked, body } = opened(bytes);
  const [steps, values] = [new Float64Array(count), new Float64Array(count)];
  readColumn(body, steps, form & 3, isPacked);
  // What stands between may be of any length, the values are last.
  body.at = body.bytes.length - 8 * count;
  readColumn(body, values, FORM.numbers, isPacked);
  return { count, steps, values };
}
