/** @file Freezes what is labeled at one moment into one immutable Parquet file. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Person } from '../../src-shared/contract/index.ts';
import { createId } from '../../src-shared/ids.ts';
import { requireTrainable, type FreezeBatch, type FreezeResult, type FreezeSpec } from '../workers/index.ts';
import { KEYS_OF_A_DATASET, prepareSnapshot, type DatasetRow } from './queries.ts';
import type { Room } from './types.ts';

const BATCH_ROWS = 500;
const FREEZE_BYTES = 2e9;

export interface FreezeInput {
  readonly seed: number;
  readonly validation: number;
  readonly test: number;
}

/** Starts freezing. @throws AppError `datasets.noLabels`, `datasets.oneClass`, `datasets.tooFewOfClass` */
export function freezeDataset(
  room: Room,
  dataset: DatasetRow,
  { input, person }: { input: FreezeInput; person: Person },
): { version: string; job: string } {
  const { store, queries, pool, emit } = room;
  const classes = queries.classes.all(dataset.id).map(({ name, count }) => ({ label: name, count }));
  requireTrainable(classes.filter(({ count }) => count > 0));
  const version = createId('version');
  const file = path.join(store.scratch, `${version}.parquet`);
  const reading = readMoment(room, dataset);
  const task = pool.run<FreezeSpec, never, FreezeResult, FreezeBatch>({
    job: 'freeze',
    spec: {
      seed: input.seed,
      shares: { validation: input.validation, test: input.test },
      file,
      rows: reading.rows,
    },
    kind: 'freeze',
    title: dataset.name,
    subject: version,
    unit: 'rows',
    memoryBytes: FREEZE_BYTES,
    feed: reading.batches,
    async finish(result) {
      const { sha256: blob, bytes } = await store.blobs.adopt(file);
      const { labels, ...counts } = result;
      queries.addVersion.run({
        ...{ id: version, dataset: dataset.id, blob, bytes, seed: input.seed, language: dataset.language },
        ...{ kind: dataset.kind, target: dataset.target, columns: dataset.columns, image: dataset.image },
        ...{ validationShare: input.validation, testShare: input.test, ...counts },
        labels: JSON.stringify(labels),
        authors: JSON.stringify(reading.authors()),
        files: JSON.stringify(reading.files),
        ...{ createdAt: new Date().toISOString(), createdBy: person.name },
      });
      emit({ type: 'changed', what: 'versions', id: version });
    },
  });
  void task.result.catch(() => rmSync(file, { force: true })).finally(() => reading.close());
  return { version, job: task.id };
}

/** The labeled samples as they are at this moment, whatever people label meanwhile. */
function readMoment({ store, queries }: Room, dataset: DatasetRow) {
  const db = store.snapshot();
  const snapshot = prepareSnapshot(db);
  const authors = new Map<string, number>();
  const base = dataset.number * KEYS_OF_A_DATASET;
  function* batches(): Generator<FreezeBatch> {
    for (let after = -1; ;) {
      const rows = snapshot.rows.all({ dataset: dataset.id, base, after, limit: BATCH_ROWS });
      const last = rows.at(-1);
      if (!last) return;
      after = last.position;
      for (const { labeledBy } of rows) authors.set(labeledBy, (authors.get(labeledBy) ?? 0) + 1);
      yield {
        ids: rows.map(({ id }) => id),
        texts: rows.map(({ text }) => text),
        labels: rows.map(({ label }) => label),
      };
    }
  }
  return {
    rows: snapshot.labeled.get(dataset.id) ?? 0,
    batches: batches(),
    files: queries.files.all(dataset.id).map(({ id }) => id),
    authors: () =>
      [...authors].map(([author, count]) => ({ author, count })).sort((a, b) => b.count - a.count),
    close: () => db.close(),
  };
}
