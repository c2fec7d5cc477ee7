/** @file For tests: the labeling room over a real workspace, with the samples of one dataset and a clock to set. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import type { Answer, Person, WorkbenchEvent } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { createLabeling, type Labeling, type LabelingSamples } from './index.ts';

export const ANN: Person = { id: 'person-ann', name: 'Ann', role: 'labeler' };
export const BO: Person = { id: 'person-bo', name: 'Bo', role: 'engineer' };
export const DATASET = 'dataset-1';
export const SAMPLES = 20;

export const sampleId = (position: number) => createHash('sha256').update(`text ${position}`).digest('hex');

/** The samples of one dataset, as the datasets room would answer for them. */
function samplesOf(count: number): LabelingSamples {
  const positions = new Map(Array.from({ length: count }, (_, i) => [sampleId(i), i]));
  return {
    requireDataset(dataset) {
      if (dataset !== DATASET) throw new AppError('house.notFound', { what: 'dataset', id: dataset });
      return { kind: 'text', name: 'texts', samples: count };
    },
    positionsOf: (_dataset, samples) => samples.map((id) => positions.get(id)),
    samplesAt: (_dataset, at) =>
      at.map((i) => ({
        id: sampleId(i),
        text: `text ${i}`,
        value: null,
        split: null,
        image: null,
        metadata: {},
      })),
  };
}

export class Room {
  clock = new Date('2026-11-22T09:00:00.000Z');
  readonly events: WorkbenchEvent[] = [];
  store: Store;
  pool!: Pool;
  labeling: Labeling;
  readonly #folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-labeling-'));

  constructor() {
    this.store = openStore(this.#folder);
    this.labeling = this.#open();
  }

  /** Closes the workspace and opens it again, as a restart does. */
  reopen(): void {
    this.store.close();
    this.store = openStore(this.#folder);
    this.labeling = this.#open();
  }

  close(): void {
    this.store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Imports samples 0, 1, 2 … with these labels. */
  importLabels(labels: readonly (string | null)[], file = 'file-1') {
    const rows = labels.map((label, position) => ({ position, label }));
    return this.labeling.recordImport({ dataset: DATASET, file, at: '2026-11-22T08:00:00.000Z', rows });
  }

  give(position: number, answer: Answer, person = ANN, operation: string = randomUUID()): string {
    const answers = [{ operation, sample: sampleId(position), answer }];
    this.labeling.annotate({ task: DATASET, answers }, person);
    return operation;
  }

  queue(queue: 'unlabeled' | 'skipped' | 'flagged' | 'labeled' | 'all', after = -1, limit = 100) {
    return this.labeling.queue({ task: DATASET, queue, after, limit }, ANN);
  }

  positions(queue: Parameters<Room['queue']>[0]): number[] {
    return this.queue(queue).items.map(({ position }) => position);
  }

  state(position: number) {
    return this.queue('all', position - 1, 1).items[0]!;
  }

  /** The counters equal what a full count of the tables finds. */
  expectCountsToMatch(): void {
    const counted = this.store.db
      .prepare<[string], Record<string, number>>(
        `SELECT count(*) AS total, count(class) AS labeled, total(skipped) AS skipped, total(flagged) AS flagged
         FROM sample_states WHERE task = ?`,
      )
      .get(DATASET)!;
    expect(this.labeling.progress({ task: DATASET }, ANN)).toMatchObject(counted);
    const wrong = this.store.db
      .prepare(
        `SELECT name FROM label_classes c
         WHERE samples <> (SELECT count(*) FROM sample_states s WHERE s.class = c.id)`,
      )
      .all();
    expect(wrong).toEqual([]);
  }

  #open(): Labeling {
    const emit = (event: WorkbenchEvent) => this.events.push(event);
    this.pool = createPool({ emit, scratch: this.store.scratch });
    const { store, pool } = this;
    return createLabeling({ store, pool, emit, samples: samplesOf(SAMPLES), now: () => this.clock });
  }
}
