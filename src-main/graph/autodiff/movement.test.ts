import fc from 'fast-check';
import { tensorOf } from '../index.ts';
import { anyShape, describeGradients, type GradientCheck } from './check.fixture.ts';
import { movementGradients } from './movement.ts';

const count = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);
const someShape = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });
/** A shape and one of its axes, counted from either end. */
const shapeAndAxis = someShape.chain((shape) =>
  fc.tuple(fc.constant(shape), fc.integer({ min: -shape.length, max: shape.length - 1 })),
);

const reshape: fc.Arbitrary<GradientCheck> = fc.tuple(anyShape, fc.boolean()).map(([shape, flat]) => ({
  shapes: [shape],
  build: (builder, [x]) => (flat ? builder.reshape(x!, count(shape)) : builder.reshape(x!, 1, ...shape)),
}));

const transpose: fc.Arbitrary<GradientCheck> = someShape.chain((shape) =>
  fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }).map((perm) => ({
    shapes: [shape],
    build: (builder, inputs) => builder.emit('Transpose', inputs, { perm }),
  })),
);

const concat: fc.Arbitrary<GradientCheck> = shapeAndAxis.chain(([shape, axis]) =>
  fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }).map((lengths) => ({
    shapes: lengths.map((length) => shape.with(axis, length)),
    build: (builder, inputs) => builder.concat(inputs, axis),
  })),
);

/** Parts of which the loss may use only one. */
const split: fc.Arbitrary<GradientCheck> = shapeAndAxis.chain(([shape, axis]) =>
  fc
    .tuple(fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }), fc.boolean())
    .map(([lengths, first]) => ({
      shapes: [
        shape.with(
          axis,
          lengths.reduce((sum, length) => sum + length, 0),
        ),
      ],
      build: (builder, [x]) => {
        const parts = builder.split(x!, axis, lengths);
        return first ? parts.slice(0, 1) : parts;
      },
    })),
);

const slice: fc.Arbitrary<GradientCheck> = shapeAndAxis.chain(([shape, axis]) =>
  fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 })).map(([start, end]) => ({
    shapes: [shape.with(axis, 5), shape],
    build: (builder, [x, other]) => builder.concat([builder.slice(x!, axis, [start, end]), other!], axis),
  })),
);

const pad: fc.Arbitrary<GradientCheck> = someShape.chain((shape) =>
  fc.array(fc.nat(2), { minLength: 2 * shape.length, maxLength: 2 * shape.length }).map((pads) => ({
    shapes: [shape],
    build: (builder, [x]) => builder.emit('Pad', [x, builder.integers(...pads)]),
  })),
);

/** Many repeated ids, of either integer type. */
const gather: fc.Arbitrary<GradientCheck> = fc
  .record({
    row: anyShape,
    ids: fc.array(fc.nat(4), { minLength: 1, maxLength: 20 }),
    elementType: fc.constantFrom('int32', 'int64'),
  })
  .map(({ row, ids, elementType }) => ({
    shapes: [[5, ...row]],
    build: (builder, [table]) =>
      builder.emit('Gather', [table, builder.constant(tensorOf(elementType, [ids.length], ids))], {
        axis: 0,
      }),
  }));

describeGradients(movementGradients, {
  Reshape: reshape,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Gather: gather,
});
