import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Model, Person } from '../../src-shared/contract.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking } from '../tracking/index.ts';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { tinyGenerator } from '../models/worker/generation/tiny.fixture.ts';
import { encodePng } from '../images/index.ts';
import { bagOfWords } from '../models/worker/bag-of-words.fixture.ts';
import { brightness, houses, unusualHouses } from '../models/worker/small-models.fixture.ts';
import { createServing, type Serving } from './index.ts';
import { createModels, type Models } from '../models/index.ts';
import { NO_FACTS, NO_VERSIONS } from '../models/room.fixture.ts';

const ADA: Person = { id: 'person-ada', name: 'Ada', role: 'engineer' };

const folder = mkdtempSync(join(tmpdir(), 'lathe-serving-kinds-'));
let store: Store;
let pool: Pool;
let registry: Models;
let serving: Serving;
let models: Readonly<Record<'text' | 'table' | 'unusual' | 'image' | 'writer', Model>>;

async function register(
  name: string,
  bytes: Uint8Array,
  is: Pick<Model, 'task' | 'kind'> & { labels?: string[] },
): Promise<Model> {
  return registry.register({
    run: null,
    name,
    blob: await store.blobs.write(bytes),
    labels: [],
    language: 'en',
    weightsSha256: 'a'.repeat(64),
    summary: {},
    ...is,
  });
}

beforeAll(async () => {
  store = openStore(folder);
  const emit = () => undefined;
  pool = createPool({ emit, scratch: store.scratch });
  const tracking = createTracking({ store, emit });
  registry = createModels({ store, pool, emit, tracking, versions: NO_VERSIONS, facts: NO_FACTS });
  serving = createServing({ store, pool, emit, models: registry, version: '1.2.3' });
  models = {
    text: await register('mail', bagOfWords(), { task: 'classify', kind: 'text', labels: ['ham', 'spam'] }),
    table: await register('houses', houses(), { task: 'regress', kind: 'table' }),
    unusual: await register('unusual', unusualHouses(), { task: 'reconstruct', kind: 'table' }),
    image: await register('light', brightness(), { task: 'classify', kind: 'image' }),
    writer: await register('writer', tinyGenerator(), { task: 'generate', kind: 'corpus' }),
  };
  for (const { id, name } of Object.values(models)) await serving.deploy({ model: id, name }, ADA);
}, 240_000);
afterAll(async () => {
  await serving.close();
  await pool.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function post(path: string, body: string | Uint8Array | object, type = 'application/json') {
  const sent = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const request = new Request(`http://lathe.test${path}`, {
    method: 'POST',
    body: sent as string,
    headers: { 'content-type': type },
  });
  return (await serving.fetch(request, { signedIn: true }))!;
}

async function send(path: string, body: string | Uint8Array | object, type?: string) {
  const response = await post(path, body, type);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const LIGHT = encodePng({ width: 2, height: 2, channels: 1, data: new Uint8Array(4).fill(240) });
const HOUSE = { area: 60, built: '1970-01-11', town: 'Köln' };

describe('an endpoint of tables', () => {
  it('answers a row, and many', async () => {
    expect(await send('/endpoints/houses', { row: HOUSE })).toEqual({ status: 200, body: { value: 1230 } });
    const rows = [HOUSE, { ...HOUSE, town: null, area: '70' }];
    expect((await send('/endpoints/houses', { rows })).body).toEqual({
      predictions: [{ value: 1230 }, { value: 250 }],
    });
    expect((await send('/endpoints/unusual', { row: { area: 54 } })).body).toEqual({ error: 4 });
  });

  it('warns of columns that are not given and of categories it has not learned, and answers', async () => {
    const { body } = await send('/endpoints/houses', { row: { area: 60, town: 'Rom' } });
    expect(body).toMatchObject({
      value: 220,
      warnings: [
        { problem: 'missing', field: 'built' },
        { problem: 'unknown', field: 'town', value: 'Rom', known: ['Ulm', 'Köln'], categories: 2 },
      ],
    });
    const { predictions } = (await send('/endpoints/houses', { rows: [HOUSE, {}] })).body;
    expect(predictions).toMatchObject([{ value: 1230 }, { value: 200, warnings: { length: 3 } }]);
    expect((predictions as object[])[0]).not.toHaveProperty('warnings');
    expect((await send('/endpoints/houses', { rows: [] })).body).toEqual({ predictions: [] });
  });

  it('warns in the Open Inference Protocol by a parameter that its schema allows', async () => {
    const inputs = [
      { name: 'area', datatype: 'FP32', shape: [2, 1], data: [60, 60] },
      { name: 'built', datatype: 'FP32', shape: [2, 1], data: [10, 10] },
      { name: 'town', datatype: 'BYTES', shape: [2, 1], data: ['Rom', 'Rom'] },
    ];
    const { body } = await send('/v2/models/houses/infer', { inputs, parameters: { mine: 5 } });
    const { mine, warnings } = body['parameters'] as { mine: number; warnings: string };
    expect(mine).toBe(5);
    expect(JSON.parse(warnings)).toMatchObject([
      {
        problem: 'unknown',
        field: 'town',
        value: 'Rom',
        message: expect.stringContaining('“Köln”') as string,
      },
    ]);
  });

  it('takes columns in the Open Inference Protocol, null where a number is missing', async () => {
    const column = (name: string, datatype: string, data: unknown[]) => ({
      name,
      datatype,
      shape: [2, 1],
      data,
    });
    const inputs = [
      column('area', 'FP32', [60, null]),
      column('built', 'FP32', [10, 0]),
      column('town', 'BYTES', ['Köln', '']),
    ];
    const { body } = await send('/v2/models/houses/infer', { inputs });
    expect(body['outputs']).toEqual([
      { name: 'prediction', datatype: 'FP32', shape: [2, 1], data: [1230, 200] },
    ]);
  });

  it.each([
    ['a text', { text: 'a' }, 'takes “table”'],
    ['a column too many', { row: { ...HOUSE, rooms: 2 } }, 'rooms'],
    [
      'a column that is mistyped',
      { rows: [HOUSE, { Area: 1 }] },
      'Row 2: this model has no field “Area”. Did you mean “area”?',
    ],
    [
      'a number that is none',
      { row: { ...HOUSE, area: 'big' } },
      'field “area”: “big” is no number; expected a number such as 37',
    ],
    ['a date that is none', { row: { ...HOUSE, built: 'May' } }, 'expected a date such as 2024-05-31'],
    ['a cell that is a list', { row: { ...HOUSE, area: [60] } }, 'row.area'],
    ['a row that is none', { rows: [HOUSE, null] }, 'rows[1]'],
    ['a field that is mistyped', { Row: HOUSE }, 'did you mean “row”'],
    ['cells without their field', HOUSE, '“row”'],
    ['a prompt', { prompt: 'a' }, 'does not generate text'],
  ])('refuses %s in words', async (_, body, words) => {
    const answer = await send('/endpoints/houses', body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body['error']).toContain(words);
  });
});

describe('an endpoint of images', () => {
  it('answers an image as the body, and images in base64', async () => {
    expect((await send('/endpoints/light', LIGHT, 'image/png')).body).toMatchObject({ label: 'light' });
    const image = LIGHT.toString('base64');
    expect((await send('/endpoints/light', { images: [image, image] })).body).toMatchObject({
      predictions: [{ label: 'light' }, { label: 'light' }],
    });
  });

  it.each([
    ['no image', Buffer.from('hello'), 'decoded'],
    ['an image that is cut off', LIGHT.subarray(0, 50), 'decoded'],
    ['nothing', new Uint8Array(), 'decoded'],
  ])('refuses %s in words', async (_, body, words) => {
    const answer = await send('/endpoints/light', body, 'image/png');
    expect(answer).toMatchObject({ status: 400, body: { error: expect.stringContaining(words) as string } });
  });

  it('takes pixels in the Open Inference Protocol', async () => {
    const input = { name: 'image', datatype: 'UINT8', shape: [1, 2, 4, 3], data: Array<number>(24).fill(9) };
    const { body } = await send('/v2/models/light/infer', { inputs: [input], outputs: [{ name: 'label' }] });
    expect(body['outputs']).toEqual([{ name: 'label', datatype: 'BYTES', shape: [1], data: ['dark'] }]);
  });
});

describe('an endpoint that writes', () => {
  const prompt = { prompt: 'abc', maxTokens: 24, temperature: 1, seed: 5 };

  it('writes the same text for the same seed, and tells the seed it drew', async () => {
    const [first, again] = [await send('/endpoints/writer', prompt), await send('/endpoints/writer', prompt)];
    expect(first).toMatchObject({ status: 200, body: { ending: 'length', seed: 5 } });
    expect([...String(first.body['text'])]).toHaveLength(24);
    expect(again).toEqual(first);
    const drawn = await send('/endpoints/writer', { ...prompt, seed: undefined });
    const repeated = await send('/endpoints/writer', { ...prompt, seed: drawn.body['seed'] });
    expect(repeated).toEqual(drawn);
  });

  it('streams the same text as events', async () => {
    const whole = (await send('/endpoints/writer', prompt)).body;
    const response = await post('/endpoints/writer', { ...prompt, stream: true });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const events = (await response.text())
      .split('\n\n')
      .filter((event) => event !== '')
      .map((event) => JSON.parse(event.replace(/^data: /, '')) as Record<string, unknown>);
    expect(events.map(({ text }) => text).join('')).toBe(whole['text']);
    expect(events.at(-1)).toMatchObject({ ending: 'length', seed: 5 });
  });

  it('refuses before it streams', async () => {
    expect((await post('/endpoints/writer', { ...prompt, topP: 2, stream: true })).status).toBe(400);
    expect((await post('/endpoints/houses', { ...prompt, stream: true })).status).toBe(415);
    expect(await send('/endpoints/writer', { text: 'a' })).toMatchObject({
      status: 415,
      body: { error: expect.stringContaining('generates text') as string },
    });
    const input = { name: 'prompt', datatype: 'BYTES', shape: [1], data: ['a'] };
    expect(await send('/v2/models/writer/infer', { inputs: [input] })).toMatchObject({ status: 415 });
  });

  it('stops writing when the reader goes', async () => {
    const asked = serving.list().find(({ name }) => name === 'writer')!.requests;
    const server = createServer(
      getRequestListener(async (request) => (await serving.fetch(request, { signedIn: true }))!),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const left = new AbortController();
    const long = { ...prompt, maxTokens: 4096, stream: true };
    const response = await fetch(`http://127.0.0.1:${port}/endpoints/writer`, {
      method: 'POST',
      body: JSON.stringify(long),
      signal: left.signal,
    });
    await response.body!.getReader().read();
    left.abort();
    // Counted when writing has ended; all 4,096 tokens would have been measured too.
    const now = () => serving.list().find(({ name }) => name === 'writer')!;
    await expect.poll(() => now().requests).toBe(asked + 1);
    server.closeAllConnections();
    server.close();
  });

  it('streams to a caller in pieces, and ends with the token under way when the caller aborts', async () => {
    const left = new AbortController();
    const asked = { ...prompt, maxTokens: 4096, stop: [], model: models.writer.id };
    let pieces = 0;
    let ending = null;
    for await (const piece of serving.generate(asked, left.signal)) {
      pieces++;
      ending = piece.ending;
      if (pieces === 2) left.abort();
    }
    expect(ending).not.toBe('length');
    expect(pieces).toBeLessThan(5);
    const whole = (await send('/endpoints/writer', prompt)).body;
    const again = [];
    for await (const { text } of serving.generate({ ...asked, maxTokens: 24 })) again.push(text);
    expect(again.join('')).toBe(whole['text']);
  });
});

describe('without an endpoint', () => {
  it('describes, predicts and writes', async () => {
    for (const name of ['houses', 'writer', 'light']) await serving.stop({ name });
    expect(await serving.describe({ model: models.table.id })).toMatchObject({
      task: 'regress',
      asks: 'table',
      columns: [
        { name: 'area', input: 'area', type: 'number', values: [] },
        { name: 'built', input: 'built', type: 'date', values: [] },
        { name: 'town', input: 'town', type: 'category', values: ['Ulm', 'Köln'] },
      ],
    });
    expect(await serving.describe({ model: models.writer.id })).toMatchObject({
      asks: 'prompt',
      context: 10,
    });
    expect(await serving.describe({ model: models.image.id })).toMatchObject({
      asks: 'image',
      image: { width: 4, height: 2, channels: 3 },
    });
    const rows = [{ kind: 'table', cells: { area: 50, built: null, town: 'Ulm' } }] as const;
    expect(await serving.predict({ model: models.table.id, rows })).toEqual([{ value: 200 }]);
    const writing = { prompt: 'a', maxTokens: 3, temperature: 0, stop: [], seed: 1 };
    const written = [];
    for await (const piece of serving.generate({ ...writing, model: models.writer.id })) written.push(piece);
    expect(written.at(-1)!.ending).toBe('length');
    await expect(serving.generate({ ...writing, model: models.table.id }).next()).rejects.toMatchObject({
      key: 'serving.doesNotWrite',
    });
  });
});
