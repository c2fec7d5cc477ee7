import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { defaultBudget, type BudgetName } from '../../src-shared/platform/budgets.ts';
import { Endpoint, type Model, type Person, type WorkbenchEvent } from '../../src-shared/contract.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking, type Tracking } from '../tracking/index.ts';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { loopOf } from '../models/worker/patience.fixture.ts';
import { bagOfWords, plusOne } from '../models/worker/bag-of-words.fixture.ts';
import { createServing, type Serving } from './index.ts';
import { createModels, type Models } from '../models/index.ts';
import { NO_FACTS, NO_VERSIONS } from '../models/room.fixture.ts';

const ADA: Person = { id: 'person-ada', name: 'Ada', role: 'engineer' };

let folder: string;
let store: Store;
let pool: Pool;
/** The processes of the models, in the order they were opened. */
let pids: number[];
let tracking: Tracking;
let registry: Models;
let serving: Serving;
let events: WorkbenchEvent[];
/** Budgets that a test makes short. */
const seconds: Partial<Record<BudgetName, number>> = {};

function open(backOff = [50, 50, 50]): void {
  store = openStore(folder);
  events = [];
  const emit = (event: WorkbenchEvent) => events.push(event);
  const budget: Pool['budget'] = (name) =>
    name in seconds ? { seconds: seconds[name]!, memoryBytes: null } : defaultBudget(name, 8e9);
  const real = createPool({ emit, scratch: store.scratch, budget });
  pids = [];
  pool = {
    ...real,
    async open(service, request) {
      const opened = await real.open(service, request);
      pids.push(opened.pid!);
      return opened;
    },
  };
  tracking = createTracking({ store, emit });
  registry = createModels({ store, pool, emit, tracking, versions: NO_VERSIONS, facts: NO_FACTS });
  serving = createServing({ store, pool, emit, models: registry, version: '1.2.3', backOff });
}

async function close(): Promise<void> {
  await serving.close();
  await pool.close();
  store.close();
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-serving-'));
  open();
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true, force: true });
});

async function register(bytes: Uint8Array, name = 'Mail sorter'): Promise<Model> {
  const run = tracking.open({
    recipe: 'text-lstm',
    version: 'version-1',
    versionName: 'mails v1',
    parameters: {},
    startedBy: 'Ada',
  });
  return registry.register({
    run: run.id,
    name,
    blob: await store.blobs.write(bytes),
    labels: ['ham', 'spam'],
    language: 'en',
    task: 'classify',
    kind: 'text',
    weightsSha256: 'a'.repeat(64),
    summary: {},
  });
}

async function send(method: string, path: string, body?: unknown) {
  const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await serving.fetch(
    new Request(`http://lathe.test${path}`, { method, ...(body === undefined ? {} : { body: text }) }),
    { signedIn: true },
  );
  if (!response) throw new Error(`${path} is not an endpoint's path`);
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const stateOf = (name: string) => serving.list().find((endpoint) => endpoint.name === name)?.state;

describe('an endpoint of an alias', () => {
  const named = (name: string) => serving.list().find((endpoint) => endpoint.name === name)!;
  const settled = async (wanted: Record<string, unknown>) =>
    expect.poll(() => named('spam-champion')).toMatchObject(wanted);
  const told = (event: WorkbenchEvent) => serving.told(event);

  it('goes with it where it moves, without a gap, and stays where it cannot', async () => {
    const [first, second] = [await register(bagOfWords()), await register(bagOfWords(), 'second')];
    const broken = await register(new Uint8Array([1, 2, 3]), 'broken');
    const { registered: id } = registry.registered.register(
      { model: first.id, name: 'spam', description: '' },
      'Ada',
    );
    for (const { id: model } of [second, broken])
      registry.registered.register({ model, name: 'spam', description: '' }, 'Ada');
    const move = (version: number | null) => {
      registry.registered.setAlias({ registered: id, alias: 'champion', version }, 'Ada');
      told({ type: 'changed', what: 'registry', id });
    };
    move(1);
    const follows = { registered: id, alias: 'champion' };
    const { name } = Endpoint.parse(await serving.deploy({ follows }, ADA));
    expect(name).toBe('spam-champion');
    expect(named(name).follows).toEqual({ ...follows, name: 'spam', version: 1, problem: null });

    move(2);
    while (named(name).model !== second.id)
      expect((await send('POST', `/endpoints/${name}`, { text: 'win a prize' })).status).toBe(200);
    await settled({ model: second.id, state: 'ready' });

    move(3);
    await settled({
      model: second.id,
      state: 'ready',
      follows: { version: 3, problem: { key: expect.any(String) } },
    });
    expect((await send('POST', `/endpoints/${name}`, { text: 'win a prize' })).status).toBe(200);
    move(null);
    await settled({ follows: { version: null, problem: { key: 'serving.aliasGone' } } });

    await serving.stop({ name });
    move(1);
    await settled({ model: first.id, state: 'stopped', follows: { version: 1, problem: null } });
    registry.registered.setAlias({ registered: id, alias: 'champion', version: 2 }, 'Ada');
    await close();
    open();
    await settled({ model: second.id, state: 'stopped', follows: { version: 2, problem: null } });

    await serving.deploy({ name, model: first.id }, ADA);
    expect(named(name)).toMatchObject({ model: first.id, follows: null, state: 'ready' });
  });
});

describe('an endpoint', () => {
  it('answers under a name made of the model’s, and counts and measures', async () => {
    const model = await register(bagOfWords());
    const endpoint = Endpoint.parse(await serving.deploy({ model: model.id }, ADA));
    expect(endpoint).toMatchObject({
      name: 'mail-sorter-1',
      path: '/endpoints/mail-sorter-1',
      state: 'ready',
      requests: 0,
      p50: null,
      p95: null,
    });
    const { status, body } = await send('POST', endpoint.path, { text: 'Win free money' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ label: 'spam' });
    expect(Object.values(body['probabilities'] as object).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
    await send('POST', endpoint.path, { words: 'x' });
    const [after] = serving.list();
    expect(after).toMatchObject({ requests: 2, errors: 1 });
    expect(after!.p95).toBeGreaterThan(0);
    await expect
      .poll(() => events)
      .toContainEqual({ type: 'changed', what: 'endpoints', id: 'mail-sorter-1' });
  });

  it('comes back, with its counts, when the workbench starts again', async () => {
    const model = await register(bagOfWords());
    await serving.deploy({ model: model.id, name: 'kept' }, ADA);
    await serving.deploy({ model: model.id, name: 'stopped' }, ADA);
    await send('POST', '/endpoints/kept', { text: 'hello' });
    await serving.stop({ name: 'stopped' });
    await close();
    open();
    await expect.poll(() => stateOf('kept'), { timeout: 60_000 }).toBe('ready');
    expect(stateOf('stopped')).toBe('stopped');
    expect(serving.list()[0]).toMatchObject({ name: 'kept', requests: 1 });
    expect((await send('POST', '/endpoints/kept', { text: 'hello' })).body).toMatchObject({ label: 'ham' });
  });

  it('restarts when its process is killed, and says so meanwhile', async () => {
    const model = await register(bagOfWords());
    await serving.deploy({ model: model.id, name: 'mail' }, ADA);
    process.kill(pids.at(-1)!, 'SIGKILL');
    await expect.poll(() => stateOf('mail')).toBe('starting');
    expect(serving.list()[0]!.error).toMatchObject({ key: 'workers.crashed' });
    const meanwhile = await send('POST', '/endpoints/mail', { text: 'hello' });
    expect(meanwhile).toMatchObject({ status: 503, body: { code: 'UNAVAILABLE' } });
    await expect.poll(() => stateOf('mail'), { timeout: 60_000 }).toBe('ready');
    expect(serving.list()[0]!.error).toBeNull();
    expect((await send('POST', '/endpoints/mail', { text: 'win' })).body).toMatchObject({ label: 'spam' });
  });

  it('gives up a request that runs too long, starts anew, and answers those behind it', async () => {
    seconds.request = 2;
    onTestFinished(() => void delete seconds.request);
    const model = await register(loopOf());
    await serving.deploy({ model: model.id, name: 'loop' }, ADA);
    const ask = (times: number, x: number) =>
      send('POST', '/v2/models/loop/infer', {
        inputs: [
          { name: 'x', datatype: 'FP32', shape: [2], data: [x, -1] },
          { name: 'times', datatype: 'INT64', shape: [], data: [times] },
        ],
      });
    const endless = ask(2 ** 50, 7);
    const behind = await Promise.all([1, 2, 3, 4, 5].map((x) => ask(1, x)));
    expect(behind.map(({ status, body }) => [status, body])).toMatchObject(
      [1, 2, 3, 4, 5].map((x) => [200, { outputs: [{ name: 'y', data: [x, 0] }] }]),
    );
    const { status, body } = await endless;
    expect([status, body['error']]).toEqual([
      504,
      '“Mail sorter” was stopped: it exceeded its time limit of 2 s. ' +
        'Use smaller input, or raise “One endpoint request” in Settings › Resource limits.',
    ]);
    expect(serving.list()).toMatchObject([{ name: 'loop', state: 'ready', requests: 6, errors: 1 }]);
    expect(pids).toHaveLength(2);
  });

  it('fails, with the reason, when restarts do not help', async () => {
    const model = await register(bagOfWords());
    await serving.deploy({ model: model.id, name: 'mail' }, ADA);
    writeFileSync(store.blobs.path(model.blob), 'damaged');
    process.kill(pids.at(-1)!, 'SIGKILL');
    await expect.poll(() => stateOf('mail'), { timeout: 60_000 }).toBe('failed');
    expect(serving.list()[0]!.error).toMatchObject({ key: 'store.fileMissing' });
  });

  it('changes to another model under the same name, and keeps the old one when the new does not load', async () => {
    const [first, second, broken] = [
      await register(bagOfWords()),
      await register(bagOfWords({ labels: ['no', 'yes'] })),
      await register(new TextEncoder().encode('not a model')),
    ];
    await serving.deploy({ model: first.id, name: 'mail' }, ADA);
    await send('POST', '/endpoints/mail', { text: 'win' });
    await serving.deploy({ model: second.id, name: 'mail' }, ADA);
    expect(serving.list()).toMatchObject([{ name: 'mail', model: second.id, requests: 0 }]);
    await expect(serving.deploy({ model: broken.id, name: 'mail' }, ADA)).rejects.toMatchObject({
      key: 'workers.failed',
    });
    expect((await send('POST', '/endpoints/mail', { text: 'win' })).body).toMatchObject({ label: 'yes' });
    expect(serving.list()).toMatchObject([{ model: second.id, state: 'ready' }]);
  });

  it('stops, starts again when it is deployed again, and goes when it is removed', async () => {
    const model = await register(bagOfWords());
    await serving.deploy({ model: model.id, name: 'mail' }, ADA);
    expect(await serving.stop({ name: 'mail' })).toMatchObject({ state: 'stopped', error: null });
    expect(await send('POST', '/endpoints/mail', { text: 'a' })).toMatchObject({ status: 503 });
    await serving.deploy({ model: model.id, name: 'mail' }, ADA);
    expect(stateOf('mail')).toBe('ready');
    await serving.remove({ name: 'mail' });
    expect(serving.list()).toEqual([]);
    await expect(serving.stop({ name: 'mail' })).rejects.toMatchObject({ key: 'serving.noSuchEndpoint' });
    await close();
    open();
    expect(serving.list()).toEqual([]);
  });
});

describe('a prediction without an endpoint', () => {
  it('loads the model once and answers by label', async () => {
    const model = await register(bagOfWords());
    const [first, second] = await Promise.all([
      serving.predict({
        model: model.id,
        rows: [
          { kind: 'text', text: 'win' },
          { kind: 'text', text: 'hello' },
        ],
      }),
      serving.predict({ model: model.id, rows: [{ kind: 'text', text: 'meeting' }] }),
    ]);
    expect(first).toMatchObject([{ label: 'spam' }, { label: 'ham' }]);
    expect(second).toMatchObject([{ probabilities: { ham: expect.any(Number), spam: expect.any(Number) } }]);
    expect(pids).toHaveLength(1);
  });

  it('goes through the endpoint where there is one', async () => {
    const model = await register(bagOfWords());
    await serving.deploy({ model: model.id, name: 'mail' }, ADA);
    await serving.predict({ model: model.id, rows: [{ kind: 'text', text: 'win' }] });
    expect(pids).toHaveLength(1);
    expect(serving.list()[0]).toMatchObject({ requests: 1 });
    await serving.deploy({ model: model.id, name: 'other' }, ADA);
    await serving.predict({ model: model.id, rows: [{ kind: 'text', text: 'win' }], endpoint: 'other' });
    expect(serving.list().map(({ requests }) => requests)).toEqual([1, 1]);
    await serving.stop({ name: 'other' });
    await expect(
      serving.predict({ model: model.id, rows: [{ kind: 'text', text: 'win' }], endpoint: 'other' }),
    ).rejects.toMatchObject({ key: 'serving.notReady' });
  });

  it('keeps the two models asked last', async () => {
    const models = [];
    for (const name of ['a', 'b', 'c']) models.push(await register(bagOfWords(), name));
    const [a, b, c] = models as [Model, Model, Model];
    for (const { id } of [a, b, a, c, a])
      await serving.predict({ model: id, rows: [{ kind: 'text', text: 'win' }] });
    expect(pids).toHaveLength(3);
    await serving.predict({ model: b.id, rows: [{ kind: 'text', text: 'win' }] });
    expect(pids).toHaveLength(4);
  });
});

describe('the Open Inference Protocol', () => {
  const TEXT = { name: 'text', datatype: 'BYTES', shape: [2], data: ['win money', 'meeting'] };

  beforeEach(async () => {
    await serving.deploy({ model: (await register(bagOfWords())).id, name: 'mail' }, ADA);
  });

  it('says what it is and whether it is alive and ready', async () => {
    expect(await send('GET', '/v2')).toEqual({
      status: 200,
      body: { name: 'lathe', version: '1.2.3', extensions: ['binary_tensor_data'] },
    });
    expect(await send('GET', '/v2/health/live')).toEqual({ status: 200, body: { live: true } });
    expect(await send('GET', '/v2/health/ready')).toEqual({ status: 200, body: { ready: true, live: true } });
    expect(await send('GET', '/v2/models/mail/ready')).toEqual({
      status: 200,
      body: { name: 'mail', ready: true },
    });
    await serving.stop({ name: 'mail' });
    expect(await send('GET', '/v2/models/mail/ready')).toMatchObject({ status: 503, body: { ready: false } });
  });

  it('describes a model', async () => {
    expect(await send('GET', '/v2/models/mail')).toEqual({
      status: 200,
      body: {
        name: 'mail',
        versions: ['1'],
        parameters: { bytes: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        platform: 'onnxruntime_onnx',
        inputs: [{ name: 'text', datatype: 'BYTES', shape: [-1] }],
        outputs: [
          { name: 'label', datatype: 'BYTES', shape: [-1] },
          { name: 'probabilities', datatype: 'FP32', shape: [-1, 2] },
        ],
      },
    });
  });

  it('infers', async () => {
    const { status, body } = await send('POST', '/v2/models/mail/infer', { id: '42', inputs: [TEXT] });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      model_name: 'mail',
      model_version: '1',
      id: '42',
      outputs: [
        { name: 'label', datatype: 'BYTES', shape: [2], data: ['spam', 'ham'] },
        { name: 'probabilities', datatype: 'FP32', shape: [2, 2] },
      ],
    });
    const only = await send('POST', '/v2/models/mail/infer', {
      inputs: [TEXT],
      outputs: [{ name: 'label' }],
    });
    expect(only.body['outputs']).toHaveLength(1);
  });

  it('infers with tensors of numbers', async () => {
    await serving.deploy({ model: (await register(plusOne())).id, name: 'plus-one' }, ADA);
    const { body } = await send('POST', '/v2/models/plus-one/infer', {
      inputs: [{ name: 'x', datatype: 'FP32', shape: [2], data: [1, -1] }],
    });
    expect(body['outputs']).toEqual([{ name: 'y', datatype: 'FP32', shape: [2], data: [2, 0] }]);
    expect(await send('POST', '/endpoints/plus-one', { text: 'a' })).toMatchObject({
      status: 415,
      body: { error: expect.stringContaining('x FP32[2]') },
    });
  });

  const POST_INFER = 'POST /v2/models/mail/infer';
  it.each([
    [POST_INFER, '{', 400, 'not JSON'],
    [POST_INFER, new Uint8Array([0x7b, 0xff]), 400, 'UTF-8'],
    [POST_INFER, { inputs: [{ ...TEXT, shape: [3] }] }, 400, 'inputs[0].data'],
    [POST_INFER, { inputs: [{ ...TEXT, name: 'words' }] }, 400, 'inputs[0].name'],
    ['POST /v2/models/none/infer', { inputs: [TEXT] }, 404, 'There are: mail'],
    ['GET /v2/models/none', undefined, 404, 'There are: mail'],
    ['GET /v2/models/none/ready', undefined, 404, 'There are: mail'],
    ['GET /v2/models', undefined, 404, '/v2/models'],
    ['GET /v2/models/mail/infer', undefined, 405, 'POST'],
    ['POST /endpoints/none', { text: 'a' }, 404, 'none'],
    ['POST /endpoints/mail', { text: 5 }, 400, 'text'],
    ['POST /endpoints/mail', JSON.stringify({ text: 'a'.repeat(17 * 2 ** 20) }), 413, '16 MB'],
  ])('refuses %s with a reason', async (call, body, status, reason) => {
    const [method, path] = call.split(' ') as [string, string];
    const answer = await send(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body['error']).toContain(reason);
  });

  it('leaves other paths to others', async () => {
    for (const path of ['/', '/v20', '/endpointsx', '/rpc/serving/list'])
      expect(
        await serving.fetch(new Request(`http://lathe.test${path}`), { signedIn: true }),
      ).toBeUndefined();
  });

  it('answers many texts at once', async () => {
    const texts = Array.from({ length: 600 }, (_, i) => (i % 2 === 0 ? 'win' : 'hello'));
    const { body } = await send('POST', '/endpoints/mail', { texts });
    const predictions = body['predictions'] as { label: string }[];
    expect(predictions.map(({ label }) => label)).toEqual(
      texts.map((text) => (text === 'win' ? 'spam' : 'ham')),
    );
  });
});
