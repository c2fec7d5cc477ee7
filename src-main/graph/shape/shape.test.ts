import fc from 'fast-check';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import { GraphBuilder, modelOf, serialize, tensorOf, verify, type Graph, type Value } from '../index.ts';

function build(
  write: (builder: GraphBuilder, x: Value) => Value,
  shape: readonly (number | string)[],
): Graph {
  const builder = new GraphBuilder();
  const x = builder.input('x', { elementType: 'float32', shape });
  builder.output('y', write(builder, x));
  return builder.finish('shapes');
}

/** The shape of the output as the rules derive it. */
function derived(write: (builder: GraphBuilder, x: Value) => Value, shape: readonly (number | string)[]) {
  return verify(build(write, shape)).get('y')?.shape;
}

/**
 * A slice of an axis, as bounds and a step. To the last element means the largest number forwards and the least one
 * backwards, as ONNX recommends (ONNX Runtime has a meaning of its own for the largest one backwards).
 */
const slices = fc
  .record({
    size: fc.integer({ min: 0, max: 6 }),
    start: fc.integer({ min: -9, max: 9 }),
    end: fc.option(fc.integer({ min: -9, max: 9 }), { nil: undefined }),
    by: fc.constantFrom(-3, -2, -1, 1, 2, 3),
  })
  .map(({ end, by, ...rest }) => ({ ...rest, by, end: end ?? (by > 0 ? 2 ** 31 - 1 : -(2 ** 31)) }));

describe('shape rules', () => {
  it('give a slice the size that it has when it runs', async () => {
    await fc.assert(
      fc.asyncProperty(slices, async ({ size, start, end, by }) => {
        const bounds = [start, end, 0, by];
        const graph = build(
          (builder, x) => builder.emit('Slice', [x, ...bounds.map((value) => builder.integers(value))]),
          [size],
        );
        const session = await InferenceSession.create(serialize(modelOf(graph)), { logSeverityLevel: 4 });
        const { y } = await session.run({ x: new Tensor('float32', new Float32Array(size), [size]) });
        expect(y?.dims).toEqual(verify(graph).get('y')?.shape);
      }),
      { numRuns: 60 },
    );
  });

  it('follow sizes that the graph computes', () => {
    const flattened = (builder: GraphBuilder, x: Value) => {
      const batch = builder.emit('Gather', [builder.emit('Shape', [x]), builder.integers(0)]);
      return builder.emit('Reshape', [x, builder.concat([batch, builder.integers(-1)], 0)]);
    };
    expect(derived(flattened, [4, 3, 5])).toEqual([4, 15]);
    expect(derived(flattened, ['N', 3, 5])).toEqual(['N', 15]);
    const headed = (builder: GraphBuilder, x: Value) => {
      const sizes = builder.emit('Shape', [x], { start: 0, end: 2 });
      const width = builder.emit('Gather', [builder.emit('Shape', [x]), builder.scalar(2, 'int64')]);
      const each = builder.emit('Unsqueeze', [
        builder.emit('Div', [width, builder.scalar(4, 'int64')]),
        builder.integers(0),
      ]);
      return builder.emit('Reshape', [x, builder.concat([sizes, builder.integers(4), each], 0)]);
    };
    expect(derived(headed, ['N', 'T', 32])).toEqual(['N', 'T', 4, 8]);
  });

  it('choose between asked and copied sizes as exported Expand does', () => {
    const expanded = (builder: GraphBuilder, x: Value) => {
      const asked = builder.integers(-1, 7);
      const isOpen = builder.emit('Equal', [asked, builder.integers(-1, -1)]);
      return builder.emit('Expand', [x, builder.emit('Where', [isOpen, builder.integers(1, 1), asked])]);
    };
    expect(derived(expanded, ['N', 1])).toEqual(['N', 7]);
  });

  it('derive what the bodies of If and Loop give from their nodes', () => {
    const builder = new GraphBuilder();
    const x = builder.input('x', { elementType: 'float32', shape: [2, 3] });
    const condition = builder.input('condition', { elementType: 'bool', shape: [] });
    const branch = (write: (inner: GraphBuilder) => Value, name: string) => {
      const inner = builder.inner();
      inner.output(name, write(inner));
      return inner.finish(name);
    };
    const chosen = builder.emit('If', [condition], {
      then_branch: branch((inner) => inner.emit('Relu', [x]), 'yes'),
      else_branch: branch((inner) => inner.slice(x, 1, [0, 2]), 'no'),
    });
    expect(chosen.shape).toEqual([2, '']);
    const body = builder.inner();
    body.input('step', { elementType: 'int64', shape: [] });
    const again = body.input('again', { elementType: 'bool', shape: [] });
    const state = body.input('state', { elementType: 'float32', shape: [2, 3] });
    const next = body.add(state, state);
    body.output('again_out', again);
    body.output('state_out', next);
    body.output('seen', next);
    const inputs = [builder.constant(tensorOf('int64', [], [5])), condition, x];
    const [last, all] = builder.emitAll('Loop', inputs, { body: body.finish('body') }, 2);
    expect(last?.shape).toEqual([2, 3]);
    expect(all?.shape).toEqual(['', 2, 3]);
    builder.output('chosen', chosen);
    builder.output('all', all!);
    expect(verify(builder.finish('control')).get('all')?.shape).toEqual(['', 2, 3]);
  });

  it.each<[string, (builder: GraphBuilder, x: Value) => Value, RegExp]>([
    ['axes that do not exist', (builder, x) => builder.sum(x, [3]), /axis 3 is outside a tensor of rank 2/],
    [
      'a squeezed axis longer than one',
      (builder, x) => builder.emit('Squeeze', [x, builder.integers(1)]),
      /sizes 3 and 1 differ/,
    ],
    [
      'an axis unsqueezed twice',
      (builder, x) => builder.emit('Unsqueeze', [x, builder.integers(0, 0)]),
      /named twice/,
    ],
    [
      'two open sizes',
      (builder, x) => builder.emit('Reshape', [x, builder.integers(-1, -1)]),
      /leaves two sizes open/,
    ],
    [
      'a step of zero',
      (builder, x) => builder.emit('Slice', [x, ...[0, 1, 0, 0].map((value) => builder.integers(value))]),
      /leads nowhere/,
    ],
    [
      'more of the largest than there are',
      (builder, x) => builder.emitAll('TopK', [x, builder.integers(4)], { axis: 1 }, 2)[0]!,
      /no 4 elements/,
    ],
    [
      'an equation for other ranks',
      (builder, x) => builder.emit('Einsum', [x], { equation: 'ijk->i' }),
      /"ijk" does not name 2 axes/,
    ],
    [
      'an axis of two sizes',
      (builder, x) => builder.emit('Einsum', [x, x], { equation: 'ij,jk->ik' }),
      /"j" is 3 and 2/,
    ],
    [
      'a block that does not divide',
      (builder, x) => builder.emit('DepthToSpace', [builder.reshape(x, 1, 6, 1, 1)], { blocksize: 2 }),
      /6 does not divide by 4/,
    ],
    [
      'whole numbers where real ones are needed',
      (builder) => builder.emit('Sigmoid', [builder.integers(1)]),
      /int64, not float32/,
    ],
    [
      'a single number to multiply',
      (builder, x) => builder.emit('MatMul', [x, builder.scalar(1)]),
      /no axis to sum over/,
    ],
  ])('refuse %s', (_, write, message) => {
    expect(() => build(write, [2, 3])).toThrow(message);
  });
});
