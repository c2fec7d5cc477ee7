/**
 * @file Records of TensorFlow: length (uint64), its masked CRC-32C, the bytes, and theirs; all little-endian.
 * Source: TensorFlow, `tensorflow/core/lib/io/record_writer.h`.
 */
import { maskedCrc32c } from './crc32c.ts';

const HEAD = 12;
const FOOT = 4;

export function tfRecord(data: Uint8Array): Buffer {
  const record = Buffer.allocUnsafe(HEAD + data.length + FOOT);
  record.writeBigUInt64LE(BigInt(data.length), 0);
  record.writeUInt32LE(maskedCrc32c(record.subarray(0, 8)), 8);
  record.set(data, HEAD);
  record.writeUInt32LE(maskedCrc32c(data), HEAD + data.length);
  return record;
}

/** How the reading of a file of records ended, and what was left out. */
export interface RecordsRead {
  /** It ends in the middle of a record. */
  endsEarly: boolean;
  /** A length that does not fit its checksum: nothing behind it can be found. */
  isDamaged: boolean;
  /** Records whose bytes do not fit their checksum. */
  damaged: number;
  /** Records longer than {@link MOST_RECORD}. */
  tooLong: number;
}

export const recordsRead = (): RecordsRead => ({
  endsEarly: false,
  isDamaged: false,
  damaged: 0,
  tooLong: 0,
});

/** A record that is longer holds no scalars; it is passed over without being held. */
const MOST_RECORD = 64 << 20;

/** The records of a file by the batch, as far as they are whole. What was left out is told in `read`. */
export async function* tfRecordsOf(
  chunks: AsyncIterable<Uint8Array>,
  read: RecordsRead,
  most = MOST_RECORD,
): AsyncGenerator<Uint8Array[]> {
  let kept: Uint8Array[] = [];
  let [length, needed, passing] = [0, HEAD, 0];
  for await (const chunk of chunks) {
    let piece = chunk;
    if (passing > 0) {
      const skipped = Math.min(passing, piece.length);
      passing -= skipped;
      piece = piece.subarray(skipped);
    }
    if (piece.length === 0) continue;
    kept.push(piece);
    length += piece.length;
    if (length < needed) continue;
    const taken = takeRecords(Buffer.concat(kept, length), read, most);
    if (taken.records.length > 0) yield taken.records;
    if (read.isDamaged) return;
    kept = taken.rest.length > 0 ? [taken.rest] : [];
    ({ needed, passing } = taken);
    length = taken.rest.length;
  }
  read.endsEarly = length > 0 || passing > 0;
}

interface Taken {
  readonly records: Uint8Array[];
  readonly rest: Buffer;
  /** Bytes from the start of the rest that the next record needs. */
  readonly needed: number;
  /** Bytes to pass over after the rest. */
  readonly passing: number;
}

function takeRecords(bytes: Buffer, read: RecordsRead, most: number): Taken {
  const records: Uint8Array[] = [];
  let at = 0;
  while (at + HEAD <= bytes.length) {
    const size = bytes.readBigUInt64LE(at);
    if (maskedCrc32c(bytes.subarray(at, at + 8)) !== bytes.readUInt32LE(at + 8)) {
      read.isDamaged = true;
      break;
    }
    const whole = HEAD + Number(size) + FOOT;
    if (size > BigInt(most)) {
      read.tooLong++;
      const passing = at + whole - bytes.length;
      if (passing >= 0) return { records, rest: bytes.subarray(0, 0), needed: HEAD, passing };
    } else if (at + whole > bytes.length) {
      return { records, rest: bytes.subarray(at), needed: whole, passing: 0 };
    } else {
      const data = bytes.subarray(at + HEAD, at + HEAD + Number(size));
      if (maskedCrc32c(data) === bytes.readUInt32LE(at + whole - FOOT)) records.push(data);
      else read.damaged++;
    }
    at += whole;
  }
  return { records, rest: bytes.subarray(at), needed: HEAD, passing: 0 };
}
