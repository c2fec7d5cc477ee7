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

const where: fc.Arbitrary<GradientCheck> = broadcastShapes(3).map(([condition = [], ...shapes]) => ({
  shapes,
  build: (builder, [a, b]) => {
    const count = condition.reduce((product, length) => product * length, 1);
    const bits = Array.from({ length: count }, (_, index) => (index % 3) & 1);
    return builder.emit('Where', [builder.constant(tensorOf('bool', condition, bits)), a, b]);
  },
}));

describeGradients(elementwiseGradients, {
  Add: binary('Add'),
  Sub: binary('Sub'),
  Mul: binary('Mul'),
  Div: binary('Div', { range: [0.5, 2] }),
  Where: where,
  Neg: unary('Neg'),
  Exp: unary('Exp'),
  Log: unary('Log', { range: [0.5, 2] }),
  Sqrt: unary('Sqrt', { range: [0.5, 2] }),
  Sigmoid: unary('Sigmoid'),
  Tanh: unary('Tanh'),
  Relu: fc.oneof(unary('Relu', { kinks: [0] }), unary('Relu', { kinks: [0], elementType: 'float32' })),
  Identity: unary('Identity'),
  Cast: anyShape.map((shape) => ({
    shapes: [shape],
    elementType: 'float32',
    build: (builder, [x]) =>
      builder.cast(builder.mul(builder.cast(x!, 'float64'), builder.scalar(3, 'float64')), 'float32'),
  })),
});
