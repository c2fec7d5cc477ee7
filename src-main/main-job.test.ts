/** The main job through the contract, with a real store, real workers and real training on small data. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClassificationReport, type Parameters, type Run } from '../src-shared/contract.ts';
import { findPython, pythonMissing } from '../scripts/python.ts';
import { pythonSays } from '../scripts/python.fixture.ts';
import type { App } from './platform/host/app.ts';
import { importSource } from './datasets/commands.ts';
import { freeze } from './versions/commands.ts';
import { evaluate, exportModel } from './models/commands.ts';
import type { Session } from './platform/cli/session.ts';
import { openQuietly } from './session.fixture.ts';
import { machineName } from './training/worker/trainer/environment.ts';
import { workerEntry } from './platform/pool/worker-entry.fixture.ts';

/** Small enough to train in seconds, large enough to last a few epochs of several steps. */
const SMALL = {
  epochs: 4,
  batchSize: 16,
  hidden: 16,
  embedding: 16,
  sequenceLength: 16,
  vocabulary: 500,
  patience: 0,
  threads: 2,
};

let folder: string;
let app: App;
let session: Session;
let version: string;
let dataset: string;

async function open(): Promise<void> {
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
}

/** Long enough to be interrupted: some hundred steps of some milliseconds. */
const LONG = { ...SMALL, epochs: 12, batchSize: 8, hidden: 64, embedding: 64, sequenceLength: 64, seed: 3 };

/** Texts whose class is decided by a few of their words, among words that say nothing. */
function makeCsv(rows: number): string {
  const words = { good: ['great', 'lovely', 'fine', 'superb'], bad: ['awful', 'poor', 'broken', 'sad'] };
  const filler = ['the', 'film', 'was', 'and', 'a', 'bit', 'of', 'it', 'all', 'in'];
  const lines = Array.from({ length: rows }, (_, i) => {
    const label = i % 3 === 0 ? 'bad' : 'good';
    const pick = (list: readonly string[], salt: number) =>
      list[(i * 7 + salt * 13 + ((i * salt) % 5)) % list.length];
    return `"${[0, 1, 2].map((k) => pick(filler, k)).join(' ')} ${pick(words[label], 1)} ${pick(filler, 4)} n${i}",${label}`;
  });
  return `text,label\n${lines.join('\n')}\n`;
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-job-'));
  await open();
  writeFileSync(path.join(folder, 'films.csv'), makeCsv(600));
  const imported = await importSource(
    session,
    { kind: 'path', path: path.join(folder, 'films.csv') },
    { licence: 'CC-BY-4.0' },
  );
  dataset = imported.dataset;
  version = (await freeze(session, { dataset, seed: 1 })).id;
});

afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

async function logOf(run: string): Promise<string[]> {
  return (await session.client.runs.log({ run })).map(({ line }) => line);
}

async function train(parameters: Parameters): Promise<Run> {
  const { run, job } = await session.client.training.start({ version, recipe: 'text-lstm', parameters });
  await session.follow(job);
  return session.client.runs.get({ run });
}

/** The process ids of this process's children whose command line names the worker entry. */
function workerPids(): number[] {
  const listed = execFileSync('ps', ['-o', 'pid=,args=', '--ppid', String(process.pid)], {
    encoding: 'utf8',
  });
  return listed
    .split('\n')
    .flatMap((line) => (line.includes(fileURLToPath(workerEntry())) ? [Number.parseInt(line, 10)] : []));
}

async function firstMetric(run: string): Promise<void> {
  for (;;) {
    const series = await session.client.runs.series({ run });
    if (series.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('training', () => {
  it('with the same seed gives the same weights twice, and reproduce says so', async () => {
    const first = await train({ ...SMALL, seed: 7 });
    expect(first).toMatchObject({
      state: 'finished',
      weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    const { run, job } = await session.client.training.reproduce({ run: first.id });
    await session.follow(job);
    expect(await session.client.runs.get({ run })).toMatchObject({
      weightsSha256: first.weightsSha256,
      reproduces: first.id,
      reproduced: true,
    });
    const other = await train({ ...SMALL, seed: 8 });
    expect(other.weightsSha256).not.toBe(first.weightsSha256);
  });

  it('that is done again stays with what computed it, whatever has been found to be faster since', async () => {
    const first = await train({ ...SMALL, epochs: 1 });
    expect(first.parameters['provider']).toBe('auto');
    const report = {
      provider: 'dml',
      why: '',
      speed: 1000,
      probedAt: new Date().toISOString(),
      operators: [{ operator: 'MatMul', state: 'same', difference: 0 }],
    };
    const database = new Database(path.join(folder, 'workspace', 'workspace.db'));
    const row = [machineName(), report.provider, JSON.stringify(report)];
    database.prepare('INSERT OR REPLACE INTO providers VALUES (?, ?, ?)').run(row);
    try {
      expect((await session.client.training.providers()).recommended).toBe('dml');
      const { run, job } = await session.client.training.reproduce({ run: first.id });
      await session.follow(job);
      const again = await session.client.runs.get({ run });
      expect(again.environment['provider']).toBe(first.environment['provider']);
      expect(again.reproduced).toBe(true);
    } finally {
      database.exec("DELETE FROM providers WHERE provider = 'dml'");
      database.close();
    }
  });

  it('tells of each epoch in one line of its log: losses, metrics, seconds, and the best so far', async () => {
    const run = await train({ ...SMALL, seed: 7 });
    const epochs = Number(run.parameters['epochs']);
    const lines = (await logOf(run.id)).filter((line) => line.startsWith('Epoch '));
    expect(lines).toHaveLength(epochs);
    const last = lines.at(-1) ?? '';
    expect(last).toMatch(
      /^Epoch \d+ of \d+: training loss [\d.e+-]+; validation: .*\bloss [\d.e+-]+.*; [\d.e-]+ s; best so far: epoch \d+ \(.+ [\d.e+-]+\)\.$/,
    );
    expect(last).toContain(`best so far: epoch ${run.summary['bestEpoch']} (`);
  });

  it('that is killed and resumed ends with the weights of one that never was', async () => {
    const whole = await train(LONG);
    const { run, job } = await session.client.training.start({
      version,
      recipe: 'text-lstm',
      parameters: LONG,
    });
    await firstMetric(run);
    for (const pid of workerPids()) process.kill(pid, 'SIGKILL');
    await expect(session.follow(job)).rejects.toThrow('SIGKILL');
    const interrupted = await session.client.runs.get({ run });
    expect(interrupted).toMatchObject({ state: 'interrupted', weightsSha256: null });
    const resumed = await session.client.training.resume({ run });
    await session.follow(resumed.job);
    const finished = await session.client.runs.get({ run });
    expect(finished).toMatchObject({ state: 'finished', weightsSha256: whole.weightsSha256 });
    expect(interrupted.seconds).toBeGreaterThan(0);
    expect(finished.seconds).toBeGreaterThan(interrupted.seconds);
    const told = await logOf(run);
    expect(told.some((line) => /^(Resumed after step \d+, in epoch|The worker|.*SIGKILL)/.test(line))).toBe(
      true,
    );
    const epochsTold = new Set(told.flatMap((line) => /^Epoch (\d+) of 12: /.exec(line)?.[1] ?? []));
    expect([...epochsTold].map(Number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, i) => i + 1),
    );
    const curve = async (id: string) =>
      (await session.client.runs.series({ run: id, metrics: ['train.loss'], maxPoints: 5000 }))[0];
    expect(await curve(run)).toEqual(await curve(whole.id));
  });

  it('that is stopped keeps its best model and goes on to the same weights', async () => {
    const { run, job } = await session.client.training.start({
      version,
      recipe: 'text-lstm',
      parameters: LONG,
    });
    await firstMetric(run);
    await session.client.training.stop({ run });
    expect(await session.follow(job)).toMatchObject({ state: 'stopped' });
    const stopped = await session.client.runs.get({ run });
    expect(stopped).toMatchObject({ state: 'stopped', model: expect.any(String) });
    const resumed = await session.client.training.resume({ run });
    await session.follow(resumed.job);
    const { items } = await session.client.runs.list({ offset: 0, limit: 100 });
    const whole = items.find(({ state, parameters }) => state === 'finished' && parameters['epochs'] === 12);
    expect((await session.client.runs.get({ run })).weightsSha256).toBe(whole?.weightsSha256);
    const { items: made } = await session.client.models.list({ filters: { run } });
    expect(made.map(({ supersededBy }) => supersededBy)).toEqual([null, made[0]!.id]);
    expect(made[1]!.id).toBe(stopped.model);
  });

  it('tells where its steps go, and keeps the answer with the run', async () => {
    const { id: run } = await train({ ...SMALL, epochs: 1 });
    expect(await session.client.training.profileOf({ run })).toBeNull();
    const profile = await session.client.training.profile({ run });
    expect(profile.operators.map(({ operator }) => operator)).toContain('Scan');
    expect(profile.operators.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 6);
    expect(profile.peakBytes).toBeGreaterThan(0);
    expect(await session.client.training.profileOf({ run })).toEqual(profile);
    const gone = AbortSignal.timeout(100);
    await expect(session.client.training.profile({ run }, { signal: gone })).rejects.toThrow();
    await expect.poll(workerPids, { timeout: 60_000 }).toEqual([]);
    const before = { version, recipe: 'text-lstm', parameters: SMALL };
    expect((await session.client.training.profile(before)).nodes.length).toBeGreaterThan(10);
  });

  it('of a version whose recipes had fewer parameters is done and measured again as it was', async () => {
    const fewer = {
      provider: 'cpu',
      optimizer: 'adam',
      schedule: 'constant',
      warmup: 0,
      dropout: 0,
      wordDropout: 0,
    };
    const { id: run, weightsSha256 } = await train({ ...SMALL, ...fewer, epochs: 1 });
    const operatorsOf = async () => {
      const { operators } = await session.client.training.profile({ run });
      return new Map(operators.map(({ operator, count }) => [operator, count]));
    };
    const operators = await operatorsOf();
    const database = new Database(path.join(folder, 'workspace', 'workspace.db'));
    const drop = database.prepare('DELETE FROM run_parameters WHERE run = ? AND name = ?');
    for (const name of Object.keys(fewer)) drop.run(run, name);
    database.close();
    expect(await operatorsOf()).toEqual(operators);
    const { run: again, job } = await session.client.training.reproduce({ run });
    await session.follow(job);
    expect(await session.client.runs.get({ run: again })).toMatchObject({ weightsSha256, reproduced: true });
  });

  it('outlives the workbench: a run cut off by its end goes on at the next start', async () => {
    const { run } = await session.client.training.start({
      version,
      recipe: 'text-lstm',
      parameters: { ...LONG, seed: 5 },
    });
    await firstMetric(run);
    await app.close();
    await open();
    expect(await session.client.runs.get({ run })).toMatchObject({ state: 'interrupted', job: null });
    const { job } = await session.client.training.resume({ run });
    await session.client.jobs.cancel({ id: job });
    await expect(session.follow(job)).rejects.toThrow('was cancelled');
    expect((await session.client.runs.get({ run })).state).toBe('interrupted');
  });

  it.each([
    [{ epochs: 0 }, 'epochs is 0, but it must be a whole number from 1 to 1000.'],
    [{ epochz: 1 }, 'The recipe text-lstm has no parameter “epochz”.'],
  ])('refuses %o in words', async (parameters, message) => {
    await expect(session.client.training.start({ version, recipe: 'text-lstm', parameters })).rejects.toThrow(
      message,
    );
  });
});

describe('a trained model', () => {
  it('learned, is evaluated, exported, served, and traced back to its file', async () => {
    const run = await train({ ...SMALL, epochs: 15, seed: 1 });
    const model = run.model ?? '';
    const report = ClassificationReport.parse(await evaluate(session, { model, version, split: 'test' }));
    expect(report.accuracy).toBeGreaterThan(0.95);
    expect(report.confusion.flat().reduce((a, b) => a + b)).toBe(report.samples);
    const lineage = await session.client.models.lineage({ model });
    expect(lineage).toMatchObject({
      run: { id: run.id },
      version: { id: version },
      labels: [{ author: 'import', count: 600 }],
      files: [{ fileName: 'films.csv', rows: 600, licence: 'CC-BY-4.0' }],
    });
    // What is known of a licence later stands in the model's file, too.
    const [file] = lineage.files;
    await session.client.datasets.setLicence({ file: file!.id, licence: ' ODbL-1.0 ' });
    expect((await session.client.models.card({ model })).markdown).toContain(
      '| films.csv | ODbL-1.0 | 600 |',
    );
    const exported = await exportModel(session, model, path.join(folder, 'licensed.onnx'));
    const metadata = readFileSync(exported.file, 'latin1');
    expect(metadata).toContain('"fileName":"films.csv","licence":"ODbL-1.0"');
    const [prediction] = await session.client.serving.predict({
      model,
      rows: [{ text: 'the film was awful and sad' }],
    });
    expect(prediction).toMatchObject({ label: 'bad' });
  });

  it('gives the workbench’s probabilities in Python’s ONNX Runtime too', async (context) => {
    const python = findPython('onnxruntime', 'numpy');
    if (!python) return context.skip(pythonMissing('onnxruntime', 'numpy'));
    const {
      items: [model],
    } = await session.client.models.list();
    const texts = Array.from(
      { length: 200 },
      (_, i) => `${i % 2 ? 'Great' : 'AWFUL'} film  no ${i}\tÉtude 好 ${'word '.repeat(i % 30)}`,
    );
    const { file } = await exportModel(session, model!.id, path.join(folder, 'm.onnx'));
    const predictions = await session.client.serving.predict({
      model: model!.id,
      rows: texts.map((text) => ({ text })),
    });
    const ours = predictions.flatMap((one) => ('label' in one ? [one] : []));
    const script = `import onnxruntime as o, numpy as n, json, sys
t = json.load(open(sys.argv[2]))
s = o.InferenceSession(sys.argv[1], providers=['CPUExecutionProvider'])
p, l = s.run(['probabilities', 'label'], {s.get_inputs()[0].name: n.array(t, dtype=object)})
print(json.dumps({'p': p.tolist(), 'l': l.tolist(), 'labels': json.loads(s.get_modelmeta().custom_metadata_map['labels'])}))`;
    writeFileSync(path.join(folder, 'texts.json'), JSON.stringify(texts));
    const theirs = JSON.parse(pythonSays(python, ['-c', script, file, path.join(folder, 'texts.json')]));
    expect(theirs.l).toEqual(ours.map(({ label }) => label));
    const differences = ours.flatMap(({ probabilities }, row) =>
      theirs.labels.map((label: string, column: number) =>
        Math.abs((probabilities[label] ?? NaN) - theirs.p[row][column]),
      ),
    );
    expect(Math.max(...differences)).toBeLessThanOrEqual(1e-5);
    expect(readFileSync(file).length).toBeGreaterThan(1000);
  });
});
