import fc from 'fast-check';
import type { Op } from '../index.ts';
import { anyShape, describeGradients, type GradientCheck } from './check.fixture.ts';
import { reductionGradients } from './reduction.ts';

/** A reduction over some axes, counted from either end; none means all. */
function reduction(op: Op, how: Partial<GradientCheck> = {}): fc.Arbitrary<GradientCheck> {
  return anyShape.chain((shape) =>
    fc
      .tuple(fc.subarray([...shape.keys()]), fc.boolean(), fc.nat(1))
      .map(([axes, fromEnd, keepdims]): GradientCheck => ({
        shapes: [shape],
        build: (builder, [x]) => {
          const counted = axes.map((axis) => (fromEnd ? axis - shape.length : axis));
          return builder.emit(op, [x, axes.length > 0 ? builder.integers(...counted) : undefined], {
            keepdims,
          });
        },
        ...how,
      })),
  );
}

/** An operator along one axis. */
function along(op: Op): fc.Arbitrary<GradientCheck> {
  return fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }).chain((shape) =>
    fc.integer({ min: -shape.length, max: shape.length - 1 }).map((axis) => ({
      shapes: [shape],
      build: (builder, inputs) => builder.emit(op, inputs, { axis }),
    })),
  );
}

describeGradients(reductionGradients, {
  ReduceSum: reduction('ReduceSum'),
  ReduceMean: reduction('ReduceMean'),
  Softmax: along('Softmax'),
  LogSoftmax: along('LogSoftmax'),
});
