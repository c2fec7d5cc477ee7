import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { expect, it } from 'vitest';
import { GraphBuilder, modelOf, optimize, serialize, verify, webgpuPasses } from '../index.ts';

it.for([0, 1, -1])('spells LogSoftmax over axis %i out to the same numbers', async (axis) => {
  const builder = new GraphBuilder();
  const x = builder.input('x', { elementType: 'float32', shape: [3, 4] });
  builder.output('y', builder.emit('LogSoftmax', [builder.mul(x, builder.scalar(2))], { axis }));
  const graph = builder.finish('logarithms');
  const lowered = optimize(graph, webgpuPasses);
  expect(lowered.nodes.map(({ op }) => op)).not.toContain('LogSoftmax');
  verify(lowered);
  const data = Float32Array.from({ length: 12 }, (_, index) => 40 * Math.sin(index));
  const [before, after] = await Promise.all(
    [graph, lowered].map(async (each) => {
      const session = await InferenceSession.create(serialize(modelOf(each)));
      return [
        ...((await session.run({ x: new Tensor('float32', data, [3, 4]) }))['y']?.data as Float32Array),
      ];
    }),
  );
  for (const [index, value] of (before ?? []).entries())
    expect(Math.abs(value - (after?.[index] ?? NaN))).toBeLessThan(1e-4);
});
