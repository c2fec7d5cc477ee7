import fc from 'fast-check';
import { InferenceSession, Tensor } from '../../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import { Tape, gradients, modelOf, serialize, type Op, type Value } from '../index.ts';
import { anyShape, describeGradients, type GradientCheck } from './check.fixture.ts';
import { reductionGradients } from './reduction.ts';

/** A reduction over some axes, counted from either end; none means all, or no axis at all. */
function reduction(op: Op, how: Partial<GradientCheck> = {}): fc.Arbitrary<GradientCheck> {
  return anyShape.chain((shape) =>
    fc
      .record({
        axes: fc.subarray([...shape.keys()]),
        fromEnd: fc.boolean(),
        keepdims: fc.nat(1),
        noop_with_empty_axes: fc.nat(1),
      })
      .map(({ axes, fromEnd, ...attributes }): GradientCheck => ({
        shapes: [shape],
        build: (builder, [x]) => {
          const counted = axes.map((axis) => (fromEnd ? axis - shape.length : axis));
          return builder.emit(
            op,
            [x, axes.length > 0 ? builder.integers(...counted) : undefined],
            attributes,
          );
        },
        ...how,
      })),
  );
}

/** An operator along one axis. */
function along(op: Op): fc.Arbitrary<GradientCheck> {
  return shapeAndAxis.map(([shape, axis]) => ({
    shapes: [shape],
    build: (builder, inputs) => builder.emit(op, inputs, { axis }),
  }));
}

const shapeAndAxis = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 })
  .chain((shape) => fc.tuple(fc.constant(shape), fc.integer({ min: -shape.length, max: shape.length - 1 })));

const cumSum: fc.Arbitrary<GradientCheck> = fc
  .tuple(shapeAndAxis, fc.nat(1), fc.nat(1))
  .map(([[shape, axis], exclusive, reverse]) => ({
    shapes: [shape],
    build: (builder, [x]) =>
      builder.emit('CumSum', [x, builder.scalar(axis, 'int64')], { exclusive, reverse }),
  }));

/** Products over elements of which some are zero: only the other factors count. */
const prod = fc.oneof(
  reduction('ReduceProd'),
  fc.tuple(fc.nat(4), fc.nat(4)).map(([first, second]): GradientCheck => ({
    shapes: [[2, 5]],
    build: (builder, [x]) => {
      const mask = Array.from({ length: 10 }, (_, index) => Number(index !== first && index !== second + 3));
      const holes = builder.constant({
        elementType: 'float64',
        shape: [2, 5],
        data: Float64Array.from(mask),
      });
      return builder.emit('ReduceProd', [builder.mul(x!, holes), builder.integers(1)]);
    },
  })),
);

describeGradients(reductionGradients, {
  ReduceSum: reduction('ReduceSum'),
  ReduceMean: reduction('ReduceMean'),
  ReduceMax: reduction('ReduceMax', { distinct: true }),
  ReduceMin: reduction('ReduceMin', { distinct: true }),
  ReduceProd: prod,
  ReduceL1: reduction('ReduceL1', { kinks: [0], elementType: 'float32' }),
  ReduceL2: reduction('ReduceL2', { range: [0.2, 1.5], elementType: 'float32' }),
  ReduceLogSum: reduction('ReduceLogSum', { range: [0.2, 1.5], elementType: 'float32' }),
  ReduceLogSumExp: reduction('ReduceLogSumExp'),
  ReduceSumSquare: reduction('ReduceSumSquare'),
  CumSum: cumSum,
  Softmax: along('Softmax'),
  LogSoftmax: along('LogSoftmax'),
});

describe('equal elements', () => {
  /** The gradient of Σ y with respect to a constant point. */
  async function gradientAt(
    build: (tape: Tape, inputs: readonly Value[]) => Value,
    ...points: readonly number[][]
  ) {
    const tape = new Tape();
    const inputs = points.map((point, index) =>
      tape.input(`x${index}`, { elementType: 'float32', shape: [point.length] }),
    );
    const loss = tape.emit('ReduceSum', [build(tape, inputs)], { keepdims: 0 });
    for (const [index, dx] of gradients(tape, loss, inputs).entries()) tape.output(`d${index}`, dx);
    const session = await InferenceSession.create(serialize(modelOf(tape.finish('ties'))));
    const feeds = points.map((point, index) => [
      `x${index}`,
      new Tensor('float32', Float32Array.from(point), [point.length]),
    ]);
    const results = await session.run(Object.fromEntries(feeds) as Record<string, Tensor>);
    return points.map((_, index) => Array.from(results[`d${index}`]?.data as Float32Array));
  }

  it('share the gradient of a largest or smallest one', async () => {
    for (const [op, sign] of [
      ['ReduceMax', 1],
      ['ReduceMin', -1],
    ] as const) {
      const point = [3, 1, 3, 2, 3, 3].map((value) => sign * value);
      const [dx] = await gradientAt((tape, [x]) => tape.emit(op, [x]), point);
      expect(dx).toEqual([0.25, 0, 0.25, 0, 0.25, 0.25]);
    }
    const both = await gradientAt((tape, inputs) => tape.emit('Max', inputs), [1, 5, 2], [1, 4, 3]);
    expect(both).toEqual([
      [0.5, 1, 0],
      [0.5, 0, 1],
    ]);
  });

  it('that are zero leave a norm without a slope instead of without a number', async () => {
    const [dx] = await gradientAt((tape, [x]) => tape.emit('ReduceL2', [x]), [0, 0, 0]);
    expect(dx).toEqual([0, 0, 0]);
  });
});
