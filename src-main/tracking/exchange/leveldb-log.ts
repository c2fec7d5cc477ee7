/**
 * @file The log that W&B writes offline: that of LevelDB (blocks of 32 KiB, records in pieces) behind seven bytes of its own,
 * with the CRC-32 of zlib over type and bytes.
 * Source: LevelDB, `doc/log_format.md`.
 */
import { crc32 } from 'node:zlib';

const BLOCK = 32768;
const HEAD = 7;
const [FULL, FIRST, MIDDLE, LAST] = [1, 2, 3, 4];
const MARK = Buffer.from(':W&B');
/** Longer records are passed over. */
const MOST_RECORD = 64 << 20;

export interface LogRead {
  endsEarly: boolean;
  /** Blocks of which some could not be read. */
  damaged: number;
}

export const isWandbLog = (head: Uint8Array): boolean => MARK.equals(head.subarray(0, MARK.length));

/** The records of a log by the block, as far as they are whole. What was left out is told in `read`. */
export async function* logRecordsOf(
  chunks: AsyncIterable<Uint8Array>,
  read: LogRead,
): AsyncGenerator<Uint8Array[]> {
  const log = new Log(read);
  let isFirst = true;
  for await (const block of blocksOf(chunks)) {
    const records = log.take(block, isFirst ? HEAD : 0);
    isFirst = false;
    if (records.length > 0) yield records;
  }
  if (log.isInRecord) read.endsEarly = true;
}

async function* blocksOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let kept: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    kept.push(chunk);
    length += chunk.length;
    if (length < BLOCK) continue;
    const whole = Buffer.concat(kept, length);
    let at = 0;
    for (; at + BLOCK <= length; at += BLOCK) yield whole.subarray(at, at + BLOCK);
    kept = [whole.subarray(at)];
    length -= at;
  }
  if (length > 0) yield Buffer.concat(kept, length);
}

class Log {
  readonly #read: LogRead;
  #pieces: Uint8Array[] = [];
  #length = 0;
  isInRecord = false;

  constructor(read: LogRead) {
    this.#read = read;
  }

  take(block: Buffer, from: number): Uint8Array[] {
    const records: Uint8Array[] = [];
    for (let at = from; at < block.length;) {
      if (at + HEAD > block.length) {
        // A full block ends in zeros where no head fits.
        if (block.length < BLOCK) this.#read.endsEarly = true;
        break;
      }
      const size = block.readUInt16LE(at + 4);
      const type = block[at + 6]!;
      const data = block.subarray(at + HEAD, at + HEAD + size);
      if (type === 0 && size === 0) break;
      if (data.length < size || crc32(data, crc32(Buffer.of(type))) !== block.readUInt32LE(at)) {
        if (data.length < size && block.length < BLOCK) this.#read.endsEarly = true;
        else this.#read.damaged++;
        this.#forget();
        break;
      }
      const record = this.#piece(type, data);
      if (record) records.push(record);
      at += HEAD + size;
    }
    return records;
  }

  #piece(type: number, data: Uint8Array): Uint8Array | null {
    if (type === FULL) {
      this.#forget();
      return data;
    }
    if (type === FIRST) {
      this.#forget();
      this.isInRecord = true;
    }
    if (!this.isInRecord || (type !== FIRST && type !== MIDDLE && type !== LAST)) return null;
    this.#length += data.length;
    if (this.#length <= MOST_RECORD) this.#pieces.push(data);
    if (type !== LAST) return null;
    const record = this.#length > MOST_RECORD ? null : Buffer.concat(this.#pieces);
    this.#forget();
    return record;
  }

  #forget(): void {
    [this.#pieces, this.#length, this.isInRecord] = [[], 0, false];
  }
}
