/**
 * A real workspace, small, with one bit flipped at a time: each is named by the doctor or refused in words when the
 * workspace is opened; nothing is computed from what is damaged; nothing crashes.
 */
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../src-shared/platform/errors.ts';
import type { Diagnosis } from '../src-shared/contract.ts';
import { createApp } from './app.ts';
import type { App } from './platform/host/app.ts';
import { importSource } from './datasets/commands.ts';
import { freeze } from './versions/commands.ts';
import { evaluate } from './models/commands.ts';
import { train } from './training/commands.ts';
import { openQuietly } from './session.fixture.ts';
import { openStore } from './platform/store/index.ts';

const FLIPS = Number(process.env['LATHE_FLIPS'] ?? 100);
const OPERATION = '0b7c4f4e-9a51-4a53-8c0e-6f1a2d3e4f50';

let folder: string;
let whole: string;
let backup: string;
let made: {
  dataset: string;
  version: string;
  model: string;
  run: string;
  /** The bytes of a curve. */
  points: Buffer;
  blob: string;
  modelBlob: string;
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-damage-'));
  whole = path.join(folder, 'whole');
  const rows = Array.from(
    { length: 300 },
    (_, i) =>
      `film ${i} was ${i % 2 ? 'lovely' : 'awful'} ${'and long '.repeat(i % 9)},${i % 2 ? 'good' : 'bad'}`,
  );
  writeFileSync(path.join(folder, 'films.csv'), `text,label\n${rows.join('\n')}\n`);
  const { app, session } = await openQuietly(whole);
  const { dataset } = await importSource(session, { kind: 'path', path: path.join(folder, 'films.csv') }, {});
  const version = await freeze(session, { dataset, seed: 1 });
  const small = { epochs: 2, hidden: 8, embedding: 8, sequenceLength: 8, vocabulary: 100, threads: 1 };
  const run = await train(session, { version: version.id, recipe: 'text-lstm', parameters: small });
  await evaluate(session, { model: run.model!, version: version.id, split: 'test' });
  const [sample] = (await session.client.datasets.samples({ dataset, limit: 1 })).items;
  const answer = { type: 'note', text: 'praise for the film' } as const;
  const answers = [{ operation: OPERATION, sample: sample!.id, answer }];
  await session.client.labeling.annotate({ task: dataset, answers });
  const { blob: modelBlob } = (await session.client.models.get({ model: run.model! })) as { blob: string };
  backup = path.join(folder, 'backup');
  await app.client.workspace.backup({ to: backup });
  await app.close();
  const store = openStore(whole);
  const points = store.db.prepare<[], Buffer>('SELECT packed FROM metric_chunks LIMIT 1').pluck().get()!;
  store.close();
  made = {
    dataset,
    version: version.id,
    model: run.model!,
    run: run.id,
    points,
    blob: version.blob,
    modelBlob,
  };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A generator of numbers below 2^32 that begins the same each time (mulberry32). */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

function filesOf(workspace: string): string[] {
  return readdirSync(workspace, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

/** The doctor's parts that look at data, without those that try the machine. */
async function findings(workspace: string): Promise<string[]> {
  let store;
  try {
    store = openStore(workspace);
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect((error as AppError).key).not.toBe('house.internal');
    return [(error as AppError).message];
  }
  try {
    const bad = [];
    for (const sha256 of await store.blobs.list()) if (!(await store.blobs.verify(sha256))) bad.push(sha256);
    return [...bad, ...(await store.damage()).map(({ page, table }) => `${table} ${page}`)];
  } finally {
    store.close();
  }
}

it(`names each of ${FLIPS} flipped bits, in the database and the files, or refuses to open`, async () => {
  const random = seeded(20261129);
  const workspace = path.join(folder, 'flipped');
  cpSync(whole, workspace, { recursive: true });
  expect(await findings(workspace)).toEqual([]);
  const database = path.join(workspace, 'workspace.db');
  const blobs = filesOf(path.join(workspace, 'blobs'));
  const unseen: string[] = [];
  let refused = 0;
  for (let i = 0; i < FLIPS; i++) {
    const file = i % 4 === 3 ? blobs[random(blobs.length)]! : database;
    const before = readFileSync(file);
    const sums = readFileSync(path.join(workspace, 'workspace.sums'));
    const after = Buffer.from(before);
    // The first flips are in the header and the schema, where opening itself may fail.
    const at = i < 20 && file === database ? random(8192) : random(before.length);
    after[at]! ^= 1 << random(8);
    writeFileSync(file, after);
    const found = await findings(workspace);
    if (found.length === 0) unseen.push(`${path.basename(file)} ${at}`);
    if (found.some((one) => one.includes('do not match their checksum'))) refused++;
    writeFileSync(file, before);
    writeFileSync(path.join(workspace, 'workspace.sums'), sums);
  }
  expect(unseen).toEqual([]);
  expect(refused).toBeGreaterThan(0);
  expect(await findings(workspace)).toEqual([]);
}, 120_000);

describe('a workspace with damage', () => {
  /** A copy with one bit flipped; `find` says where. */
  function flipped(name: string, file: string, find: (bytes: Buffer) => number): string {
    const workspace = path.join(folder, name);
    cpSync(whole, workspace, { recursive: true });
    const bytes = readFileSync(path.join(workspace, file));
    const at = find(bytes);
    expect(at).toBeGreaterThan(0);
    bytes[at]! ^= 1;
    writeFileSync(path.join(workspace, file), bytes);
    return workspace;
  }
  const damaged = (...where: Parameters<typeof flipped>): Promise<App> =>
    createApp({ workspace: flipped(...where), host: 'cli' });
  const blobFile = (sha256: string): string => path.join('blobs', 'sha256', sha256.slice(0, 2), sha256);
  const check = ({ checks }: Diagnosis, id: string): [boolean, string] => {
    const { ok, detail } = checks.find((one) => one.id === id)!;
    return [ok, detail.en];
  };

  it('of a sample is named by dataset and place, not frozen and not backed up', async () => {
    const app = await damaged('sample', 'workspace.db', (bytes) => bytes.indexOf('film 123 was') + 6);
    const { client } = app;
    const diagnosis = await client.workspace.doctor();
    expect(diagnosis.healthy).toBe(false);
    expect(check(diagnosis, 'samples')).toEqual([
      false,
      expect.stringMatching(/^299 \/ 300: ✗ “films” 124 \(/),
    ]);
    expect(check(diagnosis, 'contents')).toEqual([
      false,
      expect.stringMatching(/^samples \d+ – \d+ of “films” \(page/),
    ]);
    const { job } = await client.versions.freeze({
      dataset: made.dataset,
      seed: 2,
      validation: 0.1,
      test: 0.1,
    });
    const ended = async () => (await client.jobs.list()).find(({ id }) => id === job);
    await expect
      .poll(ended, { timeout: 60_000 })
      .toMatchObject({ state: 'failed', error: { key: 'store.rowsDamaged' } });
    await expect(client.workspace.backup({ to: path.join(folder, 'copy') })).rejects.toThrow('samples');
    await app.close();
  });

  it('of a metric, a parameter or an imported label is named by its table and whose it is', async () => {
    const { dataset, run, points } = made;
    for (const [name, needle, table, owner] of [
      ['metric', points, 'metric_chunks', /./],
      ['parameter', `${run}hiddennumber`, 'run_parameters', /./],
      ['label', `${dataset}d`, 'sample_states', /^films$/],
    ] as const) {
      const store = openStore(
        flipped(name, 'workspace.db', (bytes) => bytes.indexOf(needle) + needle.length - 1),
      );
      const found = await store.damage();
      store.close();
      expect(found).toMatchObject([{ table, of: expect.arrayContaining([expect.stringMatching(owner)]) }]);
    }
  });

  it('of a version or a model is computed from by nothing, and named', async () => {
    const version = await damaged('version', blobFile(made.blob), (bytes) => bytes.length >> 1);
    const { version: id, model } = made;
    await expect(
      version.client.training.start({ version: id, recipe: 'text-lstm', parameters: {} }),
    ).rejects.toThrow('“films v1”');
    await version.close();
    const ofModel = await damaged('model', blobFile(made.modelBlob), (bytes) => bytes.length >> 1);
    const { client } = ofModel;
    await expect(client.evaluation.evaluate({ model, version: id, split: 'test' })).rejects.toThrow(
      'is damaged',
    );
    await expect(client.models.drawing({ model })).rejects.toThrow('is missing');
    await expect(client.models.export({ model })).rejects.toThrow('is missing');
    await ofModel.close();
  });

  it('is repaired from a backup: samples and files come back, what is left can be taken as it is', async () => {
    const workspace = flipped('repaired', 'workspace.db', (bytes) => bytes.indexOf('film 123 was') + 6);
    const blob = path.join(workspace, blobFile(made.blob));
    writeFileSync(blob, 'damaged');
    rmSync(path.join(workspace, blobFile(made.modelBlob)));
    const { app: opened } = await openQuietly(workspace);
    const { repair } = opened.client.workspace;
    await expect(repair({ from: folder, accept: false })).rejects.toThrow('is not a backup');
    expect(await repair({ from: backup, accept: false })).toEqual({ files: 2, rows: 1 });
    await opened.close();
    const store = openStore(workspace);
    expect(await store.damage()).toEqual([]);
    expect(
      store.db.prepare("SELECT count(*) FROM samples WHERE text LIKE 'film 123 was%'").pluck().get(),
    ).toBe(1);
    for (const sha256 of [made.blob, made.modelBlob]) expect(await store.blobs.verify(sha256)).toBe(true);
    store.close();

    const left = flipped(
      'accepted',
      'workspace.db',
      (bytes) => bytes.indexOf(`${made.run}hiddennumber`) + made.run.length + 8,
    );
    const { app: again } = await openQuietly(left);
    await again.client.workspace.repair({ from: null, accept: true });
    await again.close();
    const accepted = openStore(left);
    expect(await accepted.damage()).toEqual([]);
    accepted.close();
  });

  it.each([
    ['an answer of a labeler', () => [`${OPERATION}${made.dataset}`, 36 + made.dataset.length + 2] as const],
    ['a metric', () => [made.points, made.points.length - 2] as const],
    ['a line of a log', () => [`${made.run}20`, made.run.length + 5] as const],
  ])('%s comes back from a backup, and is forbidden to change as before', async (name, find) => {
    const [needle, behind] = find();
    const at = (bytes: Buffer): number => bytes.indexOf(needle) + behind;
    const { app } = await openQuietly(flipped(name, 'workspace.db', at));
    expect((await app.client.workspace.doctor()).checks.find(({ id }) => id === 'contents')?.ok).toBe(false);
    expect(await app.client.workspace.repair({ from: backup, accept: false })).toEqual({ files: 0, rows: 1 });
    expect((await app.client.workspace.doctor()).checks.find(({ id }) => id === 'contents')?.ok).toBe(true);
    await app.close();
    const store = openStore(path.join(folder, name));
    const right = openStore(whole);
    for (const table of ['annotations', 'metric_chunks', 'run_log']) {
      const rowsOf = ({ db }: typeof store) => db.prepare(`SELECT * FROM ${table}`).all();
      expect(rowsOf(store)).toEqual(rowsOf(right));
    }
    expect(() => store.db.exec("UPDATE annotations SET note = 'x'")).toThrow('append-only');
    right.close();
    store.close();
  });

  it('keeps the metrics of a run that went on after the backup', async () => {
    const workspace = flipped('went on', 'workspace.db', (bytes) => bytes.indexOf(made.points) + 2);
    const store = openStore(workspace);
    store.db.prepare("UPDATE runs SET ended_at = '2030-01-01T00:00:00.000Z'").run();
    store.close();
    const { app } = await openQuietly(workspace);
    expect(await app.client.workspace.repair({ from: backup, accept: false })).toEqual({ files: 0, rows: 0 });
    await app.close();
  });
});
