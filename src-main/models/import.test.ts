import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WorkbenchEvent } from '../../src-shared/contract.ts';
import { GraphBuilder, float32, modelOf, parse, serialize } from '../graph/index.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createTracking } from '../tracking/index.ts';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { bagOfWords } from './worker/bag-of-words.fixture.ts';
import { createModels, drawModelFile, type Models } from './index.ts';
import { NO_FACTS } from './room.fixture.ts';

let folder: string;
let store: Store;
let pool: Pool;
let models: Models;
let events: WorkbenchEvent[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'lathe-model-import-'));
  store = openStore(path.join(folder, 'workspace'));
  events = [];
  const emit = (event: WorkbenchEvent) => events.push(event);
  pool = createPool({ emit, scratch: store.scratch });
  const tracking = createTracking({ store, emit });
  const foreign = (): never => {
    throw new Error('no version belongs to a model from elsewhere');
  };
  models = createModels({
    store,
    pool,
    emit,
    tracking,
    versions: { get: foreign, origin: foreign },
    facts: NO_FACTS,
  });
});
afterEach(async () => {
  await pool.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Imports a file of the given bytes and waits for the end of its job. */
async function imported(fileName: string, bytes: Uint8Array, withFolder = false) {
  const file = path.join(folder, fileName);
  writeFileSync(file, bytes);
  const { model, job } = models.import({ path: file, fileName, name: undefined, withFolder });
  for (;;) {
    const state = pool.job(job);
    if (state && state.state !== 'running') return { model, job: state };
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** float32 `[N, 3, 4, 4]` -> its sum over the pixels times a weight. */
function images() {
  const builder = new GraphBuilder();
  const image = builder.input('image', { elementType: 'float32', shape: ['N', 3, 4, 4] });
  const weight = builder.constant(float32([3], [1, 2, 3]));
  builder.output('y', builder.mul(builder.sum(image, [2, 3]), weight));
  return modelOf(builder.finish('images'));
}

/** A model but for its metadata. */
function graphOf({ metadata: _, ...rest }: ReturnType<typeof parse>) {
  return rest;
}

describe('a model file from elsewhere', () => {
  it('becomes a model without a run, with the labels and the kind that the file tells', async () => {
    const bytes = bagOfWords();
    const { model, job } = await imported('spam_filter.onnx', bytes);
    expect(job).toMatchObject({ state: 'done', kind: 'model', subject: model });
    expect(models.get(model)).toMatchObject({
      name: 'spam filter',
      run: null,
      labels: ['ham', 'spam'],
      task: 'classify',
      kind: 'text',
      summary: { milliseconds: expect.any(Number) as number },
    });
    // What is known of it was added to its metadata; the rest is as it came.
    const { metadata, ...rest } = parse(await store.blobs.read(models.get(model).blob));
    const came = parse(bytes);
    expect(rest).toEqual(graphOf(came));
    expect([...metadata.keys()]).toEqual(expect.arrayContaining(['labels', 'lineage', 'modelCard']));
    expect(models.lineage(model)).toMatchObject({ run: null, version: null });
    expect((await models.card({ model })).markdown).toMatch(/An ONNX model from another tool, imported/);
  });

  it('is kept with the weights that lay beside it', async () => {
    const whole = images();
    const weights: Uint8Array[] = [];
    const bytes = serialize(whole, {
      place(_tensor, data) {
        const offset = weights.reduce((sum, { length }) => sum + length, 0);
        weights.push(Uint8Array.from(data));
        return { location: 'weights/all.bin', offset };
      },
    });
    mkdirSync(path.join(folder, 'weights'));
    writeFileSync(path.join(folder, 'weights/all.bin'), Buffer.concat(weights));
    const { model } = await imported('images.onnx', bytes, true);
    expect(models.get(model)).toMatchObject({ kind: 'image', task: 'other', labels: [] });
    expect(graphOf(parse(await store.blobs.read(models.get(model).blob)))).toEqual(graphOf(whole));
    const { markdown } = await models.card({ model });
    expect(markdown).toMatch(/inputs and outputs are the tensors named in the file/);
    expect(markdown).not.toMatch(/Classes/);
  });

  it('leaves nothing when it is refused, and says why', async () => {
    const { model, job } = await imported('broken.onnx', bagOfWords().subarray(0, 300));
    expect(job).toMatchObject({ state: 'failed', error: { key: 'models.refused' } });
    expect(() => models.get(model)).toThrow('There is no model');
    expect(await store.blobs.list()).toEqual([]);
  });
});

describe('a model that could never be asked', () => {
  it('is refused where it has no inputs, or an output that the runtime loses', async () => {
    const none = new GraphBuilder();
    none.output('y', none.constant(float32([1], [1])));
    const first = await imported('none.onnx', serialize(modelOf(none.finish('none'))));
    expect(first.job).toMatchObject({ state: 'failed', error: { key: 'models.refused' } });
    const named = new GraphBuilder();
    const x = named.input('x', { elementType: 'float32', shape: [2] });
    named.output('__proto__', named.emit('Relu', [x]));
    const second = await imported('proto.onnx', serialize(modelOf(named.finish('named'))));
    expect(second.job.error).toMatchObject({
      key: 'models.refused',
      parameters: { why: expect.stringContaining('__proto__') as string },
    });
  });
});

describe('the graph of a model', () => {
  it('is drawn with its operations and what flows, and told as text', async () => {
    const { model } = await imported('images.onnx', serialize(images()));
    const { operations, operators, drawing, text } = await models.drawing(model);
    expect([operations, operators.length]).toEqual([2, 2]);
    expect(drawing?.boxes.map(({ kind, title }) => [kind, title])).toEqual([
      ['input', 'image: float32[N,3,4,4]'],
      ['operation', 'ReduceSum'],
      ['operation', 'Mul'],
      ['output', 'y: float32[N,3]'],
    ]);
    expect(drawing?.arrows.map(({ type }) => type)).toEqual([
      'float32[N,3,4,4]',
      'float32[N,3]',
      'float32[N,3]',
    ]);
    expect(drawing?.mermaid).toMatch(/^flowchart TD\n/);
    expect(text).toMatch(/^images\(image: float32\[N,3,4,4\]\)\n/);
  });

  it('is text alone where it is too large to draw, or refused where it is none', async () => {
    const file = path.join(folder, 'long.onnx');
    const builder = new GraphBuilder();
    let value = builder.input('x', { elementType: 'float32', shape: [2] });
    for (let step = 0; step < 201; step++) value = builder.emit('Relu', [value]);
    builder.output('y', value);
    const bytes = serialize(modelOf(builder.finish('long')));
    writeFileSync(file, bytes);
    const { operations, drawing, text } = await drawModelFile(pool, { model: file, withFolder: true });
    expect([operations, drawing]).toEqual([201, null]);
    expect(text.match(/Relu/g)).toHaveLength(201);
    writeFileSync(file, bytes.subarray(0, 300));
    await expect(drawModelFile(pool, { model: file, withFolder: true })).rejects.toMatchObject({
      key: 'models.refused',
    });
  });
});
