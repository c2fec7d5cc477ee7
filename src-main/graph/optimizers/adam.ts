/** @file Adam and AdamW. */
import { constantLike } from '../autodiff/rule.ts';
import { decayed, checkOptions } from './decay.ts';
import type { Optimizer } from './optimizer.ts';

export interface AdamOptions {
  /** Decay of the mean of the gradients; 0.9 unless said otherwise. */
  readonly beta1?: number;
  /** Decay of the mean of their squares; 0.999 unless said otherwise. */
  readonly beta2?: number;
  /** Added to the root; 1e-8 unless said otherwise. */
  readonly epsilon?: number;
  /** λ; 0 for Adam and 0.01 for AdamW unless said otherwise. */
  readonly weightDecay?: number;
}

/**
 * Adam (Kingma & Ba 2015, algorithm 1) with the update of PyTorch; with weight decay g becomes g + λ w first:
 *
 *   m = β1 m + (1 - β1) g,  v = β2 v + (1 - β2) g²,  w -= lr (m / (1 - β1^t)) / (sqrt(v / (1 - β2^t)) + ε)
 *
 * Kept as M = m / (1 - β1) and V = v / (1 - β2), so that M = β1 M + g and V = β2 V + g², and with everything that
 * depends on t alone moved into two numbers. With k = sqrt((1 - β2^t) / (1 - β2)):
 *
 *   w -= stepSize M / (sqrt(V) + epsilon),  stepSize = lr k (1 - β1) / (1 - β1^t),  epsilon = ε k
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return adaptive(options, options.weightDecay ?? 0, 'penalty');
}

/** Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2) as PyTorch has it: w becomes w - lr λ w first. */
export function adamW(options: AdamOptions = {}): Optimizer {
  return adaptive(options, options.weightDecay ?? 0.01, 'decoupled');
}

function adaptive(options: AdamOptions, weightDecay: number, kind: 'penalty' | 'decoupled'): Optimizer {
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 } = options;
  checkOptions('Adam', { shares: { beta1, beta2 }, positive: { epsilon, weightDecay } });
  const decay = decayed('adam', weightDecay, kind);
  return {
    slots: ['adam.m', 'adam.v'],
    decays: decay.active,
    scalarNames: ['adam.stepSize', 'adam.epsilon', ...decay.scalarNames],
    scalars(step, learningRate) {
      const k = Math.sqrt((1 - beta2 ** step) / (1 - beta2));
      return {
        'adam.stepSize': (learningRate * k * (1 - beta1)) / (1 - beta1 ** step),
        'adam.epsilon': epsilon * k,
        ...decay.scalars(learningRate),
      };
    },
    update(builder, update) {
      const { state, scalars } = update;
      const { parameter, gradient } = decay.apply(builder, update);
      const number = (value: number) => constantLike(builder, parameter, value);
      const m = builder.add(builder.mul(state[0]!, number(beta1)), gradient);
      const v = builder.add(builder.mul(state[1]!, number(beta2)), builder.mul(gradient, gradient));
      const direction = builder.div(m, builder.add(builder.emit('Sqrt', [v]), scalars('adam.epsilon')));
      return {
        parameter: builder.sub(parameter, builder.mul(direction, scalars('adam.stepSize'))),
        state: [m, v],
      };
    },
  };
}
