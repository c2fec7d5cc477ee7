/**
 * The doors of a workbench beside its procedures, as somebody who answers a blind task finds them: files by their hash,
 * artifacts through MLflow, exports of runs; and what is told of all answers together, which would tell a single one by how it
 * moves: agreement, counts by class, facts. Whoever opens another door is reminded of these here.
 */
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import Database from 'better-sqlite3';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client } from '../src-shared/contract.ts';
import { importSource } from './datasets/commands.ts';
import { invite } from './labeling/labelers.fixture.ts';
import { evaluate } from './models/commands.ts';
import type { Door } from './platform/api/index.ts';
import type { App } from './platform/host/app.ts';
import type { Session } from './platform/cli/session.ts';
import { openQuietly } from './session.fixture.ts';
import { freeze } from './versions/commands.ts';

const ORIGIN = 'http://127.0.0.1:4321';
const DOOR: Door = { origins: [ORIGIN], trusted: false, local: true };

let folder: string;
let app: App;
let session: Session;
let engineer: Client;
let annotator: Client;
/** Cookies of the two. */
let cookies: readonly [string, string];
let dataset: string;

const ask = (cookie: string, route: string, init: RequestInit = {}): Promise<Response> =>
  app.fetch(
    new Request(ORIGIN + route, { ...init, headers: { 'content-type': 'application/json', cookie } }),
    DOOR,
  );
/** What the engineer is answered, and what the annotator is. */
async function statuses(route: string): Promise<readonly number[]> {
  const answers = await Promise.all(cookies.map((cookie) => ask(cookie, route)));
  return Promise.all(
    answers.map(async (answer) => {
      await answer.body?.cancel();
      return answer.status;
    }),
  );
}

function clientOf(cookie: string): Client {
  const link = new RPCLink({
    url: `${ORIGIN}/rpc`,
    headers: { 'x-lathe': '1', cookie },
    fetch: (request: Request) => app.fetch(request, DOOR),
  });
  return createORPCClient(link);
}

/** The blobs that a table names. */
function named(table: string): string[] {
  const database = new Database(path.join(folder, 'workspace', 'workspace.db'), { readonly: true });
  try {
    return database.prepare<[], string>(`SELECT blob FROM ${table}`).pluck().all();
  } finally {
    database.close();
  }
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-doors-'));
  const workspace = path.join(folder, 'workspace');
  const [first, second] = invite(workspace, 2);
  cookies = [`lathe-4321=${first}`, `lathe-4321=${second}`];
  ({ app, session } = await openQuietly(workspace));
  [engineer, annotator] = [clientOf(cookies[0]), clientOf(cookies[1])];
  const file = path.join(folder, 'numbers.csv');
  const rows = Array.from({ length: 60 }, (_, i) => `${i},${i % 7},${i % 2 === 0 ? 'even' : 'odd'}`);
  writeFileSync(file, `x,y,label\n${rows.join('\n')}\n`);
  ({ dataset } = await importSource(
    session,
    { kind: 'path', path: file },
    { kind: 'table', target: 'label' },
  ));
  await engineer.labeling.changeTask({ task: dataset, resolution: 'majority', answersPerItem: 2 });
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

it('no file that holds hidden labels is read by its hash, as an artifact or as an export', async () => {
  const { id: version, blob } = await freeze(session, { dataset, seed: 1 });
  const parameters = { epochs: 1, threads: 1, patience: 0 };
  const started = await engineer.training.start({ version, recipe: 'logistic-regression', parameters });
  await session.follow(started.job);
  const model = (await engineer.runs.get({ run: started.run })).model!;
  await evaluate(session, { model, version, split: 'test' });
  // Reports hold mistakes, baselines what each sample is.
  const holding = [...named('dataset_versions'), ...named('reports'), ...named('baselines')];
  expect(new Set(holding).size).toBe(3);
  for (const sha256 of holding) expect(await statuses(`/files/blobs/${sha256}`)).toEqual([200, 403]);
  for (const sha256 of named('models')) expect(await statuses(`/files/blobs/${sha256}`)).toEqual([200, 200]);

  // A script of an engineer logs the data that it learned from.
  const bytes = await (await ask(cookies[0], `/files/blobs/${blob}`)).arrayBuffer();
  const { experiment } = await engineer.runs.get({ run: started.run });
  const root = `/api/2.0/mlflow-artifacts/artifacts/${experiment ?? '0'}`;
  for (const place of [`${root}/${started.run}/artifacts/data.parquet`, `${root}/loose/data.parquet`]) {
    expect((await ask(cookies[0], place, { method: 'PUT', body: bytes })).status).toBe(200);
    expect(await statuses(place)).toEqual([200, 403]);
  }
  const written = await engineer.runFiles.exportFiles({ runs: [started.run], format: 'mlruns' });
  await session.follow(written.job);
  expect(await statuses(`/files/exports/${written.export}`)).toEqual([200, 404]);
  await expect(annotator.runFiles.exportedFiles({ export: written.export })).rejects.toThrow();
  const annotations = await engineer.labeling.exportAnnotations({ task: dataset, format: 'csv' });
  await session.follow(annotations.job);
  expect(await statuses(`/files/exports/${annotations.export}`)).toEqual([200, 404]);
});

it('nothing that is told of all answers together is told to those who give them', async () => {
  const { items } = await engineer.datasets.samples({ dataset, limit: 20 });
  for (const [client, label] of [
    [engineer, 'odd'],
    [annotator, 'even'],
  ] as const) {
    const answer = { type: 'label', label } as const;
    const answers = items.map(({ id }) => ({ operation: crypto.randomUUID(), sample: id, answer }));
    await client.labeling.annotate({ task: dataset, answers });
  }
  expect((await engineer.labeling.agreement({ task: dataset })).pairs).toHaveLength(1);
  expect(await annotator.labeling.agreement({ task: dataset })).toEqual({
    people: [{ id: 'person-1', name: 'Person 1', answers: 20 }],
    overall: [],
    pairs: [],
    self: [],
  });
  const counts = ({ labels }: { labels: readonly { name: string; count: number | null }[] }) =>
    labels.map(({ name, count }) => [name, count !== null]);
  for (const [client, told] of [
    [engineer, true],
    [annotator, false],
  ] as const) {
    const expected = [
      ['even', told],
      ['odd', told],
    ];
    expect(counts(await client.datasets.get({ dataset }))).toEqual(expected);
    expect(counts((await client.datasets.list({})).items[0]!)).toEqual(expected);
    expect(counts(await client.datasets.rename({ dataset, name: 'numbers' }))).toEqual(expected);
    expect((await client.labeling.ownProgress({ task: dataset })).classes.length > 0).toBe(told);
    const facts = await client.planning.values({
      of: [
        { fact: 'labeling.agreement', parameters: { task: dataset, measure: 'percent' } },
        { fact: 'labeling.ofClass', parameters: { dataset, label: 'odd' } },
        { fact: 'labeling.balance', parameters: { task: dataset } },
      ],
    });
    expect(facts.map(({ value }) => value !== null)).toEqual([told, told, told]);
    const gate = { fact: 'labeling.agreement', parameters: { task: dataset, measure: 'percent' } };
    const tried = await client.planning.tryGate({ ...gate, comparison: '>=', value: 0.5 });
    expect(tried.value !== null).toBe(told);
  }
  await expect(annotator.labeling.classUse({ task: dataset })).rejects.toThrow();
});

/** Sources that match, by their paths from here. */
function sourcesWith(pattern: RegExp): string[] {
  const files = globSync('**/*.ts', { cwd: import.meta.dirname });
  const sources = files.filter((file) => !/\.(test|fixture)\.ts$/.test(file));
  return sources
    .filter((file) => pattern.test(readFileSync(path.join(import.meta.dirname, file), 'utf8')))
    .map((file) => file.replaceAll(path.sep, '/'))
    .toSorted();
}

it('every source that sends files or opens a route is known here: it asks whether who reads may see the labels in them', () => {
  expect(sourcesWith(/(?<!function )\bfileResponse\(/)).toEqual([
    'platform/api/files.ts', // the window
    'platform/api/http.ts', // blobs and exports by `requireBlobShown` and `exportedFile`
    'tracking/mlflow/artifacts.ts', // by `requireBlobShown`
  ]);
  const http = readFileSync(path.join(import.meta.dirname, 'platform/api/http.ts'), 'utf8');
  const routes = Array.from(http.matchAll(/\bapp\.(?:get|put|post|all)\('([^']+)'/g), ([, route]) => route);
  expect(routes).toEqual([
    '/sign-in',
    '/rpc/*', // `hidden-labels.test.ts`
    '/files/upload',
    '/files/blobs/:hash',
    '/files/exports/:id',
    '/files/samples/:dataset/:sample', // an image, without its label
    '*', // MLflow, endpoints, the window
  ]);
});

it('every room that names blobs says who may read them, or holds no labels', () => {
  const hiding = sourcesWith(/^ {4}requireBlobShown\b/m);
  const naming = sourcesWith(/^ {4}blobs: \(\)/m);
  expect(naming.filter((file) => !hiding.includes(file))).toEqual([
    'models/models.ts',
    'tracking/mlflow/documents.ts', // what scripts logged: their artifacts are asked for by hash, too
    'tracking/mlflow/door.ts',
    'tracking/tracking.ts',
  ]);
});
