/**
 * @file Writes a ZIP archive file by file, as APPNOTE 6.3.10 has it: stored, since images are compressed already; names in
 * UTF-8; ZIP64 where there are more files or bytes than the older records can count. The same files give the same bytes.
 */
import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';

/** 4.4.4: the name is UTF-8. */
const UTF8 = 0x800;
const [VERSION, VERSION_64] = [20, 45];
/** 1980-01-01, the first day that the format has. */
const DAY = 0x21;
const MOST_ENTRIES = 0xffff;
const MOST_BYTES = 0xffffffff;

export interface ZipArchive {
  /** @param name with `/` between folders */
  add(name: string, bytes: Uint8Array): Promise<void>;
  /** Ends the archive. @returns its size in bytes */
  finish(): Promise<number>;
  /** Lets go of the file, finished or not. */
  close(): Promise<void>;
}

interface Limits {
  readonly mostEntries: number;
  readonly mostBytes: number;
}

/** @param limits from where on ZIP64 is written; smaller in tests */
export async function createZipArchive(
  file: string,
  limits: Limits = { mostEntries: MOST_ENTRIES, mostBytes: MOST_BYTES },
): Promise<ZipArchive> {
  const handle = await open(file, 'w');
  const directory: Buffer[] = [];
  let at = 0;

  async function write(...parts: Uint8Array[]): Promise<void> {
    for (const part of parts) {
      await handle.write(part);
      at += part.length;
    }
  }

  return {
    async add(name, bytes) {
      const entry = { name: Buffer.from(name, 'utf8'), crc: crc32(bytes), size: bytes.length, offset: at };
      directory.push(centralHeader(entry, limits));
      await write(localHeader(entry), entry.name, bytes);
    },
    async finish() {
      const start = at;
      for (const header of directory) await write(header);
      await write(endOf({ start, size: at - start, entries: directory.length }, limits));
      return at;
    },
    close: () => handle.close(),
  };
}

interface Entry {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly offset: number;
}

/** The fields that both headers share: 4.3.7 and 4.3.12, from the version needed to the length of the name. */
function shared({ name, crc, size }: Entry, version: number): Buffer {
  const fields = Buffer.alloc(24);
  fields.writeUInt16LE(version, 0);
  fields.writeUInt16LE(UTF8, 2);
  fields.writeUInt16LE(DAY, 8);
  fields.writeUInt32LE(crc, 10);
  fields.writeUInt32LE(size, 14);
  fields.writeUInt32LE(size, 18);
  fields.writeUInt16LE(name.length, 22);
  return fields;
}

function localHeader(entry: Entry): Buffer {
  return Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), shared(entry, VERSION), Buffer.alloc(2)]);
}

function centralHeader(entry: Entry, { mostBytes }: Limits): Buffer {
  const far = entry.offset >= mostBytes;
  const version = far ? VERSION_64 : VERSION;
  const extra = far ? farOffset(entry.offset) : Buffer.alloc(0);
  const tail = Buffer.alloc(16);
  tail.writeUInt16LE(extra.length, 0);
  tail.writeUInt32LE(far ? MOST_BYTES : entry.offset, 12);
  const made = Buffer.alloc(2);
  made.writeUInt16LE(version, 0);
  const head = Buffer.from('PK\x01\x02', 'latin1');
  return Buffer.concat([head, made, shared(entry, version), tail, entry.name, extra]);
}

/** 4.5.3: the ZIP64 extra field with the one number that did not fit. */
function farOffset(offset: number): Buffer {
  const extra = Buffer.alloc(12);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8, 2);
  extra.writeBigUInt64LE(BigInt(offset), 4);
  return extra;
}

interface Directory {
  readonly start: number;
  readonly size: number;
  readonly entries: number;
}

/** 4.3.14 to 4.3.16: the end records, the ZIP64 ones where they are needed. */
function endOf({ start, size, entries }: Directory, { mostEntries, mostBytes }: Limits): Buffer {
  const far = entries >= mostEntries || start >= mostBytes || size >= mostBytes;
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(far ? MOST_ENTRIES : entries, 8);
  end.writeUInt16LE(far ? MOST_ENTRIES : entries, 10);
  end.writeUInt32LE(far ? MOST_BYTES : size, 12);
  end.writeUInt32LE(far ? MOST_BYTES : start, 16);
  if (!far) return end;
  const end64 = Buffer.alloc(56);
  end64.write('PK\x06\x06', 'latin1');
  end64.writeBigUInt64LE(44n, 4);
  end64.writeUInt16LE(VERSION_64, 12);
  end64.writeUInt16LE(VERSION_64, 14);
  end64.writeBigUInt64LE(BigInt(entries), 24);
  end64.writeBigUInt64LE(BigInt(entries), 32);
  end64.writeBigUInt64LE(BigInt(size), 40);
  end64.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(BigInt(start + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([end64, locator, end]);
}
