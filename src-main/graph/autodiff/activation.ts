/** @file Gradient rules of activation functions. */
import type { GraphBuilder, Value } from '../builder.ts';
import { elementCount, type Attributes } from '../ir.ts';
import { stringAttribute } from '../ops/index.ts';
import type { activation as signatures } from '../ops/activation.ts';
import { pointwise } from './functions.ts';
import {
  type Differentiable,
  fail,
  type GradientRule,
  constantLike,
  requireValue,
  signOf,
  single,
  type TapeEntry,
  type TrainableForm,
  unbroadcast,
} from './rule.ts';

/** 1 where a < b, else 0, in the type of `like`. */
function less(builder: GraphBuilder, [a, b]: readonly [Value, Value], like: Value): Value {
  return builder.cast(builder.emit('Less', [a, b]), like.elementType);
}

function floatOf(
  { attributes }: { readonly attributes: Attributes },
  name: string,
  otherwise: number,
): number {
  const attribute = attributes[name];
  return attribute?.kind === 'float' ? attribute.value : otherwise;
}

/** The rule of an activation with numbers for attributes: `dx` gives the derivative, and dx = dy times it. */
function scaled(
  defaults: Readonly<Record<string, number>>,
  slope: (
    builder: GraphBuilder,
    at: { readonly x: Value; readonly y: Value },
    attributes: Readonly<Record<string, number>>,
  ) => Value,
): GradientRule {
  return (step) => {
    const { y, dy, x } = single(step);
    const attributes = Object.fromEntries(
      Object.entries(defaults).map(([name, otherwise]) => [name, floatOf(step, name, otherwise)]),
    );
    return [step.builder.mul(dy, slope(step.builder, { x: x[0]!, y }, attributes))];
  };
}

/**
 * y = max(x, 0): dx = dy [y > 0]. In float32 the step function is a hard sigmoid so steep that every positive number
 * saturates it: one operator, where a comparison and a cast would be two.
 */
export const relu: GradientRule = scaled({}, (builder, { y }) =>
  y.elementType === 'float32'
    ? builder.emit('HardSigmoid', [y], { alpha: 3e38, beta: 0 })
    : less(builder, [constantLike(builder, y, 0), y], y),
);

/**
 * y = x > 0 ? x : α x: dx = dy (x > 0 ? 1 : α). For α below 1 that is a steep line held between α and 1, which takes
 * half the time of a choice.
 */
export const leakyRelu: GradientRule = scaled({ alpha: 0.01 }, (builder, { x }, { alpha = 0 }) => {
  const [one, below] = [constantLike(builder, x, 1), constantLike(builder, x, alpha)];
  if (alpha > 0 && alpha <= 1)
    return builder.emit('Clip', [builder.mul(x, constantLike(builder, x, 3e38)), below, one]);
  return builder.emit('Where', [builder.emit('Less', [constantLike(builder, x, 0), x]), one, below]);
});

/** y = x > 0 ? x : s x: dx = dy (x > 0 ? 1 : s), ds = dy min(x, 0). */
export const pRelu: GradientRule = (step) => {
  const { dy, x } = single(step);
  const { builder, wanted } = step;
  const [value, slope] = [x[0]!, x[1]!];
  const zero = constantLike(builder, value, 0);
  const dx = () => builder.emit('Where', [builder.emit('Less', [zero, value]), dy, builder.mul(dy, slope)]);
  const ds = () => builder.mul(dy, builder.emit('Min', [value, zero]));
  return [wanted(0) ? dx() : undefined, wanted(1) ? unbroadcast(builder, ds(), slope.shape) : undefined];
};

/** y = x > α ? x : 0: dx = dy [x > α]. */
export const thresholdedRelu: GradientRule = scaled({ alpha: 1 }, (builder, { x }, { alpha = 1 }) =>
  less(builder, [constantLike(builder, x, alpha), x], x),
);

/** y = x > 0 ? x : α (e^x - 1): dx = dy (x > 0 ? 1 : y + α), which is min(y, 0) + 1 for α = 1. */
export const elu: GradientRule = scaled({ alpha: 1 }, (builder, { x, y }, { alpha = 1 }) => {
  const [zero, one] = [constantLike(builder, y, 0), constantLike(builder, y, 1)];
  if (alpha === 1) return builder.add(builder.emit('Min', [y, zero]), one);
  const below = builder.add(y, constantLike(builder, y, alpha));
  return builder.emit('Where', [builder.emit('Less', [zero, x]), one, below]);
});

/** y = γ (x > 0 ? x : α (e^x - 1)): dx = dy (x > 0 ? γ : y + γ α) (Klambauer et al. 2017). */
export const selu: GradientRule = scaled(
  { alpha: 1.6732632423543772, gamma: 1.0507009873554805 },
  (builder, { x, y }, { alpha = 1, gamma = 1 }) =>
    builder.emit('Where', [
      builder.emit('Less', [constantLike(builder, x, 0), x]),
      constantLike(builder, x, gamma),
      builder.add(y, constantLike(builder, y, gamma * alpha)),
    ]),
);

/** y = max(x, 0) + min(0, α (e^(x/α) - 1)): dx = dy (1 + min(y, 0) / α). */
export const celu: GradientRule = scaled({ alpha: 1 }, (builder, { y }, { alpha = 1 }) => {
  const below = builder.emit('Min', [y, constantLike(builder, y, 0)]);
  return builder.add(builder.mul(below, constantLike(builder, y, 1 / alpha)), constantLike(builder, y, 1));
});

/** y = 1 / (1 + e^-x): dx = dy (y - y²). */
export const sigmoid: GradientRule = pointwise(({ builder, y, dy }) =>
  builder.mul(dy, builder.sub(y, builder.mul(y, y))),
);

/** y = max(0, min(1, α x + β)): dx = α dy [0 < y < 1]. */
export const hardSigmoid: GradientRule = scaled(
  { alpha: 0.2, beta: 0.5 },
  (builder, { y }, { alpha = 0 }) => {
    const [zero, one] = [constantLike(builder, y, 0), constantLike(builder, y, 1)];
    const inside = builder.emit('And', [builder.emit('Less', [zero, y]), builder.emit('Less', [y, one])]);
    return builder.mul(builder.cast(inside, y.elementType), constantLike(builder, y, alpha));
  },
);

/** y = x max(0, min(1, x/6 + 1/2)): dx = dy (x/3 + 1/2), 0 below -3 and 1 above 3 (Howard et al. 2019). */
export const hardSwish: GradientRule = scaled({}, (builder, { x }) => {
  const [zero, one, three, half] = [0, 1, 3, 0.5].map((value) => constantLike(builder, x, value));
  const inner = builder.add(builder.div(x, three!), half!);
  const above = builder.emit('Where', [builder.emit('Less', [three!, x]), one, inner]);
  return builder.emit('Where', [builder.emit('Less', [x, constantLike(builder, x, -3)]), zero, above]);
});

/** y = tanh x: dx = dy - dy y². */
export const tanh: GradientRule = pointwise(({ builder, y, dy }) =>
  builder.sub(dy, builder.mul(dy, builder.mul(y, y))),
);

/**
 * y = x Φ(x) with Φ(x) = (1 + erf(x / sqrt 2)) / 2, the normal distribution (Hendrycks & Gimpel 2016). With a = x / sqrt 2:
 * dx = dy (Φ + x e^(-x²/2) / sqrt(2π)) = dy (Φ + a e^(-ln(π)/2 - a²)). Training keeps a and Φ.
 *
 * The approximation y = x Φ, Φ = (1 + tanh u) / 2 with u = sqrt(2/π) (x + c x³), has dx = dy (Φ + 2 x Φ (1 - Φ) u').
 */
export const gelu: TrainableForm = {
  forward(builder, call) {
    const x = requireValue(call, call.inputs[0]);
    const inner = isTanhGelu(call)
      ? geluArgument(builder, x)
      : builder.mul(x, constantLike(builder, x, Math.SQRT1_2));
    const curve = builder.emit(isTanhGelu(call) ? 'Tanh' : 'Erf', [inner]);
    const share = builder.emit('HardSigmoid', [curve], { alpha: 0.5, beta: 0.5 });
    return { outputs: [builder.mul(x, share)], residuals: [inner, share] };
  },
  backward(step) {
    const { builder } = step;
    const [x, dy] = [requireValue(step, step.inputs[0]), requireValue(step, step.upstream[0])];
    const [inner, share] = step.residuals.map((value) => requireValue(step, value)) as [Value, Value];
    if (isTanhGelu(step)) return [builder.mul(dy, geluTanhSlope(builder, x, share))];
    return [builder.mul(dy, geluSlope(builder, inner, share))];
  },
};

/** Φ + a e^(-ln(π)/2 - a²) from a = x / sqrt 2 and Φ. */
function geluSlope(builder: GraphBuilder, inner: Value, share: Value): Value {
  const square = builder.mul(inner, inner);
  const exponent = builder.sub(constantLike(builder, inner, -Math.log(Math.PI) / 2), square);
  return builder.add(builder.mul(inner, builder.emit('Exp', [exponent])), share);
}

/** Φ(sqrt(2) a) = (1 + erf a) / 2. */
function geluShare(builder: GraphBuilder, inner: Value): Value {
  return builder.emit('HardSigmoid', [builder.emit('Erf', [inner])], { alpha: 0.5, beta: 0.5 });
}

/**
 * gelu(sqrt(2) a) / sqrt(2) = a Φ(sqrt(2) a): GELU without the product in front, for layers whose weights take the
 * factors. The way back writes Φ again, which common subexpressions make one.
 */
export function scaledGelu(builder: GraphBuilder, inner: Value): Value {
  return builder.withGradient(
    [inner],
    () => builder.mul(inner, geluShare(builder, inner)),
    (dy) => [builder.mul(dy, geluSlope(builder, inner, geluShare(builder, inner)))],
  );
}

function isTanhGelu(call: Pick<TapeEntry, 'attributes'>): boolean {
  return stringAttribute(call, 'approximate') === 'tanh';
}

const geluTanh = { linear: Math.sqrt(2 / Math.PI), cubic: 0.044715 * Math.sqrt(2 / Math.PI) };

/** u = x (p + q x²). */
function geluArgument(builder: GraphBuilder, x: Value): Value {
  const { linear, cubic } = geluTanh;
  const square = builder.mul(builder.mul(x, x), constantLike(builder, x, cubic));
  return builder.mul(x, builder.add(square, constantLike(builder, x, linear)));
}

/** Φ + 2 x Φ (1 - Φ) (p + 3 q x²). */
function geluTanhSlope(builder: GraphBuilder, x: Value, share: Value): Value {
  const { linear, cubic } = geluTanh;
  const square = builder.mul(builder.mul(x, x), constantLike(builder, x, 6 * cubic));
  const rising = builder.mul(x, builder.add(square, constantLike(builder, x, 2 * linear)));
  const spread = builder.sub(share, builder.mul(share, share));
  return builder.add(share, builder.mul(spread, rising));
}

/**
 * y = x t with t = tanh(ln(1 + e^x)) (Misra 2019): dx = dy (t + x σ(x) (1 - t²)). Training writes t with n = e^min(x, 20)
 * as n (n + 2) / (n (n + 2) + 2), since ONNX Runtime's Mish and Softplus take a multiple of the time, and keeps it; from
 * x = 20 on, t is 1 in single precision.
 */
export const mish: TrainableForm = {
  forward(builder, call) {
    const x = requireValue(call, call.inputs[0]);
    const number = (value: number) => constantLike(builder, x, value);
    const n = builder.emit('Exp', [builder.emit('Min', [x, number(20)])]);
    const product = builder.mul(n, builder.add(n, number(2)));
    const t = builder.div(product, builder.add(product, number(2)));
    return { outputs: [builder.mul(x, t)], residuals: [t] };
  },
  backward(step) {
    const { builder } = step;
    const [x, dy] = [requireValue(step, step.inputs[0]), requireValue(step, step.upstream[0])];
    const t = requireValue(step, step.residuals[0]);
    const rising = builder.mul(x, builder.emit('Sigmoid', [x]));
    const fading = builder.sub(constantLike(builder, x, 1), builder.mul(t, t));
    return [builder.mul(dy, builder.add(t, builder.mul(rising, fading)))];
  },
};

/** Up to this many elements a node costs more than its arithmetic. */
const fewElements = 256;

/**
 * y = ln(1 + e^x): dx = dy σ(x). Training writes it as max(x, 0) + ln(1 + e^-|x|), a third of the time of the operator
 * where there are many elements.
 */
export const softplus: TrainableForm = {
  forward(builder, call) {
    const x = requireValue(call, call.inputs[0]);
    const few = x.shape.every((size) => typeof size === 'number') && elementCount(x.shape) <= fewElements;
    if (few && x.elementType === 'float32')
      return { outputs: [builder.emit('Softplus', [x])], residuals: [] };
    const small = builder.emit('Exp', [builder.emit('Neg', [builder.emit('Abs', [x])])]);
    const rest = builder.emit('Log', [builder.add(small, constantLike(builder, x, 1))]);
    return { outputs: [builder.add(builder.emit('Relu', [x]), rest)], residuals: [] };
  },
  backward(step) {
    const [x, dy] = [requireValue(step, step.inputs[0]), requireValue(step, step.upstream[0])];
    return [step.builder.mul(dy, step.builder.emit('Sigmoid', [x]))];
  },
};

/** y = x / (1 + |x|): dx = dy / (1 + |x|)². */
export const softsign: GradientRule = pointwise(({ builder, x, dy, number }) => {
  const width = builder.add(builder.emit('Abs', [x]), number(1));
  return builder.div(dy, builder.mul(width, width));
});

/** y = x - β sign x where |x| > λ, else 0: dx = dy [|x| > λ]. */
export const shrink: GradientRule = scaled({ lambd: 0.5 }, (builder, { x }, { lambd = 0.5 }) => {
  const size = builder.mul(x, signOf(builder, x));
  return less(builder, [constantLike(builder, x, lambd), size], x);
});

/** As inference runs it y = x, so dx = dy. */
export const dropout: GradientRule = (step) => {
  const { dy } = single(step);
  const mode = step.inputs[2];
  const training = step.builder.constantOf(mode);
  if (mode && (!training || Number(training.data[0]) !== 0))
    fail(step, 'in training its mask cannot be drawn again; use a mask of seeded noise');
  return [dy];
};

export const activationGradients: Readonly<Record<keyof typeof signatures, Differentiable>> = {
  Relu: relu,
  LeakyRelu: leakyRelu,
  PRelu: pRelu,
  ThresholdedRelu: thresholdedRelu,
  Elu: elu,
  Selu: selu,
  Celu: celu,
  Sigmoid: sigmoid,
  HardSigmoid: hardSigmoid,
  HardSwish: hardSwish,
  Tanh: tanh,
  Gelu: gelu,
  Mish: mish,
  Softplus: softplus,
  Softsign: softsign,
  Shrink: shrink,
  Dropout: dropout,
};
