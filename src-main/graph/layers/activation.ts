/** @file Activations: functions of each element, without parameters. */
import { constantLike } from '../autodiff/rule.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import { layerOf, type Layer } from './layer.ts';

type Activate = (builder: GraphBuilder, x: Value) => Value;

const number = constantLike;
const rectified: Activate = (builder, x) => builder.emit('Relu', [x]);
/** min(x, 0) = x - max(x, 0). */
const negativePart: Activate = (builder, x) => builder.sub(x, rectified(builder, x));
/** e^min(x, 0) - 1, which is 0 for positive x and never overflows. */
const saturating: Activate = (builder, x) =>
  builder.sub(builder.emit('Exp', [negativePart(builder, x)]), number(builder, x, 1));
const softplusOf: Activate = (builder, x) => {
  const positive = rectified(builder, x);
  const negative = builder.sub(builder.sub(x, positive), positive);
  const small = builder.add(builder.emit('Exp', [negative]), number(builder, x, 1));
  return builder.add(positive, builder.emit('Log', [small]));
};

/** The constants of SELU (Klambauer et al. 2017, equation 14). */
const selu = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

const functions = {
  /** x itself. */
  linear: (_, x) => x,
  /** max(x, 0). */
  relu: rectified,
  /** x, or 0.01 x below zero (Maas et al. 2013). */
  leakyRelu: (builder, x) => {
    const below = builder.mul(negativePart(builder, x), number(builder, x, 0.01));
    return builder.add(rectified(builder, x), below);
  },
  /** x, or e^x - 1 below zero (Clevert et al. 2016, equation 15). */
  elu: (builder, x) => builder.add(rectified(builder, x), saturating(builder, x)),
  /** λ x, or λ α (e^x - 1) below zero (Klambauer et al. 2017, equation 2). */
  selu: (builder, x) => {
    const below = builder.mul(saturating(builder, x), number(builder, x, selu.alpha));
    return builder.mul(builder.add(rectified(builder, x), below), number(builder, x, selu.scale));
  },
  /** x Φ(x) with the normal distribution's Φ, by the error function (Hendrycks & Gimpel 2016). */
  gelu: (builder, x) => builder.emit('Gelu', [x]),
  /** x σ(x), also called Swish (Elfwing et al. 2018; Ramachandran et al. 2017). */
  silu: (builder, x) => builder.mul(x, builder.emit('Sigmoid', [x])),
  /** x min(max(x + 3, 0), 6) / 6 (Howard et al. 2019, section 5.2). */
  hardSwish: (builder, x) => {
    const three = number(builder, x, 3);
    const high = rectified(builder, builder.add(x, three));
    const cut = builder.sub(high, rectified(builder, builder.sub(x, three)));
    return builder.mul(builder.mul(x, number(builder, x, 1 / 6)), cut);
  },
  /** ln(1 + e^x), as max(x, 0) + ln(1 + e^-|x|). */
  softplus: softplusOf,
  /** x tanh(softplus(x)) (Misra 2020). */
  mish: (builder, x) => builder.mul(x, builder.emit('Tanh', [softplusOf(builder, x)])),
  /** 1 / (1 + e^-x). */
  sigmoid: (builder, x) => builder.emit('Sigmoid', [x]),
  /** (e^x - e^-x) / (e^x + e^-x). */
  tanh: (builder, x) => builder.emit('Tanh', [x]),
} as const satisfies Readonly<Record<string, Activate>>;

export type ActivationName = keyof typeof functions;

export const activationNames = Object.keys(functions) as readonly ActivationName[];

/** The activation of a name, of each element of its input. */
export function activation(name: ActivationName): Layer {
  return layerOf(functions[name]);
}

/** Rectified linear unit, max(x, 0). */
export const relu: Layer = activation('relu');

/** 1 / (1 + exp(-x)). */
export const sigmoid: Layer = activation('sigmoid');

/** Hyperbolic tangent. */
export const tanh: Layer = activation('tanh');
