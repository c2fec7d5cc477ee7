import fc from 'fast-check';
import { InferenceSession } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import { broadcastShapes } from '../autodiff/check.fixture.ts';
import { GraphBuilder, float32, modelOf, serialize, tensorOf, verify, type Graph } from '../index.ts';
import { foldConstants } from './constants.ts';
import { removeDeadCode } from './dead.ts';

const size = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

function tensor(shape: readonly number[], seed: number) {
  const data = Float32Array.from({ length: size(shape) }, (_, index) =>
    Math.fround(Math.exp(Math.sin(index * 7.3 + seed) * 20)),
  );
  return float32(shape, data);
}

/** Everything that is folded, over constants, added to an input so that something is left to run. */
function graphOf(a: readonly number[], b: readonly number[]): Graph {
  const builder = new GraphBuilder();
  const [x, y] = [builder.constant(tensor(a, 1)), builder.constant(tensor(b, 2))];
  const sum = builder.emit('Add', [x, y]);
  const all = builder.emit('Sqrt', [
    builder.mul(builder.div(builder.sub(sum, y), y), builder.emit('Neg', [builder.emit('Neg', [sum])])),
  ]);
  const turned = builder.emit('Transpose', [all]);
  const flat = builder.emit('Reshape', [turned, builder.integers(-1)]);
  const given = builder.input('given', { elementType: 'float32', shape: flat.shape });
  builder.output('result', builder.add(flat, given));
  return builder.finish('folding');
}

async function bitsOf(graph: Graph): Promise<Uint32Array> {
  verify(graph);
  // Without the runtime's own folding the nodes are computed by its kernels.
  const session = await InferenceSession.create(serialize(modelOf(graph)), {
    graphOptimizationLevel: 'disabled',
    logSeverityLevel: 3,
  });
  const [input] = graph.inputs;
  const dims = (input?.shape ?? []) as readonly number[];
  const { Tensor } = await import('../../platform/worker/onnxruntime.ts');
  const { result } = await session.run({ given: new Tensor('float32', new Float32Array(size(dims)), dims) });
  await session.release();
  return new Uint32Array((result?.data as Float32Array).slice().buffer);
}

describe('constant folding', () => {
  it('gives the bits that the runtime gives, over shapes that broadcast', async () => {
    await fc.assert(
      fc.asyncProperty(broadcastShapes(2), async ([a = [], b = []]) => {
        const graph = graphOf(a, b);
        const folded = removeDeadCode(foldConstants(graph));
        expect(await bitsOf(folded)).toEqual(await bitsOf(graph));
        const room = Math.max(64, size(a), size(b));
        if (size(graph.inputs[0]?.shape as readonly number[]) <= room)
          expect(folded.nodes.map(({ op }) => op)).toEqual(['Add']);
      }),
      { numRuns: 30 },
    );
  });

  it('leaves alone what would make the file grow, what is an output, and division of integers', () => {
    const builder = new GraphBuilder();
    const column = builder.constant(tensor([100, 1], 3));
    const row = builder.constant(tensor([1, 100], 4));
    const x = builder.input('x', { elementType: 'float32', shape: [100, 100] });
    builder.output('outer', builder.mul(builder.mul(column, row), x));
    builder.output('constant', builder.add(column, builder.scalar(1)));
    const whole = builder.constant(tensorOf('int32', [2], [7, 8]));
    builder.output('share', builder.emit('Div', [builder.emit('Div', [whole, whole]), whole]));
    const graph = builder.finish('kept');
    expect(foldConstants(graph)).toBe(graph);
  });
});
