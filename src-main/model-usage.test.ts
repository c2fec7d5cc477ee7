/** The programs that the Export tab shows, run by Python on exported files. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../scripts/python.ts';
import type { Parameters } from '../src-shared/contract.ts';
import { metadataKeys, usageOf } from '../src-renderer/models/usage.ts';
import type { App } from './platform/host/app.ts';
import { importSource } from './datasets/commands.ts';
import { freeze } from './versions/commands.ts';
import { exportModel } from './models/commands.ts';
import type { Session } from './platform/cli/session.ts';
import { readMetadata } from './graph/index.ts';
import { encodePng } from './images/index.ts';
import { openQuietly } from './session.fixture.ts';

let folder: string;
let app: App;
let session: Session;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-usage-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

function table(): string {
  const file = path.join(folder, 'homes.csv');
  const rows = Array.from({ length: 60 }, (_, i) => `${(i % 7) + 1},${i % 3 ? 'flat' : 'house'},${900 + i}`);
  writeFileSync(file, ['rooms,kind of home,price', ...rows].join('\n'));
  return file;
}

function images(): string {
  const root = path.join(folder, 'shapes');
  for (let i = 0; i < 40; i++) {
    const data = Uint8Array.from({ length: 16 * 16 * 3 }, (_, at) => (at * (i + 1) + i) % 256);
    const into = path.join(root, i % 2 ? 'round' : 'square');
    mkdirSync(into, { recursive: true });
    writeFileSync(path.join(into, `${i}.png`), encodePng({ width: 16, height: 16, channels: 3, data }));
  }
  return root;
}

function tale(): string {
  const file = path.join(folder, 'tale.txt');
  const lines = Array.from(
    { length: 600 },
    (_, i) => `The ${i % 2 ? 'cat' : 'dog'} number ${i} sat on the mat.`,
  );
  writeFileSync(file, lines.join('\n\n'));
  return file;
}

/** What the shown program prints beside the exported file of a model trained for one epoch. */
async function printed(
  python: string,
  { source, recipe, parameters = {} }: { source: string; recipe: string; parameters?: Parameters },
): Promise<string> {
  const { dataset } = await importSource(session, { kind: 'path', path: source }, {});
  const { id: version } = await freeze(session, { dataset, seed: 1 });
  const settings = { epochs: 1, ...parameters };
  const { run, job } = await session.client.training.start({ version, recipe, parameters: settings });
  await session.follow(job);
  const { model: id } = await session.client.runs.get({ run });
  const model = await session.client.models.get({ model: id! });
  const { version: learned } = await session.client.models.lineage({ model: model.id });
  const { file } = await exportModel(session, model.id, path.join(folder, 'model.onnx'));
  const metadata = readMetadata(readFileSync(file));
  expect([...metadata.keys()]).toEqual(expect.arrayContaining(metadataKeys(model)));
  const program = path.join(folder, 'use.py');
  writeFileSync(program, usageOf(model, learned?.columns));
  return execFileSync(python, [program], { cwd: folder, encoding: 'utf8' }).trim();
}

it('models of tables answer a row of numbers and categories', async (context) => {
  const python = findPython('onnxruntime', 'numpy');
  if (!python) return context.skip(pythonMissing('onnxruntime', 'numpy'));
  const source = table();
  expect(Number(await printed(python, { source, recipe: 'linear-regression' }))).toBeGreaterThan(0);
  expect(Number(await printed(python, { source, recipe: 'table-autoencoder' }))).toBeGreaterThan(0);
});

it('image models answer an image of any size', async (context) => {
  const python = findPython('onnxruntime', 'numpy', 'PIL');
  if (!python) return context.skip(pythonMissing('onnxruntime', 'numpy', 'PIL'));
  const data = Uint8Array.from({ length: 30 * 20 * 3 }, (_, at) => at % 256);
  writeFileSync(path.join(folder, 'image.png'), encodePng({ width: 30, height: 20, channels: 3, data }));
  const output = await printed(python, { source: images(), recipe: 'image-cnn' });
  expect(output).toMatch(/^(round|square) \{'round': .*, 'square': .*\}$/);
});

it('models that write go on with a text until their context is full', async (context) => {
  const python = findPython('onnxruntime', 'numpy');
  if (!python) return context.skip(pythonMissing('onnxruntime', 'numpy'));
  const parameters = { context: 16, width: 16, heads: 2, layers: 2 };
  const output = await printed(python, { source: tale(), recipe: 'gpt', parameters });
  expect(output).toMatch(/^The /);
});
