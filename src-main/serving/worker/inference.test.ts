import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Pool, type Service } from '../../platform/pool/index.ts';
import type { InferenceAnswer, InferenceRequest } from './inference.ts';
import type { ModelRow } from '../../models/worker/index.ts';
import { bagOfWords, plusOne } from '../../models/worker/bag-of-words.fixture.ts';
import { houses } from '../../models/worker/small-models.fixture.ts';
import { inferenceService } from '../jobs.ts';

type Inference = Service<InferenceRequest, InferenceAnswer>;

const folder = mkdtempSync(join(tmpdir(), 'lathe-inference-'));
let pool: Pool;
let open: Inference[] = [];

beforeAll(() => {
  pool = createPool({ emit: () => undefined, scratch: folder });
});
afterEach(async () => {
  await Promise.all(open.map((service) => service.close()));
  open = [];
});
afterAll(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

async function serve(bytes: Uint8Array): Promise<Inference> {
  const model = join(folder, 'model.onnx');
  writeFileSync(model, bytes);
  const service: Inference = await pool.open(inferenceService, {
    spec: { model },
    title: 'test',
    onExit: () => undefined,
  });
  open.push(service);
  return service;
}

const textRows = (texts: readonly string[]) => texts.map((text) => ({ kind: 'text', text }) as const);

async function answersOf(service: Inference, rows: readonly ModelRow[]) {
  const answer = await service.call({ type: 'predict', rows });
  if (answer.type !== 'predictions') throw new Error(`not predictions: ${answer.type}`);
  return answer.predictions;
}

async function predict(service: Inference, texts: readonly string[]) {
  const predictions = await answersOf(service, textRows(texts));
  if (predictions.task !== 'classify') throw new Error(`not classes: ${predictions.task}`);
  return predictions;
}

/** softmax([0, logit])[1] */
const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit));

describe('the inference service', () => {
  it('answers raw texts with labels and probabilities', async () => {
    const service = await serve(bagOfWords());
    const { labels, classes, probabilities } = await predict(service, ['Win FREE money', 'hello', '']);
    expect(labels).toEqual(['spam', 'ham', 'ham']);
    expect(classes).toEqual(['ham', 'spam']);
    expect(probabilities).toHaveLength(6);
    expect(probabilities[1]).toBeCloseTo(sigmoid(8), 6);
    expect(probabilities[3]).toBeCloseTo(sigmoid(-2), 6);
    expect(probabilities[5]).toBeCloseTo(0.5, 6);
  });

  it('answers many callers at once, each with its own', async () => {
    const service = await serve(bagOfWords());
    const asked = Array.from({ length: 300 }, (_, i) =>
      Array.from({ length: 1 + (i % 3) }, (_, k) => ((i + k) % 2 === 0 ? 'win' : 'meeting')),
    );
    const answers = await Promise.all(asked.map((texts) => predict(service, texts)));
    answers.forEach(({ labels }, i) =>
      expect(labels).toEqual(asked[i]!.map((word) => (word === 'win' ? 'spam' : 'ham'))),
    );
  });

  it('answers more texts than one batch holds in their order', async () => {
    const service = await serve(bagOfWords());
    const texts = Array.from({ length: 1000 }, (_, i) => (i % 7 === 0 ? 'money' : 'hello'));
    const { labels, probabilities } = await predict(service, texts);
    expect(labels).toEqual(texts.map((word) => (word === 'money' ? 'spam' : 'ham')));
    expect(probabilities[2 * 994 + 1]).toBeCloseTo(sigmoid(3), 6);
  });

  it('cuts Chinese into words where the model says so', async () => {
    const text = '明天的会议改到三点';
    const plain = await predict(await serve(bagOfWords()), [text]);
    expect(plain.probabilities[0]).toBeCloseTo(0.5, 6);
    const cut = await predict(await serve(bagOfWords({ metadata: { preparation: 'jieba' } })), [text]);
    expect(cut.probabilities[0]).toBeCloseTo(sigmoid(3), 6);
  });

  it('reads texts that no string of another runtime can hold', async () => {
    const service = await serve(bagOfWords({ metadata: { preparation: 'whitespace' } }));
    const { probabilities } = await predict(service, ['win \ud800 money', 'win \0 money']);
    expect(probabilities[1]).toBeCloseTo(sigmoid(6), 6);
    expect(probabilities[3]).toBeCloseTo(sigmoid(6), 6);
  });

  it('says what a model takes, and gives tensors for tensors', async () => {
    const service = await serve(plusOne());
    expect(await service.call({ type: 'describe' })).toEqual({
      type: 'description',
      description: {
        inputs: [{ name: 'x', datatype: 'FP32', shape: [2] }],
        outputs: [{ name: 'y', datatype: 'FP32', shape: [2] }],
        task: 'other',
        kind: null,
        labels: [],
        preparation: null,
        columns: [],
        image: null,
        context: null,
      },
    });
    const inputs = [{ name: 'x', datatype: 'FP32', shape: [2], data: Float32Array.of(1, 2.5) }] as const;
    expect(await service.call({ type: 'infer', inputs })).toEqual({
      type: 'tensors',
      warnings: [],
      outputs: [{ name: 'y', datatype: 'FP32', shape: [2], data: Float32Array.of(2, 3.5) }],
    });
    await expect(service.call({ type: 'predict', rows: textRows(['a']) })).rejects.toMatchObject({
      key: 'serving.cannotBeAsked',
      parameters: { why: 'takes x FP32[2]' },
    });
  });

  it('answers rows of tables from many callers, and names a bad row by its place in its own request', async () => {
    const service = await serve(houses());
    const row = (area: number) => ({ kind: 'table', cells: { area, built: null, town: 'Ulm' } }) as const;
    const bad = { kind: 'table', cells: { area: 'large', built: null, town: 'Ulm' } } as const;
    const many = Array.from({ length: 300 }, (_, index) => row(index));
    const [first, second, refused] = await Promise.allSettled([
      answersOf(service, many),
      answersOf(service, [row(7)]),
      answersOf(service, [...many, bad]),
    ]);
    expect(first).toMatchObject({
      value: { task: 'regress', values: Float32Array.from(many, (_, area) => 2 * area + 100) },
    });
    expect(second).toMatchObject({ value: { values: Float32Array.of(114) } });
    expect(refused).toMatchObject({
      reason: { key: 'serving.badNumber', parameters: { row: 301, column: 'area', value: 'large' } },
    });
  });

  it('gives the tensors of a text model, prepared as its metadata says', async () => {
    const service = await serve(bagOfWords({ metadata: { preparation: 'jieba' } }));
    const inputs = [{ name: 'text', datatype: 'BYTES', shape: [1], data: ['明天的会议'] }] as const;
    expect(await service.call({ type: 'infer', inputs })).toMatchObject({
      outputs: [
        { name: 'label', datatype: 'BYTES', shape: [1], data: ['ham'] },
        { name: 'probabilities', datatype: 'FP32', shape: [1, 2] },
      ],
    });
  });

  it.each([
    ['inputs[0].name', { name: 'words', datatype: 'BYTES', shape: [1], data: ['a'] }],
    ['inputs[0].datatype', { name: 'text', datatype: 'FP32', shape: [1], data: Float32Array.of(1) }],
    ['inputs[0].shape', { name: 'text', datatype: 'BYTES', shape: [1, 1], data: ['a'] }],
  ] as const)('refuses a tensor that does not fit, and names %s', async (field, input) => {
    const service = await serve(bagOfWords());
    await expect(service.call({ type: 'infer', inputs: [input] })).rejects.toMatchObject({
      key: 'serving.badField',
      parameters: { field },
    });
    await expect(service.call({ type: 'infer', inputs: [] })).rejects.toMatchObject({
      parameters: { field: 'inputs' },
    });
  });

  it.each([
    ['is no model', new TextEncoder().encode('not a model')],
    ['wants a preparation nobody knows', bagOfWords({ metadata: { preparation: 'magic' } })],
  ])('does not open on a file that %s', async (_, bytes) => {
    await expect(serve(bytes)).rejects.toMatchObject({ name: 'AppError' });
  });
});
