/** @file Where each image of an archive lies: in the folder of its class, under its own name, as any system takes it. */
import type { Split } from '../../../src-shared/contract.ts';
import type { ImageFolders } from '../../../src-shared/datasets/folders.ts';
import { FOLDERS_FILE } from '../../../src-shared/datasets/values.ts';
import { imageFormatOf, type ReadFormat } from '../../images/index.ts';

/** An image as it is to be written. */
export interface PlacedFile {
  readonly name: string;
  readonly label: string | null;
  readonly split: Split | null;
  readonly bytes: Uint8Array;
}

export interface FolderPlan {
  /** The path of an image in the archive; no two are the same for a system that compares without case. */
  pathOf(file: PlacedFile): string;
  /** What the folders that were used are. */
  folders(): ImageFolders;
}

const UNLABELED = 'unlabeled';
/** Endings that say what a format is, the one to add first. */
const ENDINGS: Readonly<Record<ReadFormat, readonly string[]>> = {
  png: ['png'],
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  webp: ['webp'],
  gif: ['gif'],
  tiff: ['tif', 'tiff'],
  avif: ['avif'],
};

/** @param splits whether the folders of classes lie in one folder for each split */
export function planFolders(splits: boolean): FolderPlan {
  const chosen = new Map<string, Unique>();
  const kept: ImageFolders['folders'] = {};
  const pathsTaken = createUnique();
  // The file with the meaning of the folders has this name already.
  pathsTaken(FOLDERS_FILE, '');
  const paths = new Map<string, string>();

  function folderOf({ label, split }: PlacedFile): { path: string; names: Unique } {
    const key = JSON.stringify([label, splits ? split : null]);
    const known = paths.get(key);
    if (known !== undefined) return { path: known, names: chosen.get(known)! };
    // What came without a split is for training until a version is frozen.
    const above = splits ? `${split ?? 'train'}/` : '';
    const path = pathsTaken(`${above}${label === null ? UNLABELED : safeSegment(label)}`, '');
    paths.set(key, path);
    Object.defineProperty(kept, path, { value: { label, split: splits ? split : null }, enumerable: true });
    const names = createUnique();
    chosen.set(path, names);
    return { path, names };
  }

  return {
    pathOf(file) {
      const { path, names } = folderOf(file);
      const { stem, ending } = fileName(file);
      return `${path}/${names(stem, ending)}`;
    },
    folders: () => ({ format: 'lathe image folders', folders: kept }),
  };
}

type Unique = (stem: string, ending: string) => string;

/** Gives each name once, and then `name (2)`, compared without case. */
function createUnique(): Unique {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  const folded = (name: string) => name.normalize('NFC').toLowerCase();
  return (stem, ending) => {
    let name = `${stem}${ending}`;
    const first = folded(name);
    for (let i = next.get(first) ?? 2; taken.has(folded(name)); i++) {
      name = `${stem} (${i})${ending}`;
      next.set(first, i + 1);
    }
    taken.add(folded(name));
    return name;
  };
}

/** The last part of its path, with an ending that says what it is. */
function fileName({ name, bytes }: PlacedFile): { stem: string; ending: string } {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const format = imageFormatOf(bytes);
  const endings = format === null ? [] : ENDINGS[format];
  const own = /\.([^.]+)$/.exec(last)?.[1] ?? '';
  if (own !== '' && (format === null || endings.includes(own.toLowerCase())))
    return { stem: safeSegment(last.slice(0, -own.length - 1)), ending: `.${own}` };
  return { stem: safeSegment(last), ending: endings[0] === undefined ? '' : `.${endings[0]}` };
}

const LONGEST_BYTES = 180;
/** Devices of Windows, and files that systems leave and that no import reads. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|__macosx|thumbs|desktop|ehthumbs)(\.|$)/i;

/** One part of a path that Windows, macOS and Linux take, and that is not hidden. */
export function safeSegment(name: string): string {
  const plain = name
    .toWellFormed()
    // eslint-disable-next-line no-control-regex -- they are what is replaced
    .replace(/[\\/:*?"<>|\u0000-\u001f\u007f]/g, '-')
    .replace(/^[.\s]+/, (lead) => '-'.repeat(lead.length));
  let cut = '';
  let bytes = 0;
  for (const character of plain) {
    bytes += Buffer.byteLength(character);
    if (bytes > LONGEST_BYTES) break;
    cut += character;
  }
  const whole = cut.replace(/[.\s]+$/, (tail) => '-'.repeat(tail.length)) || '-';
  return RESERVED.test(whole) ? `-${whole}` : whole;
}
