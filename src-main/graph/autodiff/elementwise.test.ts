import fc from 'fast-check';
import { tensorOf, type Op } from '../index.ts';
import { anyShape, broadcastShapes, describeGradients, type GradientCheck } from './check.fixture.ts';
import { elementwiseGradients } from './elementwise.ts';

/** An operator of one input, checked on values of `range`. */
function unary(op: Op, how: Partial<GradientCheck> = {}): fc.Arbitrary<GradientCheck> {
  return anyShape.map((shape) => ({
    shapes: [shape],
    build: (builder, inputs) => builder.emit(op, inputs),
    ...how,
  }));
}

/** An operator of two inputs that broadcast. */
function binary(op: Op, how: Partial<GradientCheck> = {}): fc.Arbitrary<GradientCheck> {
  return broadcastShapes(2).map((shapes) => ({
    shapes,
    build: (builder, inputs) => builder.emit(op, inputs),
    ...how,
  }));
}

/** An operator of one to four inputs that broadcast. */
function variadic(op: Op, how: Partial<GradientCheck> = {}): fc.Arbitrary<GradientCheck> {
  return fc
    .integer({ min: 1, max: 4 })
    .chain(broadcastShapes)
    .map((shapes) => ({ shapes, build: (builder, inputs) => builder.emit(op, inputs), ...how }));
}

const float32 = { elementType: 'float32' } as const;
const positive = { range: [0.5, 2] } as const;

const where: fc.Arbitrary<GradientCheck> = broadcastShapes(3).map(([condition = [], ...shapes]) => ({
  shapes,
  build: (builder, [a, b]) => {
    const count = condition.reduce((product, length) => product * length, 1);
    const bits = Array.from({ length: count }, (_, index) => (index % 3) & 1);
    return builder.emit('Where', [builder.constant(tensorOf('bool', condition, bits)), a, b]);
  },
}));

/** Powers with a constant exponent, whose rule is shorter, and with one that is learned. */
const pow = fc.oneof(
  binary('Pow', positive),
  fc.tuple(anyShape, fc.constantFrom(-1, 0, 0.5, 1, 2, 3)).map(([shape, exponent]): GradientCheck => ({
    shapes: [shape],
    build: (builder, [x]) => builder.emit('Pow', [x, builder.scalar(exponent, 'float64')]),
    ...positive,
  })),
  anyShape.map((shape): GradientCheck => ({
    shapes: [shape],
    range: [-1, 1],
    build: (builder, [x]) => builder.emit('Pow', [x, builder.scalar(3, 'int64')]),
  })),
);

/** Both bounds, one or none of them as constants; or both learned, near -1/2 and 1/2. */
const clip: fc.Arbitrary<GradientCheck> = fc
  .tuple(anyShape, fc.boolean(), fc.boolean(), fc.boolean())
  .map(([shape, low, high, learned]) => ({
    shapes: learned ? [shape, [], []] : [shape],
    distinct: true,
    kinks: learned ? [] : [-0.5, 0.5],
    build: (builder, [x, a, b]) => {
      const half = builder.scalar(0.5, 'float64');
      if (learned) return builder.emit('Clip', [x, builder.emit('Min', [a, b]), builder.emit('Max', [a, b])]);
      const [least, most] = [low ? builder.emit('Neg', [half]) : undefined, high ? half : undefined];
      return builder.emit('Clip', [x, least, most]);
    },
  }));

/** To double precision and back. */
const cast: fc.Arbitrary<GradientCheck> = anyShape.map((shape) => ({
  shapes: [shape],
  ...float32,
  build: (builder, [x]) => {
    const doubled = builder.mul(builder.cast(x!, 'float64'), builder.scalar(2, 'float64'));
    return builder.cast(doubled, 'float32');
  },
}));

const castLike: fc.Arbitrary<GradientCheck> = anyShape.map((shape) => ({
  shapes: [shape],
  ...float32,
  build: (builder, [x]) => builder.emit('CastLike', [builder.cast(x!, 'float64'), builder.scalar(0)]),
}));

describeGradients(elementwiseGradients, {
  Add: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: binary('Div', positive),
  Mod: binary('Mod', { range: [1, 1.9] }).map((check) => ({
    ...check,
    build: (builder, [a, b]) => {
      const dividend = builder.mul(a!, builder.scalar(-4.5, 'float64'));
      return builder.emit('Mod', [dividend, builder.add(b!, builder.scalar(8, 'float64'))], { fmod: 1 });
    },
  })),
  Pow: pow,
  Max: variadic('Max', { distinct: true }),
  Min: variadic('Min', { distinct: true }),
  Mean: variadic('Mean', float32),
  Sum: variadic('Sum'),
  Clip: clip,
  Where: where,
  Identity: unary('Identity'),
  Cast: cast,
  CastLike: castLike,
  Abs: unary('Abs', { kinks: [0] }),
  Neg: unary('Neg'),
  Reciprocal: unary('Reciprocal', positive),
  Exp: unary('Exp'),
  Log: unary('Log', positive),
  Sqrt: unary('Sqrt', positive),
  Erf: unary('Erf', float32),
  Sin: unary('Sin'),
  Cos: unary('Cos'),
  Tan: unary('Tan', { ...float32, range: [-1, 1] }),
  Asin: unary('Asin', { ...float32, range: [-0.8, 0.8] }),
  Acos: unary('Acos', { ...float32, range: [-0.8, 0.8] }),
  Atan: unary('Atan', float32),
  Sinh: unary('Sinh', float32),
  Cosh: unary('Cosh', float32),
  Asinh: unary('Asinh', float32),
  Acosh: unary('Acosh', { ...float32, range: [1.5, 3] }),
  Atanh: unary('Atanh', { ...float32, range: [-0.7, 0.7] }),
});
