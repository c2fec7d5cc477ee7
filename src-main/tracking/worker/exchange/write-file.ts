/** @file The job `write-runs`: runs as the files of a format, in a folder or as a ZIP archive. */
import { appendFile, mkdir, open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { RunLosses, type RunLoss } from '../../../../src-shared/tracking/exchange/losses.ts';
import type { RunExportFormat } from '../../../../src-shared/tracking/exchange/values.ts';
import type { JobFunction } from '../../../platform/pool/protocol.ts';
import { createZipArchive } from '../../../platform/worker/zip-archive.ts';
import type { RunRecord } from '../../exchange/records.ts';
import { writeCsv, writeTyped } from '../../exchange/write-csv.ts';
import { writeMlruns } from '../../exchange/write-mlruns.ts';
import { writeTensorBoard } from '../../exchange/write-tensorboard.ts';
import type { RunWriter } from '../../exchange/writer.ts';
import type { RunUpdate } from './read-file.ts';
import { asParquet } from './write-parquet.ts';

export interface WriteRunsSpec {
  readonly format: RunExportFormat;
  /** An empty folder that takes the files, or the file that becomes an archive of them. */
  readonly target: { readonly folder: string } | { readonly file: string };
  /** How many runs are expected. */
  readonly runs: number;
}

export interface RunsWritten {
  readonly runs: number;
  readonly points: number;
  readonly files: number;
  readonly bytes: number;
  readonly losses: readonly RunLoss[];
}

/** Parquet is made of the tables of CSV. */
const WRITERS: Readonly<Record<RunExportFormat, RunWriter>> = {
  tensorboard: writeTensorBoard,
  mlruns: writeMlruns,
  csv: writeCsv,
  parquet: writeTyped,
};

/** Pieces are gathered to so many bytes before files are written to. */
const GATHERED = 8 << 20;

export const writeRunFiles: JobFunction<WriteRunsSpec, never, RunsWritten, readonly RunUpdate[]> = async (
  { format, target, runs: expected },
  port,
) => {
  const losses = new RunLosses();
  const counts = { runs: 0, points: 0 };
  async function* records(): AsyncGenerator<RunRecord> {
    for await (const batch of port.receive())
      for (const update of batch) {
        if (update.type === 'run') port.progress(++counts.runs, expected);
        if (update.type === 'points') counts.points += update.points.length;
        const { type } = update;
        if (type === 'artifact') {
          const { run, name, bytes } = update;
          yield { type, run, name, file: { bytes: bytes.length, read: () => Promise.resolve(bytes) } };
        } else yield update;
      }
  }
  const folder = 'folder' in target ? target.folder : path.join(port.scratch, 'written');
  const files = new GatheredFiles(folder);
  for await (const { path: file, bytes } of WRITERS[format](records(), losses)) await files.add(file, bytes);
  await files.flush();
  if (format === 'parquet') await asParquet(folder, files.names);
  const names = [...files.names].map((name) =>
    format === 'parquet' ? name.replace(/\.csv$/, '.parquet') : name,
  );
  const bytes = 'file' in target ? await archive(target.file, folder, names) : await sync(folder, names);
  return { ...counts, files: names.length, bytes, losses: losses.list() };
};

/** Files that grow piece by piece; none stays open, as there may be a million. */
class GatheredFiles {
  readonly #folder: string;
  readonly #folders = new Set<string>();
  #pieces = new Map<string, Uint8Array[]>();
  #bytes = 0;
  readonly names = new Set<string>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async add(name: string, bytes: Uint8Array): Promise<void> {
    this.names.add(name);
    const pieces = this.#pieces.get(name);
    if (pieces) pieces.push(bytes);
    else this.#pieces.set(name, [bytes]);
    this.#bytes += bytes.length + 100;
    if (this.#bytes >= GATHERED) await this.flush();
  }

  async flush(): Promise<void> {
    for (const [name, pieces] of this.#pieces) {
      const file = path.join(this.#folder, name);
      const parent = path.dirname(file);
      if (!this.#folders.has(parent)) await mkdir(parent, { recursive: true });
      this.#folders.add(parent);
      await appendFile(file, Buffer.concat(pieces));
    }
    this.#pieces = new Map();
    this.#bytes = 0;
  }
}

async function archive(file: string, folder: string, names: readonly string[]): Promise<number> {
  const zip = await createZipArchive(file);
  try {
    for (const name of names) await zip.add(name, await readFile(path.join(folder, name)));
    const bytes = await zip.finish();
    await rm(folder, { recursive: true, force: true });
    return bytes;
  } finally {
    await zip.close();
  }
}

async function sync(folder: string, names: readonly string[]): Promise<number> {
  let bytes = 0;
  for (const name of names) {
    const handle = await open(path.join(folder, name), 'r');
    try {
      await handle.sync();
      bytes += (await handle.stat()).size;
    } finally {
      await handle.close();
    }
  }
  return bytes;
}
