/**
 * @file Reads SQLite's write-ahead log: which pages it holds, and where their newest committed content stands.
 * The format: https://www.sqlite.org/fileformat2.html#the_write_ahead_log
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { endianness } from 'node:os';

const HEADER = 32;
export const FRAME_HEADER = 24;
const MAGIC = 0x377f0682;
const LITTLE_ENDIAN_WORDS = MAGIC;

export interface Log {
  /** The newest committed content of a page as an offset in the log's file. */
  readonly offsets: ReadonlyMap<number, number>;
  /** Whether commits follow after a frame that is damaged: SQLite forgets all of them. */
  readonly broken: boolean;
}

const EMPTY: Log = { offsets: new Map(), broken: false };

function logSize(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Reads the log's frames.
 *
 * @param check follows the chain of checksums as SQLite does when it recovers, so that a torn end is left out. Needless
 *   while the log is this process's own.
 */
export function readLog(file: string, pageSize: number, check: boolean): Log {
  const size = logSize(file);
  if (size < HEADER) return EMPTY;
  const handle = openSync(file, 'r');
  try {
    return readFrames(handle, { size, pageSize, check });
  } finally {
    closeSync(handle);
  }
}

interface Reading {
  readonly size: number;
  readonly pageSize: number;
  readonly check: boolean;
}

function readFrames(handle: number, { size, pageSize, check }: Reading): Log {
  const header = Buffer.alloc(HEADER);
  readSync(handle, header, 0, HEADER, 0);
  const magic = header.readUInt32BE(0);
  if ((magic & ~1) >>> 0 !== MAGIC || header.readUInt32BE(8) !== pageSize) return EMPTY;
  const salts = header.subarray(16, 24);
  const chain = check ? new Chain(magic === LITTLE_ENDIAN_WORDS) : null;
  if (chain && !chain.follows([header.subarray(0, 24)], header.subarray(24))) return EMPTY;
  const offsets = new Map<number, number>();
  let uncommitted = new Map<number, number>();
  const frame = Buffer.alloc(check ? FRAME_HEADER + pageSize : FRAME_HEADER);
  let whole = true;
  let broken = false;
  for (let at = HEADER; at + FRAME_HEADER + pageSize <= size; at += FRAME_HEADER + pageSize) {
    readSync(handle, frame, 0, frame.length, at);
    if (!frame.subarray(8, 16).equals(salts)) break;
    const commits = frame.readUInt32BE(4) !== 0;
    whole &&= !chain || chain.follows([frame.subarray(0, 8), frame.subarray(24)], frame.subarray(16, 24));
    // What was rolled back has this salt as well, but never commits.
    if (!whole) {
      if (!commits) continue;
      broken = true;
      break;
    }
    uncommitted.set(frame.readUInt32BE(0), at + FRAME_HEADER);
    if (!commits) continue;
    for (const [page, offset] of uncommitted) offsets.set(page, offset);
    uncommitted = new Map();
  }
  return { offsets, broken };
}

/** The running checksum of a log: Fletcher-like sums of pairs of 32-bit words. */
class Chain {
  #first = 0;
  #second = 0;
  readonly #swapped: boolean;

  constructor(littleEndian: boolean) {
    this.#swapped = littleEndian !== (endianness() === 'LE');
  }

  /** Adds the parts and compares with the checksum that was written, 8 bytes. */
  follows(parts: readonly Buffer[], written: Buffer): boolean {
    for (const part of parts) this.#add(part);
    return written.readUInt32BE(0) === this.#first && written.readUInt32BE(4) === this.#second;
  }

  #add(bytes: Buffer): void {
    const copy = Buffer.from(bytes);
    if (this.#swapped) copy.swap32();
    const words = new Uint32Array(copy.buffer, copy.byteOffset, copy.length / 4);
    let [first, second] = [this.#first, this.#second];
    for (let i = 0; i < words.length; i += 2) {
      first = (first + words[i]! + second) >>> 0;
      second = (second + words[i + 1]! + first) >>> 0;
    }
    this.#first = first;
    this.#second = second;
  }
}
