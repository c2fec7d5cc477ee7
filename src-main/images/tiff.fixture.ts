/** @file For tests: writes plain TIFF of any numbers (TIFF 6.0, baseline, one strip). */

type Numbers = Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

const FORMATS = { Uint: 1, Int: 2, Float: 3 } as const;

/** @param values row by row, the channels of a pixel together */
export function tiffOf(
  values: Numbers,
  { width, channels = 1 }: { width: number; channels?: number },
): Buffer {
  const height = values.length / width / channels;
  const kind = /^(Uint|Int|Float)/.exec(values.constructor.name)?.[1];
  const format = kind === 'Int' || kind === 'Float' ? FORMATS[kind] : FORMATS.Uint;
  const data = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  const bits = values.BYTES_PER_ELEMENT * 8;
  // Where a value stands for each channel it stands behind the directory, so that any number of them fits.
  const extra = Buffer.alloc(4 * channels);
  for (let i = 0; i < channels; i++) {
    extra.writeUInt16LE(bits, 2 * i);
    extra.writeUInt16LE(format, 2 * (channels + i));
  }
  const directory = 8 + data.length;
  const behind = directory + 2 + 12 * 10 + 4;
  const each = (at: number, value: number) => (channels === 1 ? value : behind + at * 2 * channels);
  const entries: readonly (readonly [tag: number, type: 3 | 4, count: number, value: number])[] = [
    [256, 4, 1, width],
    [257, 4, 1, height],
    [258, 3, channels, each(0, bits)],
    [259, 3, 1, 1],
    [262, 3, 1, channels === 1 ? 1 : 2],
    [273, 4, 1, 8],
    [277, 3, 1, channels],
    [278, 4, 1, height],
    [279, 4, 1, data.length],
    [339, 3, channels, each(1, format)],
  ];
  const ifd = Buffer.alloc(2 + 12 * entries.length + 4);
  ifd.writeUInt16LE(entries.length, 0);
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    ifd.writeUInt16LE(tag, 2 + 12 * i);
    ifd.writeUInt16LE(type, 4 + 12 * i);
    ifd.writeUInt32LE(count, 6 + 12 * i);
    ifd.writeUInt32LE(value, 10 + 12 * i);
  }
  const head = Buffer.from('II*\0\0\0\0\0', 'latin1');
  head.writeUInt32LE(directory, 4);
  return Buffer.concat([head, data, ifd, extra]);
}
