/** @file RMSprop. */
import { constantLike } from '../autodiff/rule.ts';
import { checkOptions, decayed } from './decay.ts';
import type { Optimizer } from './optimizer.ts';

export interface RmspropOptions {
  /** Decay of the mean of the squares; 0.99 unless said otherwise. */
  readonly alpha?: number;
  /** Added to the root; 1e-8 unless said otherwise. */
  readonly epsilon?: number;
  /** μ; 0, which is none, unless said otherwise. */
  readonly momentum?: number;
  /** Divides by the deviation of the gradient instead of its root mean square (Graves 2013, equations 38 to 45). */
  readonly centered?: boolean;
  /** λ; 0 unless said otherwise. */
  readonly weightDecay?: number;
}

/**
 * RMSprop (Tieleman & Hinton 2012, lecture 6.5) as PyTorch has it, g being the gradient plus λ w:
 *
 *   v = α v + (1 - α) g²,  b = μ b + g / (sqrt(v) + ε),  w -= lr b
 *
 * with sqrt(v - a²) where centered, a = α a + (1 - α) g. Kept as V = v / (1 - α) and A = a / (1 - α); with
 * k = sqrt(1 - α) the step is lr / k and the root sqrt(V - k² A²) + ε / k.
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  const { alpha = 0.99, epsilon = 1e-8, momentum = 0, centered = false, weightDecay = 0 } = options;
  checkOptions('RMSprop', { shares: { alpha }, positive: { epsilon, momentum, weightDecay } });
  const decay = decayed('rmsprop', weightDecay, 'penalty');
  const k = Math.sqrt(1 - alpha);
  return {
    decays: decay.active,
    slots: [
      'rmsprop.v',
      ...(centered ? ['rmsprop.mean'] : []),
      ...(momentum > 0 ? ['rmsprop.momentum'] : []),
    ],
    scalarNames: ['rmsprop.stepSize'],
    scalars: (_, learningRate) => ({ 'rmsprop.stepSize': learningRate / k }),
    update(builder, update) {
      const { scalars } = update;
      const { parameter, gradient } = decay.apply(builder, update);
      const number = (value: number) => constantLike(builder, parameter, value);
      const state = [...update.state];
      const v = builder.add(builder.mul(state.shift()!, number(alpha)), builder.mul(gradient, gradient));
      const mean = centered ? builder.add(builder.mul(state.shift()!, number(alpha)), gradient) : undefined;
      // A variance that rounding makes negative counts as zero.
      const square = mean
        ? builder.emit('Relu', [builder.sub(v, builder.mul(builder.mul(mean, mean), number(k * k)))])
        : v;
      const scaled = builder.div(gradient, builder.add(builder.emit('Sqrt', [square]), number(epsilon / k)));
      const velocity =
        momentum > 0 ? builder.add(builder.mul(state.shift()!, number(momentum)), scaled) : undefined;
      return {
        parameter: builder.sub(parameter, builder.mul(velocity ?? scaled, scalars('rmsprop.stepSize'))),
        state: [v, ...(mean ? [mean] : []), ...(velocity ? [velocity] : [])],
      };
    },
  };
}
