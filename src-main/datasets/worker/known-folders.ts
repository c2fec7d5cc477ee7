/** @file The file that says what the class folders of an export are, wherever the folders were put since. */
import type { ImageFolders } from '../../../src-shared/datasets/folders.ts';
import { FOLDERS_FILE } from '../../../src-shared/datasets/values.ts';
import { canonicalClass } from '../../../src-shared/labeling/class-name.ts';
import { keptSplit, type KnownFolders } from './layout.ts';
import type { Entry } from './reading/file-collection.ts';

const MOST_BYTES = 16 * 2 ** 20;

/** The entries without that file, and what it says; where there is none, or one of somebody else, all entries. */
export async function readKnownFolders(
  entries: readonly Entry[],
): Promise<{ entries: readonly Entry[]; known: KnownFolders }> {
  const file = entries.find(({ name }) => name === FOLDERS_FILE || name.endsWith(`/${FOLDERS_FILE}`));
  const said = file && file.bytes <= MOST_BYTES ? await foldersIn(await file.read(MOST_BYTES)) : null;
  if (!file || !said) return { entries, known: new Map() };
  const above = file.name.slice(0, -FOLDERS_FILE.length);
  const known = new Map(
    Object.entries(said.folders).map(([folder, { label, split }]) => [
      above + folder,
      {
        label: label === null ? null : canonicalClass(label) || null,
        split: split === null ? null : keptSplit(split),
      },
    ]),
  );
  return { entries: entries.filter((entry) => entry !== file), known };
}

async function foldersIn(bytes: Buffer): Promise<ImageFolders | null> {
  // Here, as few imports meet such a file, and schemas take long to load.
  const schemas = await import('../../../src-shared/datasets/folders.ts');
  try {
    return schemas.ImageFolders.safeParse(JSON.parse(bytes.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}
