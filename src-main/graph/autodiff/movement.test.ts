import fc from 'fast-check';
import { tensorOf } from '../index.ts';
import { anyShape, broadcastShapes, describeGradients, type GradientCheck } from './check.fixture.ts';
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

const flatten: fc.Arbitrary<GradientCheck> = shapeAndAxis.map(([shape, axis]) => ({
  shapes: [shape],
  build: (builder, inputs) => builder.emit('Flatten', inputs, { axis }),
}));

const squeeze: fc.Arbitrary<GradientCheck> = fc
  .tuple(shapeAndAxis, fc.boolean())
  .map(([[shape, axis], all]) => ({
    shapes: [shape.with(axis, 1)],
    build: (builder, [x]) => builder.emit('Squeeze', [x, all ? undefined : builder.integers(axis)]),
  }));

const unsqueeze: fc.Arbitrary<GradientCheck> = shapeAndAxis.map(([shape, axis]) => ({
  shapes: [shape],
  build: (builder, [x]) => builder.emit('Unsqueeze', [x, builder.integers(axis, axis < 0 ? 0 : -1)]),
}));

const transpose: fc.Arbitrary<GradientCheck> = someShape.chain((shape) =>
  fc.shuffledSubarray([...shape.keys()], { minLength: shape.length }).map((perm) => ({
    shapes: [shape],
    build: (builder, inputs) => builder.emit('Transpose', inputs, { perm }),
  })),
);

const expand: fc.Arbitrary<GradientCheck> = broadcastShapes(2).map(([shape = [], target = []]) => ({
  shapes: [shape],
  build: (builder, [x]) => builder.emit('Expand', [x, builder.integers(...target)]),
}));

const tile: fc.Arbitrary<GradientCheck> = someShape.chain((shape) =>
  fc
    .array(fc.integer({ min: 1, max: 3 }), { minLength: shape.length, maxLength: shape.length })
    .map((repeats) => ({
      shapes: [shape],
      build: (builder, [x]) => builder.emit('Tile', [x, builder.integers(...repeats)]),
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

/** Any bounds and steps, also backwards; something is joined on because the slice may be empty. */
const slice: fc.Arbitrary<GradientCheck> = shapeAndAxis.chain(([shape, axis]) =>
  fc
    .record({
      start: fc.integer({ min: -9, max: 9 }),
      end: fc.integer({ min: -9, max: 9 }),
      by: fc.constantFrom(-3, -2, -1, 1, 2, 3),
      size: fc.integer({ min: 1, max: 7 }),
    })
    .map(({ start, end, by, size }) => ({
      shapes: [shape.with(axis, size), shape],
      build: (builder, [x, other]) => {
        const bounds = [start, end, axis, by].map((value) => builder.integers(value));
        return builder.concat([builder.emit('Slice', [x, ...bounds]), other!], axis);
      },
    })),
);

/** Slices along every axis at once. */
const slices: fc.Arbitrary<GradientCheck> = fc
  .array(fc.constantFrom(-2, -1, 1, 2), { minLength: 3, maxLength: 3 })
  .map((steps) => ({
    shapes: [[4, 5, 3]],
    build: (builder, [x]) => {
      const starts = builder.integers(...steps.map((by) => (by > 0 ? 1 : -1)));
      const ends = builder.integers(...steps.map((by) => (by > 0 ? 2 ** 31 - 1 : -(2 ** 31))));
      return builder.emit('Slice', [x, starts, ends, builder.integers(0, 1, 2), builder.integers(...steps)]);
    },
  }));

/** Constant padding may also cut; mirrors reach at most to the other end. */
const pad: fc.Arbitrary<GradientCheck> = fc
  .record({
    mode: fc.constantFrom('constant', 'edge', 'reflect', 'wrap'),
    pads: fc.array(fc.integer({ min: -1, max: 2 }), { minLength: 4, maxLength: 4 }),
    all: fc.boolean(),
  })
  .map(({ mode, pads, all }) => ({
    shapes: [[3, 4]],
    build: (builder, [x]) => {
      const given = mode === 'constant' ? pads : pads.map(Math.abs);
      const axes = all ? [0, 1] : [-1];
      const sizes = all ? given : given.slice(0, 2);
      const inputs = [x, builder.integers(...sizes), undefined, all ? undefined : builder.integers(...axes)];
      return builder.emit('Pad', inputs, { mode });
    },
  }));

const trilu: fc.Arbitrary<GradientCheck> = fc
  .record({ upper: fc.nat(1), k: fc.option(fc.integer({ min: -4, max: 4 }), { nil: undefined }) })
  .map(({ upper, k }) => ({
    shapes: [[2, 3, 4]],
    build: (builder, [x]) =>
      builder.emit('Trilu', [x, k === undefined ? undefined : builder.scalar(k, 'int64')], { upper }),
  }));

const depthToSpace: fc.Arbitrary<GradientCheck> = fc
  .tuple(fc.constantFrom('DCR', 'CRD'), fc.integer({ min: 1, max: 3 }))
  .map(([mode, blocksize]) => ({
    shapes: [[2, 2 * blocksize ** 2, 2, 3]],
    build: (builder, inputs) => builder.emit('DepthToSpace', inputs, { mode, blocksize }),
  }));

const spaceToDepth: fc.Arbitrary<GradientCheck> = fc.integer({ min: 1, max: 3 }).map((blocksize) => ({
  shapes: [[2, 3, 2 * blocksize, 3 * blocksize]],
  build: (builder, inputs) => builder.emit('SpaceToDepth', inputs, { blocksize }),
}));

const reverseSequence: fc.Arbitrary<GradientCheck> = fc
  .tuple(fc.boolean(), fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 3, maxLength: 3 }))
  .map(([batchFirst, lengths]) => ({
    shapes: [batchFirst ? [3, 4, 2] : [4, 3, 2]],
    build: (builder, [x]) => {
      const attributes = batchFirst ? { batch_axis: 0, time_axis: 1 } : {};
      return builder.emit(
        'ReverseSequence',
        [x, builder.constant(tensorOf('int64', [3], lengths))],
        attributes,
      );
    },
  }));

describeGradients(movementGradients, {
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Expand: expand,
  Tile: tile,
  Concat: concat,
  Split: split,
  Slice: fc.oneof(slice, slices),
  Pad: pad,
  Trilu: trilu,
  DepthToSpace: depthToSpace,
  SpaceToDepth: spaceToDepth,
  ReverseSequence: reverseSequence,
});
