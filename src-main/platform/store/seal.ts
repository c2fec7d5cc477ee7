/**
 * @file The seal: a checksum of every page of the database, kept beside it, so that a bit that flipped on the disk is
 * seen. SQLite itself checks its structure only.
 *
 * What holds at every moment, whenever the process is killed: a page whose newest content is not in the write-ahead log
 * has the checksum of the seal. So a checkpoint, which alone moves pages from the log into the file, is made here and
 * nowhere else: first the checksums of what the log holds are written and synced, then SQLite moves the pages.
 */
import type { Database, Statement } from 'better-sqlite3';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  read,
  readFileSync,
  readSync,
  renameSync,
  statfsSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { besideOf } from './beside.ts';
import { FRAME_HEADER, readLog } from './wal.ts';

const readAsync = promisify(read);

/** The log is moved into the file when it is longer than this. */
const LOG_BYTES = 16 << 20;
/** And where the disk has little room: what a long log leaves of it would not be enough to open the workspace again. */
const SHORT_LOG_BYTES = 2 << 20;
const LITTLE_ROOM_BYTES = 256 << 20;
const PAGES_A_READ = 256;
/** Of a page that was never written: SQLite takes room for some that it then does not need. */
const NEVER = 0;

export interface Seal {
  /** Called after a commit: moves the log into the file when it has become long. */
  committed(): void;
  /** Moves the log into the file. */
  checkpoint(): void;
  /** Reads the whole file. @returns the pages that have not the bytes they were written with, in order */
  damaged(): Promise<number[]>;
  /** Pages that were found damaged when they were about to be replaced; and 0 when the log itself was. */
  replaced(): number[];
  /** The bytes of a page as they lie in the file. */
  page(number: number): Buffer;
  /** Takes the file as it is from now on, or these pages of it. */
  accept(pages?: readonly number[]): void;
  /** The last checkpoint; call it before the database is closed. */
  finish(): void;
  /** Lets go of the file; after the database was closed, as closing it earlier would drop SQLite's own locks. */
  release(): void;
}

/** The file of checksums beside a database. */
export const sumsOf = (database: string): string => database.replace(/\.db$/, '.sums');

/** Opens the seal of a database that was just opened and migrated; one without a seal gets it. */
export function openSeal(db: Database): Seal {
  return new DatabaseSeal(db);
}

/** Sums of a file that nothing writes to, such as a copy. */
export function sealFile(database: string): void {
  const handle = openSync(database, 'r');
  try {
    keepWhole(sumsOf(database), sumsIn(handle, USUAL_PAGE));
  } finally {
    closeSync(handle);
  }
}

/** Which pages of a file that nothing has open differ from its seal; none where there is no seal. */
export function damagedPages(database: string): number[] {
  const sums = readSums(sumsOf(database));
  if (!sums) return [];
  const handle = openSync(database, 'r');
  try {
    const { offsets } = readLog(`${database}-wal`, USUAL_PAGE, true);
    const now = sumsIn(handle, USUAL_PAGE);
    const differs = (page: number): boolean =>
      !offsets.has(page) && sums[page - 1] !== NEVER && now[page - 1] !== sums[page - 1];
    return Array.from(sums, (_sum, i) => i + 1).filter(differs);
  } finally {
    closeSync(handle);
  }
}

/** What the file says of its pages may be what is damaged. */
const USUAL_PAGE = 4096;

function sumOf(page: number, bytes: Uint8Array): number {
  return crc32(bytes, page);
}

function sumsIn(handle: number, pageSize: number): Uint32Array {
  const pages = Math.floor(fstatSync(handle).size / pageSize);
  const sums = new Uint32Array(pages);
  const bytes = Buffer.alloc(pageSize * PAGES_A_READ);
  for (let first = 0; first < pages; first += PAGES_A_READ) {
    readSync(handle, bytes, 0, bytes.length, first * pageSize);
    for (let i = 0; i < PAGES_A_READ && first + i < pages; i++)
      sums[first + i] = sumOf(first + i + 1, bytes.subarray(i * pageSize, (i + 1) * pageSize));
  }
  return sums;
}

function bytesOf(sums: Uint32Array): Buffer {
  return Buffer.from(sums.buffer, sums.byteOffset, sums.byteLength);
}

function readSums(file: string): Uint32Array | null {
  try {
    const bytes = readFileSync(file);
    const sums = new Uint32Array(Math.floor(bytes.length / 4));
    bytes.copy(bytesOf(sums), 0, 0, sums.byteLength);
    return sums;
  } catch {
    return null;
  }
}

function keepWhole(file: string, sums: Uint32Array): void {
  const unfinished = besideOf(file);
  writeFileSync(unfinished, bytesOf(sums), { flag: 'wx', mode: 0o600, flush: true });
  renameSync(unfinished, file);
}

class DatabaseSeal implements Seal {
  readonly #db: Database;
  readonly #log: string;
  readonly #pageSize: number;
  readonly #logFrames: Statement<[], { log: number }>;
  readonly #database: number;
  #sums: Uint32Array = new Uint32Array(0);
  #known = 0;
  #sumsFile: number;
  /** A checkpoint that was cut off or had to leave something: the file may hold what is neither old nor new. */
  #loose: boolean;
  #verifying = 0;
  /** How long the log may become before it is looked at again. */
  #nextAt = SHORT_LOG_BYTES;
  /** What the log told after it was last moved: until the next commit it goes on telling its old length. */
  #moved = 0;
  /** Damaged pages that were met since the last note. */
  readonly #found = new Set<number>();

  constructor(db: Database) {
    this.#db = db;
    this.#log = `${db.name}-wal`;
    this.#pageSize = Number(db.pragma('page_size', { simple: true }));
    this.#logFrames = db.prepare('PRAGMA wal_checkpoint(NOOP)');
    this.#database = openSync(db.name, 'r');
    const kept = readSums(sumsOf(db.name));
    this.#loose = true;
    if (kept) this.#take(kept);
    this.#sumsFile = kept ? openSync(sumsOf(db.name), 'r+') : -1;
    if (kept) this.#move({ recovered: true, keepRoom: false });
    else this.accept();
  }

  committed(): void {
    if (this.#db.inTransaction || this.#verifying > 0) return;
    const size = this.#logBytes();
    if (size < this.#nextAt || size === this.#moved) return;
    const roomy = this.#hasRoom();
    if (size < LOG_BYTES && roomy) this.#nextAt = size + SHORT_LOG_BYTES;
    else this.#move({ recovered: false, keepRoom: roomy });
  }

  checkpoint(): void {
    if (!this.#db.inTransaction && this.#verifying === 0) this.#move({ recovered: false, keepRoom: false });
  }

  accept(pages?: readonly number[]): void {
    if (pages) return this.#acceptSome(pages);
    this.#db.exec('DELETE FROM replaced_pages');
    this.#empty('TRUNCATE');
    if (this.#sumsFile >= 0) closeSync(this.#sumsFile);
    const sums = sumsIn(this.#database, this.#pageSize);
    keepWhole(sumsOf(this.#db.name), sums);
    this.#sumsFile = openSync(sumsOf(this.#db.name), 'r+');
    this.#take(sums);
  }

  #acceptSome(pages: readonly number[]): void {
    this.checkpoint();
    const bytes = Buffer.alloc(this.#pageSize);
    const forget = this.#db.prepare<[number]>('DELETE FROM replaced_pages WHERE page = ?');
    for (const page of pages) {
      forget.run(page);
      readSync(this.#database, bytes, 0, bytes.length, (page - 1) * this.#pageSize);
      this.#sums[page - 1] = sumOf(page, bytes);
    }
    this.#write(pages);
  }

  replaced(): number[] {
    return this.#db.prepare<[], number>('SELECT page FROM replaced_pages ORDER BY page').pluck().all();
  }

  async damaged(): Promise<number[]> {
    this.checkpoint();
    this.#verifying++;
    try {
      const inLog = readLog(this.#log, this.#pageSize, false).offsets;
      const found: number[] = [];
      const bytes = Buffer.alloc(this.#pageSize * PAGES_A_READ);
      for (let first = 0; first < this.#known; first += PAGES_A_READ) {
        const { bytesRead } = await readAsync(this.#database, bytes, 0, bytes.length, first * this.#pageSize);
        bytes.fill(0, bytesRead);
        for (let i = 0; i < PAGES_A_READ && first + i < this.#known; i++) {
          const page = first + i + 1;
          if (inLog.has(page) || this.#sums[page - 1] === NEVER) continue;
          const now = sumOf(page, bytes.subarray(i * this.#pageSize, (i + 1) * this.#pageSize));
          if (now !== this.#sums[page - 1]) found.push(page);
        }
      }
      return found;
    } finally {
      this.#verifying--;
    }
  }

  page(number: number): Buffer {
    const bytes = Buffer.alloc(this.#pageSize);
    readSync(this.#database, bytes, 0, bytes.length, (number - 1) * this.#pageSize);
    return bytes;
  }

  finish(): void {
    this.#verifying = 0;
    this.checkpoint();
  }

  release(): void {
    closeSync(this.#database);
    if (this.#sumsFile >= 0) closeSync(this.#sumsFile);
  }

  #take(sums: Uint32Array): void {
    this.#sums = sums;
    this.#known = sums.length;
  }

  /** @param how `keepRoom`: the log's file stays as long as it is, so that the next commits need not make it longer */
  #move({ recovered, keepRoom }: { recovered: boolean; keepRoom: boolean }): void {
    const { offsets, broken } = readLog(this.#log, this.#pageSize, recovered);
    if (broken) this.#found.add(0);
    this.#seal(offsets);
    this.#loose = !this.#empty(keepRoom ? 'RESTART' : 'TRUNCATE');
    this.#note();
    this.#moved = this.#logBytes();
    this.#nextAt = this.#loose ? this.#moved + LOG_BYTES : SHORT_LOG_BYTES;
  }

  /** What the log holds; its file may be longer. */
  #logBytes(): number {
    const frames = this.#logFrames.get()?.log ?? 0;
    return frames * (FRAME_HEADER + this.#pageSize);
  }

  #hasRoom(): boolean {
    const { bavail, bsize } = statfsSync(path.dirname(this.#log));
    return bavail * bsize >= LITTLE_ROOM_BYTES;
  }

  /** Writes and syncs the checksums of what the log holds. */
  #seal(offsets: ReadonlyMap<number, number>): void {
    if (offsets.size === 0) return;
    const log = openSync(this.#log, 'r');
    const bytes = Buffer.alloc(this.#pageSize);
    const before = this.#known;
    try {
      for (const [page, offset] of offsets) {
        if (!this.#loose && page <= before) this.#checkReplaced(page, bytes);
        readSync(log, bytes, 0, bytes.length, offset);
        this.#room(page);
        this.#sums[page - 1] = sumOf(page, bytes);
      }
    } finally {
      closeSync(log);
    }
    this.#write(offsets.keys());
  }

  /** Its new content is computed from the old one, so damage would go on under a good checksum. */
  #checkReplaced(page: number, bytes: Buffer): void {
    readSync(this.#database, bytes, 0, bytes.length, (page - 1) * this.#pageSize);
    const before = this.#sums[page - 1];
    if (before !== NEVER && sumOf(page, bytes) !== before) this.#found.add(page);
  }

  #room(page: number): void {
    if (page > this.#sums.length) {
      const wider = new Uint32Array(Math.max(page, this.#sums.length * 2));
      wider.set(this.#sums);
      this.#sums = wider;
    }
    this.#known = Math.max(this.#known, page);
  }

  #note(): void {
    if (this.#found.size === 0) return;
    const note = this.#db.prepare<[number, string]>('INSERT OR IGNORE INTO replaced_pages VALUES (?, ?)');
    for (const page of this.#found) note.run(page, new Date().toISOString());
    this.#found.clear();
  }

  /** In blocks of a thousand checksums. */
  #write(pages: Iterable<number>): void {
    const BLOCK = 1024;
    const blocks = new Set([...pages].map((page) => Math.floor((page - 1) / BLOCK)));
    const all = bytesOf(this.#sums.subarray(0, this.#known));
    for (const block of blocks) {
      const from = block * BLOCK * 4;
      writeSync(this.#sumsFile, all, from, Math.min(BLOCK * 4, all.length - from), from);
    }
    fsyncSync(this.#sumsFile);
  }

  /** @returns whether the whole log was moved and begins anew; not while a snapshot is still read */
  #empty(how: 'RESTART' | 'TRUNCATE'): boolean {
    const wait = Number(this.#db.pragma('busy_timeout', { simple: true }));
    this.#db.pragma('busy_timeout = 0');
    try {
      const busy = this.#db.pragma(`wal_checkpoint(${how})`, { simple: true });
      return busy === 0;
    } catch {
      // A statement of this connection is being read.
      return false;
    } finally {
      this.#db.pragma(`busy_timeout = ${wait}`);
    }
  }
}
