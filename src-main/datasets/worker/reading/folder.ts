/** @file A folder of text files, one folder a class, as records. */
import { createReadStream } from 'node:fs';
import { readFile, readdir, stat } from 'node:fs/promises';
import { hash } from 'node:crypto';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { decoderFor, holdsUndefined } from './decoding.ts';
import { detectEncoding } from './encoding.ts';
import { RECORD_BYTES } from './records.ts';
import type { BadRow, GoodRow, RowBatch } from './rows.ts';

/** What the columns of a folder are called. */
export const FOLDER_COLUMNS = ['text', 'label', 'file'] as const;

const BATCH_FILES = 64;

/** The text files in the folders of a folder, as `class/file`, in the order of their names. Hidden ones are left out. */
export async function listTexts(root: string): Promise<string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => file.includes(path.sep) && !file.split(path.sep).some((part) => part.startsWith('.')))
    .sort();
}

/** The sum of the sizes of these files, in bytes. */
export async function bytesOf(root: string, files: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const file of files) bytes += (await stat(path.join(root, file))).size;
  return bytes;
}

/** Reads the files as rows of {@link FOLDER_COLUMNS}; row 1 is the first file. */
export async function* readFolder(
  root: string,
  options: { encoding: string | null; update: (bytes: Buffer) => void },
): AsyncGenerator<RowBatch> {
  const files = await listTexts(root);
  for (let at = 0; at < files.length; at += BATCH_FILES) {
    const good: GoodRow[] = [];
    const bad: BadRow[] = [];
    for (const [i, file] of files.slice(at, at + BATCH_FILES).entries()) {
      const read = await readText(path.join(root, file), options.encoding);
      const row = at + i + 1;
      options.update(Buffer.from(`${file}\n${read.sha256}\n`));
      if ('text' in read) good.push({ row, cells: [read.text, labelOf(file), file] });
      else bad.push({ row, problem: read.problem, excerpt: file });
    }
    yield { good, bad };
  }
}

/** The class is the first folder of the path. */
function labelOf(file: string): string {
  return file.slice(0, file.indexOf(path.sep));
}

type ReadText = { sha256: string } & ({ text: string } | { problem: BadRow['problem'] });

async function readText(file: string, encoding: string | null): Promise<ReadText> {
  const { size } = await stat(file);
  if (size > RECORD_BYTES) {
    const head = await buffer(createReadStream(file, { end: 65_535 }));
    const limit = `${Math.round(RECORD_BYTES / 2 ** 20)} MiB`;
    return { sha256: hash('sha256', head), problem: { key: 'datasets.rowTooLong', parameters: { limit } } };
  }
  const bytes = await readFile(file);
  const sha256 = hash('sha256', bytes);
  const verdict = detectEncoding(bytes);
  if (verdict.binary) return { sha256, problem: { key: 'datasets.rowBinary', parameters: {} } };
  const label = encoding ?? verdict.encoding;
  const text = decoderFor(label).decode(bytes);
  if (!holdsUndefined(text, label)) return { sha256, text };
  const parameters = { encoding: label };
  return { sha256, problem: { key: 'datasets.rowEncoding', parameters } };
}
