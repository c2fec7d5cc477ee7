import { join } from 'node:path';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import { findPython, pythonMissing } from '../../../scripts/python.ts';
import {
  GraphBuilder,
  Random,
  Tape,
  bilstmClassifier,
  embedding,
  gradients,
  gru,
  gruClassifier,
  initialize,
  lstm,
  lstmClassifier,
  modelOf,
  optimize,
  parameterCount,
  rnn,
  serialize,
  textCnn,
  timePool,
  verify,
  type Layer,
  type RnnOptions,
  type Tensor as GraphTensor,
  type Value,
} from '../index.ts';
import { askPython, relativeDifference } from '../oracle.fixture.ts';

const python = findPython('torch');
const layers = { lstm, gru, rnn } as const;

interface Case extends RnnOptions {
  readonly kind: keyof typeof layers;
  readonly time: number;
  readonly batch: number;
}

const small = { name: 'layer', time: 7, batch: 5, input: 3, hidden: 4 } as const;
const cases: readonly Case[] = (['lstm', 'gru', 'rnn'] as const).flatMap((kind) =>
  [false, true].flatMap((bidirectional) =>
    (['last', 'sequence'] as const).map((returns) => ({ ...small, kind, bidirectional, returns })),
  ),
);
const all: readonly Case[] = [
  ...cases,
  { ...small, kind: 'rnn', activation: 'Relu' },
  { ...small, kind: 'lstm', time: 60, batch: 16, input: 24, hidden: 32 },
  { ...small, kind: 'gru', time: 60, batch: 16, input: 24, hidden: 32, bidirectional: true },
];

function drawn(shape: readonly number[], random: Random): GraphTensor {
  const count = shape.reduce((a, b) => a * b, 1);
  const data = Float32Array.from({ length: count }, () => 0.8 * (random.uniform() - 0.5));
  return { elementType: 'float32', shape, data };
}

type Tensors = Readonly<Record<string, GraphTensor>>;

function apply(builder: GraphBuilder, layer: Layer, values: ReadonlyMap<string, Value>): Value {
  const refuse = () => {
    throw new Error('not here');
  };
  const parameter = (name: string) => values.get(name) ?? refuse();
  return layer.apply(builder, parameter('x'), { parameter, training: true, update: refuse, seed: refuse });
}

async function run(builder: GraphBuilder, tensors: Tensors) {
  const graph = optimize(builder.finish('layer'));
  verify(graph);
  const session = await InferenceSession.create(serialize(modelOf(graph)), { logSeverityLevel: 3 });
  const feeds = Object.entries(tensors).map(
    ([name, { elementType, data, shape }]) =>
      [name, new Tensor(elementType as 'float32', data as Float32Array, shape)] as const,
  );
  const results = await session.run(Object.fromEntries(feeds));
  await session.release();
  return results;
}

function inputs(builder: GraphBuilder, tensors: Tensors): ReadonlyMap<string, Value> {
  return new Map(Object.entries(tensors).map(([name, type]) => [name, builder.input(name, type)]));
}

/** Output and gradients of Σ y cos(1, 2, …) as training computes them. */
async function trained(layer: Layer, tensors: Tensors) {
  const tape = new Tape();
  const values = inputs(tape, tensors);
  const y = apply(tape, layer, values);
  const count = y.shape.reduce<number>((total, size) => total * Number(size), 1);
  const weights = Float32Array.from({ length: count }, (_, index) => Math.cos(index + 1));
  const constant = tape.constant({ elementType: 'float32', shape: [count], data: weights });
  const loss = tape.sum(tape.mul(tape.reshape(y, count), constant), [0]);
  tape.output('y', y);
  const names = [...values.keys()];
  for (const [index, gradient] of gradients(tape, loss, [...values.values()]).entries())
    tape.output(`d ${names[index]}`, gradient);
  return run(tape, tensors);
}

describe('recurrent layers', () => {
  it('agree with PyTorch', (context) => {
    context.skip(!python, pythonMissing('torch'));
    return agreeWithTorch();
  });

  async function agreeWithTorch() {
    const random = new Random(11);
    const drawnCases = all.map((each) => {
      const layer = layers[each.kind](each);
      const shapes = layer.parameters.map(({ name, shape }) => [name, drawn(shape, random)] as const);
      const x = drawn([each.time, each.batch, each.input], random);
      const tensors: Tensors & { readonly x: GraphTensor } = { x, ...Object.fromEntries(shapes) };
      return { each, layer, tensors };
    });
    const spec = drawnCases.map(({ each, tensors: { x, ...parameters } }) => ({
      bidirectional: false,
      returns: 'last',
      activation: 'Tanh',
      ...each,
      shape: x.shape,
      x: [...(x.data as Float32Array)],
      parameters: Object.fromEntries(
        Object.entries(parameters).map(([name, { shape, data }]) => [
          name,
          { shape, data: Array.from(data, Number) },
        ]),
      ),
    }));
    type Answer = {
      readonly y: readonly number[];
      readonly gradients: Readonly<Record<string, readonly number[]>>;
    };
    const script = join(import.meta.dirname, 'oracle', 'recurrent.py');
    const answers = askPython(python ?? '', script, spec) as readonly Answer[];
    for (const [index, { each, layer, tensors }] of drawnCases.entries()) {
      const own = await trained(layer, tensors);
      const told = `${each.kind} ${JSON.stringify(each)}`;
      const { y, gradients: expected } = answers[index]!;
      expect(relativeDifference(own['y']!.data as Float32Array, y), told).toBeLessThan(1e-5);
      expect(Object.keys(expected).toSorted()).toEqual(Object.keys(tensors).toSorted());
      for (const [name, gradient] of Object.entries(expected))
        expect(
          relativeDifference(own[`d ${name}`]!.data as Float32Array, gradient),
          `${told} ${name}`,
        ).toBeLessThan(1e-5);
    }
  }

  it('give every state or the last one, both directions side by side', async () => {
    const random = new Random(3);
    const options = { name: 'layer', input: 3, hidden: 2, bidirectional: true } as const;
    const layer = lstm(options);
    const tensors = {
      x: drawn([4, 2, 3], random),
      ...Object.fromEntries(layer.parameters.map(({ name, shape }) => [name, drawn(shape, random)])),
    };
    const results = await Promise.all(
      (['last', 'sequence'] as const).map((returns) => {
        const builder = new GraphBuilder();
        builder.output('y', apply(builder, lstm({ ...options, returns }), inputs(builder, tensors)));
        return run(builder, tensors);
      }),
    );
    const [last, sequence] = results.map(({ y }) => y!);
    expect(last!.dims).toEqual([2, 4]);
    expect(sequence!.dims).toEqual([4, 2, 4]);
    const [ends, steps] = [last!.data as Float32Array, sequence!.data as Float32Array];
    const at = (time: number, row: number, feature: number) => steps[(time * 2 + row) * 4 + feature];
    for (const row of [0, 1]) {
      const expected = [at(3, row, 0), at(3, row, 1), at(0, row, 2), at(0, row, 3)];
      expect([...ends.subarray(row * 4, row * 4 + 4)]).toEqual(expected);
    }
  });

  it('start the forget gate of each direction at 1', () => {
    const { parameters } = lstm({ name: 'layer', input: 3, hidden: 2, bidirectional: true });
    const bias = parameters.find(({ name }) => name === 'layer.bias')!;
    const { data } = initialize(bias.shape, bias.initializer, new Random(1));
    expect([...data]).toEqual([0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0]);
  });
});

describe('layers around them', () => {
  it('pool over time', async () => {
    const x = { elementType: 'float32', shape: [3, 1, 2], data: Float32Array.of(1, 8, 5, 2, 3, 5) } as const;
    for (const [kind, expected] of [
      ['mean', [3, 5]],
      ['max', [5, 8]],
    ] as const) {
      const { y } = await trained(timePool(kind), { x });
      expect([...(y!.data as Float32Array)], kind).toEqual(expected);
    }
  });

  it('keep the padding id at zero and its row untouched', async () => {
    const layer = embedding({ name: 'embedding', vocabulary: 4, size: 2, padding: 0 });
    const tape = new Tape();
    const ids = { elementType: 'int32', shape: [2, 3], data: Int32Array.of(0, 2, 3, 0, 0, 2) } as const;
    const tensors = { x: ids, 'embedding.table': drawn([4, 2], new Random(2)) };
    const values = inputs(tape, tensors);
    const y = apply(tape, layer, values);
    tape.output('y', y);
    const [table] = gradients(tape, tape.sum(y, [0, 1, 2]), [values.get('embedding.table')!]);
    tape.output('d', table!);
    const results = await run(tape, tensors);
    const data = tensors['embedding.table'].data as Float32Array;
    expect([...(results['y']!.data as Float32Array)]).toEqual([
      ...[0, 0, data[4], data[5], data[6], data[7]],
      ...[0, 0, 0, 0, data[4], data[5]],
    ]);
    expect([...(results['d']!.data as Float32Array)]).toEqual([0, 0, 0, 0, 2, 2, 1, 1]);
  });
});

describe('networks that read ids', () => {
  it("have the articles' numbers of parameters", () => {
    const binary = { vocabulary: 1000, embedding: 64, hidden: 64, classes: 1 };
    expect(parameterCount(lstmClassifier(binary))).toBe(1000 * 64 + 4 * 64 * (64 + 64 + 1) + 65);
    const three = { vocabulary: 10_000, embedding: 128, hidden: 128, classes: 3 };
    expect(parameterCount(lstmClassifier(three))).toBe(10_000 * 128 + 4 * 128 * (128 + 128 + 1) + 3 * 129);
    expect(parameterCount(bilstmClassifier(binary))).toBe(1000 * 64 + 2 * 4 * 64 * (64 + 64 + 1) + 129);
    expect(parameterCount(gruClassifier(binary))).toBe(1000 * 64 + 3 * 64 * (64 + 64 + 2) + 65);
    const cnn = textCnn({
      vocabulary: 1000,
      embedding: 16,
      length: 20,
      filters: 8,
      dropout: 0.5,
      classes: 2,
    });
    expect(parameterCount(cnn)).toBe(16_000 + (3 + 4 + 5) * 16 * 8 + 3 * 8 + 2 * 25);
  });

  it('average the states of a text without those of what fills it up', async () => {
    const sizes = { vocabulary: 6, embedding: 2, hidden: 3, classes: 2, pooling: 'mean' } as const;
    const random = new Random(4);
    const { parameters } = lstmClassifier(sizes);
    const weights = Object.fromEntries(parameters.map(({ name, shape }) => [name, drawn(shape, random)]));
    const ids = { elementType: 'int32', shape: [2, 3], data: Int32Array.of(0, 0, 0, 0, 2, 3) } as const;
    const logits = async (layer: Layer) => {
      const tape = new Tape();
      tape.output('y', apply(tape, layer, inputs(tape, { x: ids, ...weights })));
      return (await run(tape, { x: ids, ...weights }))['y']!.data as Float32Array;
    };
    const [masked, plain] = [
      await logits(lstmClassifier({ ...sizes, padding: 0 })),
      await logits(lstmClassifier(sizes)),
    ] as const;
    expect([...masked.subarray(0, 2)]).toEqual([...(weights['output.bias']!.data as Float32Array)]);
    expect(plain[0]).not.toBe(masked[0]);
    expect(plain[2]).not.toBe(masked[2]);
  });

  it('take any number of texts where they are run', () => {
    const sizes = { vocabulary: 30, embedding: 4, hidden: 5, classes: 3 };
    const networks = [
      lstmClassifier(sizes),
      lstmClassifier({ ...sizes, pooling: 'mean' }),
      bilstmClassifier(sizes),
      bilstmClassifier({ ...sizes, pooling: 'mean', padding: 0 }),
      gruClassifier(sizes),
      textCnn({ ...sizes, length: 9, filters: 2, dropout: 0 }),
    ];
    for (const layer of networks) {
      const builder = new GraphBuilder();
      const values = new Map(
        layer.parameters.map(({ name, shape }) => [
          name,
          builder.input(name, { elementType: 'float32', shape }),
        ]),
      );
      values.set('x', builder.input('x', { elementType: 'int32', shape: ['N', 9] }));
      const y = apply(builder, layer, values);
      expect(y.shape[1]).toBe(3);
      builder.output('y', y);
      expect(() => verify(builder.finish('network'))).not.toThrow();
    }
  });
});
