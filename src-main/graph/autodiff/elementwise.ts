/** @file Gradient rules of operators that work element by element. */
import type { elementwise as signatures } from '../ops/elementwise.ts';
import {
  constantLike,
  type Differentiable,
  type GradientRule,
  notDifferentiable,
  piecewiseConstant,
  single,
  unbroadcast,
} from './rule.ts';

/** y = a + b: da = dy, db = dy, each summed over its broadcast axes. */
export const add: GradientRule = (step) => {
  const { dy, x } = single(step);
  return x.map((value, index) =>
    value && step.wanted(index) ? unbroadcast(step.builder, dy, value.shape) : undefined,
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

/** y = -x: dx = -dy. */
export const neg: GradientRule = (step) => [step.builder.emit('Neg', [single(step).dy])];

/** y = e^x: dx = dy y. */
export const exp: GradientRule = (step) => {
  const { y, dy } = single(step);
  return [step.builder.mul(dy, y)];
};

/** y = ln x: dx = dy / x. */
export const log: GradientRule = (step) => {
  const { dy, x } = single(step);
  return [step.builder.div(dy, x[0]!)];
};

/** y = sqrt x: dx = dy / (2 y). */
export const sqrt: GradientRule = (step) => {
  const { y, dy } = single(step);
  return [step.builder.div(dy, step.builder.add(y, y))];
};

/** y = 1 / (1 + e^-x): dx = dy (y - y²). */
export const sigmoid: GradientRule = (step) => {
  const { y, dy } = single(step);
  const { builder } = step;
  return [builder.mul(dy, builder.sub(y, builder.mul(y, y)))];
};

/** y = tanh x: dx = dy - dy y². */
export const tanh: GradientRule = (step) => {
  const { y, dy } = single(step);
  const { builder } = step;
  return [builder.sub(dy, builder.mul(dy, builder.mul(y, y)))];
};

/**
 * y = max(x, 0): dx = dy [y > 0]. In float32 the step function is a hard sigmoid so steep that every positive number
 * saturates it: one operator, where a comparison and a cast would be two.
 */
export const relu: GradientRule = (step) => {
  const { y, dy } = single(step);
  const { builder } = step;
  const positive =
    y.elementType === 'float32'
      ? builder.emit('HardSigmoid', [y], { alpha: 3e38, beta: 0 })
      : builder.cast(builder.emit('Less', [constantLike(builder, y, 0), y]), y.elementType);
  return [builder.mul(dy, positive)];
};

/** y = x: dx = dy. */
export const identity: GradientRule = (step) => [single(step).dy];

/** y = x in another floating type: dx = dy in the type of x. */
export const cast: GradientRule = (step) => {
  const { dy, x } = single(step);
  return [step.builder.cast(dy, x[0]!.elementType)];
};

export const elementwiseGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  Add: add,
  Sub: sub,
  Mul: mul,
  Div: div,
  Equal: piecewiseConstant,
  Less: piecewiseConstant,
  Where: where,
  Neg: neg,
  Exp: exp,
  Log: log,
  Sqrt: sqrt,
  Sigmoid: sigmoid,
  Tanh: tanh,
  Relu: relu,
  HardSigmoid: notDifferentiable('it serves as a step function inside the gradient of Relu'),
  Identity: identity,
  Cast: cast,
};
