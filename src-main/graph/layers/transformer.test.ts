import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../scripts/python.ts';
import { pythonSays } from '../../../scripts/python.fixture.ts';
import {
  GraphBuilder,
  Random,
  Tape,
  dense,
  embedding,
  encoderClassifier,
  float32,
  gptDecoder,
  gradients,
  initialize,
  meanOverTime,
  modelOf,
  multiHeadAttention,
  optimize,
  passes,
  serialize,
  sinusoidalPositions,
  softmaxCrossEntropy,
  stacked,
  transformerBlock,
  verify,
  type Layer,
  type Scope,
  type Value,
} from '../index.ts';
import { declarations } from './layer.ts';
import { shortenSoftmaxSums } from '../passes/softmax.ts';

const python = findPython('torch', 'numpy');

interface Case {
  readonly title: string;
  readonly network: Layer;
  readonly batch: number;
  readonly time: number;
  readonly classes: number;
  /** What the oracle has to know. */
  readonly options: Readonly<Record<string, unknown>> & {
    readonly vocabulary: number;
    readonly pooled: boolean;
  };
}

const sizes = { vocabulary: 11, length: 9, size: 12, heads: 3, layers: 2, inner: 20 };

/** A causal stack with everything that the two networks do not have: sinusoidal and rotary positions, RMSNorm. */
function rotaryDecoder(): Layer {
  const rotary = { length: sizes.length, base: 50 };
  const tokens = embedding({ name: 'embedding', vocabulary: sizes.vocabulary, size: sizes.size });
  const blocks = ['block1', 'block2'].map((name) =>
    transformerBlock({ ...sizes, name, causal: true, norm: 'before', normalization: 'rms', rotary }),
  );
  const body = stacked(sinusoidalPositions(sizes), ...blocks);
  const output = dense({ name: 'output', input: sizes.size, output: 5 });
  return {
    ...declarations([tokens, body, output]),
    apply: (builder, ids, scope) =>
      output.apply(builder, body.apply(builder, tokens.apply(builder, ids, scope), scope), scope),
  };
}

const cases: readonly Case[] = [
  {
    title: 'an encoder without padding',
    network: encoderClassifier({ ...sizes, classes: 4 }),
    batch: 3,
    time: 9,
    classes: 4,
    options: { ...sizes, norm: 'after', pooled: true },
  },
  {
    title: 'an encoder of shorter texts with padding',
    network: encoderClassifier({ ...sizes, classes: 4, padding: 0 }),
    batch: 4,
    time: 7,
    classes: 4,
    options: { ...sizes, norm: 'after', pooled: true, padding: 0 },
  },
  {
    title: 'a GPT decoder',
    network: gptDecoder(sizes),
    batch: 2,
    time: 9,
    classes: sizes.vocabulary,
    options: { ...sizes, norm: 'before', pooled: false, causal: true, activation: 'gelu' },
  },
  {
    title: 'a GPT decoder of a text that is longer than a block of queries',
    network: gptDecoder({ ...sizes, length: 131, layers: 1 }),
    batch: 2,
    time: 131,
    classes: sizes.vocabulary,
    options: { ...sizes, layers: 1, norm: 'before', pooled: false, causal: true, activation: 'gelu' },
  },
  {
    title: 'a decoder with rotary and sinusoidal positions and RMSNorm',
    network: rotaryDecoder(),
    batch: 2,
    time: 8,
    classes: 5,
    options: {
      ...sizes,
      norm: 'before',
      normalization: 'rms',
      pooled: false,
      causal: true,
      rotary: { base: 50 },
    },
  },
];

interface Answer {
  readonly loss: number;
  readonly logits: readonly number[];
  readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** Weights well away from zero, so that no gradient is lost in rounding. */
function startOf({ network }: Case, random: Random) {
  return new Map(
    network.parameters.map(({ name, shape, initializer }) => {
      const tensor = initialize(shape, initializer, random);
      const data = Float32Array.from(tensor.data as Float32Array, (value) => value + 0.3 * random.normal());
      return [name, float32(shape, data)] as const;
    }),
  );
}

function batchOf({ batch, time, classes, options }: Case, random: Random) {
  const below = (limit: number) => Math.floor(random.uniform() * limit);
  const padded = 'padding' in options;
  const ids = Int32Array.from({ length: batch * time }, (_, index) =>
    padded && index % time < Math.floor(index / time) ? 0 : 1 + below(options.vocabulary - 1),
  );
  const targets = Int32Array.from({ length: options.pooled ? batch : batch * time }, () => below(classes));
  return { ids, targets };
}

function build(each: Case, builder: GraphBuilder, training: boolean) {
  const { network, batch, time, options } = each;
  const parameters = new Map(
    network.parameters.map(
      ({ name, shape }) => [name, builder.input(name, { elementType: 'float32', shape })] as const,
    ),
  );
  let seed: Value | undefined;
  const scope: Scope = {
    parameter: (name) => parameters.get(name)!,
    training,
    update: () => expect.unreachable(),
    seed: () => (seed ??= builder.input('seed', { elementType: 'int32', shape: [] })),
  };
  const ids = builder.input('ids', { elementType: 'int32', shape: [batch, time] });
  const target = builder.input('targets', {
    elementType: 'int32',
    shape: options.pooled ? [batch] : [batch, time],
  });
  const logits = network.apply(builder, ids, scope);
  const weights = builder.constant(float32([batch], new Float32Array(batch).fill(1)));
  const loss = softmaxCrossEntropy()(builder, { output: logits, target, weights });
  builder.output('loss', loss);
  builder.output('logits', logits);
  return { loss, parameters };
}

function trainingGraph(each: Case, chosen = passes) {
  const tape = new Tape();
  const { loss, parameters } = build(each, tape, true);
  const found = gradients(tape, loss, [...parameters.values()]);
  for (const [index, name] of [...parameters.keys()].entries()) tape.output(`d:${name}`, found[index]!);
  const graph = optimize(tape.finish('check'), chosen);
  verify(graph);
  return graph;
}

async function run(graph: ReturnType<typeof trainingGraph>, each: Case, seed: number, dropSeed?: number) {
  const random = new Random(seed);
  const parameters = startOf(each, random);
  const { ids, targets } = batchOf(each, random);
  const session = await InferenceSession.create(serialize(modelOf(graph)), { logSeverityLevel: 3 });
  const results = await session.run({
    ...Object.fromEntries(
      Array.from(parameters, ([name, { data, shape }]) => [
        name,
        new Tensor('float32', data as Float32Array, shape),
      ]),
    ),
    ...(dropSeed === undefined ? {} : { seed: new Tensor('int32', Int32Array.of(dropSeed), []) }),
    ids: new Tensor('int32', ids, [each.batch, each.time]),
    targets: new Tensor('int32', targets, each.options.pooled ? [each.batch] : [each.batch, each.time]),
  });
  await session.release();
  return { parameters, ids, targets, results };
}

/** The greatest difference, relative to the greatest value. */
function difference(ours: readonly number[], theirs: readonly number[]): number {
  expect(ours.length).toBe(theirs.length);
  const scale = theirs.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  return ours.reduce((most, value, index) => Math.max(most, Math.abs(value - theirs[index]!)), 0) / scale;
}

const numbers = (tensor: Tensor | undefined) => Array.from(tensor?.data as Float32Array);

describe('Transformer layers', () => {
  it('give the losses and gradients of PyTorch', async (context) => {
    context.skip(!python, pythonMissing('torch', 'numpy'));
    const folder = mkdtempSync(join(tmpdir(), 'lathe-transformer-'));
    try {
      const runs = [];
      for (const each of cases) runs.push({ each, ...(await run(trainingGraph(each), each, 5)) });
      const specs = runs.map(({ each, parameters, ids, targets }) => ({
        options: each.options,
        batch: each.batch,
        parameters: Object.fromEntries(
          Array.from(parameters, ([name, { shape, data }]) => [name, { shape, data: [...data] }]),
        ),
        ids: [...ids],
        targets: [...targets],
      }));
      const path = join(folder, 'specs.json');
      writeFileSync(path, JSON.stringify(specs));
      const script = join(import.meta.dirname, 'oracle', 'transformer.py');
      const answers = JSON.parse(pythonSays(python ?? '', [script, path])) as Answer[];
      for (const [index, { each, results }] of runs.entries()) {
        const answer = answers[index]!;
        expect(Math.abs(Number(results['loss']?.data[0]) - answer.loss), each.title).toBeLessThan(1e-5);
        expect(difference(numbers(results['logits']), answer.logits), each.title).toBeLessThan(1e-5);
        for (const [name, gradient] of Object.entries(answer.gradients)) {
          // The gradient of the key's bias is zero in exact arithmetic: both sides hold nothing but rounding.
          const ours = numbers(results[`d:${name}`]);
          if (name.endsWith('key.bias') && !('rotary' in each.options))
            expect(Math.max(...ours.map(Math.abs)), `${each.title}: ${name}`).toBeLessThan(1e-5);
          else expect(difference(ours, gradient), `${each.title}: ${name}`).toBeLessThan(2e-5);
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('evaluate as they train', async () => {
    for (const each of cases) {
      const builder = new GraphBuilder();
      build(each, builder, false);
      const graph = builder.finish('evaluate');
      verify(graph);
      const evaluated = await run(graph, each, 6);
      const trained = await run(trainingGraph(each), each, 6);
      const [ours, theirs] = [evaluated, trained].map(({ results }) => numbers(results['logits']));
      expect(difference(ours!, theirs!), each.title).toBeLessThan(1e-6);
    }
  });

  it('drop features in training, others with every seed, and none elsewhere', async () => {
    const each = cases[2]!;
    const dropping = { ...each, network: gptDecoder({ ...sizes, dropout: 0.3 }) };
    const logits = async (seed: number) =>
      numbers((await run(trainingGraph(dropping), dropping, 8, seed)).results['logits']);
    const first = await logits(1);
    expect(await logits(1)).toEqual(first);
    expect(difference(await logits(2), first)).toBeGreaterThan(0.05);
    const builder = new GraphBuilder();
    build(dropping, builder, false);
    const evaluated = await run(builder.finish('evaluate'), dropping, 8);
    const without = await run(trainingGraph(each), each, 8);
    expect(difference(numbers(evaluated.results['logits']), numbers(without.results['logits']))).toBeLessThan(
      1e-6,
    );
  });

  it('have the same gradients whether or not the softmax sums are shortened', async () => {
    const each = cases[2]!;
    const without = trainingGraph(
      each,
      passes.filter((pass) => pass !== shortenSoftmaxSums),
    );
    const shortened = trainingGraph(each);
    const wide = (graph: typeof without) => {
      const types = verify(graph);
      return graph.nodes.filter(
        ({ op, outputs }) => op === 'Mul' && types.get(outputs[0]!)?.shape.join() === '6,9,9',
      ).length;
    };
    expect(wide(shortened)).toBe(wide(without) - sizes.layers);
    const [a, b] = [await run(without, each, 7), await run(shortened, each, 7)];
    for (const { name } of each.network.parameters.filter(({ name }) => !name.endsWith('key.bias')))
      expect(difference(numbers(a.results[`d:${name}`]), numbers(b.results[`d:${name}`])), name).toBeLessThan(
        1e-5,
      );
  });
});

describe('attention', () => {
  const scope = (builder: GraphBuilder, layer: { readonly parameters: Layer['parameters'] }): Scope => {
    const random = new Random(3);
    const values = new Map<string, Value>(
      layer.parameters.map(({ name, shape, initializer }) => [
        name,
        builder.constant(initialize(shape, initializer, random)),
      ]),
    );
    return {
      parameter: (name) => values.get(name)!,
      training: false,
      update: () => expect.unreachable(),
      seed: () => expect.unreachable(),
    };
  };

  it('depends on distances alone with rotary positions', async () => {
    const layer = multiHeadAttention({
      name: 'attention',
      size: 8,
      heads: 2,
      rotary: { length: 40 },
    });
    const builder = new GraphBuilder();
    const x = builder.input('x', { elementType: 'float32', shape: [1, 5, 8] });
    const places = builder.input('places', { elementType: 'int64', shape: [5] });
    builder.output('y', layer.apply(builder, x, scope(builder, layer), { places }));
    const session = await InferenceSession.create(serialize(modelOf(builder.finish('rotary'))));
    const random = new Random(1);
    const data = Float32Array.from({ length: 40 }, () => random.normal());
    const at = async (...where: number[]) => {
      const { y } = await session.run({
        x: new Tensor('float32', data, [1, 5, 8]),
        places: new Tensor('int64', BigInt64Array.from(where, BigInt), [5]),
      });
      return numbers(y);
    };
    const first = await at(0, 1, 2, 3, 4);
    expect(difference(await at(30, 31, 32, 33, 34), first)).toBeLessThan(1e-5);
    expect(difference(await at(0, 2, 4, 6, 8), first)).toBeGreaterThan(1e-3);
    await session.release();
  });

  it('gives a mean of zero for a text that is all padding, and no NaN', async () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', { elementType: 'float32', shape: ['N', 2, 3] });
    const kept = builder.input('kept', { elementType: 'float32', shape: ['N', 2] });
    builder.output('y', meanOverTime(builder, x, kept));
    const session = await InferenceSession.create(serialize(modelOf(builder.finish('mean'))));
    const { y } = await session.run({
      x: new Tensor(
        'float32',
        Float32Array.of(1, 2, 3, 5, 6, 7, 1, 2, 3, 5, 6, 7, 1, 2, 3, 5, 6, 7),
        [3, 2, 3],
      ),
      kept: new Tensor('float32', Float32Array.of(0, 0, 1, 0, 1, 1), [3, 2]),
    });
    expect(numbers(y)).toEqual([0, 0, 0, 1, 2, 3, 3, 4, 5]);
    await session.release();
  });

  it('refuses heads that do not divide the features, and texts longer than their positions', () => {
    expect(() => multiHeadAttention({ name: 'a', size: 10, heads: 3 })).toThrow('3 heads do not divide 10');
    const builder = new GraphBuilder();
    const x = builder.input('x', { elementType: 'float32', shape: [1, 10, 12] });
    const positions = sinusoidalPositions(sizes);
    expect(() => positions.apply(builder, x, scope(builder, positions))).toThrow(
      '10 tokens are more than the 9',
    );
  });
});
