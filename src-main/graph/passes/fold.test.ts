import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import {
  Random,
  batchNorm,
  compileInference,
  conv2d,
  dense,
  flatten,
  float32,
  modelOf,
  networkOf,
  relu,
  sequential,
  serialize,
  verify,
  type Graph,
} from '../index.ts';
import { GraphBuilder } from '../builder.ts';
import { foldNormalization } from './fold.ts';

const layer = sequential(
  conv2d({ name: 'a', input: 2, output: 4, kernel: 3, groups: 2, bias: false }),
  batchNorm({ name: 'an', channels: 4 }),
  relu,
  conv2d({ name: 'b', input: 4, output: 3, kernel: 2 }),
  batchNorm({ name: 'bn', channels: 3 }),
  flatten,
  dense({ name: 'c', input: 3 * 4, output: 5 }),
  batchNorm({ name: 'cn', channels: 5 }),
);
const network = networkOf(layer, { name: 'x', elementType: 'float32', shape: [2, 5, 5] });

function exported(): Graph {
  const random = new Random(2);
  const tensors = [...layer.parameters, ...(layer.buffers ?? [])].map(({ name, shape }) => {
    const size = shape.reduce((a, b) => a * b, 1);
    return [
      name,
      float32(
        shape,
        Float32Array.from({ length: size }, () => 0.2 + random.uniform()),
      ),
    ] as const;
  });
  const build = (
    builder: GraphBuilder,
    apply: Parameters<Parameters<typeof compileInference>[0]['build']>[1],
  ) => {
    const x = builder.input('x', { elementType: 'float32', shape: ['N', 2, 5, 5] });
    builder.output('y', apply({ x })['logits']!);
  };
  return compileInference({ network, parameters: new Map(tensors), build });
}

async function run(graph: Graph): Promise<Float32Array> {
  const options = { graphOptimizationLevel: 'disabled' } as const;
  const session = await InferenceSession.create(serialize(modelOf(graph)), options);
  const x = Float32Array.from({ length: 150 }, (_, index) => Math.sin(index));
  const { y } = await session.run({ x: new Tensor('float32', x, [3, 2, 5, 5]) });
  await session.release();
  return y?.data as Float32Array;
}

describe('batch normalization in an exported model', () => {
  it('is part of the layer before it', () => {
    const graph = exported();
    verify(graph);
    expect(graph.nodes.map(({ op }) => op)).toEqual(['Conv', 'Relu', 'Conv', 'Reshape', 'Gemm']);
  });

  it('gives the same numbers', async () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', { elementType: 'float32', shape: ['N', 2, 5, 5] });
    const random = new Random(5);
    const constant = (...shape: readonly number[]) => {
      const data = Float32Array.from(
        { length: shape.reduce((a, b) => a * b, 1) },
        () => random.uniform() + 0.1,
      );
      return builder.constant(float32(shape, data));
    };
    const conv = builder.emit('Conv', [x, constant(4, 2, 3, 3), constant(4)]);
    const norm = builder.emit('BatchNormalization', [
      conv,
      constant(4),
      constant(4),
      constant(4),
      constant(4),
    ]);
    const rows = builder.emit('Reshape', [norm, builder.integers(-1, 36)]);
    const product = builder.emit('Gemm', [rows, constant(5, 36)], { transB: 1 });
    const last = [constant(5), constant(5), constant(5), constant(5)];
    builder.output('y', builder.emit('BatchNormalization', [product, ...last], { epsilon: 0.1 }));
    const graph = builder.finish('norms');
    const folded = foldNormalization(graph);
    verify(folded);
    expect(folded.nodes.map(({ op }) => op)).toEqual(['Conv', 'Reshape', 'Gemm']);
    const [before, after] = [await run(graph), await run(folded)];
    const scale = before.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    for (const [index, value] of before.entries())
      expect(Math.abs(value - after[index]!)).toBeLessThan(1e-6 * scale);
  });

  it('stays where something else reads the product', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', { elementType: 'float32', shape: [1, 1, 3, 3] });
    const one = builder.constant(float32([1], [0.5]));
    const conv = builder.emit('Conv', [x, builder.constant(float32([1, 1, 1, 1], [2]))]);
    builder.output('conv', conv);
    builder.output('y', builder.emit('BatchNormalization', [conv, one, one, one, one]));
    const graph = builder.finish('read twice');
    expect(foldNormalization(graph)).toBe(graph);
  });
});
