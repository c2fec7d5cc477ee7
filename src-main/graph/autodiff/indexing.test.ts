import fc from 'fast-check';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import {
  Tape,
  gradients,
  modelOf,
  optimize,
  serialize,
  tensorOf,
  verify,
  type GraphBuilder,
  type Value,
} from '../index.ts';
import { anyShape, describeGradients, type GradientCheck } from './check.fixture.ts';
import { indexingGradients } from './indexing.ts';

const count = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
const someShape = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
const shapeAndAxis = someShape.chain((shape) =>
  fc.tuple(fc.constant(shape), fc.integer({ min: -shape.length, max: shape.length - 1 })),
);

function indices(builder: GraphBuilder, shape: readonly number[], values: readonly number[]): Value {
  return builder.constant(tensorOf('int64', shape, values));
}

/** Many repeated ids, of either integer type, some counted from the end, along any axis. */
const gather: fc.Arbitrary<GradientCheck> = fc
  .record({
    place: shapeAndAxis,
    ids: fc.array(fc.integer({ min: -5, max: 4 }), { minLength: 1, maxLength: 20 }),
    elementType: fc.constantFrom('int32', 'int64'),
    two: fc.boolean(),
  })
  .map(({ place: [shape, axis], ids, elementType, two }) => ({
    shapes: [shape.with(axis, 5)],
    build: (builder, [table]) => {
      const all = two ? [...ids, ...ids] : ids;
      const at = tensorOf(elementType, two ? [2, ids.length] : [ids.length], all);
      return builder.emit('Gather', [table, builder.constant(at)], { axis });
    },
  }));

/** Indices of the data's shape, with another length along the axis, drawn with repetition. */
const elements = (draw: (build: ElementsBuild) => ElementsBuild) =>
  shapeAndAxis.chain(([shape, axis]) =>
    fc.integer({ min: 1, max: 5 }).chain((length) => {
      const of = shape.with(axis, length);
      return fc
        .array(fc.integer({ min: -3, max: 2 }), { minLength: count(of), maxLength: count(of) })
        .map((values) => draw({ data: shape.with(axis, 3), of, axis, values }));
    }),
  );

interface ElementsBuild {
  readonly data: readonly number[];
  readonly of: readonly number[];
  readonly axis: number;
  readonly values: readonly number[];
}

const gatherElements: fc.Arbitrary<GradientCheck> = elements((build) => build).map(
  ({ data, of, axis, values }) => ({
    shapes: [data],
    build: (builder, [x]) => builder.emit('GatherElements', [x, indices(builder, of, values)], { axis }),
  }),
);

/** Places may repeat where updates are added; where they overwrite, each is written once. */
const scatterElements: fc.Arbitrary<GradientCheck> = fc.oneof(
  elements((build) => build).map(({ data, of, axis, values }): GradientCheck => ({
    shapes: [data, of],
    build: (builder, [x, updates]) =>
      builder.emit('ScatterElements', [x, indices(builder, of, values), updates], { axis, reduction: 'add' }),
  })),
  fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 1 }).map((places): GradientCheck => ({
    shapes: [
      [2, 5],
      [2, places.length],
    ],
    build: (builder, [x, updates]) => {
      const at = indices(builder, [2, places.length], [...places, ...places.toReversed()]);
      return builder.emit('ScatterElements', [x, at, updates], { axis: 1 });
    },
  })),
);

const gatherND: fc.Arbitrary<GradientCheck> = fc
  .record({
    batch: fc.nat(1),
    depth: fc.integer({ min: 1, max: 2 }),
    values: fc.array(fc.nat(2), { minLength: 12, maxLength: 12 }),
  })
  .map(({ batch, depth, values }) => ({
    shapes: [[3, 3, 3, 2]],
    build: (builder, [x]) => {
      const shape = batch ? [3, 2, depth] : [2, 3, depth];
      const at = indices(builder, shape, values.slice(0, count(shape)));
      return builder.emit('GatherND', [x, at], { batch_dims: batch });
    },
  }));

const scatterND: fc.Arbitrary<GradientCheck> = fc
  .record({ row: anyShape, ids: fc.array(fc.nat(4), { minLength: 1, maxLength: 9 }), add: fc.boolean() })
  .map(({ row, ids, add }) => {
    const at = add ? ids : [...new Set(ids)];
    return {
      shapes: [
        [5, ...row],
        [at.length, ...row],
      ],
      build: (builder, [x, updates]) =>
        builder.emit('ScatterND', [x, indices(builder, [at.length, 1], at), updates], {
          reduction: add ? 'add' : 'none',
        }),
    };
  });

const topK: fc.Arbitrary<GradientCheck> = fc
  .tuple(shapeAndAxis, fc.nat(1), fc.integer({ min: 1, max: 3 }))
  .map(([[shape, axis], largest, k]) => ({
    shapes: [shape.with(axis, 3)],
    distinct: true,
    build: (builder, [x]) => builder.emitAll('TopK', [x, builder.integers(k)], { axis, largest }, 2)[0]!,
  }));

const oneHot: fc.Arbitrary<GradientCheck> = fc
  .tuple(fc.array(fc.integer({ min: -1, max: 4 }), { minLength: 1, maxLength: 6 }), fc.constantFrom(-1, 0))
  .map(([ids, axis]) => ({
    shapes: [[2]],
    elementType: 'float32',
    build: (builder, [values]) =>
      builder.emit('OneHot', [indices(builder, [ids.length], ids), builder.scalar(4, 'int64'), values], {
        axis,
      }),
  }));

describeGradients(indexingGradients, {
  Gather: gather,
  GatherElements: gatherElements,
  GatherND: gatherND,
  ScatterElements: scatterElements,
  ScatterND: scatterND,
  OneHot: oneHot,
  TopK: topK,
});

/** ScatterND(add) with fewer elements than this stays on one thread; with more it may lose updates, but not always. */
const serialElements = 196_608;

/**
 * The gradient of a gather whose upstream gradient is given, several times on two threads. That each ScatterND(add) is
 * small enough is checked on the graph too, since whether threads meet is left to chance.
 */
async function scattered(
  build: (tape: Tape, x: Value) => Value,
  shape: readonly number[],
  upstream: Float32Array,
) {
  const tape = new Tape();
  const x = tape.input('x', { elementType: 'float32', shape });
  const y = build(tape, x);
  const weights = tape.input('dy', { elementType: 'float32', shape: [upstream.length] });
  const loss = tape.sum(tape.mul(tape.reshape(y, upstream.length), weights), [0]);
  const [dx] = gradients(tape, loss, [x]);
  tape.output('dx', dx!);
  const graph = optimize(tape.finish('scatter'));
  const types = verify(graph);
  for (const { op, inputs } of graph.nodes)
    if (op === 'ScatterND')
      expect(count(types.get(inputs[2] ?? '')?.shape.map(Number) ?? [])).toBeLessThan(serialElements);
  const session = await InferenceSession.create(serialize(modelOf(graph)), { intraOpNumThreads: 2 });
  const feeds = {
    x: new Tensor('float32', new Float32Array(count(shape)), shape),
    dy: new Tensor('float32', upstream, [upstream.length]),
  };
  const results: Float32Array[] = [];
  for (let round = 0; round < 5; round++)
    results.push((await session.run(feeds))['dx']?.data as Float32Array);
  await session.release();
  return results;
}

describe('adding at repeated places', () => {
  // Whole numbers below 2^24 add up exactly in float32, in any order: one lost update shows.
  const whole = (length: number) => Float32Array.from({ length }, (_, index) => 1 + (index % 7));
  const few = (length: number, most: number) =>
    Array.from({ length }, (_, index) => (index * index + index) % most);

  it.each([
    { rows: 400_000, width: 2 },
    { rows: 30_000, width: 8 },
    { rows: 6_400, width: 128 },
    { rows: 3_000, width: 300 },
  ])('loses nothing on several threads: Gather, $rows rows of $width', async ({ rows, width }) => {
    const [ids, upstream] = [few(rows, 5), whole(rows * width)];
    const expected = new Float32Array(5 * width);
    for (const [index, value] of upstream.entries())
      expected[ids[Math.floor(index / width)]! * width + (index % width)]! += value;
    const build = (tape: Tape, x: Value) => {
      const at = tape.constant(tensorOf('int32', [rows], ids));
      return tape.emit('Gather', [x, at], { axis: 0 });
    };
    for (const dx of await scattered(build, [5, width], upstream)) expect(dx).toEqual(expected);
  });

  it('loses nothing on several threads: GatherElements', async () => {
    const [rows, width] = [4000, 100];
    const [ids, upstream] = [few(rows * width, 5), whole(rows * width)];
    const expected = new Float32Array(5 * width);
    for (const [index, value] of upstream.entries())
      expected[ids[index]! * width + (index % width)]! += value;
    const build = (tape: Tape, x: Value) =>
      tape.emit('GatherElements', [x, indices(tape, [rows, width], ids)], { axis: 0 });
    for (const dx of await scattered(build, [5, width], upstream)) expect(dx).toEqual(expected);
  });

  it('loses nothing on several threads: GatherND', async () => {
    const [rows, width] = [5000, 64];
    const [ids, upstream] = [few(rows, 4), whole(rows * width)];
    const expected = new Float32Array(4 * width);
    for (const [index, value] of upstream.entries())
      expected[ids[Math.floor(index / width)]! * width + (index % width)]! += value;
    const build = (tape: Tape, x: Value) => {
      const pairs = ids.flatMap((id) => [id >> 1, id & 1]);
      return tape.emit('GatherND', [x, indices(tape, [rows, 2], pairs)]);
    };
    for (const dx of await scattered(build, [2, 2, width], upstream)) expect(dx).toEqual(expected);
  });
});
