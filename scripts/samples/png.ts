/** @file Writes a gray PNG without compression (W3C PNG, third edition): the same pixels give the same bytes anywhere. */
import { crc32 } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** The most bytes of a stored block of deflate (RFC 1951, 3.2.4). */
const MOST_STORED = 65_535;

/** Sixteen levels of gray, two pixels a byte. @param levels 0 to 15, by rows; the width is even */
export function grayPng(levels: Uint8Array, width: number, height: number): Buffer {
  const row = width / 2;
  const raw = Buffer.alloc(height * (row + 1));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < row; x++) {
      const at = y * width + 2 * x;
      // The byte before each row says: not filtered.
      raw[y * (row + 1) + 1 + x] = (levels[at]! << 4) | levels[at + 1]!;
    }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Four bits a pixel, gray.
  header[8] = 4;
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', stored(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

/** A zlib stream (RFC 1950) of stored blocks. */
function stored(raw: Buffer): Buffer {
  const blocks: Buffer[] = [Buffer.from([0x78, 0x01])];
  for (let at = 0; at < raw.length; at += MOST_STORED) {
    const part = raw.subarray(at, at + MOST_STORED);
    const head = Buffer.alloc(5);
    head[0] = at + MOST_STORED >= raw.length ? 1 : 0;
    head.writeUInt16LE(part.length, 1);
    head.writeUInt16LE(~part.length & 0xffff, 3);
    blocks.push(head, part);
  }
  const check = Buffer.alloc(4);
  check.writeUInt32BE(adler32(raw));
  return Buffer.concat([...blocks, check]);
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return ((b << 16) | a) >>> 0;
}
