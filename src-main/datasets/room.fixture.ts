/** @file For tests: the datasets room over a real workspace, with real workers and the real labeling room. */
import { DuckDBInstance, type DuckDBValue } from '@duckdb/node-api';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Person, WorkbenchEvent } from '../../src-shared/contract.ts';
import type { AppError } from '../../src-shared/platform/errors.ts';
import { createLabeling, type Labeling } from '../labeling/index.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { createVersions, type Versions } from '../versions/index.ts';
import { createDatasets, createSampleReader, type Datasets, type FileToImport } from './index.ts';

export const ANN: Person = { id: 'person-ann', name: 'Ann', role: 'engineer' };

export class Workbench {
  readonly folder: string;
  readonly events: WorkbenchEvent[] = [];
  /** The most resident memory of the jobs of each title, in bytes. */
  readonly peaks = new Map<string, number>();
  store!: Store;
  pool!: Pool;
  labeling!: Labeling;
  datasets!: Datasets;
  versions!: Versions;

  constructor(folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-datasets-'))) {
    this.folder = folder;
    this.open();
  }

  open(): void {
    const emit = (event: WorkbenchEvent) => void this.events.push(event);
    this.store = openStore(path.join(this.folder, 'workspace'));
    const pool = createPool({ emit, scratch: this.store.scratch });
    const most = (title: string, bytes: number) =>
      void this.peaks.set(title, Math.max(bytes, this.peaks.get(title) ?? 0));
    this.pool = {
      ...pool,
      run: (job, request) => pool.run(job, { ...request, onPeak: (bytes) => most(request.title, bytes) }),
    };
    const { store } = this;
    this.labeling = createLabeling({ store, pool, emit, samples: createSampleReader(store) });
    this.datasets = createDatasets({ store, pool: this.pool, emit, samples: [], labeling: this.labeling });
    const { datasets, labeling } = this;
    this.versions = createVersions({ store, pool: this.pool, emit, datasets, labeling });
  }

  async close(): Promise<void> {
    await this.pool.close();
    await this.datasets.close();
    this.store.close();
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Writes a file for an import. */
  file(name: string, content: string | Uint8Array): string {
    const file = path.join(this.folder, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  preview(file: string, options: FileToImport['options'] = {}) {
    return this.datasets.preview({ path: file, fileName: path.basename(file), options });
  }

  start(file: string, extras: Partial<FileToImport> = {}) {
    // Small files of a few bad rows are the rule here; what stops an import has tests of its own.
    const input = {
      rejects: 'any' as const,
      path: file,
      fileName: path.basename(file),
      options: {},
      ...extras,
    };
    const texts = extras.kind === undefined || extras.kind === 'text';
    const columns = texts ? { textColumn: 'text', labelColumn: 'label' } : {};
    return this.datasets.importFile({ ...columns, ...input }, ANN);
  }

  /** Imports a file and waits until it is done. */
  async import(file: string, extras: Partial<FileToImport> = {}): Promise<{ dataset: string; file: string }> {
    const started = await this.start(file, extras);
    await this.ended(started.job);
    return started;
  }

  /** Resolves when a job is over. @throws its error */
  async ended(id: string): Promise<void> {
    for (;;) {
      const job = this.pool.job(id);
      if (job?.error) throw Object.assign(new Error(job.error.key), job.error);
      if (job?.state === 'cancelled') throw new Error('cancelled');
      if (job?.state === 'done') return;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  async all(dataset: string) {
    const page = await this.datasets.samples({ dataset, offset: 0, limit: 1000 });
    return page.items.map(({ text, label }) => [text, label]);
  }

  async version(dataset: string, seed = 0) {
    const frozen = this.versions.freeze({ dataset, seed, validation: 0.1, test: 0.1 }, ANN);
    await this.ended(frozen.job);
    return this.versions.get(frozen);
  }

  /** The rows of a frozen version, as its Parquet file has them. */
  async frozen(version: string): Promise<Record<string, DuckDBValue>[]> {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const { path: file } = await this.versions.file(version);
    const reader = await connection.runAndReadAll(`SELECT * FROM read_parquet('${file}')`);
    const rows = reader.getRowObjects();
    connection.closeSync();
    instance.closeSync();
    return rows;
  }

  /** How many rows each table of the room holds: nothing half-written is left. */
  rows(): Record<string, number> {
    const tables = [
      'datasets',
      'dataset_files',
      'samples',
      'sample_ids',
      'rejected_rows',
      'sample_states',
      'sample_images',
    ];
    const count = (table: string) => this.store.db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    return Object.fromEntries(tables.map((table) => [table, Number(count(table))]));
  }

  /** Resolves when nothing is swept or merged any more. */
  settled(): Promise<void> {
    return this.datasets.settled();
  }
}

/** Rows as CSV with columns text and label. */
export function csv(rows: readonly (readonly [string, string | null])[]): string {
  const cell = (value: string | null) => (value === null ? '' : `"${value.replaceAll('"', '""')}"`);
  return ['text,label', ...rows.map((row) => row.map(cell).join(','))].join('\n') + '\n';
}

/** Forty mails of two classes. */
export const SPAM: readonly (readonly [string, string])[] = Array.from({ length: 40 }, (_, i) =>
  i % 4 === 0 ? [`win ${i} prizes`, 'spam'] : [`meeting at ${i}`, 'ham'],
);

/** Enough rows that an import can be met half done. */
export const MANY: readonly (readonly [string, string])[] = Array.from({ length: 30_000 }, (_, i) => [
  `text number ${i}`,
  i % 2 ? 'a' : 'b',
]);

/** The AppError that something fails with. */
export async function problem(work: Promise<unknown>): Promise<AppError> {
  const thrown: unknown = await work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  );
  return thrown as AppError;
}
