/** @file How pictures lie on a shelf: as files in class folders, as IDX pairs, or as CIFAR-10's batches. */
import type { Split } from '../../../src-shared/contract.ts';
import { canonicalClass } from '../../../src-shared/labeling/class-name.ts';
import type { Volume } from './reading/shelf.ts';

export type PictureFormat = 'images' | 'idx' | 'cifar';

/** Also those that are not read: they are refused by name. */
const PICTURE = /\.(png|jpe?g|jpe|jfif|webp|gif|tiff?|avif|bmp|hei[cf]|jxl|jp2|psd)$/i;
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

/** A picture file with what its folders say. */
export interface PlacedPicture {
  readonly volume: Volume;
  readonly label: string | null;
  readonly split: Split | null;
}

/** A file of bare pixels with the file of its labels. */
export interface PixelPart {
  readonly volume: Volume;
  readonly labels: Volume | null;
  readonly split: Split | null;
}

/** Null where there are no pictures. */
export function pictureFormat(volumes: readonly Volume[]): PictureFormat | null {
  if (volumes.some(({ name }) => IDX_IMAGES.test(name))) return 'idx';
  if (volumes.some(({ name }) => CIFAR_BATCH.test(name))) return 'cifar';
  return volumes.some(isPicture) ? 'images' : null;
}

export function isPicture({ name }: Volume): boolean {
  return PICTURE.test(name);
}

/**
 * The folder of a picture is its class; folders above that are called train, validation and test are its split. One
 * folder around all the others, as archives have it, says nothing. Files that are no pictures by their names come last: they
 * may be pictures after all, or are told by name. What stands beside a picture and is called like it goes with it.
 */
export function placePictures(volumes: readonly Volume[]): PlacedPicture[] {
  const foldersOf = ({ name }: Volume) => name.split('/').slice(0, -1);
  const pictures = volumes.filter(isPicture);
  const placed = pictures.map(foldersOf);
  let depth = 0;
  while (
    placed.some((folders) => folders.length > depth + 1) &&
    placed.every((folders) => folders[depth] === placed[0]![depth])
  )
    depth++;
  const splits = placed.map((folders) => splitNamed(folders[depth]));
  const split = splits.every((one) => one !== undefined) && new Set(splits).size > 1;
  return [...pictures, ...strangersAmong(volumes)].map((volume) => {
    const folders = foldersOf(volume);
    const named = split ? splitNamed(folders[depth]) : undefined;
    return {
      volume,
      label: canonicalClass(folders[split ? depth + 1 : depth] ?? '') || null,
      split: named ? keptSplit(named) : null,
    };
  });
}

/** Files among pictures that are none by their names, without those that belong to a picture. */
export function strangersAmong(volumes: readonly Volume[]): Volume[] {
  const bare = (name: string) => name.replace(/\.[^./]+$/, '');
  const pictures = new Set(volumes.filter(isPicture).flatMap(({ name }) => [name, bare(name)]));
  return volumes.filter((volume) => !isPicture(volume) && !pictures.has(bare(volume.name)));
}

function splitNamed(folder = ''): Split | undefined {
  const named = folder.toLowerCase();
  return Object.hasOwn(SPLIT_FOLDERS, named) ? SPLIT_FOLDERS[named] : undefined;
}

/** What is for training may be drawn into validation; what is for the test stays there. */
function keptSplit(split: Split): Split | null {
  return split === 'train' ? null : split;
}

/** IDX files of pictures with those of their labels, training first. `only` names the file that was chosen. */
export function idxParts(volumes: readonly Volume[], only: string | null): PixelPart[] {
  const family = (name: string) =>
    name
      .toLowerCase()
      .replace(/train|t10k|test/, '')
      .replace(/\.gz$/, '');
  const wanted = (name: string) => only === null || family(name) === family(only);
  const bare = (name: string) => name.replace(/\.gz$/i, '').toLowerCase();
  return volumes
    .filter(({ name }) => IDX_IMAGES.test(name) && wanted(name))
    .map((volume) => {
      const name = bare(volume.name).replace(/images([-.])idx3/, 'labels$1idx1');
      const labels = volumes.find((other) => bare(other.name) === name) ?? null;
      const test = /t10k|test/i.test(volume.name.split('/').at(-1)!);
      return { volume, labels, split: test ? ('test' as const) : null };
    })
    .sort((a, b) => Number(a.split !== null) - Number(b.split !== null));
}

/** The batches of CIFAR-10, the test batch last; and the file with the names of the classes. */
export function cifarParts(volumes: readonly Volume[]): { parts: PixelPart[]; names: Volume | null } {
  const batches = volumes.filter(({ name }) => CIFAR_BATCH.test(name));
  const parts = batches.map((volume) => {
    const test = /test_batch/i.test(volume.name);
    return { volume, labels: null, split: test ? ('test' as const) : null };
  });
  return { parts, names: volumes.find(({ name }) => CIFAR_NAMES.test(name)) ?? null };
}
