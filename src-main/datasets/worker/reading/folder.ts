/** @file A folder or an archive of text files, one folder a class, as records. */
import { hash } from 'node:crypto';
import { AppError, type WireError } from '../../../../src-shared/platform/errors.ts';
import { decoderFor, holdsUndefined } from './decoding.ts';
import { detectEncoding } from './encoding.ts';
import { RECORD_BYTES } from './records.ts';
import type { BadRow, GoodRow, RowBatch } from './rows.ts';
import { openCollection, type Entry } from './file-collection.ts';

/** What the columns of a folder are called. */
export const FOLDER_COLUMNS = ['text', 'label', 'file'] as const;

const BATCH_FILES = 64;
/** Of a file that is too long so much is hashed. */
const HEAD_BYTES = 1 << 16;

/** A text with the class that its folder says. */
export interface PlacedText {
  readonly entry: Entry;
  readonly label: string;
}

/**
 * The files in folders, each with the first folder of its path as the class. One folder around all the others, as archives
 * have it, says nothing.
 */
export function placeTexts(entries: readonly Entry[]): PlacedText[] {
  const placed = entries.map((entry) => ({ entry, folders: entry.name.split('/').slice(0, -1) }));
  const inFolders = placed.filter(({ folders }) => folders.length > 0);
  let depth = 0;
  while (
    inFolders.every(
      ({ folders }) => folders.length > depth + 1 && folders[depth] === inFolders[0]!.folders[depth],
    ) &&
    inFolders.length > 0
  )
    depth++;
  return inFolders.map(({ entry, folders }) => ({ entry, label: folders[depth]! }));
}

/** How a folder or an archive of texts is read. */
export interface FolderOptions {
  /** Null to detect it of each file by its bytes. */
  readonly encoding: string | null;
  /** The encoding of an archive's names; detected where it is null. */
  readonly names: string | null;
  /** Given the name and the hash of each file. */
  readonly update: (bytes: Buffer) => void;
}

/** How many texts a folder or an archive holds. */
export async function countTexts(root: string): Promise<number> {
  const collection = await openCollection(root, null);
  collection.close();
  return placeTexts(collection.entries).length;
}

/** Reads the files as rows of {@link FOLDER_COLUMNS}; row 1 is the first file. */
export async function* readFolder(
  root: string,
  { encoding, names, update }: FolderOptions,
): AsyncGenerator<RowBatch> {
  const collection = await openCollection(root, names);
  try {
    const texts = placeTexts(collection.entries);
    for (let at = 0; at < texts.length; at += BATCH_FILES) {
      const good: GoodRow[] = [];
      const bad: BadRow[] = [];
      for (const [i, { entry, label }] of texts.slice(at, at + BATCH_FILES).entries()) {
        const read = await readText(entry, encoding);
        const row = at + i + 1;
        update(Buffer.from(`${entry.name}\n${read.sha256}\n`));
        if ('text' in read) good.push({ row, cells: [read.text, label, entry.name] });
        else bad.push({ row, problem: read.problem, excerpt: entry.name });
      }
      yield { good, bad };
    }
  } finally {
    collection.close();
  }
}

type ReadText = { sha256: string } & ({ text: string } | { problem: WireError });

async function readText(entry: Entry, encoding: string | null): Promise<ReadText> {
  if (entry.bytes > RECORD_BYTES) {
    const limit = `${Math.round(RECORD_BYTES / 2 ** 20)} MiB`;
    const sha256 = hash('sha256', await entry.head(HEAD_BYTES));
    return { sha256, problem: { key: 'datasets.rowTooLong', parameters: { limit } } };
  }
  const bytes = await entry.read().catch(asProblem);
  if (!Buffer.isBuffer(bytes)) return { sha256: '', problem: bytes };
  const sha256 = hash('sha256', bytes);
  const verdict = detectEncoding(bytes);
  if (verdict.binary) return { sha256, problem: { key: 'datasets.rowBinary', parameters: {} } };
  const label = encoding ?? verdict.encoding;
  const text = decoderFor(label).decode(bytes);
  if (!holdsUndefined(text, label)) return { sha256, text };
  return { sha256, problem: { key: 'datasets.rowEncoding', parameters: { encoding: label } } };
}

/** A file of an archive that is damaged is one bad row. */
function asProblem(error: unknown): WireError {
  if (error instanceof AppError) return { key: error.key, parameters: error.parameters };
  throw error;
}
