/** @file The job `export-zip`: images as they are stored, in class folders of a ZIP archive, one after the other. */
import { DuckDBBlobValue, type DuckDBValue } from '@duckdb/node-api';
import type { Split } from '../../../src-shared/contract.ts';
import { SPLITS } from '../../../src-shared/platform/values.ts';
import { FOLDERS_FILE } from '../../../src-shared/datasets/values.ts';
import { quoted, withDuckDb } from '../../platform/worker/duckdb.ts';
import type { JobPort } from '../../platform/pool/protocol.ts';
import { planFolders, type PlacedFile } from './image-folders.ts';
import type { Cell, ExportBatch } from './write.ts';
import { createZipArchive } from '../../platform/worker/zip-archive.ts';

const MEMORY_BYTES = 600e6;

export interface ZipSpec {
  /** Where the archive is to be written. */
  readonly file: string;
  /** Whether the folders of classes lie in folders of splits. */
  readonly splits: boolean;
  /** The Parquet file of a version, and which of its columns is the label; else the images are fed. */
  readonly version: { readonly path: string; readonly label: string | null } | null;
  /** How many images are expected, for progress. */
  readonly rows: number;
}

/** A batch that is fed has four lists: images, names, labels, splits. */
export async function writeZip(
  spec: ZipSpec,
  port: JobPort<never, ExportBatch>,
): Promise<{ rows: number; bytes: number }> {
  const archive = await createZipArchive(spec.file);
  const plan = planFolders(spec.splits);
  let rows = 0;
  const add = async (file: PlacedFile): Promise<void> => {
    await archive.add(plan.pathOf(file), file.bytes);
    port.progress(++rows, Math.max(rows, spec.rows));
  };
  try {
    if (spec.version === null) for await (const batch of port.receive()) await addFed(batch, add);
    else await addFrozen(spec.version, { scratch: port.scratch, add });
    await archive.add(FOLDERS_FILE, Buffer.from(`${JSON.stringify(plan.folders(), null, 2)}\n`));
    return { rows, bytes: await archive.finish() };
  } finally {
    await archive.close();
  }
}

type Add = (file: PlacedFile) => Promise<void>;

async function addFed([images = [], names = [], labels = [], splits = []]: ExportBatch, add: Add) {
  for (const [i, bytes] of images.entries()) {
    if (!(bytes instanceof Uint8Array)) continue;
    await add({ bytes, name: textIn(names[i]) ?? '', label: textIn(labels[i]), split: splitIn(splits[i]) });
  }
}

/** A version keeps no names of images, so each is called by its id. */
async function addFrozen(
  { path, label }: NonNullable<ZipSpec['version']>,
  { scratch, add }: { scratch: string; add: Add },
): Promise<void> {
  const options = { scratch, memoryBytes: MEMORY_BYTES, threads: 1 };
  const labels = label === null ? 'NULL::VARCHAR' : `"${label.replaceAll('"', '""')}"`;
  await withDuckDb(options, async (connection) => {
    const result = await connection.stream(
      `SELECT id, image, ${labels}, split FROM read_parquet(${quoted(path)})`,
    );
    for (
      let chunk = await result.fetchChunk();
      chunk && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    )
      for (const [id, image, labelOf, split] of chunk.getRows())
        if (image instanceof DuckDBBlobValue) {
          const name = (textIn(id) ?? '').slice(0, ID_LETTERS);
          await add({ bytes: image.bytes, name, label: textIn(labelOf), split: splitIn(split) });
        }
  });
}

const ID_LETTERS = 16;

const textIn = (cell: Cell | DuckDBValue | undefined): string | null =>
  typeof cell === 'string' ? cell : null;

const splitIn = (cell: Cell | DuckDBValue | undefined): Split | null =>
  SPLITS.find((split) => split === cell) ?? null;
