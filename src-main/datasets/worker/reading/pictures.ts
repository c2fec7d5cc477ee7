/** @file Pictures of a folder, an archive, IDX files or CIFAR-10 as samples. Every one is decoded; bad ones are rejected. */
import { createHash, hash } from 'node:crypto';
import type { PictureRules } from '../../../../src-shared/contract.ts';
import { canonicalClass } from '../../../../src-shared/labeling/class-name.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import {
  readCifar,
  readIdx,
  type PixelFile,
  encodePng,
  TELLING_BYTES,
  pictureFormatOf,
} from '../../../images/index.ts';
import {
  cifarParts,
  idxParts,
  isPicture,
  placePictures,
  type PictureFormat,
  type PixelPart,
} from '../layout.ts';
import { createDrawing, foundOf, type Drawing } from './drawing.ts';
import type { Found, FoundBatch, Reading } from './found.ts';
import type { BadRow } from './rows.ts';
import { openShelf, readUnpacked, type Shelf, type Volume } from './shelf.ts';

export const PICTURE_BYTES = 32 * 2 ** 20;
/** So many pictures are decoded side by side. */
const AT_ONCE = 4;
const BATCH_PICTURES = 256;

export interface PictureSource {
  readonly path: string;
  readonly fileName: string;
  readonly format: PictureFormat;
  /** Those of the dataset that the pictures go into. */
  readonly rules: PictureRules;
  /** The encoding of an archive's names, judged where it is null. */
  readonly names: string | null;
}

/** @throws AppError `datasets.badPixelFile`, `datasets.fileUnreadable`, `datasets.tooManyFiles` */
export async function readPictures(source: PictureSource): Promise<Reading> {
  const shelf = await openShelf(source.path, source.fileName, source.names);
  const digest = createHash('sha256');
  const onFile = (name: string, bytes: Buffer): void => {
    digest.update(`${name}\n${hash('sha256', bytes)}\n`);
  };
  const drawing = createDrawing(source.rules);
  const { batches, total } = await openPictures(source, { shelf, onFile, drawing });
  return { batches, estimate: () => total, sha256: () => digest.digest('hex'), drawing };
}

interface Opening {
  readonly shelf: Shelf;
  /** Given every file as it is read. */
  readonly onFile: (name: string, bytes: Buffer) => void;
  readonly drawing: Drawing;
}

async function openPictures({ format, path, fileName }: PictureSource, opening: Opening) {
  const { shelf } = opening;
  const { volumes } = shelf;
  switch (format) {
    case 'images': {
      const placed = placePictures(volumes);
      return { batches: closing(shelf, readFiles(placed, opening)), total: placed.length };
    }
    case 'idx': {
      const chosen = volumes.some(({ name }) => name === fileName) && path.endsWith(fileName);
      const parts = idxParts(volumes, chosen ? fileName : null);
      return openParts(shelf, { parts, names: null, onFile: opening.onFile });
    }
    case 'cifar':
      return openParts(shelf, { ...cifarParts(volumes), onFile: opening.onFile });
  }
}

async function* closing<T>(shelf: Shelf, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } finally {
    shelf.close();
  }
}

type Placed = ReturnType<typeof placePictures>;

async function* readFiles(placed: Placed, { onFile, drawing }: Opening): AsyncGenerator<FoundBatch> {
  // Deep pictures are measured before the first is drawn: what is black and white holds for all.
  for (const { volume } of placed) {
    if (volume.bytes > PICTURE_BYTES) continue;
    await drawing.measure(await volume.head(TELLING_BYTES), () => volume.read(PICTURE_BYTES));
  }
  for (let at = 0; at < placed.length; at += AT_ONCE) {
    const some = placed.slice(at, at + AT_ONCE);
    const read = await Promise.all(some.map((one, i) => readFile(one, { row: at + i + 1, drawing })));
    for (const { bytes, name } of read) if (bytes) onFile(name, bytes);
    const judged = read.map(({ found }) => found);
    yield {
      good: judged.filter((one): one is Found => !('problem' in one)),
      bad: judged.filter((one): one is BadRow => 'problem' in one),
    };
  }
}

async function readFile({ volume, label, split }: Placed[number], place: { row: number; drawing: Drawing }) {
  const { name } = volume;
  let bytes: Buffer | null = null;
  const read = { ...volume, read: async (limit?: number) => (bytes = await volume.read(limit)) };
  const found = await drawFile(place.drawing, { volume: read, label, split, row: place.row });
  return { name, bytes, found };
}

/** A file as a sample, or why it is none. */
export async function drawFile(
  drawing: Drawing,
  { volume, row, label, split }: Placed[number] & { readonly row: number },
): Promise<Found | BadRow> {
  const { name } = volume;
  const bad = (problem: BadRow['problem']) => ({ row, problem, excerpt: name });
  if (!isPicture(volume) && pictureFormatOf(await volume.head(TELLING_BYTES)) === null)
    return bad({ key: 'datasets.rowNoPicture', parameters: {} });
  if (volume.bytes > PICTURE_BYTES) {
    const limit = `${PICTURE_BYTES / 2 ** 20} MiB`;
    return bad({ key: 'datasets.rowPictureLarge', parameters: { limit } });
  }
  try {
    return await drawing.draw(await volume.read(PICTURE_BYTES), { row, name, label, split });
  } catch (error) {
    // One file of an archive may be damaged, or a link may lead nowhere.
    if (!(error instanceof AppError)) throw error;
    return bad({ key: error.key, parameters: error.parameters });
  }
}

interface Parts {
  readonly parts: readonly PixelPart[];
  readonly names: Volume | null;
  readonly onFile: Opening['onFile'];
}

async function openParts(shelf: Shelf, { parts, names, onFile }: Parts) {
  const read = async (volume: Volume): Promise<Buffer> => {
    const bytes = await readUnpacked(volume);
    onFile(volume.name, bytes);
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
    const images = await read(part.volume);
    const labels = part.labels ? await read(part.labels) : null;
    const { name } = part.volume;
    const file = /\.bin$/i.test(name) ? readCifar(name, images) : readIdx(name, images, labels);
    opened.push({ file, part });
  }
  const total = opened.reduce((sum, { file }) => sum + file.count, 0);
  async function* batches(): AsyncGenerator<FoundBatch> {
    let row = 0;
    for (const { file, part } of opened)
      for (let at = 0; at < file.count; at += BATCH_PICTURES) {
        const good: Found[] = [];
        for (let i = at; i < Math.min(at + BATCH_PICTURES, file.count); i++)
          good.push(await pixelsFound(file, { index: i, row: ++row, part, classes }));
        yield { good, bad: [] };
      }
  }
  return { batches: closing(shelf, batches()), total };
}

async function pixelsFound(
  file: PixelFile,
  { index, row, part, classes }: { index: number; row: number; part: PixelPart; classes: readonly string[] },
): Promise<Found> {
  const pixels = file.pixels(index);
  const number = file.classOf(index);
  const label = number === -1 ? null : canonicalClass(classes[number] ?? '') || String(number);
  const name = `${part.volume.name} #${index + 1}`;
  return foundOf(pixels, { row, name, label, split: part.split, bytes: encodePng(pixels) });
}
