/** @file Gradient rules of arithmetic, comparison and logic; functions of one number stand in `functions.ts`. */
import type { GraphBuilder, Value } from '../builder.ts';
import { intAttribute } from '../ops/index.ts';
import type { elementwise as signatures } from '../ops/elementwise.ts';
import { functionRules } from './functions.ts';
import {
  type Backward,
  constantLike,
  type Differentiable,
  fail,
  type GradientRule,
  integral,
  isFloating,
  piecewiseConstant,
  requireValue,
  single,
  unbroadcast,
} from './rule.ts';

/** y = a + b + …: each input gets dy, summed over its broadcast axes. */
export const add: GradientRule = (step) => {
  const { dy, x } = single(step);
  return x.map((value, index) =>
    value && step.wanted(index) ? unbroadcast(step.builder, dy, value.shape) : undefined,
  );
};

/** y = (a + b + …) / n: each input gets dy / n. */
export const mean: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder } = step;
  const share = builder.mul(dy, constantLike(builder, dy, 1 / x.length));
  return x.map((value, index) =>
    value && step.wanted(index) ? unbroadcast(builder, share, value.shape) : undefined,
  );
};

/** y = a - b: da = dy, db = -dy. */
export const sub: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder, wanted } = step;
  const [a, b] = [x[0]!, x[1]!];
  return [
    wanted(0) ? unbroadcast(builder, dy, a.shape) : undefined,
    wanted(1) ? builder.emit('Neg', [unbroadcast(builder, dy, b.shape)]) : undefined,
  ];
};

/** y = a b: da = dy b, db = dy a. */
export const mul: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder, wanted } = step;
  const [a, b] = [x[0]!, x[1]!];
  return [
    wanted(0) ? unbroadcast(builder, builder.mul(dy, b), a.shape) : undefined,
    wanted(1) ? unbroadcast(builder, builder.mul(dy, a), b.shape) : undefined,
  ];
};

/** y = a / b: da = dy / b, db = -dy y / b. */
export const div: GradientRule = (step) => {
  const { y, dy, x } = single(step);
  const { builder, wanted } = step;
  const [a, b] = [x[0]!, x[1]!];
  const da = builder.div(dy, b);
  return [
    wanted(0) ? unbroadcast(builder, da, a.shape) : undefined,
    wanted(1) ? builder.emit('Neg', [unbroadcast(builder, builder.mul(da, y), b.shape)]) : undefined,
  ];
};

/** y = a - b trunc(a / b): da = dy, db = -dy trunc(a / b) = dy (y - a) / b. */
export const mod: GradientRule = (step) => {
  const { y, dy, x } = single(step);
  const { builder, wanted } = step;
  if (!intAttribute(step, 'fmod', 0)) fail(step, 'the gradient needs fmod = 1');
  const [a, b] = [x[0]!, x[1]!];
  const db = () => builder.mul(dy, builder.div(builder.sub(y, a), b));
  return [
    wanted(0) ? unbroadcast(builder, dy, a.shape) : undefined,
    wanted(1) ? unbroadcast(builder, db(), b.shape) : undefined,
  ];
};

/** y = a^b: da = dy b a^(b - 1), db = dy y ln a, which is taken as 0 where a <= 0. */
export const pow: GradientRule = (step) => {
  const { y, dy, x } = single(step);
  const { builder, wanted } = step;
  const [a, b] = [x[0]!, x[1]!];
  const db = () => {
    const zero = constantLike(builder, a, 0);
    const positive = builder.emit('Less', [zero, a]);
    const logarithm = builder.emit('Where', [positive, builder.emit('Log', [a]), zero]);
    return builder.cast(
      unbroadcast(builder, builder.mul(builder.mul(dy, y), logarithm), b.shape),
      b.elementType,
    );
  };
  return [
    wanted(0) ? unbroadcast(builder, builder.mul(dy, powerSlope(step)), a.shape) : undefined,
    wanted(1) && isFloating(b) ? db() : undefined,
  ];
};

/** b a^(b - 1), 0 for b = 0 even where a is 0; the common constant exponents need no power. */
function powerSlope({ builder, inputs, outputs }: Backward): Value {
  const [a, b, y] = [inputs[0]!, inputs[1]!, outputs[0]!];
  const tensor = builder.constantOf(b);
  const exponent = tensor?.data.length === 1 ? Number(tensor.data[0]) : undefined;
  const scaled = (factor: number, value: Value) =>
    factor === 1 ? value : builder.mul(constantLike(builder, a, factor), value);
  if (exponent === 2) return builder.add(a, a);
  if (exponent === 0.5) return builder.div(constantLike(builder, a, 0.5), y);
  if (exponent !== undefined && exponent !== 0)
    return scaled(exponent, builder.emit('Pow', [a, constantLike(builder, a, exponent - 1)]));
  const power = builder.cast(b, a.elementType);
  const zero = constantLike(builder, a, 0);
  const slope = builder.mul(power, builder.emit('Pow', [a, builder.sub(power, constantLike(builder, a, 1))]));
  return builder.emit('Where', [builder.emit('Equal', [power, zero]), zero, slope]);
}

/** y = max(a, b, …) or min: dy goes to the inputs that are the extreme, in equal shares. */
export const extreme: GradientRule = (step) => {
  const { y, dy, x } = single(step);
  const { builder } = step;
  const values = x.map((value) => requireValue(step, value));
  const is = values.map((value) => builder.cast(builder.emit('Equal', [value, y]), dy.elementType));
  const share = builder.div(
    dy,
    is.reduce((total, one) => builder.add(total, one)),
  );
  return values.map((value, index) =>
    step.wanted(index) ? unbroadcast(builder, builder.mul(share, is[index]!), value.shape) : undefined,
  );
};

/**
 * y = x held between two bounds: dx = dy where y = x, the bounds included; dmin and dmax are the sums of dy where x is
 * beyond them.
 */
export const clip: GradientRule = (step) => {
  const { y, dy, x } = single(step);
  const { builder, wanted } = step;
  const [value, least, most] = [x[0]!, x[1], x[2]];
  const beyond = (a: Value, b: Value) =>
    total(builder, builder.mul(dy, builder.cast(builder.emit('Less', [a, b]), dy.elementType)));
  const inside = () => builder.cast(builder.emit('Equal', [value, y]), dy.elementType);
  return [
    wanted(0) ? builder.mul(dy, inside()) : undefined,
    least && wanted(1) ? beyond(value, least) : undefined,
    most && wanted(2) ? beyond(most, value) : undefined,
  ];
};

function total(builder: GraphBuilder, value: Value): Value {
  return unbroadcast(builder, value, []);
}

/** y = c ? a : b: da = c ? dy : 0, db = c ? 0 : dy. */
export const where: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder, wanted } = step;
  const [condition, a, b] = [x[0]!, x[1]!, x[2]!];
  const zero = constantLike(builder, dy, 0);
  return [
    undefined,
    wanted(1) ? unbroadcast(builder, builder.emit('Where', [condition, dy, zero]), a.shape) : undefined,
    wanted(2) ? unbroadcast(builder, builder.emit('Where', [condition, zero, dy]), b.shape) : undefined,
  ];
};

/** y = x: dx = dy. */
export const identity: GradientRule = (step) => [single(step).dy];

/** y = x in another floating type: dx = dy in the type of x. Nothing flows through integers. */
export const cast: GradientRule = (step) => {
  const { y, dy, x } = single(step);
  const value = x[0]!;
  return [isFloating(value) && isFloating(y) ? step.builder.cast(dy, value.elementType) : undefined];
};

export const elementwiseGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  ...functionRules,
  Add: add,
  Sub: sub,
  Mul: mul,
  Div: div,
  Mod: mod,
  Pow: pow,
  Max: extreme,
  Min: extreme,
  Mean: mean,
  Sum: add,
  Clip: clip,
  Equal: piecewiseConstant,
  Less: piecewiseConstant,
  LessOrEqual: piecewiseConstant,
  Greater: piecewiseConstant,
  GreaterOrEqual: piecewiseConstant,
  IsNaN: piecewiseConstant,
  IsInf: piecewiseConstant,
  And: integral,
  Or: integral,
  Xor: integral,
  Not: integral,
  BitwiseAnd: integral,
  BitwiseOr: integral,
  BitwiseXor: integral,
  BitwiseNot: integral,
  BitShift: integral,
  Where: where,
  Identity: identity,
  Cast: cast,
  CastLike: cast,
};
