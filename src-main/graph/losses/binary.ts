/** @file Losses of yes-or-no outputs, one logit each. */
import { constantLike, numeric } from '../autodiff/rule.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import { GraphError, tensorOf } from '../ir.ts';
import type { FocalOptions } from './classification.ts';
import { targetLike, weightedMean, type Loss } from './loss.ts';

export interface BinaryCrossEntropyOptions {
  /** Factor of the positive examples: one number, or one for each of the last axis. */
  readonly positiveWeight?: number | readonly number[];
}

/**
 * Binary cross-entropy in nats from logits x `[batch, …]` and targets z of 0 to 1 of the same shape (any element type;
 * axes of size 1 at the end may be left out):
 *
 *   l = (1 - z) x + (1 + (w - 1) z) softplus(-x),  dl/dx = (1 + (w - 1) z) σ(x) - w z
 *
 * with a positive weight w; without one softplus(x) - z x and σ(x) - z. It neither overflows nor takes the logarithm
 * of zero. As PyTorch's binary_cross_entropy_with_logits. Throws GraphError where shapes do not fit.
 */
export function binaryCrossEntropy({ positiveWeight }: BinaryCrossEntropyOptions = {}): Loss {
  return (builder, inputs) => {
    const { output: x } = inputs;
    const z = targetLike(builder, inputs);
    const sigmoid = () => builder.emit('Sigmoid', [x]);
    if (positiveWeight === undefined)
      return weightedMean(builder, inputs, {
        each: builder.sub(softplus(builder, x), builder.mul(z, x)),
        slope: () => builder.sub(sigmoid(), z),
      });
    const w = weightOf(builder, x, positiveWeight);
    const one = constantLike(builder, x, 1);
    const factor = builder.add(builder.mul(builder.sub(w, one), z), one);
    const linear = builder.mul(builder.sub(one, z), x);
    return weightedMean(builder, inputs, {
      each: builder.add(linear, builder.mul(factor, softplus(builder, builder.emit('Neg', [x])))),
      slope: () => builder.sub(builder.mul(factor, sigmoid()), builder.mul(z, w)),
    });
  };
}

function weightOf(builder: GraphBuilder, x: Value, weight: number | readonly number[]): Value {
  const weights = typeof weight === 'number' ? [weight] : weight;
  if (weights.some((value) => !(value > 0)))
    throw new GraphError(`the positive weight must be above 0, not ${weights.join(', ')}`);
  if (typeof weight === 'number') return constantLike(builder, x, weight);
  if (weight.length !== x.shape.at(-1))
    throw new GraphError(`there are ${weight.length} positive weights for logits [${x.shape.join(',')}]`);
  return builder.constant(tensorOf(numeric(x), [weight.length], weight));
}

/** ln(1 + e^x); ONNX Runtime has it as one operator in single precision only, else max(x, 0) + ln(1 + e^-|x|). */
export function softplus(builder: GraphBuilder, x: Value): Value {
  if (x.elementType === 'float32') return builder.emit('Softplus', [x]);
  const positive = builder.emit('Relu', [x]);
  const negative = builder.sub(builder.sub(x, positive), positive);
  const small = builder.add(builder.emit('Exp', [negative]), constantLike(builder, x, 1));
  return builder.add(positive, builder.emit('Log', [small]));
}

export interface BinaryFocalOptions extends FocalOptions {
  /** Factor of the positive examples, 0 to 1, that of the negative ones being 1 - α; none unless given. */
  readonly alpha?: number;
}

/**
 * Focal loss of logits x `[batch, …]` and targets z of 0 or 1 (Lin et al. 2017, equation 5; torchvision's
 * sigmoid_focal_loss). With s = (2z - 1) x, p = σ(s), q = σ(-s) and α_t = αz + (1 - α)(1 - z):
 *
 *   l = α_t q^γ softplus(-s),  dl/dx = (2z - 1) α_t q^γ (γ p ln p - q)
 */
export function binaryFocal({ gamma = 2, alpha }: BinaryFocalOptions = {}): Loss {
  if (!(gamma >= 0)) throw new GraphError(`the focal loss needs a gamma of 0 or more, not ${gamma}`);
  if (alpha !== undefined && !(alpha >= 0 && alpha <= 1))
    throw new GraphError(`the focal loss needs an alpha of 0 to 1, not ${alpha}`);
  return (builder, inputs) => {
    const { output: x } = inputs;
    const number = (value: number) => constantLike(builder, x, value);
    const z = targetLike(builder, inputs);
    const sign = builder.sub(builder.add(z, z), number(1));
    const s = builder.mul(sign, x);
    const [p, q] = [builder.emit('Sigmoid', [s]), builder.emit('Sigmoid', [builder.emit('Neg', [s])])];
    const negativeLogP = softplus(builder, builder.emit('Neg', [s]));
    // γ ln q = -γ softplus(s), which stays finite where q underflows.
    const eased = builder.emit('Exp', [builder.mul(softplus(builder, s), number(-gamma))]);
    const shift = alpha !== undefined && builder.mul(z, number(2 * alpha - 1));
    const factor = shift ? builder.mul(builder.add(shift, number(1 - (alpha ?? 0))), eased) : eased;
    return weightedMean(builder, inputs, {
      each: builder.mul(factor, negativeLogP),
      slope: () => {
        const inner = builder.mul(builder.mul(p, negativeLogP), number(-gamma));
        return builder.mul(builder.mul(sign, factor), builder.sub(inner, q));
      },
    });
  };
}
