/**
 * @file Masks as Label Studio packs them: four equal channels of eight bits for each pixel, by rows, in run lengths of varying
 * width, bit by bit (`brush.py` of label-studio-converter).
 */
import type { Bitmap } from '../../../../src-shared/labeling/geometry/runs.ts';

const CHANNELS = 4;
const WORD_BITS = 8;
/** Widths of lengths, in bits; which one is meant stands in two bits before each. */
const LENGTH_BITS = [3, 4, 8, 16] as const;
const LONGEST = 2 ** LENGTH_BITS[3];

class BitWriter {
  readonly bytes: number[] = [];
  #byte = 0;
  #free = 8;

  write(value: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit--) {
      this.#byte = (this.#byte << 1) | (Math.floor(value / 2 ** bit) & 1);
      if (--this.#free === 0) {
        this.bytes.push(this.#byte);
        [this.#byte, this.#free] = [0, 8];
      }
    }
  }

  end(): number[] {
    if (this.#free < 8) this.bytes.push(this.#byte << this.#free);
    return this.bytes;
  }
}

/** The bytes of a mask. */
export function packBrush({ pixels }: Bitmap): number[] {
  const out = new BitWriter();
  out.write(pixels.length * CHANNELS, 32);
  out.write(WORD_BITS - 1, 5);
  for (const bits of LENGTH_BITS) out.write(bits - 1, 4);
  for (let at = 0; at < pixels.length;) {
    const on = pixels[at] !== 0;
    let end = at + 1;
    while (end < pixels.length && (pixels[end] !== 0) === on) end++;
    for (let rest = (end - at) * CHANNELS; rest > 0; rest -= LONGEST) {
      const length = Math.min(rest, LONGEST) - 1;
      const width = LENGTH_BITS.findIndex((bits) => length < 2 ** bits);
      out.write(1, 1);
      out.write(width, 2);
      out.write(length, LENGTH_BITS[width]!);
      out.write(on ? 255 : 0, WORD_BITS);
    }
    at = end;
  }
  return out.end();
}

class BitReader {
  readonly #bytes: readonly number[];
  #at = 0;

  constructor(bytes: readonly number[]) {
    this.#bytes = bytes;
  }

  get ended(): boolean {
    return this.#at > this.#bytes.length * 8;
  }

  read(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++, this.#at++) {
      const byte = this.#bytes[this.#at >> 3] ?? 0;
      value = value * 2 + ((byte >> (7 - (this.#at & 7))) & 1);
    }
    return value;
  }
}

/** The mask of bytes: a pixel is on where its last channel is not zero. Null where they are not of that size. */
export function unpackBrush(
  bytes: readonly number[],
  { width, height }: { width: number; height: number },
): Bitmap | null {
  const input = new BitReader(bytes);
  const values = width * height * CHANNELS;
  if (input.read(32) !== values) return null;
  const wordBits = input.read(5) + 1;
  const lengthBits = LENGTH_BITS.map(() => input.read(4) + 1);
  const pixels = new Uint8Array(width * height);
  let at = 0;
  const put = (value: number, until: number): void => {
    if (value !== 0)
      // The last channel is every fourth value.
      for (let i = at + ((CHANNELS - 1 - (at % CHANNELS)) % CHANNELS); i < until; i += CHANNELS)
        pixels[i >> 2] = 1;
    at = until;
  };
  while (at < values) {
    const repeated = input.read(1) === 1;
    const until = at + 1 + input.read(lengthBits[input.read(2)]!);
    if (until > values) return null;
    if (repeated) put(input.read(wordBits), until);
    else while (at < until) put(input.read(wordBits), at + 1);
    if (input.ended) return null;
  }
  return { width, height, pixels };
}
