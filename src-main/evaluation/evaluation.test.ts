import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetVersion, Model, Person, Split, WorkbenchEvent } from '../../src-shared/contract.ts';
import { ClassificationReport, RegressionReport } from '../../src-shared/contract.ts';
import { readMetadata } from '../graph/index.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking, type Tracking } from '../tracking/index.ts';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { bagOfWords } from '../models/worker/bag-of-words.fixture.ts';
import { houses } from '../models/worker/small-models.fixture.ts';
import { createEvaluation, type Evaluation, type EvaluationVersions } from './index.ts';
import { createModels, type Models, type ModelsVersions } from '../models/index.ts';
import { NO_FACTS } from '../models/room.fixture.ts';

const ADA: Person = { id: 'person-ada', name: 'Ada', role: 'engineer' };
const FILE = {
  id: 'file-1',
  fileName: 'mails|2026.csv',
  sha256: 'f'.repeat(64),
  bytes: 10,
  format: 'csv',
  encoding: 'utf-8',
  delimiter: ',',
  reading: null,
  unforeseen: new Array<{ name: string; row: number }>(),
  header: true,
  notations: {},
  units: {},
  missing: new Array<{ column: string; marker: string; cells: number }>(),
  otherMetadata: 0,
  licence: 'CC-BY-4.0',
  textColumn: 'text',
  labelColumn: 'label',
  rows: 4,
  duplicates: 0,
  otherLabel: 0,
  rejected: 0,
  seconds: 1,
  images: null,
  importedAt: '2026-11-22T08:00:00.000Z',
} as const;

interface Row {
  text: string;
  label: string;
  split: Split;
}

const ROWS: Row[] = [
  { text: 'win money', label: 'spam', split: 'test' },
  { text: 'free money', label: 'spam', split: 'test' },
  { text: 'hello meeting', label: 'spam', split: 'test' },
  { text: 'meeting', label: 'ham', split: 'test' },
  { text: 'free lunch', label: 'ham', split: 'test' },
  { text: 'hello', label: 'ham', split: 'train' },
];

let folder: string;
let store: Store;
let pool: Pool;
let tracking: Tracking;
let models: Models;
let evaluation: Evaluation;
let version: DatasetVersion;
let model: Model;
let events: WorkbenchEvent[];
/** The file of the version's baselines. */
let baselines: string | null;

const idOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** A frozen version as datasets writes it. */
async function freeze(rows: readonly Row[], labels = ['ham', 'spam']): Promise<DatasetVersion> {
  const file = join(store.scratch, 'version.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('CREATE TABLE frozen (id TEXT, text TEXT, label TEXT, split TEXT)');
  for (const { text, label, split } of rows)
    await connection.run('INSERT INTO frozen VALUES ($id, $text, $label, $split)', {
      id: idOf(text),
      text,
      label,
      split,
    });
  await connection.run(`COPY (SELECT * FROM frozen ORDER BY id) TO '${file}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  const { sha256, bytes } = await store.blobs.adopt(file);
  const count = (split: Split) => rows.filter((row) => row.split === split).length;
  return {
    id: 'version-1',
    dataset: 'dataset-1',
    datasetName: 'mails',
    number: 1,
    blob: sha256,
    bytes,
    seed: 0,
    labels,
    language: 'en',
    createdAt: '2026-11-22T08:00:00.000Z',
    createdBy: 'Ada',
    kind: 'text',
    target: 'class',
    columns: [],
    image: null,
    train: count('train'),
    validation: count('validation'),
    test: count('test'),
    task: 'dataset-1',
    taskKind: 'classification',
    resolution: 'last',
    schemaVersion: 1,
  };
}

/** Two houses built on a day, frozen as a table with a price to predict. */
async function freezeHouses(): Promise<DatasetVersion> {
  const file = join(store.scratch, 'houses.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(
    `COPY (SELECT * FROM (VALUES ('${idOf('a')}', 'test', 220e0, 60e0, 20179e0, 'Ulm'),
      ('${idOf('b')}', 'test', 1200e0, NULL, 0.5e0, NULL)) t(id, split, target, "f:area", "f:built", "f:town"))
      TO '${file}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  const { sha256, bytes } = await store.blobs.adopt(file);
  return {
    ...version,
    kind: 'table',
    target: 'number',
    labels: [],
    blob: sha256,
    bytes,
    test: 2,
    columns: [
      { name: 'area', type: 'number', role: 'feature' },
      { name: 'price', type: 'number', role: 'target' },
      { name: 'built', type: 'date', role: 'feature' },
      { name: 'town', type: 'category', role: 'feature' },
    ],
  };
}

async function register(
  bytes: Uint8Array,
  kind: Partial<Pick<Model, 'task' | 'kind' | 'labels'>> = {},
): Promise<Model> {
  const run = tracking.open({
    recipe: 'text-lstm',
    version: version.id,
    versionName: 'mails v1',
    parameters: { epochs: 3, seed: 7 },
    startedBy: 'Ada',
  });
  return models.register({
    run: run.id,
    name: 'mail sorter',
    blob: await store.blobs.write(bytes),
    labels: ['ham', 'spam'],
    language: 'en',
    task: 'classify',
    kind: 'text',
    weightsSha256: 'a'.repeat(64),
    summary: { 'validation.accuracy': 0.75 },
    ...kind,
  });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-evaluation-'));
  store = openStore(folder);
  events = [];
  const emit = (event: WorkbenchEvent) => events.push(event);
  pool = createPool({ emit, scratch: store.scratch });
  tracking = createTracking({ store, emit });
  version = await freeze(ROWS);
  const versions: EvaluationVersions & ModelsVersions = {
    get: () => version,
    requireShown: () => undefined,
    file: async () => ({
      ...version,
      path: store.blobs.path(version.blob),
      sha256: version.blob,
      compared: null,
    }),
    origin: () => ({
      files: [FILE],
      labels: [
        { author: 'import', count: 5 },
        { author: 'Ada', count: 1 },
      ],
    }),
  };
  models = createModels({ store, pool, emit, tracking, versions, facts: NO_FACTS });
  model = await register(bagOfWords());
  baselines = null;
  evaluation = createEvaluation({
    store,
    pool,
    emit,
    versions,
    models,
    training: { baselines: async () => baselines },
    tracking,
  });
});
afterEach(async () => {
  await pool.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Evaluates and waits for the job to end. */
async function evaluated(split: Split = 'test') {
  const started = await evaluation.evaluate({ model: model.id, version: version.id, split }, ADA);
  await expect.poll(() => pool.job(started.job)?.state, { timeout: 120_000 }).not.toBe('running');
  return { ...started, job: pool.job(started.job)! };
}

describe('an evaluation', () => {
  it('evaluates a model on one split and keeps the report', async () => {
    const { report: id, job } = await evaluated();
    expect(job).toMatchObject({ state: 'done', kind: 'evaluate', subject: id, done: 5, total: 5 });
    const report = ClassificationReport.parse(await evaluation.report({ report: id }));
    expect(report).toMatchObject({
      model: model.id,
      version: version.id,
      dataset: 'dataset-1',
      split: 'test',
      samples: 5,
      accuracy: 3 / 5,
      labels: ['ham', 'spam'],
      confusion: [
        [1, 1],
        [1, 2],
      ],
    });
    expect(report.macro.f1).toBeCloseTo((1 / 2 + 2 / 3) / 2, 12);
    expect(report.mistakes.map(({ sample, actual, predicted }) => ({ sample, actual, predicted }))).toEqual([
      { sample: idOf('hello meeting'), actual: 'spam', predicted: 'ham' },
      { sample: idOf('free lunch'), actual: 'ham', predicted: 'spam' },
    ]);
    expect(report.mistakes[0]!.text).toBe('hello meeting');
    expect(report.mistakes[0]!.confidence).toBeCloseTo(1 / (1 + Math.exp(-5)), 6);
    expect(events).toContainEqual({ type: 'changed', what: 'reports', id: model.id });
  });

  it('stands beside the baselines of its version, and alone where there are none', async () => {
    const alone = await evaluated();
    expect(await evaluation.report({ report: alone.report })).not.toHaveProperty('comparison');
    baselines = join(folder, 'baselines.json');
    const test = ROWS.filter(({ split }) => split === 'test').toSorted((a, b) =>
      idOf(a.text) < idOf(b.text) ? -1 : 1,
    );
    const right = test.map(({ label }) => ['ham', 'spam'].indexOf(label));
    const answers = (list: readonly number[]) => ({ train: [0], validation: [], test: list });
    const all = [
      { name: 'tfidf', recipe: 'text-tfidf', answers: answers(right) },
      { name: 'majority', recipe: null, answers: answers(right.map(() => 0)) },
    ];
    writeFileSync(baselines, JSON.stringify({ format: 1, labels: ['ham', 'spam'], metric: 'accuracy', all }));
    const { report } = await evaluated();
    const { comparison } = ClassificationReport.parse(await evaluation.report({ report }));
    expect(comparison).toMatchObject({ strongest: 'tfidf', metric: 'accuracy', itself: false, samples: 5 });
    const [tfidf, majority] = comparison!.baselines.map(({ gains }) => gains[0]!);
    expect([tfidf!.model, tfidf!.baseline, majority!.baseline]).toEqual([3 / 5, 1, 2 / 5]);
    expect(tfidf!.gain).toBeCloseTo(-2 / 5, 12);
    expect(tfidf!.low).toBeLessThan(tfidf!.gain);
    // The card says it, too.
    const { markdown } = await models.card({ model: model.id });
    expect(markdown).toContain('TF-IDF with logistic regression');
  });

  it('reads splits larger than one batch', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => ({
      text: `${i % 2 === 0 ? 'win' : 'meeting'} ${i}`,
      label: i % 2 === 0 ? 'spam' : 'ham',
      split: 'test' as const,
    }));
    version = await freeze(many);
    const { report } = await evaluated();
    expect(await evaluation.report({ report })).toMatchObject({ samples: 3000, accuracy: 1, mistakes: [] });
  });

  it('shows the rows it missed as they were imported, dates as dates', async () => {
    model = await register(houses(), { task: 'regress', kind: 'table', labels: [] });
    version = await freezeHouses();
    const { report, job } = await evaluated();
    expect(job).toMatchObject({ state: 'done' });
    const { misses } = RegressionReport.parse(await evaluation.report({ report }));
    expect(misses.map(({ text }) => text)).toEqual([
      '{"area":60,"built":"2025-04-01","town":"Ulm"}',
      '{"area":null,"built":"1970-01-01T12:00:00.000Z","town":null}',
    ]);
  });

  it('lists the reports of a model, the latest first, without their mistakes', async () => {
    const first = await evaluated('train');
    const second = await evaluated('test');
    const reports = await evaluation.reports({ model: model.id });
    expect(reports.map(({ id }) => id)).toEqual([second.report, first.report]);
    expect(reports[0]).not.toHaveProperty('mistakes');
  });

  it('is refused before it starts when it cannot be', async () => {
    const start = (split: Split) => evaluation.evaluate({ model: model.id, version: version.id, split }, ADA);
    await expect(start('validation')).rejects.toThrow(
      expect.objectContaining({ key: 'evaluation.emptySplit' }),
    );
    version = { ...version, labels: ['ham', 'phish', 'spam'] };
    await expect(start('test')).rejects.toThrow(
      expect.objectContaining({
        key: 'evaluation.labelUnknown',
        parameters: { label: 'phish', labels: 'ham, spam' },
      }),
    );
    expect(pool.jobs()).toEqual([]);
    await expect(evaluation.reports({ model: 'model-none' })).rejects.toMatchObject({
      key: 'house.notFound',
    });
    await expect(evaluation.report({ report: 'report-none' })).rejects.toMatchObject({
      key: 'house.notFound',
    });
  });

  it('of a model from elsewhere says what is missing, and evaluates it once its classes are named', async () => {
    const file = join(folder, 'elsewhere.onnx');
    writeFileSync(file, bagOfWords({ metadata: { labels: '' } }));
    const take = async (labels?: string[]) => {
      const source = { path: file, fileName: 'elsewhere.onnx', name: undefined, withFolder: false };
      const started = models.import({ ...source, labels });
      await expect.poll(() => pool.job(started.job)?.state, { timeout: 120_000 }).toBe('done');
      return models.get(started.model);
    };
    model = await take();
    await expect(evaluated()).rejects.toMatchObject({
      key: 'evaluation.cannotBeAsked',
      parameters: { why: 'names no labels in its metadata' },
    });
    model = await take(['ham', 'spam']);
    expect(model).toMatchObject({ task: 'classify', kind: 'text', labels: ['ham', 'spam'] });
    const { report } = await evaluated();
    expect(await evaluation.report({ report })).toMatchObject({ accuracy: 3 / 5, samples: 5 });
  });

  it('that fails leaves no report', async () => {
    model = await register(new TextEncoder().encode('not a model'));
    const { job } = await evaluated();
    expect(job).toMatchObject({ state: 'failed', error: { key: 'workers.failed' } });
    expect(await evaluation.reports({ model: model.id })).toEqual([]);
    expect(evaluation.blobs()).toEqual([]);
  });
});

describe('an export', () => {
  it('carries labels, metrics, lineage and card, and leaves the rest of the file as it was', async () => {
    const { report } = await evaluated();
    const { blob, fileName, bytes, url } = await models.export({ model: model.id }, ADA);
    expect(fileName).toBe(`mail-sorter-${model.number}.onnx`);
    expect(url).toBe(`/files/blobs/${blob}?name=${fileName}`);
    const file = readFileSync(store.blobs.path(blob));
    expect(file).toHaveLength(bytes);
    const metadata = readMetadata(file);
    expect(JSON.parse(metadata.get('labels')!)).toEqual(['ham', 'spam']);
    const { validation, test } = JSON.parse(metadata.get('metrics')!);
    expect(validation).toEqual({ accuracy: 0.75 });
    expect(await evaluation.report({ report })).toMatchObject({ accuracy: test.accuracy });
    expect(JSON.parse(metadata.get('lineage')!)).toMatchObject({
      weightsSha256: 'a'.repeat(64),
      run: { parameters: { epochs: 3, seed: 7 } },
      version: { blob: version.blob, number: 1 },
      files: [{ sha256: FILE.sha256 }],
    });
    expect(metadata.get('modelCard')).toBe((await models.card({ model: model.id })).markdown);
    const graph = bagOfWords().subarray(0, 200);
    expect(file.subarray(0, 200).equals(graph)).toBe(true);
    expect(models.blobs()).toContain(blob);
  });

  it('of the same facts has the same bytes', async () => {
    await evaluated();
    const first = await models.export({ model: model.id }, ADA);
    expect(await models.export({ model: model.id }, ADA)).toEqual(first);
  });
});

describe('a model card', () => {
  it('says what was measured, by class, and what was not', async () => {
    const before = (await models.card({ model: model.id })).markdown;
    expect(before).toContain('Test: not evaluated yet.');
    expect(before).toContain('| Accuracy | 0.7500 |');
    await evaluated();
    const { markdown } = await models.card({ model: model.id });
    expect(markdown).toContain('# mail sorter');
    expect(markdown).toContain('| spam | 0.6667 | 0.6667 | 0.6667 | 3 |');
    expect(markdown).toContain('Labels by: import (5), Ada (1).');
    expect(markdown).toContain('mails\\|2026.csv');
    expect(markdown).toContain('Weakest class: `ham`');
  });
});

it('follows a model back to its run, version and files', () => {
  expect(models.lineage(model.id)).toMatchObject({
    model: { id: model.id },
    run: { id: model.run },
    version: { id: version.id },
    labels: [{ author: 'import' }, { author: 'Ada' }],
    files: [{ id: FILE.id }],
  });
});
