/**
 * @file A folder as one ZIP archive, so that a browser can send it. Files are stored as they are and read from where they lie.
 * Source: PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.4.
 */
import { AppError } from '../../src-shared/platform/errors.ts';

export interface FolderFile {
  /** Its path below the folder and with it, with `/` between. */
  readonly name: string;
  readonly file: Blob;
}

const GIB = 2 ** 30;
/** As much as the workbench takes; beyond, a ZIP archive counts in other words. */
const MOST_BYTES = 4 * GIB - 1;
const MOST_SHORT = 0xffff;
/** Names are UTF-8. */
const FLAGS = 0x0800;
/** 1980-01-01: when a file was changed is of no use here. */
const DATE = 0x0021;

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

/** CRC-32 of a file, read piece by piece. */
async function crcOf(file: Blob): Promise<number> {
  if (file.size === 0) return 0;
  let crc = 0xffffffff;
  const reader = file.stream().getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read())
    for (const byte of read.value) crc = TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

type Field = readonly [size: 2 | 4 | 8, value: number];

/** Fields in order, and the bytes of a name behind them. */
function record(fields: readonly Field[], name: Uint8Array = new Uint8Array()): Uint8Array<ArrayBuffer> {
  const size = fields.reduce((sum, [each]) => sum + each, 0);
  const bytes = new Uint8Array(size + name.length);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [each, value] of fields) {
    if (each === 2) view.setUint16(at, value, true);
    else if (each === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += each;
  }
  bytes.set(name, size);
  return bytes;
}

/** What the local header and the directory both say of a file. */
const common = ({ crc, bytes, name }: { crc: number; bytes: number; name: number }): Field[] => [
  [2, FLAGS],
  [2, 0],
  [2, 0],
  [2, DATE],
  [4, crc],
  [4, bytes],
  [4, bytes],
  [2, name],
  [2, 0],
];

/** @throws AppError `house.uploadTooLarge` */
export async function zipFolder(
  files: readonly FolderFile[],
  { name, signal }: { readonly name: string; readonly signal?: AbortSignal },
): Promise<File> {
  const body: BlobPart[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let at = 0;
  for (const each of files) {
    signal?.throwIfAborted();
    const path = new TextEncoder().encode(each.name);
    const bytes = each.file.size;
    if (at + bytes + path.length > MOST_BYTES) throw new AppError('house.uploadTooLarge', { limit: '4 GiB' });
    const said = common({ crc: await crcOf(each.file), bytes, name: path.length });
    const local = record([[4, 0x04034b50], [2, 20], ...said], path);
    directory.push(
      record([[4, 0x02014b50], [2, 20], [2, 20], ...said, [2, 0], [2, 0], [2, 0], [4, 0], [4, at]], path),
    );
    body.push(local, ...(bytes > 0 ? [each.file] : []));
    at += local.length + bytes;
  }
  return new File([...body, ...directory, ...endOf(directory, { count: files.length, at })], `${name}.zip`, {
    type: 'application/zip',
  });
}

function endOf(
  directory: readonly Uint8Array[],
  { count, at }: { count: number; at: number },
): Uint8Array<ArrayBuffer>[] {
  const bytes = directory.reduce((sum, { length }) => sum + length, 0);
  const short = Math.min(count, MOST_SHORT);
  const end = record([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, short],
    [2, short],
    [4, bytes],
    [4, at],
    [2, 0],
  ]);
  if (count < MOST_SHORT) return [end];
  // More files than two bytes can count.
  const counts: Field[] = [
    [8, count],
    [8, count],
    [8, bytes],
    [8, at],
  ];
  return [
    record([[4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], ...counts]),
    record([
      [4, 0x07064b50],
      [4, 0],
      [8, at + bytes],
      [4, 1],
    ]),
    end,
  ];
}

/** Files that were chosen with their folder. */
export function chosenFolder(files: Iterable<File>): { name: string; files: FolderFile[] } {
  const all = Array.from(files, (file) => ({ name: file.webkitRelativePath || file.name, file }));
  return { name: all[0]?.name.split('/')[0] ?? '', files: all };
}

/** Every file of a folder that was dropped. */
export async function droppedFolder(folder: FileSystemDirectoryEntry): Promise<FolderFile[]> {
  const files: FolderFile[] = [];
  const folders: FileSystemDirectoryEntry[] = [folder];
  for (let next = folders.pop(); next; next = folders.pop())
    for (const entry of await entriesOf(next)) {
      if (isFolder(entry)) folders.push(entry);
      else if (isFile(entry))
        files.push({
          name: entry.fullPath.replace(/^\//, ''),
          file: await new Promise<File>((resolve, reject) => entry.file(resolve, reject)),
        });
    }
  return files;
}

export const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

/** A reader gives them by the hundred, and none at the end. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
