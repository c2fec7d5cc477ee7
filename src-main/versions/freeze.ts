/** @file Freezes what a dataset holds at one moment into one immutable Parquet file. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import { KINDS, type Person } from '../../src-shared/contract.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { FreezeBatch } from './worker/freeze-columns.ts';
import type { FreezableDataset } from '../datasets/index.ts';
import { sampleKey } from '../kinds/sample-key.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { Store } from '../platform/store/index.ts';
import type { Queries } from './queries.ts';
import { prepareSnapshot } from './snapshot.ts';
import { whatToFreeze, type Frozen } from './what.ts';
import { freezeJob } from './jobs.ts';

const BATCH_ROWS = 500;
const BATCH_BYTES = 8 << 20;

export interface FreezeInput {
  readonly seed: number;
  readonly validation: number;
  readonly test: number;
  /** Whose labels; without one those of the first task, where there are some. */
  readonly task?: string | undefined;
}

/** What the parts of the room share. */
export interface Room {
  readonly store: Store;
  readonly pool: Pool;
  readonly emit: Emit;
  readonly queries: Queries;
}

/** Starts freezing. @throws AppError `datasets.noLabels`, `datasets.oneClass`, `datasets.tooFewOfClass` */
export function freezeDataset(
  room: Room,
  dataset: FreezableDataset,
  { input, person }: { input: FreezeInput; person: Person },
): { version: string; job: string } {
  const { store, queries, pool, emit } = room;
  const frozen = whatToFreeze(queries, dataset, input.task);
  const { target, task: labels, usable } = frozen;
  const version = createId('version');
  const file = path.join(store.scratch, `${version}.parquet`);
  const reading = readMoment(room, dataset, frozen);
  const job = pool.run(freezeJob, {
    spec: {
      kind: dataset.kind,
      target,
      columns: dataset.columns,
      seed: input.seed,
      shares: { validation: input.validation, test: input.test },
      file,
      rows: usable,
      hasAnswers: frozen.answerOf !== null,
      compared: frozen.compared,
    },
    kind: 'freeze',
    title: dataset.name,
    subject: version,
    unit: 'rows',
    feed: reading.batches,
    async finish(result) {
      const { sha256: blob, bytes } = await store.blobs.adopt(file);
      const { labels: classes, ...counts } = result;
      queries.addVersion.run({
        id: version,
        dataset: dataset.id,
        blob,
        bytes,
        seed: input.seed,
        language: dataset.language,
        kind: dataset.kind,
        target,
        columns: JSON.stringify(dataset.columns),
        image: JSON.stringify(dataset.image),
        validationShare: input.validation,
        testShare: input.test,
        ...counts,
        labels: JSON.stringify(frozen.answerOf === null ? classes : frozen.labels),
        authors: JSON.stringify(reading.authors()),
        files: JSON.stringify(dataset.files),
        createdAt: new Date().toISOString(),
        createdBy: person.name,
        task: labels?.id ?? null,
        taskKind: labels?.taskKind ?? null,
        resolution: labels?.resolution ?? null,
        schemaVersion: labels?.schemaVersion ?? null,
        compared: labels?.compared ?? null,
      });
      emit({ type: 'changed', what: 'versions', id: version });
    },
  });
  void job.result.catch(() => rmSync(file, { force: true })).finally(() => reading.close());
  return { version, job: job.id };
}

/** The samples whose target is known as they are at this moment, whatever people label meanwhile. */
function readMoment({ store }: Room, dataset: FreezableDataset, { rows: rowsOf, task, answerOf }: Frozen) {
  const db = store.snapshot();
  const snapshot = prepareSnapshot(db);
  const authors = new Map<string, number>();
  const base = sampleKey(dataset.key, 0);
  const rows = rowsOf(snapshot);
  const { hasImages } = KINDS[dataset.kind];
  /** As many of the next images as fit a batch; at least one. */
  const fitting = (first: number): number => {
    const sizes = snapshot.imageSizes.all(first, first + BATCH_ROWS);
    let bytes = 0;
    const over = sizes.findIndex(({ size }) => (bytes += size) > BATCH_BYTES);
    return over === -1 ? BATCH_ROWS : Math.max(1, sizes[over]!.key - first);
  };
  async function* batches(): AsyncGenerator<FreezeBatch> {
    await store.requireSound();
    for (let from = base; from < base + dataset.samples;) {
      const end = from + (hasImages ? fitting(from) : BATCH_ROWS);
      const found = rows.all({ task: task?.id ?? dataset.id, base, from, to: end });
      const images = hasImages ? snapshot.images.all(from, end) : [];
      from = end;
      if (found.length === 0) continue;
      for (const { labeledBy } of found)
        if (labeledBy !== null) authors.set(labeledBy, (authors.get(labeledBy) ?? 0) + 1);
      const image = new Map(images.map((one) => [one.key - base, one]));
      yield {
        ids: found.map(({ id }) => id),
        positions: found.map(({ position }) => position),
        texts: found.map(({ text }) => text),
        labels: found.map(({ label }) => label),
        values: found.map(({ value }) => value),
        splits: found.map(({ split }) => split),
        metadata: found.map(({ metadata }) => metadata),
        answers: found.map(({ answer }) => (answer === null || answerOf === null ? null : answerOf(answer))),
        images: found.flatMap(({ position }) => image.get(position) ?? []),
      };
    }
  }
  return {
    batches: batches(),
    authors: () =>
      [...authors].map(([author, count]) => ({ author, count })).sort((a, b) => b.count - a.count),
    close: () => db.close(),
  };
}
