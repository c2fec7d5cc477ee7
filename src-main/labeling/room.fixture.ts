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
import { SchemaOptions } from '../../src-shared/labeling/tasks/schema.ts';
import { prepareQueries } from './queries.ts';
import { settle } from './settle.ts';
import { Tasks } from './tasks.ts';
import { createLabeling, type Labeling, type LabelingSamples } from './index.ts';

export const ANN: Person = { id: 'person-ann', name: 'Ann', role: 'labeler' };
export const BO: Person = { id: 'person-bo', name: 'Bo', role: 'engineer' };
export const CY: Person = { id: 'person-cy', name: 'Cy', role: 'labeler' };
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
    imageAt() {
      throw new Error('these are texts');
    },
  };
}

type TaskInput = Parameters<Labeling['createTask']>[0];

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
    this.labeling.close();
    this.store.close();
    this.store = openStore(this.#folder);
    this.labeling = this.#open();
  }

  close(): void {
    this.labeling.close();
    void this.pool.close();
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

  /** What a task is made of; what is not given is as the window has it at first. */
  taskInput(changes: Pick<TaskInput, 'kind' | 'name'> & Partial<TaskInput>): TaskInput {
    return {
      dataset: DATASET,
      options: SchemaOptions.parse({}),
      classes: [],
      guidelines: '',
      resolution: 'last',
      answersPerItem: 1,
      askAgain: 0,
      ...changes,
    };
  }

  /** Makes a task and waits until it is there. */
  async task(changes: Parameters<Room['taskInput']>[0]): Promise<string> {
    const { task, job } = this.labeling.createTask(this.taskInput(changes), BO);
    await this.done(job);
    return task;
  }

  /** Changes a task and waits until every item follows. */
  async change(input: Parameters<Labeling['changeTask']>[0]): Promise<void> {
    this.labeling.changeTask(input);
    await expect.poll(() => this.labeling.task({ task: input.task }).resolving).toBe(false);
  }

  async done(job: string): Promise<void> {
    await expect.poll(() => this.pool.job(job)?.state, { timeout: 30_000 }).toBe('done');
  }

  giveIn(task: string, position: number, answer: Answer, person = ANN): string {
    const operation = randomUUID();
    this.labeling.annotate({ task, answers: [{ operation, sample: sampleId(position), answer }] }, person);
    return operation;
  }

  /** An item as a person sees it. */
  itemIn(task: string, position: number, person = ANN) {
    return this.labeling.queue({ task, queue: 'all', after: position - 1, limit: 1 }, person).items[0]!;
  }

  /** The label of an item by the rules of its task, by name, and who is behind it. */
  resolved(task: string, position: number): [string | null, string | null] {
    const { label, by } = this.store.db
      .prepare<[string, number], { label: string | null; by: string | null }>(
        `SELECT coalesce(c.name, s.value) AS label, s.labeled_by AS by FROM sample_states s
         LEFT JOIN label_classes c ON c.id = s.class WHERE s.task = ? AND s.position = ?`,
      )
      .get(task, position)!;
    return [label, by];
  }

  /** What is stored of a task follows from its events: states, counts, what each person says, and how much. */
  expectTaskToMatch(task: string): void {
    const all = () =>
      ['sample_states', 'labeling_counts', 'current_answers', 'author_counts', 'label_facets'].map((table) =>
        this.store.db.prepare(`SELECT * FROM ${table} WHERE task = ?`).all(task),
      );
    const before = all();
    const { db } = this.store;
    const rollBack = new Error('as it was');
    const queries = prepareQueries(db);
    const tasks = new Tasks({ queries, samples: samplesOf(SAMPLES), now: () => this.clock });
    try {
      this.store.tx(() => {
        for (const { position } of before[0] as { position: number }[])
          settle(queries, tasks.require(task), position);
        expect(all()).toEqual(before);
        throw rollBack;
      });
    } catch (error) {
      if (error !== rollBack) throw error;
    }
    expect(before[1]).toMatchObject([
      db
        .prepare(
          `SELECT count(*) AS total, total(class IS NOT NULL OR value IS NOT NULL) AS labeled, total(skipped) AS skipped,
           total(flagged) AS flagged, total(disputed) AS disputed, total(wanting) AS wanting, total(labeled_by IS 'import') AS imported
           FROM sample_states WHERE task = ?`,
        )
        .get(task),
    ]);
    const people = db
      .prepare(
        `SELECT c.task, c.author, total(c.skipped = 0) AS labeled, total(c.skipped) AS skipped, total(s.wanting) AS wanting
         FROM current_answers c JOIN sample_states s ON s.task = c.task AND s.position = c.position
         WHERE c.task = ? GROUP BY c.author ORDER BY c.author`,
      )
      .all(task);
    const counted = before[3] as { labeled: number; skipped: number }[];
    expect(counted.filter(({ labeled, skipped }) => labeled + skipped > 0)).toEqual(people);
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
