import fc from 'fast-check';
import type { Op } from '../index.ts';
import { activationGradients } from './activation.ts';
import { anyShape, broadcastShapes, describeGradients, type GradientCheck } from './check.fixture.ts';

type Attributes = Readonly<Record<string, number | string>>;

/** An activation with the given or with no attributes, for which ONNX has defaults. ORT has most of them in float32 only. */
function activation(
  op: Op,
  attributes: fc.Arbitrary<Attributes> = fc.constant({}),
  how: Partial<GradientCheck> = {},
): fc.Arbitrary<GradientCheck> {
  return fc.tuple(anyShape, fc.option(attributes, { nil: {} })).map(([shape, given]) => ({
    shapes: [shape],
    elementType: 'float32',
    build: (builder, inputs) => builder.emit(op, inputs, given),
    ...how,
  }));
}

const kink = { kinks: [0] };
const double = { elementType: 'float64' } as const;
const alpha = fc.constantFrom(0.1, 0.5, 1, 1.5).map((value) => ({ alpha: value }));

/** The slope broadcasts to the input. */
const pRelu: fc.Arbitrary<GradientCheck> = broadcastShapes(2).map(([x = [], slope = []]) => {
  const ones = x.map((_, axis) => slope[axis - x.length + slope.length] ?? 1);
  return {
    shapes: [x.map((length, axis) => Math.max(length, ones[axis] ?? 1)), ones],
    ...kink,
    elementType: 'float32',
    build: (builder, inputs) => builder.emit('PRelu', inputs),
  };
});

describeGradients(activationGradients, {
  Relu: fc.oneof(
    activation('Relu', fc.constant({}), { ...kink, ...double }),
    activation('Relu', fc.constant({}), kink),
  ),
  LeakyRelu: activation('LeakyRelu', alpha, kink),
  PRelu: pRelu,
  ThresholdedRelu: activation('ThresholdedRelu', fc.constant({ alpha: 0.25 }), { kinks: [0.25, 1] }),
  Elu: activation('Elu', alpha, kink),
  Selu: activation('Selu', fc.constant({ alpha: 1.5, gamma: 0.8 }), kink),
  Celu: activation('Celu', alpha, kink),
  Sigmoid: activation('Sigmoid', fc.constant({}), double),
  HardSigmoid: activation('HardSigmoid', fc.constant({ alpha: 0.5, beta: 0.4 }), {
    range: [-4, 4],
    kinks: [-2.5, 2.5, -0.8, 1.2],
  }),
  HardSwish: activation('HardSwish', fc.constant({}), { range: [-5, 5], kinks: [-3, 3] }),
  Tanh: activation('Tanh', fc.constant({}), double),
  Gelu: activation('Gelu', fc.constantFrom({ approximate: 'tanh' }, { approximate: 'none' })),
  // In double precision the runtime fuses x σ(x) into an operator that it does not have.
  Mish: activation('Mish'),
  Softplus: activation('Softplus', fc.constant({}), double),
  Softsign: activation('Softsign', fc.constant({}), kink),
  Shrink: activation('Shrink', fc.constant({ bias: 0.25, lambd: 0.75 }), { kinks: [-0.75, 0.75, -0.5, 0.5] }),
  Dropout: activation('Dropout'),
});
