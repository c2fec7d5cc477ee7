/** @file Pictures of a folder, an archive, IDX files or CIFAR-10 as samples. Every one is decoded; bad ones are rejected. */
import { createHash, hash } from 'node:crypto';
import type { Split } from '../../../src-shared/contract/index.ts';
import { BadPicture, decodePicture, thumbnailOf } from '../images/decode.ts';
import { readCifar, readIdx, type PixelFile } from '../images/idx.ts';
import { cifarParts, idxParts, placePictures, type PictureFormat, type PixelPart } from '../images/layout.ts';
import { encodePng, type Pixels } from '../images/png.ts';
import type { Found, FoundBatch, Reading } from './found.ts';
import type { BadRow } from './rows.ts';
import { problemOfLabel } from './samples.ts';
import { openShelf, readUnpacked, type Shelf, type Volume } from './shelf.ts';

const PICTURE_BYTES = 32 * 2 ** 20;
/** So many pictures are decoded side by side. */
const AT_ONCE = 4;
const BATCH_PICTURES = 256;

export interface PictureSource {
  readonly path: string;
  readonly fileName: string;
  readonly format: PictureFormat;
}

/** @throws AppError `datasets.badPixelFile`, `datasets.fileUnreadable`, `datasets.tooManyFiles` */
export async function readPictures(source: PictureSource): Promise<Reading> {
  const shelf = await openShelf(source.path, source.fileName);
  const digest = createHash('sha256');
  const onFile = (name: string, bytes: Buffer): void => {
    digest.update(`${name}\n${hash('sha256', bytes)}\n`);
  };
  const { batches, total } = await openPictures(source, { shelf, onFile });
  return { batches, estimate: () => total, sha256: () => digest.digest('hex') };
}

interface Opening {
  readonly shelf: Shelf;
  /** Given every file as it is read. */
  readonly onFile: (name: string, bytes: Buffer) => void;
}

async function openPictures({ format, path, fileName }: PictureSource, { shelf, onFile }: Opening) {
  const { volumes } = shelf;
  switch (format) {
    case 'images': {
      const placed = placePictures(volumes);
      return { batches: closing(shelf, readFiles(placed, onFile)), total: placed.length };
    }
    case 'idx': {
      const chosen = volumes.some(({ name }) => name === fileName) && path.endsWith(fileName);
      return openParts(shelf, { parts: idxParts(volumes, chosen ? fileName : null), names: null, onFile });
    }
    case 'cifar':
      return openParts(shelf, { ...cifarParts(volumes), onFile });
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

async function* readFiles(placed: Placed, onFile: Opening['onFile']): AsyncGenerator<FoundBatch> {
  for (let at = 0; at < placed.length; at += AT_ONCE) {
    const some = placed.slice(at, at + AT_ONCE);
    const read = await Promise.all(some.map((one, i) => readFile(one, at + i + 1)));
    for (const { bytes, name } of read) if (bytes) onFile(name, bytes);
    const judged = read.map(({ found }) => found);
    yield {
      good: judged.filter((one): one is Found => !('problem' in one)),
      bad: judged.filter((one): one is BadRow => 'problem' in one),
    };
  }
}

async function readFile({ volume, label, split }: Placed[number], row: number) {
  const { name } = volume;
  const bad = (problem: BadRow['problem'], bytes: Buffer | null) => ({
    ...{ name, bytes, found: { row, problem, excerpt: name } },
  });
  if (volume.bytes > PICTURE_BYTES) {
    const limit = `${PICTURE_BYTES / 2 ** 20} MiB`;
    return bad({ key: 'datasets.rowPictureLarge', parameters: { limit } }, null);
  }
  const bytes = await volume.read(PICTURE_BYTES);
  const problem = problemOfLabel(label);
  if (problem) return bad(problem, bytes);
  try {
    const pixels = await decodePicture(bytes);
    return { name, bytes, found: await foundOf(pixels, { row, name, label, split, bytes }) };
  } catch (error) {
    if (!(error instanceof BadPicture)) throw error;
    return bad({ key: 'datasets.rowBadPicture', parameters: { why: error.message } }, bytes);
  }
}

interface Facts {
  readonly row: number;
  readonly name: string;
  readonly label: string | null;
  readonly split: Split | null;
  readonly bytes: Uint8Array;
}

async function foundOf(pixels: Pixels, { row, name, label, split, bytes }: Facts): Promise<Found> {
  const { width, height, channels } = pixels;
  const thumbnail = await thumbnailOf(pixels);
  const picture = { bytes, thumbnail, width, height, channels };
  return { row, id: pictureId(pixels), text: name, label, value: null, split, picture };
}

/** A picture is its pixels and their size, however they were encoded. */
function pictureId({ width, height, channels, data }: Pixels): string {
  return createHash('sha256').update(`${width}x${height}x${channels}\n`).update(data).digest('hex');
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
  const label = number === -1 ? null : (classes[number] ?? String(number));
  const name = `${part.volume.name} #${index + 1}`;
  return foundOf(pixels, { row, name, label, split: part.split, bytes: encodePng(pixels) });
}
