/** Tables whose numbers are large beside their spread, through every door: what was measured is what is served. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cells } from '../src-shared/contract.ts';
import { findPython, pythonMissing } from '../scripts/python.ts';
import { pythonSays } from '../scripts/python.fixture.ts';
import type { App } from './platform/host/app.ts';
import { caseFile } from './cases.fixture.ts';
import { importSource } from './datasets/commands.ts';
import { freeze } from './versions/commands.ts';
import { evaluate, exportModel } from './models/commands.ts';
import type { Session } from './platform/cli/session.ts';
import { listenOnPort } from './platform/host/listen.ts';
import { openQuietly } from './session.fixture.ts';

let folder: string;
let app: App;
let session: Session;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-agreement-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Told {
  readonly rows: readonly { readonly ts: number; readonly noise: number; readonly label: string }[];
  readonly model: string;
  readonly version: string;
  readonly validation: number;
}

/** Trains on a table `ts,noise,label`. */
async function told(name: string, rows: Told['rows']): Promise<Told> {
  const file = path.join(folder, `${name}.csv`);
  const lines = rows.map(({ ts, noise, label }) => `${ts},${noise},${label}`);
  writeFileSync(file, `ts,noise,label\n${lines.join('\n')}\n`);
  const { dataset } = await importSource(
    session,
    { kind: 'path', path: file },
    { kind: 'table', target: 'label' },
  );
  const { id: version } = await freeze(session, { dataset, seed: 1 });
  const parameters = { epochs: 40, batchSize: 32, learningRate: 0.05, threads: 1, patience: 0 };
  const started = await session.client.training.start({ version, recipe: 'logistic-regression', parameters });
  await session.follow(started.job);
  const run = await session.client.runs.get({ run: started.run });
  return { rows, model: run.model!, version, validation: run.summary['validation.accuracy']! };
}

/** The share of all rows that a door answers right. */
async function shareRight(
  { rows }: Told,
  ask: (cells: readonly Cells[]) => Promise<readonly string[]>,
): Promise<number> {
  const predictions = await ask(rows.map(({ ts, noise }) => ({ ts, noise })));
  return rows.filter(({ label }, row) => predictions[row] === label).length / rows.length;
}

const epoch = readFileSync(caseFile('05-trained-in-double-served-in-float/epoch.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','))
  .map(([ts, noise, label]) => ({ ts: Number(ts), noise: Number(noise), label: String(label) }));

describe('Unix seconds', () => {
  let it05: Told;
  beforeAll(async () => {
    it05 = await told('epoch', epoch);
  }, 240_000);

  it('are validated, tested, predicted and served alike', async () => {
    expect(it05.validation).toBeGreaterThan(0.95);
    const { model, version } = it05;
    for (const split of ['validation', 'test'] as const) {
      const report = await evaluate(session, { model, version, split });
      if (report.task !== 'classify') throw new Error('no classifier');
      expect(report.accuracy).toBeGreaterThan(0.95);
      if (split === 'validation') expect(report.accuracy).toBeCloseTo(it05.validation, 12);
    }
    const right = await shareRight(it05, async (rows) => {
      const predictions = await session.client.serving.predict({ model, rows: rows.map((row) => ({ row })) });
      return predictions.map((each) => ('label' in each ? each.label : ''));
    });
    expect(right).toBeGreaterThan(0.95);
  });

  it('are served alike behind an endpoint, as rows and as tensors; a tensor that would lose digits is refused', async () => {
    const { model } = it05;
    await session.client.serving.deploy({ model, name: 'epoch' });
    const { secret } = await session.client.serving.createKey({ name: 'test' });
    const listener = await listenOnPort(app, 0);
    const post = async (where: string, body: object) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` };
      const sent = { method: 'POST', headers, body: JSON.stringify(body) };
      return (await (await fetch(`${listener.address}${where}`, sent)).json()) as {
        predictions: { label: string }[];
        outputs: { name: string; data: string[] }[];
        error: string;
      };
    };
    const plain = await shareRight(it05, async (rows) =>
      (await post('/endpoints/epoch', { rows })).predictions.map(({ label }) => label),
    );
    expect(plain).toBeGreaterThan(0.95);
    const infer = (rows: readonly Readonly<Record<string, unknown>>[], precision: string) => {
      const column = (name: 'ts' | 'noise', datatype: string) => {
        return { name, datatype, shape: [rows.length, 1], data: rows.map((row) => row[name]) };
      };
      const inputs = [column('ts', precision), column('noise', 'FP32')];
      return post('/v2/models/epoch/infer', { inputs });
    };
    const share = await shareRight(it05, async (rows) => {
      const { outputs } = await infer(rows, 'FP64');
      return outputs.find(({ name }) => name === 'label')!.data;
    });
    expect(share).toBe(plain);
    expect((await infer([{ ts: 1_700_000_012, noise: 0 }], 'FP32')).error).toContain('takes FP64 for “ts”');
    await listener.close();
  });

  it('are answered alike by the exported file in Python', async (context) => {
    const python = findPython('onnxruntime', 'numpy');
    context.skip(!python, pythonMissing('onnxruntime', 'numpy'));
    const file = path.join(folder, 'epoch.onnx');
    await exportModel(session, it05.model, file);
    const code = `
import json, sys, numpy, onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1])
types = {'tensor(float)': numpy.float32, 'tensor(double)': numpy.float64}
rows = json.load(sys.stdin)
feeds = {i.name: numpy.array([[row[i.name]] for row in rows], types[i.type]) for i in session.get_inputs()}
print(json.dumps(session.run(['label'], feeds)[0].tolist()))`;
    const right = await shareRight(it05, (rows) => {
      const predictions = pythonSays(python!, ['-c', code, file], JSON.stringify(rows));
      return Promise.resolve(JSON.parse(predictions) as string[]);
    });
    expect(right).toBeGreaterThan(0.95);
  });
});

describe('times within an hour of one day', () => {
  it('are told apart', async () => {
    // In milliseconds: the spread is a millionth of the mean.
    const rows = epoch.map(({ ts, ...row }) => ({
      ...row,
      ts: 1_700_000_000_000 + (ts - 1_700_000_000) * 36_000,
    }));
    expect((await told('clock', rows)).validation).toBeGreaterThan(0.95);
  }, 240_000);
});
