/** @file A look at pictures before they are imported: some of them, small, and how many there are. */
import type { Preview } from '../../../src-shared/contract.ts';
import { groundOf, TELLING_BYTES, pictureType } from '../../images/index.ts';
import { isPicture, placePictures, strangersAmong } from './layout.ts';
import { nothingGood } from './reading/complaints.ts';
import { createDrawing } from './reading/drawing.ts';
import type { Found, Picture } from './reading/found.ts';
import { PICTURE_BYTES, drawFile, readPictures, type PictureSource } from './reading/pictures.ts';
import { parquetColumns } from './reading/parquet.ts';
import { drawParquetPicture, picturesOf, type ParquetPicture } from './reading/parquet-pictures.ts';
import type { BadRow } from './reading/rows.ts';
import type { FileCollection, Entry } from './reading/file-collection.ts';

const LABEL = /^(label|labels|class|category|target|fine_label|标签|类别)$/i;
const SHOWN_PICTURES = 24;
const TRIED_PICTURES = 48;
const SHOWN_STRANGERS = 20;

type Shown = Preview['pictures'][number];

/** What a preview says of pictures. @throws AppError `datasets.noGoodRow`, `datasets.badPixelFile` */
export async function previewPictures(source: PictureSource, { entries, names }: FileCollection) {
  const { fileName, format } = source;
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const { pictures, samples, drawing } =
    format === 'images' ? await fromFiles(entries, source) : await fromPixelFiles(source);
  const strangers = format === 'images' ? strangersAmong(entries).map(({ name }) => name) : [];
  const drawn = {
    ...(drawing?.counts() ?? { transparent: 0, deep: 0, animated: 0 }),
    ground: groundOf(source.rules.ground),
    strangers: strangers.slice(0, SHOWN_STRANGERS),
  };
  const nothing = { columns: [], rows: [], encoding: '', delimiter: null, header: null, reason: null };
  const suggested = { text: null, label: null, language: 'en' as const, columns: [] };
  return {
    fileName,
    bytes,
    format,
    ...nothing,
    reading: null,
    foreseen: null,
    pictures,
    drawn,
    names,
    samples,
    kinds: ['image' as const],
    suggested,
  };
}

interface ParquetFile {
  readonly path: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly options: { readonly ground?: string | undefined };
}

/** Pictures in a column of a Parquet file; null where no column holds any. */
export async function previewParquetPictures({
  path,
  fileName,
  bytes,
  options,
}: ParquetFile): Promise<Preview | null> {
  if (bytes === 0) return null;
  const columns = await parquetColumns(path, fileName);
  const image = columns.find(({ kind }) => kind === 'picture');
  if (!image) return null;
  const label =
    columns.find(({ classes }) => classes !== null) ?? columns.find(({ name }) => LABEL.test(name));
  const rules = { ground: groundOf(options.ground) };
  const chosen: ParquetPicture[] = [];
  for await (const one of picturesOf({ path, imageColumn: image.name, labelColumn: label?.name ?? null }))
    if (chosen.push(one) === TRIED_PICTURES) break;
  const drawing = createDrawing(rules);
  for (const { bytes: encoded } of chosen)
    if (encoded) await drawing.measure(encoded.subarray(0, TELLING_BYTES), () => Promise.resolve(encoded));
  const pictures: Shown[] = [];
  const bad: BadRow[] = [];
  for (const one of chosen.slice(0, SHOWN_PICTURES)) {
    const found = await drawParquetPicture({ fileName }, one, drawing);
    if ('problem' in found) bad.push(found);
    else if (found.picture) pictures.push(shown(found.picture, { ...found, name: found.text }));
  }
  if (pictures.length === 0) throw nothingGood(fileName, bad);
  return {
    fileName,
    bytes,
    format: 'parquet',
    encoding: '',
    delimiter: null,
    header: null,
    names: null,
    reading: null,
    foreseen: null,
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows: [],
    pictures,
    samples: null,
    drawn: { ...drawing.counts(), ground: groundOf(rules.ground), strangers: [] },
    kinds: ['image'],
    reason: null,
    suggested: { text: null, label: label?.name ?? null, language: 'en', columns: [] },
  };
}

/** Some of every part of the list, so that more than the first class is seen. */
async function fromFiles(entries: readonly Entry[], { fileName, rules }: PictureSource) {
  const placed = placePictures(entries).filter(({ entry }) => isPicture(entry));
  const step = Math.max(1, Math.floor(placed.length / SHOWN_PICTURES));
  const chosen = placed.filter((_, i) => i % step === 0).slice(0, TRIED_PICTURES);
  const drawing = createDrawing(rules);
  for (const { entry } of chosen)
    await drawing.measure(await entry.head(TELLING_BYTES), () => entry.read(PICTURE_BYTES));
  const pictures: Shown[] = [];
  const bad: BadRow[] = [];
  for (const [i, { entry, label, split }] of chosen.entries()) {
    if (pictures.length === SHOWN_PICTURES) break;
    const found = await drawFile(drawing, { entry, label, split, row: i + 1 });
    if ('problem' in found) bad.push(found);
    else if (found.picture) pictures.push(shown(found.picture, { name: entry.name, label, split }));
  }
  if (pictures.length === 0) throw nothingGood(fileName, bad);
  return { pictures, samples: placed.length, drawing };
}

async function fromPixelFiles(source: PictureSource) {
  const reading = await readPictures(source);
  const pictures: Shown[] = [];
  for await (const { good } of reading.batches) {
    for (const { picture, text: name, label, split } of good.slice(0, SHOWN_PICTURES))
      if (picture) pictures.push(shown(picture, { name, label, split }));
    break;
  }
  if (pictures.length === 0) throw nothingGood(source.fileName, []);
  return { pictures, samples: reading.estimate(0), drawing: reading.drawing };
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
