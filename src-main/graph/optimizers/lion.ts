/** @file Lion. */
import { constantLike } from '../autodiff/rule.ts';
import { checkOptions, decayed } from './decay.ts';
import type { Optimizer } from './optimizer.ts';

export interface LionOptions {
  /** Share of the momentum in the direction of a step; 0.9 unless said otherwise. */
  readonly beta1?: number;
  /** Decay of the momentum; 0.99 unless said otherwise. */
  readonly beta2?: number;
  /** λ, decoupled from the gradient; 0 unless said otherwise. */
  readonly weightDecay?: number;
}

/**
 * Lion (Chen et al. 2023, algorithm 2):
 *
 *   c = β1 m + (1 - β1) g,  w -= lr (sign(c) + λ w),  m = β2 m + (1 - β2) g
 *
 * Kept as M = m / (1 - β2), so that M = β2 M + g, and with a positive factor taken out of c, whose sign alone matters:
 * c ~ M β1 (1 - β2) / (1 - β1) + g. The sign is 2 h - 1 with a hard sigmoid h so steep that every number but 0
 * saturates it.
 */
export function lion({ beta1 = 0.9, beta2 = 0.99, weightDecay = 0 }: LionOptions = {}): Optimizer {
  checkOptions('Lion', { shares: { beta1, beta2 }, positive: { weightDecay } });
  const decay = decayed('lion', weightDecay, 'decoupled');
  return {
    slots: ['lion.momentum'],
    decays: decay.active,
    scalarNames: ['lion.stepSize', 'lion.twice', ...decay.scalarNames],
    scalars: (_, learningRate) => ({
      'lion.stepSize': learningRate,
      'lion.twice': 2 * learningRate,
      ...decay.scalars(learningRate),
    }),
    update(builder, update) {
      const { state, scalars } = update;
      const { parameter, gradient } = decay.apply(builder, update);
      const [before] = state;
      const number = (value: number) => constantLike(builder, parameter, value);
      const share = number((beta1 * (1 - beta2)) / (1 - beta1));
      const direction = builder.add(builder.mul(before!, share), gradient);
      const positive = builder.emit('HardSigmoid', [direction], { alpha: 3e38, beta: 0.5 });
      const change = builder.sub(builder.mul(positive, scalars('lion.twice')), scalars('lion.stepSize'));
      return {
        parameter: builder.sub(parameter, change),
        state: [builder.add(builder.mul(before!, number(beta2)), gradient)],
      };
    },
  };
}
