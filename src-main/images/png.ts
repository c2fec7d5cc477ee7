/** @file Writes PNG (W3C PNG, third edition): for images that come as bare pixels. The same pixels give the same bytes. */
import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Color types of section 11.2.1, by channels. */
const COLOR_TYPES = { 1: 0, 3: 2 } as const;

export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** Rows from the top, each pixel's channels together; 8 bits each. */
  readonly data: Uint8Array;
}

/** @throws RangeError for other than 1 or 3 channels, or when the data does not fit the size */
export function encodePng({ width, height, channels, data }: Pixels): Buffer {
  if (channels !== 1 && channels !== 3) throw new RangeError(`PNG of ${channels} channels`);
  const stride = width * channels;
  if (data.length !== stride * height) throw new RangeError(`${data.length} bytes for ${width}x${height}`);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  header[9] = COLOR_TYPES[channels];
  // Each row is led by its filter; 0 is none.
  const rows = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y++)
    rows.set(data.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, data: Buffer): Buffer {
  const out = Buffer.alloc(data.length + 12);
  out.writeUInt32BE(data.length, 0);
  out.write(name, 4, 'latin1');
  data.copy(out, 8);
  out.writeUInt32BE(crc32(out.subarray(4, data.length + 8)), data.length + 8);
  return out;
}
