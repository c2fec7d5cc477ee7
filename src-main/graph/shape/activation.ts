/** @file Shape rules of activation functions: they keep the type of their input. */
import { compatible } from '../ir.ts';
import type { activation as signatures } from '../ops/activation.ts';
import { broadcast, fail, floats, typeOf, wholes, type ShapeRule } from './call.ts';
import { same } from './elementwise.ts';

const floating = same(...floats);

/** The slope broadcasts to the input's shape. */
export const pRelu: ShapeRule = (call) => {
  const type = typeOf(call, 0, ...floats, ...wholes);
  const slope = typeOf(call, 1, type.elementType);
  const result = broadcast(call, type.shape, slope.shape);
  const fits = result.length === type.shape.length;
  if (!fits || result.some((size, axis) => !compatible(size, type.shape[axis] ?? '')))
    fail(call, `a slope of [${slope.shape.join(',')}] does not broadcast to [${type.shape.join(',')}]`);
  return [type];
};

/** The second output says which elements were kept. */
export const dropout: ShapeRule = (call) => {
  const type = typeOf(call, 0, ...floats);
  return [type, { elementType: 'bool' as const, shape: type.shape }].slice(0, call.outputs);
};

export const activationShapes: Readonly<Record<keyof typeof signatures, ShapeRule>> = {
  Relu: same(...floats, 'int32', 'int64', 'int8', 'int16'),
  LeakyRelu: floating,
  PRelu: pRelu,
  ThresholdedRelu: floating,
  Elu: floating,
  Selu: floating,
  Celu: floating,
  Sigmoid: floating,
  HardSigmoid: floating,
  HardSwish: floating,
  Tanh: floating,
  Gelu: floating,
  Mish: floating,
  Softplus: floating,
  Softsign: floating,
  Shrink: same(...floats, ...wholes),
  Dropout: dropout,
};
