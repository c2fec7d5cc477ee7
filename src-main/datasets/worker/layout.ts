/** @file How images lie in a collection: as files in class folders, as IDX pairs, or as CIFAR-10's batches. */
import type { Split } from '../../../src-shared/contract.ts';
import { canonicalClass } from '../../../src-shared/labeling/class-name.ts';
import type { Entry } from './reading/file-collection.ts';

export type ImageFormat = 'images' | 'idx' | 'cifar';

/** Also those that are not read: they are refused by name. */
const IMAGE = /\.(png|jpe?g|jpe|jfif|webp|gif|tiff?|avif|bmp|hei[cf]|jxl|jp2|psd)$/i;
const IDX_IMAGES = /images[-.]idx3-ubyte(\.gz)?$/i;
const CIFAR_BATCH = /(^|\/)(data_batch_\d+|test_batch)\.bin$/i;
const CIFAR_NAMES = /(^|\/)batches\.meta\.txt$/i;
const SPLIT_FOLDERS: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  test: 'test',
  testing: 'test',
  val: 'validation',
  valid: 'validation',
  validation: 'validation',
  dev: 'validation',
};

/** An image file with what its folders say. */
export interface PlacedImage {
  readonly entry: Entry;
  readonly label: string | null;
  readonly split: Split | null;
}

/** A file of bare pixels with the file of its labels. */
export interface PixelPart {
  readonly entry: Entry;
  readonly labels: Entry | null;
  readonly split: Split | null;
}

/** Null where there are no images. */
export function imageFormat(entries: readonly Entry[]): ImageFormat | null {
  if (entries.some(({ name }) => IDX_IMAGES.test(name))) return 'idx';
  if (entries.some(({ name }) => CIFAR_BATCH.test(name))) return 'cifar';
  return entries.some(isImage) ? 'images' : null;
}

export function isImage({ name }: Entry): boolean {
  return IMAGE.test(name);
}

/** What a folder that we wrote is. */
export type KnownFolders = ReadonlyMap<string, Pick<PlacedImage, 'label' | 'split'>>;

/**
 * Where we wrote the folders ourselves, what we said of them; else the folder of an image is its class; folders above that are called train, validation and test are its split. One
 * folder around all the others, as archives have it, says nothing. Files that are no images by their names come last: they
 * may be images after all, or are told by name. What stands beside an image and is called like it goes with it.
 */
export function placeImages(entries: readonly Entry[], known: KnownFolders = new Map()): PlacedImage[] {
  const foldersOf = ({ name }: Entry) => name.split('/').slice(0, -1);
  const images = entries.filter(isImage);
  const placed = images.map(foldersOf);
  let depth = 0;
  while (
    placed.some((folders) => folders.length > depth + 1) &&
    placed.every((folders) => folders[depth] === placed[0]![depth])
  )
    depth++;
  const splits = placed.map((folders) => splitNamed(folders[depth]));
  const split = splits.every((one) => one !== undefined) && new Set(splits).size > 1;
  return [...images, ...strangersAmong(entries)].map((entry) => {
    const folders = foldersOf(entry);
    const said = known.get(folders.join('/'));
    if (said) return { entry, ...said };
    const named = split ? splitNamed(folders[depth]) : undefined;
    return {
      entry,
      label: canonicalClass(folders[split ? depth + 1 : depth] ?? '') || null,
      split: named ? keptSplit(named) : null,
    };
  });
}

/** Files among images that are none by their names, without those that belong to an image. */
export function strangersAmong(entries: readonly Entry[]): Entry[] {
  const bare = (name: string) => name.replace(/\.[^./]+$/, '');
  const images = new Set(entries.filter(isImage).flatMap(({ name }) => [name, bare(name)]));
  return entries.filter((entry) => !isImage(entry) && !images.has(bare(entry.name)));
}

function splitNamed(folder = ''): Split | undefined {
  const named = folder.toLowerCase();
  return Object.hasOwn(SPLIT_FOLDERS, named) ? SPLIT_FOLDERS[named] : undefined;
}

/** What is for training may be drawn into validation; what is for the test stays there. */
export function keptSplit(split: Split): Split | null {
  return split === 'train' ? null : split;
}

/** IDX files of images with those of their labels, training first. `only` names the file that was chosen. */
export function idxParts(entries: readonly Entry[], only: string | null): PixelPart[] {
  const family = (name: string) =>
    name
      .toLowerCase()
      .replace(/train|t10k|test/, '')
      .replace(/\.gz$/, '');
  const wanted = (name: string) => only === null || family(name) === family(only);
  const bare = (name: string) => name.replace(/\.gz$/i, '').toLowerCase();
  return entries
    .filter(({ name }) => IDX_IMAGES.test(name) && wanted(name))
    .map((entry) => {
      const name = bare(entry.name).replace(/images([-.])idx3/, 'labels$1idx1');
      const labels = entries.find((other) => bare(other.name) === name) ?? null;
      const test = /t10k|test/i.test(entry.name.split('/').at(-1)!);
      return { entry, labels, split: test ? ('test' as const) : null };
    })
    .sort((a, b) => Number(a.split !== null) - Number(b.split !== null));
}

/** The batches of CIFAR-10, the test batch last; and the file with the names of the classes. */
export function cifarParts(entries: readonly Entry[]): { parts: PixelPart[]; names: Entry | null } {
  const batches = entries.filter(({ name }) => CIFAR_BATCH.test(name));
  const parts = batches.map((entry) => {
    const test = /test_batch/i.test(entry.name);
    return { entry, labels: null, split: test ? ('test' as const) : null };
  });
  return { parts, names: entries.find(({ name }) => CIFAR_NAMES.test(name)) ?? null };
}
