/** @file The files that are read: named, in pieces, as UTF-8. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isUtf8 } from 'node:buffer';
import path from 'node:path';
import { AppError } from '../../../../src-shared/platform/errors.ts';

/** Files by their paths below what was chosen, with `/` between folders. */
export interface Source {
  readonly files: readonly string[];
  size(file: string): Promise<number>;
  /** Bytes of a file, fewer where it ends. */
  slice(file: string, from: number, length: number): Promise<Buffer>;
}

const CHUNK_BYTES = 1 << 18;
/** A file that has to be read whole, or turned into UTF-8, is no longer than this. */
export const WHOLE_BYTES = 64 << 20;

/** Files that are in memory. */
export function memorySource(files: Readonly<Record<string, Uint8Array | string>>): Source {
  const bytes = new Map(Object.entries(files).map(([name, content]) => [name, Buffer.from(content)]));
  return {
    files: [...bytes.keys()],
    size: (file) => Promise.resolve(bytes.get(file)!.length),
    slice: (file, from, length) => Promise.resolve(bytes.get(file)!.subarray(from, from + length)),
  };
}

/**
 * Files below a folder; one is open at a time. Reads wait: a worker does nothing else, and a million small ones take a tenth of
 * the time that they take by promises.
 *
 * @param files as {@link Source.files}
 */
export function folderSource(folder: string, files: readonly string[]): Source & Disposable {
  let current: { readonly file: string; readonly handle: number } | null = null;
  const close = (): void => {
    if (current) closeSync(current.handle);
    current = null;
  };
  const handleOf = (file: string): number => {
    if (current?.file === file) return current.handle;
    close();
    const handle = openSync(path.join(folder, file), 'r');
    current = { file, handle };
    return handle;
  };
  return {
    files,
    size: (file) => Promise.resolve(fstatSync(handleOf(file)).size),
    slice(file, from, length) {
      const buffer = Buffer.allocUnsafe(length);
      const bytes = readSync(handleOf(file), buffer, 0, length, from);
      return Promise.resolve(buffer.subarray(0, bytes));
    },
    [Symbol.dispose]: close,
  };
}

type Mark = 'none' | 'utf-8' | 'utf-16le' | 'utf-16be';

async function markOf(source: Source, file: string): Promise<Mark> {
  const [a, b, c] = await source.slice(file, 0, 3);
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  return a === 0xef && b === 0xbb && c === 0xbf ? 'utf-8' : 'none';
}

/**
 * A source whose file is UTF-8 without a byte order mark: UTF-16 with one is turned into it.
 *
 * @throws AppError `labeling.annotationFileEncoding`, `labeling.annotationFileTooLarge`
 */
export async function asUtf8(source: Source, file: string): Promise<Source> {
  const mark = await markOf(source, file);
  if (mark === 'none') return source;
  if (mark === 'utf-8')
    return {
      files: source.files,
      size: async () => (await source.size(file)) - 3,
      slice: (name, from, length) => source.slice(name, from + 3, length),
    };
  const size = await source.size(file);
  if (size > WHOLE_BYTES) throw notUtf8(file, mark.toUpperCase());
  const text = decode(await source.slice(file, 0, size), { file, encoding: mark });
  return memorySource({ [file]: text });
}

const notUtf8 = (file: string, value: string, cause?: unknown): AppError =>
  new AppError('labeling.annotationFileEncoding', { file, value }, { cause });

function decode(bytes: Uint8Array, { file, encoding }: { file: string; encoding: string }): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch (error) {
    throw notUtf8(file, encoding.toUpperCase(), error);
  }
}

/** The pieces of a file, one after another. */
export async function* chunksOf(source: Source, file: string): AsyncGenerator<Buffer> {
  const size = await source.size(file);
  for (let at = 0; at < size; at += CHUNK_BYTES) yield await source.slice(file, at, CHUNK_BYTES);
}

/** @throws AppError `labeling.annotationFileEncoding`, `labeling.annotationFileTooLarge` */
export async function wholeText(source: Source, file: string, most = WHOLE_BYTES): Promise<string> {
  const utf8 = await asUtf8(source, file);
  const size = await utf8.size(file);
  if (size > most)
    throw new AppError('labeling.annotationFileTooLarge', {
      file,
      value: mebibytes(size),
      most: mebibytes(most),
    });
  return decode(await utf8.slice(file, 0, size), { file, encoding: 'utf-8' });
}

export const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;

/** A line with its number, from 1 on; null for one that is too long to be kept. */
export interface Line {
  readonly line: number;
  readonly text: string | null;
}

const LF = 0x0a;

/**
 * The lines of a file, without their ends.
 *
 * @throws AppError `labeling.annotationFileEncoding` with the line
 */
export async function* linesOf(source: Source, file: string, longest = WHOLE_BYTES): AsyncGenerator<Line> {
  const utf8 = await asUtf8(source, file);
  let line = 0;
  let keptBytes = 0;
  /** Null while a line is too long to be kept. */
  let kept: Buffer[] | null = [];
  const keep = (bytes: Buffer): void => {
    keptBytes += bytes.length;
    if (keptBytes > longest) kept = null;
    else kept?.push(bytes);
  };
  const take = (): Line => {
    line++;
    const text = kept && textOfLine(kept.length === 1 ? kept[0]! : Buffer.concat(kept), { file, line });
    [kept, keptBytes] = [[], 0];
    return { line, text };
  };
  for await (const chunk of chunksOf(utf8, file)) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      keep(chunk.subarray(from, end));
      yield take();
      from = end + 1;
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  }
  if (keptBytes > 0) yield take();
}

function textOfLine(bytes: Buffer, { file, line }: { file: string; line: number }): string {
  if (!isUtf8(bytes)) throw notUtf8(file, `line ${line}`);
  const text = bytes.toString('utf8');
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
