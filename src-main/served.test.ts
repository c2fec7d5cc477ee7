/** Models of every kind, trained here on small data, and asked: what goes in at the import comes out at the answer. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Asked, Cells, Client } from '../src-shared/contract.ts';
import type { App } from './platform/host/app.ts';
import { importSource, type ImportOptions } from './datasets/commands.ts';
import { freeze } from './versions/commands.ts';
import { evaluate, exportModel } from './models/commands.ts';
import type { Session } from './platform/cli/session.ts';
import { listenOnPort } from './platform/host/listen.ts';
import { encodePng } from './images/index.ts';
import { openQuietly } from './session.fixture.ts';
import { clientAt, cookieOf } from './signed-in.fixture.ts';
import { exampleRow } from '../src-renderer/serving/example.ts';

let folder: string;
let app: App;
let session: Session;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-served-'));
  ({ app, session } = await openQuietly(path.join(folder, 'workspace')));
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Imports a file, freezes it, trains a recipe on it. @returns the model */
async function trained(
  file: string,
  recipe: string,
  { parameters, ...options }: ImportOptions & { parameters: Record<string, number | string | boolean> },
): Promise<string> {
  const { dataset } = await importSource(session, { kind: 'path', path: file }, options);
  const version = await freeze(session, { dataset, seed: 1 });
  const settings = { threads: 1, patience: 0, ...parameters };
  const { run, job } = await session.client.training.start({
    version: version.id,
    recipe,
    parameters: settings,
  });
  await session.follow(job);
  return (await session.client.runs.get({ run })).model!;
}

/** Exports a model, imports the file again, and evaluates both on the test split of the version it learned from. */
async function evaluatesAsItself(model: string): Promise<void> {
  const file = path.join(folder, `${model}.onnx`);
  await exportModel(session, model, file);
  const again = await session.client.models.import({ source: { kind: 'path', path: file } });
  await session.follow(again.job);
  const { run } = await session.client.models.get({ model });
  const { version } = await session.client.runs.get({ run: run! });
  const [own, imported] = [
    await evaluate(session, { model, version: version!, split: 'test' }),
    await evaluate(session, { model: again.model, version: version!, split: 'test' }),
  ];
  expect(own.samples).toBeGreaterThan(0);
  const { id, createdAt } = own;
  expect({ ...imported, id, createdAt, model }).toEqual(own);
}

const DAY_MS = 864e5;
const TOWNS = ['Ulm', 'Köln', 'Bonn'];
const EPOCH = Date.parse('2000-01-01');

/** The rent of a flat: linear in its area and its age, with a share of its town; some cells are missing. */
function flats(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const area = 20 + ((i * 37) % 100);
    const days = (i * 53) % 8000;
    const town = i % 3;
    const built = new Date(EPOCH + days * DAY_MS).toISOString().slice(0, 10);
    const rent = 10 * area + days / 20 + 300 * town;
    return `${i % 50 === 7 ? '' : area},${built},${TOWNS[town]},${rent}`;
  });
  return `area,built,town,rent\n${lines.join('\n')}\n`;
}

describe('a model of a table', () => {
  let model: string;
  const ask = async (row: Cells) => {
    const [prediction] = await session.client.serving.predict({ model, rows: [{ row }] });
    if (!prediction || !('value' in prediction)) throw new Error('no value');
    return prediction.value;
  };

  beforeAll(async () => {
    const file = path.join(folder, 'flats.csv');
    writeFileSync(file, flats(600));
    model = await trained(file, 'linear-regression', {
      kind: 'table',
      target: 'rent',
      parameters: { epochs: 60, batchSize: 32, learningRate: 0.05 },
    });
  }, 240_000);

  it('is asked with the columns it learned from, dates as dates', async () => {
    expect(await session.client.serving.describe({ model })).toMatchObject({
      task: 'regress',
      asks: 'table',
      columns: [
        { name: 'area', type: 'number' },
        { name: 'built', type: 'date' },
        { name: 'town', type: 'category', values: expect.arrayContaining(TOWNS) as string[] },
      ],
    });
    expect(await ask({ area: 80, built: '2010-01-01', town: 'Köln' })).toBeCloseTo(800 + 3653 / 20 + 300, -2);
    const [early, late] = [
      await ask({ area: 50, built: '2001-01-01', town: 'Ulm' }),
      await ask({ area: 50, built: '2020-01-01', town: 'Ulm' }),
    ];
    expect(late - early).toBeGreaterThan(250);
  });

  it('is evaluated alike when its exported file comes back', () => evaluatesAsItself(model), 60_000);

  it('reads a row alike however its cells are written, and takes a row of its own data as it is', async () => {
    const days = Date.parse('2010-06-01') / DAY_MS;
    const value = await ask({ area: 80, built: days, town: 'Bonn' });
    expect(await ask({ area: '80.0', built: '2010/6/1', town: ' Bonn ' })).toBe(value);
    const row = await exampleRow(session.client, model);
    expect(Object.keys(row!)).toEqual(['area', 'built', 'town']);
    expect(Number.isFinite(await ask(row!))).toBe(true);
  });
});

it('a detector of unusual rows finds one', async () => {
  const file = path.join(folder, 'flats.csv');
  writeFileSync(file, flats(300));
  const model = await trained(file, 'table-autoencoder', {
    kind: 'table',
    target: 'rent',
    name: 'unusual',
    parameters: { epochs: 30, batchSize: 32, learningRate: 0.01, hidden: 16, code: 3 },
  });
  const rows = [60, 900].map((area) => ({ row: { area, built: '2010-01-01', town: 'Ulm' } }));
  const [usual, odd] = await session.client.serving.predict({ model, rows });
  if (!usual || !odd || !('error' in usual) || !('error' in odd)) throw new Error('no errors');
  expect(odd.error).toBeGreaterThan(10 * usual.error);
  await evaluatesAsItself(model);
}, 240_000);

/** Bright above or bright below, with some noise. */
function half(above: boolean, seed: number): Buffer {
  const data = Uint8Array.from({ length: 64 }, (_, at) => {
    const bright = at < 32 === above;
    return (bright ? 200 : 20) + ((at * 31 + seed * 17) % 30);
  });
  return encodePng({ width: 8, height: 8, channels: 1, data });
}

it('a model of images sees what it learned, sent in base64 and as an upload', async () => {
  const images = path.join(folder, 'images');
  for (const label of ['above', 'below']) {
    mkdirSync(path.join(images, label), { recursive: true });
    for (let i = 0; i < 40; i++)
      writeFileSync(path.join(images, label, `${i}.png`), half(label === 'above', i));
  }
  const model = await trained(images, 'image-cnn', {
    kind: 'image',
    parameters: { epochs: 6, batchSize: 16, crop: 0, dropout: 0 },
  });
  expect(await session.client.serving.describe({ model })).toMatchObject({
    asks: 'image',
    image: { width: 8, height: 8, channels: 1 },
  });
  await evaluatesAsItself(model);
  const asked: Asked[] = [true, false].map((above) => ({ image: half(above, 99).toString('base64') }));
  expect(await session.client.serving.predict({ model, rows: asked })).toMatchObject([
    { label: 'above' },
    { label: 'below' },
  ]);
  const refused = { model, rows: [{ image: Buffer.from('no image').toString('base64') }] };
  await expect(session.client.serving.predict(refused)).rejects.toMatchObject({
    data: { key: 'serving.badImage' },
  });
}, 240_000);

describe('a model that writes', () => {
  let model: string;
  const how = { maxTokens: 40, temperature: 1, seed: 3 };

  beforeAll(async () => {
    const file = path.join(folder, 'rhyme.txt');
    writeFileSync(file, 'the cat sat on the mat and the rat sat on the cat. '.repeat(800));
    model = await trained(file, 'gpt', {
      kind: 'corpus',
      parameters: {
        epochs: 1,
        batchSize: 32,
        context: 16,
        width: 16,
        heads: 2,
        layers: 1,
        learningRate: 0.01,
      },
    });
  }, 240_000);

  async function written(client: Client, input: Partial<Parameters<Client['serving']['generate']>[0]>) {
    let text = '';
    for await (const piece of await client.serving.generate({ model, prompt: 'the c', ...how, ...input }))
      text += piece.text;
    return text;
  }

  it('writes in the letters that it read, and ends before a stop', async () => {
    const text = await written(session.client, {});
    expect(text).toMatch(/^[a-z .]{40}$/);
    const stop = text.slice(10, 12);
    expect(await written(session.client, { stop: [stop] })).toBe(text.slice(0, text.indexOf(stop)));
    await expect(written(session.client, { topP: 3 })).rejects.toMatchObject({ code: 'BAD_INPUT' });
  });

  it('is evaluated alike when its exported file comes back', () => evaluatesAsItself(model), 60_000);

  it('streams over HTTP, and ends when the caller goes', async () => {
    const listener = await listenOnPort(app, 0);
    const client = clientAt(listener.address, await cookieOf(app.signInLink(listener.address)));
    try {
      await session.client.serving.deploy({ model, name: 'writer' });
      const requests = async () => (await session.client.serving.list())[0]!.requests;
      expect(await written(client, { endpoint: 'writer' })).toBe(await written(session.client, {}));
      const before = await requests();
      const left = new AbortController();
      const input = { model, prompt: 'a', ...how, maxTokens: 4096, endpoint: 'writer' };
      const pieces = await client.serving.generate(input, { signal: left.signal });
      await pieces.next();
      left.abort();
      await expect.poll(requests).toBe(before + 1);
      const [endpoint] = await session.client.serving.list();
      expect(endpoint).toMatchObject({ errors: 0 });
    } finally {
      await listener.close();
    }
  });
});
