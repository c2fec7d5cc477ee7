/** Runs from files and back, through one workbench. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Client, RunsReport } from '../../../src-shared/contract.ts';
import type { App } from '../../platform/host/app.ts';
import { createApp } from '../../app.ts';
import { bagOfWords } from '../../models/worker/bag-of-words.fixture.ts';

let folder: string;
let app: App;
let client: Client;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-run-files-'));
  app = await createApp({ workspace: path.join(folder, 'workspace'), host: 'server' });
  ({ client } = app);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

async function ended(job: string) {
  for (;;) {
    const known = (await client.jobs.list()).find(({ id }) => id === job);
    if (known && known.state !== 'running') return known;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function taken(file: string, how: 'importFile' | 'previewImport' = 'importFile'): Promise<RunsReport> {
  const { report, job } = await client.runFiles[how]({
    source: { kind: 'path', path: path.join(folder, file) },
  });
  const { state, error } = await ended(job);
  expect([state, error]).toEqual(['done', null]);
  return client.runFiles.importReport({ report });
}

function put(file: string, text: string | Uint8Array): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

const ID = 'c'.repeat(32);
const runs = async () => (await client.runs.list({ filters: { origin: 'imported' } })).items;

it('are looked at, taken over, and taken over again without doubling: what people gave them stays', async () => {
  put('mlruns/1/meta.yaml', "experiment_id: '1'\nname: spam\n");
  put('mlruns/1/tags/team', 'mail');
  put('mlruns/1/tags/mlflow.note.content', '# All spam');
  put(
    `mlruns/1/${ID}/meta.yaml`,
    `experiment_id: '1'\nrun_id: ${ID}\nrun_name: owl\nstart_time: 1700000000000\nend_time: 1700000002000\nstatus: 3\n`,
  );
  put(`mlruns/1/${ID}/metrics/val/loss`, '1700000000000 0.5 1\n1700000001000 nan 2\n1700000002000 inf 2\n');
  put(`mlruns/1/${ID}/params/lr`, '0.001');
  put(`mlruns/1/${ID}/tags/team`, 'a');
  put(`mlruns/1/${ID}/artifacts/model/weights.txt`, 'weights');
  const preview = await taken('mlruns', 'previewImport');
  expect(preview).toMatchObject({ formats: ['mlruns'], runs: 1, points: 3, artifacts: 1, done: null });
  expect(preview.first).toMatchObject([{ name: 'owl', experiment: 'spam', known: false, points: 3 }]);
  expect(await runs()).toEqual([]);
  expect(await taken('mlruns')).toMatchObject({ done: { added: 1, updated: 0 }, losses: [] });
  const spam = async () => (await client.experiments.list()).find(({ name }) => name === 'spam');
  expect(await spam()).toMatchObject({ tags: { team: 'mail' }, note: '# All spam' });
  const [run] = await runs();
  expect(run).toMatchObject({
    name: 'owl',
    origin: 'imported',
    experimentName: 'spam',
    state: 'finished',
    seconds: 2,
    startedAt: '2023-11-14T22:13:20.000Z',
    parameters: { lr: 0.001 },
    tags: { team: 'a' },
    trashedAt: null,
  });
  const [series] = await client.runs.series({ run: run!.id });
  expect(series).toMatchObject({
    metric: 'val/loss',
    count: 3,
    points: [[1, 0.5]],
    notFinite: [
      [2, 'NaN'],
      [2, 'Infinity'],
    ],
  });
  expect((await client.runs.artifacts({ run: run!.id })).map(({ name }) => name)).toEqual([
    'model/weights.txt',
  ]);
  await client.runs.edit({ run: run!.id, note: 'mine' });
  put(`mlruns/1/${ID}/metrics/val/loss`, '1700000000000 0.25 1\n');
  put(`mlruns/1/${ID}/params/lr`, '0.01');
  expect((await taken('mlruns', 'previewImport')).first).toMatchObject([{ known: true }]);
  expect(await taken('mlruns')).toMatchObject({ done: { added: 0, updated: 1 } });
  const again = await runs();
  expect(again).toMatchObject([{ id: run!.id, number: run!.number, note: 'mine', parameters: { lr: 0.01 } }]);
  expect(await client.runs.series({ run: run!.id })).toMatchObject([{ count: 1, points: [[1, 0.25]] }]);
  expect((await client.runs.artifacts({ run: run!.id })).length).toBe(1);
});

it('are taken back: what was new is in the trash, and comes back with the next import; what was there stays', async () => {
  const { report, job } = await client.runFiles.importFile({
    source: { kind: 'path', path: path.join(folder, 'mlruns') },
  });
  await ended(job);
  expect(await client.runFiles.undoImport({ report })).toMatchObject({ done: { added: 0, undone: true } });
  const [known] = await runs();
  await client.runs.keep({ runs: [known!.id], trashed: true });
  const again = await client.runFiles.importFile({
    source: { kind: 'path', path: path.join(folder, 'mlruns') },
  });
  await ended(again.job);
  expect(await runs()).toMatchObject([{ id: known!.id, note: 'mine' }]);
  for (let i = 0; i < 2; i++)
    expect(await client.runFiles.undoImport({ report: again.report })).toMatchObject({
      done: { added: 1, updated: 0, undone: true },
    });
  expect(await runs()).toEqual([]);
  expect((await client.runs.get({ run: known!.id })).trashedAt).not.toBeNull();
  await client.runs.keep({ runs: [known!.id], trashed: false });
  await expect(client.runFiles.undoImport({ report: 'report-none' })).rejects.toThrow('no report');
});

it('that cannot be read leave nothing', async () => {
  put('broken/only.db', 'SQLite format 3\0 and then nothing of the kind'.padEnd(4096, 'x'));
  put('broken/notes.txt', 'x');
  const before = await client.runs.list({ filters: { shelf: 'all' } });
  for (const file of ['broken', 'broken/notes.txt', 'not-there']) {
    const { job } = await client.runFiles.importFile({
      source: { kind: 'path', path: path.join(folder, file) },
    });
    const { state, error } = await ended(job);
    expect([file, state]).toEqual([file, 'failed']);
    expect(error?.key).toMatch(/^(tracking\.file(Unknown|Unreadable)|datasets\.fileMissing)$/);
  }
  expect((await client.runs.list({ filters: { shelf: 'all' } })).total).toBe(before.total);
});

it.each(['tensorboard', 'mlruns', 'csv', 'parquet'] as const)(
  'are written as %s and read again',
  async (format) => {
    const [run] = await runs();
    const begun = await client.runFiles.exportFiles({ runs: [run!.id], format });
    expect((await ended(begun.job)).state).toBe('done');
    const made = await client.runFiles.exportedFiles({ export: begun.export });
    expect(made).toMatchObject({ runs: 1, points: 1 });
    const answer = await app.fetch(new Request(`http://here${made.url}`), {
      origins: ['http://here'],
      trusted: true,
      local: true,
    });
    writeFileSync(path.join(folder, `${format}.zip`), Buffer.from(await answer.arrayBuffer()));
    expect(readFileSync(path.join(folder, `${format}.zip`)).length).toBe(made.bytes);
    const report = await taken(`${format}.zip`, 'previewImport');
    expect(report).toMatchObject({ formats: [format], runs: 1, points: 1, losses: [] });
    const name = format === 'tensorboard' ? 'spam/owl' : 'owl';
    expect(report.first).toMatchObject([{ name, known: format !== 'tensorboard' }]);
  },
);

it('bring registered models whose file is ONNX into the registry, once; others are told', async () => {
  const id = 'e'.repeat(32);
  put('registry/1/meta.yaml', "experiment_id: '1'\nname: mail\n");
  put(`registry/1/${id}/meta.yaml`, `experiment_id: '1'\nrun_id: ${id}\nrun_name: jay\nstatus: 3\n`);
  put(`registry/1/${id}/artifacts/model/model.onnx`, bagOfWords());
  put(`registry/1/${id}/artifacts/other/model.onnx`, 'none');
  put('registry/models/spam/meta.yaml', 'name: spam\ndescription: finds spam\n');
  put('registry/models/spam/aliases/champion', '4');
  for (const [version, what] of [
    [3, 'gone'],
    [4, 'model'],
    [5, 'other'],
  ] as const)
    put(
      `registry/models/spam/version-${version}/meta.yaml`,
      `version: '${version}'\nsource: runs:/${id}/${what}\nrun_id: ${id}\ncurrent_stage: Production\n`,
    );
  const { done, losses } = await taken('registry');
  expect(done).toMatchObject({ added: 1 });
  expect(losses).toMatchObject([
    { what: 'noOnnx', value: 'spam v3' },
    { what: 'notRegistered', value: expect.stringMatching(/^spam v5: /) },
  ]);
  await taken('registry');
  const [spam] = await client.registry.list();
  expect(spam).toMatchObject({
    name: 'spam',
    description: 'finds spam',
    versions: 1,
    aliases: [{ alias: 'champion', version: 1 }],
  });
  const [run] = (await client.runs.list({ search: 'jay' })).items;
  expect(await client.registry.versions({ registered: spam!.id })).toMatchObject([
    {
      version: 1,
      run: run!.id,
      stage: 'production',
      tags: { 'mlflow.version': '4' },
      model: { name: 'spam v4' },
    },
  ]);
});

it('take back what they registered, but for what was changed or is served since, which is told', async () => {
  const id = 'f'.repeat(32);
  put('taken/1/meta.yaml', "experiment_id: '1'\nname: mail\n");
  put(`taken/1/${id}/meta.yaml`, `experiment_id: '1'\nrun_id: ${id}\nrun_name: wren\nstatus: 3\n`);
  put(`taken/1/${id}/artifacts/model/model.onnx`, bagOfWords());
  for (const [name, versions] of [
    ['alone', [1]],
    ['spam', [7]],
    ['touched', [1, 2]],
    ['served', [1]],
  ] as const) {
    put(`taken/models/${name}/meta.yaml`, `name: ${name}\n`);
    put(`taken/models/${name}/aliases/newest`, String(versions[0]));
    for (const version of versions)
      put(
        `taken/models/${name}/version-${version}/meta.yaml`,
        `version: '${version}'\nsource: runs:/${id}/model\nrun_id: ${id}\n`,
      );
  }
  const source = { kind: 'path', path: path.join(folder, 'taken') } as const;
  const { report, job } = await client.runFiles.importFile({ source });
  await ended(job);
  expect((await client.runFiles.importReport({ report })).done).toMatchObject({ added: 1, registered: 5 });
  const called = async (name: string) => (await client.registry.list()).find((each) => each.name === name);
  const touched = (await called('touched'))!.id;
  await client.registry.describe({ registered: touched, version: 2, description: 'mine' });
  const follows = { registered: (await called('served'))!.id, alias: 'newest' };
  await client.serving.deploy({ follows, name: 'served' });

  const { done } = await client.runFiles.undoImport({ report });
  expect(done?.left.map(({ what, value }) => [what, value]).toSorted()).toEqual([
    ['modelStays', 'alone v1'],
    ['modelStays', 'spam v7'],
    ['modelStays', 'touched v1'],
    ['nameHasVersions', 'served'],
    ['nameHasVersions', 'touched'],
    ['versionChanged', 'touched v2'],
    ['versionServed', 'served v1'],
  ]);
  expect(await called('alone')).toBeUndefined();
  // What was there before the import is as it was.
  expect(await called('spam')).toMatchObject({ versions: 1, aliases: [{ alias: 'champion' }] });
  expect((await client.registry.history({ registered: (await called('spam'))!.id }))[0]).toMatchObject({
    type: 'removed',
    version: 2,
  });
  expect(await client.registry.versions({ registered: touched })).toMatchObject([{ description: 'mine' }]);
  expect(await called('served')).toMatchObject({ versions: 1, aliases: [{ alias: 'newest', version: 1 }] });
  // Done twice it does no more, and the next import registers again what is gone.
  expect((await client.runFiles.undoImport({ report })).done).toEqual(done);
  expect((await taken('taken')).done).toMatchObject({ added: 1, registered: 3 });
});
