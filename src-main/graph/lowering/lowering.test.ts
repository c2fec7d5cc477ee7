import fc from 'fast-check';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import {
  GraphBuilder,
  adam,
  averagePool,
  batchNorm,
  compileStep,
  conv2d,
  dense,
  flatten,
  forwardPasses,
  fromState,
  globalAveragePool,
  maxPool,
  modelOf,
  networkOf,
  relu,
  residual,
  sequential,
  serialize,
  sigmoid,
  softmaxCrossEntropy,
  toState,
  verify,
  type Graph,
  type Layer,
  type StepOptions,
} from '../index.ts';
import { poolBeforeRelu, trimUnread } from '../passes/pools.ts';

const image = [3, 14, 14] as const;

function stepOf(layer: Layer, batch = 4): StepOptions {
  const input = { name: 'images', elementType: 'float32', shape: image } as const;
  const target = { name: 'labels', elementType: 'int32', shape: [] } as const;
  const heads = [{ output: 'logits', target, loss: softmaxCrossEntropy() }];
  return { network: networkOf(layer, input), heads, optimizer: adam(), batch };
}

const convolve = (name: string, input: number, output: number, stride = 1) =>
  conv2d({ name, input, output, kernel: 3, padding: stride === 1 ? 1 : 0, stride });

function operators(graph: Graph): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { op } of graph.nodes) counts[op] = (counts[op] ?? 0) + 1;
  return counts;
}

describe('the lowering', () => {
  it('writes every graph so that it verifies, for both sizes of blocks and for none', () => {
    const layer = sequential(
      convolve('a', 3, 16),
      relu,
      convolve('b', 16, 32, 2),
      batchNorm({ name: 'n', channels: 32 }),
      sigmoid,
      residual(sequential(convolve('c', 32, 32), batchNorm({ name: 'm', channels: 32 }), relu)),
      averagePool({ size: 2 }),
      maxPool({ size: 3, stride: 1, padding: 1 }),
      flatten,
      dense({ name: 'd', input: 32 * 9, output: 10 }),
    );
    for (const blockSize of [undefined, 8, 16] as const) {
      const compiled = compileStep({ ...stepOf(layer), target: { blockSize }, accumulate: 2 });
      for (const graph of [compiled.trainStep, compiled.accumulateStep!, compiled.evalStep]) verify(graph);
    }
  });

  it('changes the layout once on the way in and never between convolutions', () => {
    const layer = sequential(
      convolve('a', 3, 16),
      relu,
      maxPool({ size: 2 }),
      residual(sequential(convolve('b', 16, 16), batchNorm({ name: 'n', channels: 16 }))),
      relu,
      globalAveragePool,
      dense({ name: 'd', input: 16, output: 10 }),
    );
    const { evalStep } = compileStep({ ...stepOf(layer), target: { blockSize: 16 } });
    const counts = operators(evalStep);
    // Two convolutions, one normalization.
    expect(counts['com.microsoft.nchwc.Conv']).toBe(3);
    expect(counts['com.microsoft.nchwc.ReorderInput']).toBeUndefined();
    expect(counts['com.microsoft.nchwc.ReorderOutput']).toBeUndefined();
    expect(counts['BatchNormalization']).toBeUndefined();
    expect(counts['Add']).toBe(1); // the variance and ε; the residual sum is the convolution's
  });

  it('does the first convolution for all places of the pool behind it at once', () => {
    const layer = sequential(
      convolve('a', 3, 16),
      relu,
      maxPool({ size: 2 }),
      flatten,
      dense({ name: 'd', input: 16 * 49, output: 10 }),
    );
    const { trainStep } = compileStep({ ...stepOf(layer), target: { blockSize: 16 } });
    const counts = operators(trainStep);
    // The convolution and its dW.
    expect(counts['com.microsoft.nchwc.Conv']).toBe(2);
    expect(counts['com.microsoft.nchwc.Upsample']).toBeUndefined();
  });

  it('leaves alone what does not fill blocks, and networks without convolutions', () => {
    const odd = sequential(
      convolve('a', 3, 12),
      relu,
      globalAveragePool,
      dense({ name: 'd', input: 12, output: 10 }),
    );
    const plain = sequential(flatten, dense({ name: 'd', input: 588, output: 10 }));
    for (const layer of [odd, plain]) {
      const { trainStep, layouts } = compileStep({ ...stepOf(layer), target: { blockSize: 16 } });
      expect(trainStep.nodes.filter(({ op }) => op.includes('nchwc'))).toEqual([]);
      expect(layouts.size).toBe(0);
    }
  });

  it('keeps moments and averages in the order of their parameter', () => {
    const layer = sequential(
      convolve('a', 3, 16),
      relu,
      globalAveragePool,
      dense({ name: 'd', input: 16, output: 10 }),
    );
    const { layouts } = compileStep({ ...stepOf(layer), average: 0.9, target: { blockSize: 8 } });
    const names = ['a.weight', 'a.weight/adam.m', 'a.weight/adam.v', 'a.weight/average'];
    expect([...layouts.keys()].toSorted()).toEqual(names);
  });
});

describe('layouts', () => {
  it('go there and back without loss', () => {
    const axes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 });
    const layout = axes.chain((split) =>
      fc.shuffledSubarray([...split.keys()], { minLength: split.length }).map((order) => ({ split, order })),
    );
    fc.assert(
      fc.property(layout, (given) => {
        const data = Float32Array.from(
          { length: given.split.reduce((a, b) => a * b, 1) },
          (_, index) => index,
        );
        const there = toState(data, given);
        expect(there.toSorted()).toEqual(data);
        expect(fromState(there, given)).toEqual(data);
      }),
    );
  });
});

/** Two convolutions whose pools drop a row and a column each, as in the network of Keras's tutorial. */
function dropping(): Graph {
  const builder = new GraphBuilder();
  const x = builder.input('x', { elementType: 'float32', shape: [2, 1, 13, 12] });
  const weight = (name: string, shape: readonly number[]) =>
    builder.input(name, { elementType: 'float32', shape });
  const first = builder.emit('Relu', [builder.emit('Conv', [x, weight('w', [2, 1, 3, 3])])]);
  const pooled = builder.emit('MaxPool', [first], { kernel_shape: [2, 2], strides: [2, 2] });
  const second = builder.emit('Conv', [pooled, weight('v', [2, 2, 3, 3])], { pads: [1, 1, 1, 1] });
  builder.output(
    'y',
    builder.emit('MaxPool', [builder.emit('Relu', [second])], { kernel_shape: [2, 2], strides: [2, 2] }),
  );
  return builder.finish('dropping');
}

async function run(graph: Graph): Promise<Float32Array> {
  const session = await InferenceSession.create(serialize(modelOf(graph)));
  const feeds = graph.inputs.map(({ name, shape = [] }) => {
    const size = shape.reduce<number>((a, b) => a * Number(b), 1);
    const data = Float32Array.from({ length: size }, (_, index) => Math.sin(index * index + name.length));
    return [name, new Tensor('float32', data, shape.map(Number))] as const;
  });
  const { y } = await session.run(Object.fromEntries(feeds));
  await session.release();
  return y?.data as Float32Array;
}

describe('what pools make unnecessary', () => {
  it('is not computed, and nothing else changes', async () => {
    const graph = dropping();
    const trimmed = forwardPasses.reduce((current, pass) => pass(current), graph);
    const types = verify(trimmed);
    expect(trimmed.nodes.map(({ op }) => op)).toEqual([
      'Slice',
      'Conv',
      'MaxPool',
      'Relu',
      'Conv',
      'MaxPool',
      'Relu',
    ]);
    // 11 x 10 places of the first convolution are pooled to 5 x 5, of which the second pool reads 4 x 4 and their edge.
    expect(types.get(trimmed.nodes[1]!.outputs[0]!)?.shape).toEqual([2, 2, 10, 10]);
    expect(types.get(trimmed.nodes[4]!.outputs[0]!)?.shape).toEqual([2, 2, 4, 4]);
    expect(await run(trimmed)).toEqual(await run(graph));
  });

  it('stays where something else reads it', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', { elementType: 'float32', shape: [1, 1, 5, 5] });
    const y = builder.emit('Relu', [x]);
    builder.output('pooled', builder.emit('MaxPool', [y], { kernel_shape: [2, 2], strides: [2, 2] }));
    builder.output('all', y);
    const graph = builder.finish('read twice');
    expect(poolBeforeRelu(graph).nodes).toEqual(graph.nodes);
    expect(trimUnread(graph)).toEqual(graph);
  });
});
