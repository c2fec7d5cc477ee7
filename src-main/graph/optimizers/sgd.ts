/** @file Stochastic gradient descent. */
import { constantLike } from '../autodiff/rule.ts';
import { GraphError } from '../ir.ts';
import { checkOptions, decayed } from './decay.ts';
import type { Optimizer } from './optimizer.ts';

export interface SgdOptions {
  /** μ; 0, which is none, unless said otherwise. */
  readonly momentum?: number;
  /** Share of the gradient kept out of the momentum from the second step on; 0 unless said otherwise. */
  readonly dampening?: number;
  /** Looks ahead along the momentum (Nesterov 1983; Sutskever et al. 2013); needs a momentum and no dampening. */
  readonly nesterov?: boolean;
  /** λ; 0 unless said otherwise. */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent as PyTorch has it. With g the gradient plus λ w, and from the second step on a factor
 * 1 - d of dampening:
 *
 *   b = μ b + (1 - d) g,  w -= lr b,  or with Nesterov's momentum  w -= lr (g + μ b)
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  const { momentum = 0, dampening = 0, nesterov = false, weightDecay = 0 } = options;
  checkOptions('SGD', { positive: { momentum, weightDecay }, shares: { dampening } });
  if (nesterov && (momentum === 0 || dampening !== 0))
    throw new GraphError('Nesterov needs a momentum above 0 and no dampening');
  const decay = decayed('sgd', weightDecay, 'penalty');
  const damped = momentum > 0 && dampening > 0;
  return {
    slots: momentum > 0 ? ['sgd.momentum'] : [],
    decays: decay.active,
    scalarNames: damped ? ['sgd.stepSize', 'sgd.share'] : ['sgd.stepSize'],
    scalars: (step, learningRate) => ({
      'sgd.stepSize': learningRate,
      ...(damped && { 'sgd.share': step === 1 ? 1 : 1 - dampening }),
    }),
    update(builder, update) {
      const { state, scalars } = update;
      const { parameter, gradient } = decay.apply(builder, update);
      const [before] = state;
      if (!before)
        return { parameter: builder.sub(parameter, builder.mul(gradient, scalars('sgd.stepSize'))), state };
      const mu = constantLike(builder, parameter, momentum);
      const added = damped ? builder.mul(gradient, scalars('sgd.share')) : gradient;
      const velocity = builder.add(builder.mul(before, mu), added);
      const direction = nesterov ? builder.add(gradient, builder.mul(velocity, mu)) : velocity;
      return {
        parameter: builder.sub(parameter, builder.mul(direction, scalars('sgd.stepSize'))),
        state: [velocity],
      };
    },
  };
}
