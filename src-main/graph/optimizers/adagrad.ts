/** @file Adagrad. */
import { constantLike } from '../autodiff/rule.ts';
import { checkOptions, decayed } from './decay.ts';
import type { Optimizer } from './optimizer.ts';

export interface AdagradOptions {
  /** The learning rate at step t is lr / (1 + (t - 1) this); 0 unless said otherwise. */
  readonly learningRateDecay?: number;
  /** Added to the root; 1e-10 unless said otherwise. */
  readonly epsilon?: number;
  /** λ; 0 unless said otherwise. */
  readonly weightDecay?: number;
}

/** Adagrad (Duchi et al. 2011) as PyTorch has it, g being the gradient plus λ w: s += g², w -= lr_t g / (sqrt(s) + ε). */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  const { learningRateDecay = 0, epsilon = 1e-10, weightDecay = 0 } = options;
  checkOptions('Adagrad', { positive: { learningRateDecay, epsilon, weightDecay } });
  const decay = decayed('adagrad', weightDecay, 'penalty');
  return {
    slots: ['adagrad.sum'],
    decays: decay.active,
    scalarNames: ['adagrad.stepSize'],
    scalars: (step, learningRate) => ({
      'adagrad.stepSize': learningRate / (1 + (step - 1) * learningRateDecay),
    }),
    update(builder, update) {
      const { parameter, gradient } = decay.apply(builder, update);
      const sum = builder.add(update.state[0]!, builder.mul(gradient, gradient));
      const root = builder.add(builder.emit('Sqrt', [sum]), constantLike(builder, parameter, epsilon));
      const change = builder.mul(builder.div(gradient, root), update.scalars('adagrad.stepSize'));
      return { parameter: builder.sub(parameter, change), state: [sum] };
    },
  };
}
