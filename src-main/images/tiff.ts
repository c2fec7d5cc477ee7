/** @file As much of TIFF 6.0 as it takes to read numbers that libvips would clip: what the samples of an image are. */

const SAMPLE_FORMAT = 339;
const SHORT = 3;
const UNSIGNED = 1;

/**
 * The same TIFF with its numbers called unsigned ones, so that their bits pass unchanged; the bytes as they are where it
 * says nothing of its numbers.
 */
export function asUnsigned(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  const little = copy[0] === 0x49;
  const word = (at: number) => (little ? copy.readUInt16LE(at) : copy.readUInt16BE(at));
  const long = (at: number) => (little ? copy.readUInt32LE(at) : copy.readUInt32BE(at));
  const directory = long(4);
  for (let entry = 0; entry < word(directory); entry++) {
    const at = directory + 2 + entry * 12;
    if (word(at) !== SAMPLE_FORMAT || word(at + 2) !== SHORT) continue;
    const count = long(at + 4);
    const values = count <= 2 ? at + 8 : long(at + 8);
    for (let i = 0; i < count; i++)
      if (little) copy.writeUInt16LE(UNSIGNED, values + 2 * i);
      else copy.writeUInt16BE(UNSIGNED, values + 2 * i);
  }
  return copy;
}

/** The number that 16 bits stand for (IEEE 754 binary16). */
export function halfFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
