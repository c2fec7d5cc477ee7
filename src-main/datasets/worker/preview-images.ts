/** @file A look at images before they are imported: some of them, small, and how many there are. */
import type { Preview } from '../../../src-shared/contract.ts';
import { groundOf, TELLING_BYTES, imageType } from '../../images/index.ts';
import { readKnownFolders } from './known-folders.ts';
import { isImage, placeImages, strangersAmong } from './layout.ts';
import { nothingGood } from './reading/complaints.ts';
import { createDrawing } from './reading/drawing.ts';
import type { Found, Image } from './reading/found.ts';
import { IMAGE_BYTES, drawFile, readImages, type ImageSource } from './reading/images.ts';
import { parquetColumns } from './reading/parquet.ts';
import { drawParquetImage, imagesOf, type ParquetImage } from './reading/parquet-images.ts';
import type { BadRow } from './reading/rows.ts';
import type { FileCollection } from './reading/file-collection.ts';

const LABEL = /^(label|labels|class|category|target|fine_label|标签|类别)$/i;
const SHOWN_IMAGES = 24;
const TRIED_IMAGES = 48;
const SHOWN_STRANGERS = 20;

type Shown = Preview['images'][number];

/** What a preview says of images. @throws AppError `datasets.noGoodRow`, `datasets.badPixelFile` */
export async function previewImages(source: ImageSource, { entries, names }: FileCollection) {
  const { fileName, format } = source;
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  const read = await readKnownFolders(entries);
  const { images, samples, drawing } =
    format === 'images' ? await fromFiles(read, source) : await fromPixelFiles(source);
  const strangers = format === 'images' ? strangersAmong(read.entries).map(({ name }) => name) : [];
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
    images,
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

/** Images in a column of a Parquet file; null where no column holds any. */
export async function previewParquetImages({
  path,
  fileName,
  bytes,
  options,
}: ParquetFile): Promise<Preview | null> {
  if (bytes === 0) return null;
  const columns = await parquetColumns(path, fileName);
  const image = columns.find(({ holds }) => holds === 'image');
  if (!image) return null;
  const label =
    columns.find(({ classes }) => classes !== null) ?? columns.find(({ name }) => LABEL.test(name));
  const rules = { ground: groundOf(options.ground) };
  const chosen: ParquetImage[] = [];
  for await (const one of imagesOf({ path, imageColumn: image.name, labelColumn: label?.name ?? null }))
    if (chosen.push(one) === TRIED_IMAGES) break;
  const drawing = createDrawing(rules);
  for (const { bytes: encoded } of chosen)
    if (encoded) await drawing.measure(encoded.subarray(0, TELLING_BYTES), () => Promise.resolve(encoded));
  const images: Shown[] = [];
  const bad: BadRow[] = [];
  for (const one of chosen.slice(0, SHOWN_IMAGES)) {
    const found = await drawParquetImage({ fileName }, one, drawing);
    if ('problem' in found) bad.push(found);
    else if (found.image) images.push(shown(found.image, { ...found, name: found.text }));
  }
  if (images.length === 0) throw nothingGood(fileName, bad);
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
    images,
    samples: null,
    drawn: { ...drawing.counts(), ground: groundOf(rules.ground), strangers: [] },
    kinds: ['image'],
    reason: null,
    suggested: { text: null, label: label?.name ?? null, language: 'en', columns: [] },
  };
}

/** Some of every part of the list, so that more than the first class is seen. */
async function fromFiles(
  { entries, known }: Awaited<ReturnType<typeof readKnownFolders>>,
  { fileName, rules }: ImageSource,
) {
  const placed = placeImages(entries, known).filter(({ entry }) => isImage(entry));
  const step = Math.max(1, Math.floor(placed.length / SHOWN_IMAGES));
  const chosen = placed.filter((_, i) => i % step === 0).slice(0, TRIED_IMAGES);
  const drawing = createDrawing(rules);
  for (const { entry } of chosen)
    await drawing.measure(await entry.head(TELLING_BYTES), () => entry.read(IMAGE_BYTES));
  const images: Shown[] = [];
  const bad: BadRow[] = [];
  for (const [i, { entry, label, split }] of chosen.entries()) {
    if (images.length === SHOWN_IMAGES) break;
    const found = await drawFile(drawing, { entry, label, split, row: i + 1 });
    if ('problem' in found) bad.push(found);
    else if (found.image) images.push(shown(found.image, { name: entry.name, label, split }));
  }
  if (images.length === 0) throw nothingGood(fileName, bad);
  return { images, samples: placed.length, drawing };
}

async function fromPixelFiles(source: ImageSource) {
  const reading = await readImages(source);
  const images: Shown[] = [];
  for await (const { good } of reading.batches) {
    for (const { image, text: name, label, split } of good.slice(0, SHOWN_IMAGES))
      if (image) images.push(shown(image, { name, label, split }));
    break;
  }
  if (images.length === 0) throw nothingGood(source.fileName, []);
  return { images, samples: reading.estimate(0), drawing: reading.drawing };
}

function shown(
  image: Image,
  { name, label, split }: Pick<Found, 'label' | 'split'> & { name: string },
): Shown {
  const { width, height, channels } = image;
  const bytes = Buffer.from(image.thumbnail ?? image.bytes);
  return {
    name,
    label,
    split,
    width,
    height,
    channels,
    url: `data:${imageType(bytes)};base64,${bytes.toString('base64')}`,
  };
}
