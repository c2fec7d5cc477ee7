/** @file Images of a folder, an archive, IDX files or CIFAR-10 as samples. Every one is decoded; bad ones are rejected. */
import { createHash, hash } from 'node:crypto';
import type { ImageRules } from '../../../../src-shared/contract.ts';
import { canonicalClass } from '../../../../src-shared/labeling/class-name.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import {
  readCifar,
  readIdx,
  type PixelFile,
  encodePng,
  TELLING_BYTES,
  imageFormatOf,
} from '../../../images/index.ts';
import { cifarParts, idxParts, isImage, placeImages, type ImageFormat, type PixelPart } from '../layout.ts';
import { readKnownFolders } from '../known-folders.ts';
import { createDrawing, foundOf, type Drawing } from './drawing.ts';
import type { Found, FoundBatch, Reading } from './found.ts';
import type { BadRow } from './rows.ts';
import { openFileCollection, readUnpacked, type FileCollection, type Entry } from './file-collection.ts';

export const IMAGE_BYTES = 32 * 2 ** 20;
/** So many images are decoded side by side. */
const AT_ONCE = 4;
const BATCH_IMAGES = 256;

export interface ImageSource {
  readonly path: string;
  readonly fileName: string;
  readonly format: ImageFormat;
  /** Those of the dataset that the images go into. */
  readonly rules: ImageRules;
  /** The encoding of an archive's names, detected where it is null. */
  readonly names: string | null;
}

/** @throws AppError `datasets.badPixelFile`, `datasets.fileUnreadable`, `datasets.tooManyFiles` */
export async function readImages(source: ImageSource): Promise<Reading> {
  const collection = await openFileCollection(source.path, source.fileName, source.names);
  const digest = createHash('sha256');
  const onFile = (name: string, bytes: Buffer): void => {
    digest.update(`${name}\n${hash('sha256', bytes)}\n`);
  };
  const drawing = createDrawing(source.rules);
  const { batches, total } = await openImages(source, { collection, onFile, drawing });
  return { batches, estimate: () => total, sha256: () => digest.digest('hex'), drawing };
}

interface Opening {
  readonly collection: FileCollection;
  /** Given every file as it is read. */
  readonly onFile: (name: string, bytes: Buffer) => void;
  readonly drawing: Drawing;
}

async function openImages({ format, path, fileName }: ImageSource, opening: Opening) {
  const { collection } = opening;
  const { entries } = collection;
  switch (format) {
    case 'images': {
      const read = await readKnownFolders(entries);
      const placed = placeImages(read.entries, read.known);
      return { batches: closing(collection, readFiles(placed, opening)), total: placed.length };
    }
    case 'idx': {
      const chosen = entries.some(({ name }) => name === fileName) && path.endsWith(fileName);
      const parts = idxParts(entries, chosen ? fileName : null);
      return openParts(collection, { parts, names: null, onFile: opening.onFile });
    }
    case 'cifar':
      return openParts(collection, { ...cifarParts(entries), onFile: opening.onFile });
  }
}

async function* closing<T>(collection: FileCollection, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } finally {
    collection.close();
  }
}

type Placed = ReturnType<typeof placeImages>;

async function* readFiles(placed: Placed, { onFile, drawing }: Opening): AsyncGenerator<FoundBatch> {
  // Deep images are measured before the first is drawn: what is black and white holds for all.
  for (const { entry } of placed) {
    if (entry.bytes > IMAGE_BYTES) continue;
    await drawing.measure(await entry.head(TELLING_BYTES), () => entry.read(IMAGE_BYTES));
  }
  for (let at = 0; at < placed.length; at += AT_ONCE) {
    const some = placed.slice(at, at + AT_ONCE);
    const read = await Promise.all(some.map((one, i) => readFile(one, { row: at + i + 1, drawing })));
    for (const { bytes, name } of read) if (bytes) onFile(name, bytes);
    const checked = read.map(({ found }) => found);
    yield {
      good: checked.filter((one): one is Found => !('problem' in one)),
      bad: checked.filter((one): one is BadRow => 'problem' in one),
    };
  }
}

async function readFile({ entry, label, split }: Placed[number], place: { row: number; drawing: Drawing }) {
  const { name } = entry;
  let bytes: Buffer | null = null;
  const read = { ...entry, read: async (limit?: number) => (bytes = await entry.read(limit)) };
  const found = await drawFile(place.drawing, { entry: read, label, split, row: place.row });
  return { name, bytes, found };
}

/** A file as a sample, or why it is none. */
export async function drawFile(
  drawing: Drawing,
  { entry, row, label, split }: Placed[number] & { readonly row: number },
): Promise<Found | BadRow> {
  const { name } = entry;
  const bad = (problem: BadRow['problem']) => ({ row, problem, excerpt: name });
  if (!isImage(entry) && imageFormatOf(await entry.head(TELLING_BYTES)) === null)
    return bad({ key: 'datasets.rowNoImage', parameters: {} });
  if (entry.bytes > IMAGE_BYTES) {
    const limit = `${IMAGE_BYTES / 2 ** 20} MiB`;
    return bad({ key: 'datasets.rowImageLarge', parameters: { limit } });
  }
  try {
    return await drawing.draw(await entry.read(IMAGE_BYTES), { row, name, label, split });
  } catch (error) {
    // One file of an archive may be damaged, or a link may lead nowhere.
    if (!(error instanceof AppError)) throw error;
    return bad({ key: error.key, parameters: error.parameters });
  }
}

interface Parts {
  readonly parts: readonly PixelPart[];
  readonly names: Entry | null;
  readonly onFile: Opening['onFile'];
}

async function openParts(collection: FileCollection, { parts, names, onFile }: Parts) {
  const read = async (entry: Entry): Promise<Buffer> => {
    const bytes = await readUnpacked(entry);
    onFile(entry.name, bytes);
    return bytes;
  };
  const classes = names
    ? (await read(names))
        .toString('utf8')
        .trim()
        .split(/\s*\n\s*/)
    : [];
  const opened: { file: PixelFile; part: PixelPart }[] = [];
  for (const part of parts) {
    const images = await read(part.entry);
    const labels = part.labels ? await read(part.labels) : null;
    const { name } = part.entry;
    const file = /\.bin$/i.test(name) ? readCifar(name, images) : readIdx(name, images, labels);
    opened.push({ file, part });
  }
  const total = opened.reduce((sum, { file }) => sum + file.count, 0);
  async function* batches(): AsyncGenerator<FoundBatch> {
    let row = 0;
    for (const { file, part } of opened)
      for (let at = 0; at < file.count; at += BATCH_IMAGES) {
        const good: Found[] = [];
        for (let i = at; i < Math.min(at + BATCH_IMAGES, file.count); i++)
          good.push(await pixelsFound(file, { index: i, row: ++row, part, classes }));
        yield { good, bad: [] };
      }
  }
  return { batches: closing(collection, batches()), total };
}

async function pixelsFound(
  file: PixelFile,
  { index, row, part, classes }: { index: number; row: number; part: PixelPart; classes: readonly string[] },
): Promise<Found> {
  const pixels = file.pixels(index);
  const number = file.classOf(index);
  const label = number === -1 ? null : canonicalClass(classes[number] ?? '') || String(number);
  const name = `${part.entry.name} #${index + 1}`;
  return foundOf(pixels, { row, name, label, split: part.split, bytes: encodePng(pixels) });
}
