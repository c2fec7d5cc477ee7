import { execFile } from 'node:child_process';
import type { Server } from 'node:http';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../scripts/python.ts';
import { caseFile } from '../cases.fixture.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking } from '../tracking/index.ts';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { bagOfWords } from '../models/worker/bag-of-words.fixture.ts';
import { houses } from '../models/worker/small-models.fixture.ts';
import { createServing, type Serving } from './index.ts';
import { createModels, type Models } from '../models/index.ts';
import { NO_FACTS, NO_VERSIONS } from '../models/room.fixture.ts';

let folder: string;
let store: Store;
let pool: Pool;
let registry: Models;
let serving: Serving;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-oip-'));
  store = openStore(folder);
  pool = createPool({ emit: () => undefined, scratch: store.scratch });
  const tracking = createTracking({ store, emit: () => undefined });
  registry = createModels({
    store,
    pool,
    emit: () => undefined,
    tracking,
    versions: NO_VERSIONS,
    facts: NO_FACTS,
  });
  serving = createServing({ store, pool, emit: () => undefined, models: registry, version: '1.2.3' });
  await deploy('mail', bagOfWords());
  await deploy('houses', houses());
  await deploy('gemm', readFileSync(caseFile('25-versioned-paths/gemm13.onnx')));
  await deploy('half', readFileSync(caseFile('24-types-that-cannot-be-asked/f16.onnx')));
}, 120_000);
afterAll(async () => {
  await serving.close();
  await pool.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

async function deploy(name: string, bytes: Uint8Array): Promise<void> {
  const blob = await store.blobs.write(bytes);
  const model = registry.register({
    run: null,
    name,
    blob,
    labels: [],
    language: 'en',
    task: 'other',
    kind: 'table',
    weightsSha256: blob.sha256,
    summary: {},
  });
  await serving.deploy({ model: model.id, name }, { id: 'person-ada', name: 'Ada', role: 'engineer' });
}

interface Sent {
  readonly headers?: Record<string, string>;
  readonly body?: string | Uint8Array;
}

async function send(method: string, where: string, { headers = {}, body }: Sent = {}) {
  const init = { method, headers, ...(body === undefined ? {} : { body: body as string }) };
  const response = await serving.fetch(new Request(`http://lathe.test${where}`, init), { signedIn: true });
  if (!response) throw new Error(`${where} is not an endpoint's path`);
  const bytes = Buffer.from(await response.arrayBuffer());
  const length = Number(response.headers.get('inference-header-content-length') ?? bytes.length);
  return {
    status: response.status,
    headers: response.headers,
    body: JSON.parse(bytes.subarray(0, length).toString()) as Record<string, unknown>,
    rest: bytes.subarray(length),
  };
}

const post = (where: string, body: unknown) => send('POST', where, { body: JSON.stringify(body) });

const TEXT = { name: 'text', datatype: 'BYTES', shape: [2], data: ['win money', 'meeting'] };

describe('paths with a version', () => {
  it('are those that the metadata names', async () => {
    const { body } = await send('GET', '/v2/models/gemm');
    const { versions } = body as { versions: string[] };
    const at = `/v2/models/gemm/versions/${versions[0]}`;
    expect((await send('GET', at)).body).toEqual(body);
    expect((await send('GET', `${at}/ready`)).body).toEqual({ name: 'gemm', ready: true });
    const [input] = body['inputs'] as [{ name: string; shape: number[] }];
    const shape = input.shape.map((size) => (size < 0 ? 1 : size));
    const data = Array<number>(shape.reduce((a, b) => a * b, 1)).fill(0);
    const asked = { id: '7', inputs: [{ name: input.name, datatype: 'FP32', shape, data }] };
    expect(await post(`${at}/infer`, asked)).toMatchObject({
      status: 200,
      body: { model_name: 'gemm', model_version: versions[0], id: '7' },
    });
  });

  it.each(['', '/ready'])('of no version there is are refused with the one there is: %s', async (end) => {
    const { status, body } = await send('GET', `/v2/models/mail/versions/99${end}`);
    expect([status, body['error']]).toEqual([404, expect.stringMatching(/no version “99”.*version 1/)]);
  });
});

describe('a batch without rows', () => {
  it('has an answer without rows, by tensors and plainly', async () => {
    const { body } = await post('/v2/models/mail/infer', { inputs: [{ ...TEXT, shape: [0], data: [] }] });
    expect(body['outputs']).toEqual([
      { name: 'label', datatype: 'BYTES', shape: [0], data: [] },
      { name: 'probabilities', datatype: 'FP32', shape: [0, 2], data: [] },
    ]);
    expect((await post('/endpoints/mail', { texts: [] })).body).toEqual({ predictions: [] });
    expect((await post('/endpoints/houses', { rows: [] })).body).toEqual({ predictions: [] });
  });
});

describe('inputs that do not fit', () => {
  const column = (name: string, rows: number) => ({
    name,
    datatype: 'FP32',
    shape: [rows, 1],
    data: Array(rows).fill(1),
  });
  const town = { name: 'town', datatype: 'BYTES', shape: [2, 1], data: ['Ulm', ''] };

  it.each([
    [
      'inputs[1].shape[0]',
      '“N” is 3 in “built” and 2 in “area”',
      [column('area', 2), column('built', 3), town],
    ],
    ['inputs', 'also needs “built”', [column('area', 2), town]],
    ['inputs[0].name', 'takes area, built, town', [column('rooms', 2)]],
    ['inputs[0].shape', 'takes [-1, 1]', [{ ...column('area', 2), shape: [2] }]],
    ['inputs[0].datatype', 'takes FP32', [{ ...column('area', 2), datatype: 'FP64' }]],
  ])('are named at %s', async (field, why, inputs) => {
    const { status, body } = await post('/v2/models/houses/infer', { inputs });
    expect([status, body['error']]).toEqual([400, expect.stringContaining(`“${field}”`)]);
    expect(body['error']).toContain(why);
  });

  it('are asked only for outputs that there are', async () => {
    const { status, body } = await post('/v2/models/mail/infer', {
      inputs: [TEXT],
      outputs: [{ name: 'logits' }],
    });
    expect([status, body['error']]).toEqual([400, expect.stringContaining('it has label, probabilities')]);
  });
});

describe('a compressed body', () => {
  const json = Buffer.from(JSON.stringify({ inputs: [TEXT] }));
  const infer = (encoding: string, body: Uint8Array) =>
    send('POST', '/v2/models/mail/infer', { headers: { 'content-encoding': encoding }, body });

  it.each([
    ['gzip', gzipSync(json)],
    ['x-gzip', gzipSync(json)],
    ['deflate', deflateSync(json)],
    ['deflate', deflateRawSync(json)],
    ['deflate, GZIP', gzipSync(deflateSync(json))],
    ['identity', json],
  ])('is read: %s', async (encoding, body) => {
    expect(await infer(encoding, body)).toMatchObject({
      status: 200,
      body: { outputs: [{ name: 'label', data: ['spam', 'ham'] }, { name: 'probabilities' }] },
    });
  });

  it('is read at the plain address', async () => {
    const headers = { 'content-encoding': 'gzip' };
    const body = gzipSync(JSON.stringify({ text: 'win' }));
    expect(await send('POST', '/endpoints/mail', { headers, body })).toMatchObject({
      body: { label: 'spam' },
    });
  });

  it('is refused by name where it is of another encoding, damaged, cut off, or too long once it is read', async () => {
    const unknown = await infer('br', json);
    expect([unknown.status, unknown.body['error']]).toEqual([
      415,
      expect.stringMatching(/content-encoding “br”/),
    ]);
    expect(unknown.headers.get('accept-encoding')).toBe('gzip, deflate');
    for (const body of [json, gzipSync(json).subarray(0, 40), new Uint8Array()])
      expect((await infer('gzip', body)).status).toBe(400);
    const bomb = gzipSync(Buffer.alloc(40 * 2 ** 20, ' '));
    expect(bomb.length).toBeLessThan(2 ** 20);
    expect((await infer('gzip', bomb)).status).toBe(413);
  });
});

describe('tensors in bytes', () => {
  it('go in and come out as the extension has it', async () => {
    const halves = Buffer.from(Float16Array.of(1, 0, 0, 0).buffer);
    const head = JSON.stringify({
      inputs: [
        { name: 'X', datatype: 'FP16', shape: [1, 4], parameters: { binary_data_size: halves.length } },
      ],
      parameters: { binary_data_output: true },
    });
    const { status, body, rest, headers } = await send('POST', '/v2/models/half/infer', {
      headers: { 'inference-header-content-length': String(head.length) },
      body: Buffer.concat([Buffer.from(head), halves]),
    });
    expect([status, headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
    expect(body['outputs']).toEqual([
      { name: 'Y', datatype: 'FP16', shape: [1, 3], parameters: { binary_data_size: 6 } },
    ]);
    expect(new Uint16Array(new Uint8Array(rest).buffer)).toEqual(Uint16Array.of(12294, 45114, 14624));
    const asJson = await post('/v2/models/half/infer', {
      inputs: [{ name: 'X', datatype: 'FP16', shape: [1, 4], data: [[1, 0, 0, 0]] }],
    });
    expect(asJson.body['outputs']).toEqual([
      {
        name: 'Y',
        datatype: 'FP16',
        shape: [1, 3],
        data: [...new Float16Array(new Uint8Array(rest).buffer)],
      },
    ]);
  });

  it('are refused where the header is no length of the body', async () => {
    for (const length of ['9999', '-1', '1e2', 'x'])
      expect(
        await send('POST', '/v2/models/half/infer', {
          headers: { 'inference-header-content-length': length },
          body: '{}',
        }),
      ).toMatchObject({ status: 400 });
  });
});

/** What Triton's client sends and reads, by Python's own library alone: its requests carry no content type. */
const client = `
import gzip, json, struct, sys, urllib.request
base = sys.argv[1]
def call(path, body=None, headers={}):
    request = urllib.request.Request(base + path, data=body, headers=headers)
    answer = urllib.request.urlopen(request)
    content = answer.read()
    size = int(answer.headers.get('Inference-Header-Content-Length', len(content)))
    return json.loads(content[:size]), content[size:]
version = call('/v2/models/mail')[0]['versions'][0]
texts = [text.encode() for text in ('win money', 'meeting')]
data = b''.join(struct.pack('<I', len(text)) + text for text in texts)
head = json.dumps({'id': '1', 'inputs': [{'name': 'text', 'shape': [2], 'datatype': 'BYTES',
  'parameters': {'binary_data_size': len(data)}}], 'parameters': {'binary_data_output': True}}).encode()
head, rest = call(f'/v2/models/mail/versions/{version}/infer', gzip.compress(head + data),
  {'Inference-Header-Content-Length': str(len(head)), 'Content-Encoding': 'gzip'})
labels = []
at = 0
for _ in range(head['outputs'][0]['shape'][0]):
    (length,) = struct.unpack_from('<I', rest, at)
    labels.append(rest[at + 4:at + 4 + length].decode())
    at += 4 + length
scores = struct.unpack_from('<4f', rest, at)
print(json.dumps({'id': head['id'], 'labels': labels, 'sums': [scores[0] + scores[1], scores[2] + scores[3]]}))
`;

it('answers a client in Python', async (context) => {
  const python = findPython('json');
  if (!python) return context.skip(pythonMissing('json'));
  const server = createAdaptorServer({
    fetch: async (request: Request) =>
      (await serving.fetch(request, { signedIn: true })) ?? new Response(null, { status: 404 }),
  }) as Server;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const told = await new Promise<string>((resolve, reject) => {
    execFile(python, ['-c', client, `http://127.0.0.1:${port}`], (error, out) =>
      error ? reject(error) : resolve(out),
    );
  });
  server.close();
  expect(JSON.parse(told)).toEqual({
    id: '1',
    labels: ['spam', 'ham'],
    sums: [expect.closeTo(1, 5), expect.closeTo(1, 5)],
  });
});
