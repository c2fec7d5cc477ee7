/** @file A look at pictures before they are imported: some of them, small, and how many there are. */
import type { Preview } from '../../../src-shared/contract/index.ts';
import { BadPicture, decodePicture, thumbnailOf } from '../images/decode.ts';
import { placePictures, type PictureFormat } from '../images/layout.ts';
import { pictureType } from '../images/type.ts';
import { nothingGood } from '../reading/complaints.ts';
import type { Found, Picture } from '../reading/found.ts';
import { readPictures } from '../reading/pictures.ts';
import type { BadRow } from '../reading/rows.ts';
import type { Shelf, Volume } from '../reading/shelf.ts';

const SHOWN_PICTURES = 24;
const TRIED_PICTURES = 48;

type Shown = Preview['pictures'][number];

/** What a preview says of pictures. @throws AppError `datasets.noGoodRow`, `datasets.badPixelFile` */
export async function previewPictures(
  { path, fileName, format }: { path: string; fileName: string; format: PictureFormat },
  { volumes }: Shelf,
) {
  const bytes = volumes.reduce((sum, volume) => sum + volume.bytes, 0);
  const { pictures, samples } =
    format === 'images'
      ? await fromFiles(volumes, fileName)
      : await fromPixelFiles({ path, fileName, format });
  const nothing = { columns: [], rows: [], encoding: '', delimiter: null, header: null };
  const suggested = { text: null, label: null, language: 'en' as const, columns: [] };
  return {
    ...{ fileName, bytes, format, ...nothing, reading: null, foreseen: null },
    ...{ pictures, samples, kinds: ['image' as const], suggested },
  };
}

/** Some of every part of the list, so that more than the first class is seen. */
async function fromFiles(volumes: readonly Volume[], fileName: string) {
  const placed = placePictures(volumes);
  const step = Math.max(1, Math.floor(placed.length / SHOWN_PICTURES));
  const chosen = placed.filter((_, i) => i % step === 0).slice(0, TRIED_PICTURES);
  const pictures: Shown[] = [];
  const bad: BadRow[] = [];
  for (const [i, { volume, label, split }] of chosen.entries()) {
    if (pictures.length === SHOWN_PICTURES) break;
    const bytes = await volume.read();
    try {
      const pixels = await decodePicture(bytes);
      const { width, height, channels } = pixels;
      const picture = { bytes, thumbnail: await thumbnailOf(pixels, bytes), width, height, channels };
      pictures.push(shown(picture, { name: volume.name, label, split }));
    } catch (error) {
      if (!(error instanceof BadPicture)) throw error;
      const problem = { key: 'datasets.rowBadPicture', parameters: { why: error.message } } as const;
      bad.push({ row: i + 1, problem, excerpt: volume.name });
    }
  }
  if (pictures.length === 0) throw nothingGood(fileName, bad);
  return { pictures, samples: placed.length };
}

async function fromPixelFiles(source: Parameters<typeof readPictures>[0]) {
  const reading = await readPictures(source);
  const pictures: Shown[] = [];
  for await (const { good } of reading.batches) {
    for (const { picture, text: name, label, split } of good.slice(0, SHOWN_PICTURES))
      if (picture) pictures.push(shown(picture, { name, label, split }));
    break;
  }
  if (pictures.length === 0) throw nothingGood(source.fileName, []);
  return { pictures, samples: reading.estimate(0) };
}

function shown(
  picture: Picture,
  { name, label, split }: Pick<Found, 'label' | 'split'> & { name: string },
): Shown {
  const { width, height, channels } = picture;
  const bytes = Buffer.from(picture.thumbnail ?? picture.bytes);
  return {
    name,
    label,
    split,
    width,
    height,
    channels,
    url: `data:${pictureType(bytes)};base64,${bytes.toString('base64')}`,
  };
}
