/** @file Adam. */
import type { Optimizer } from './optimizer.ts';

export interface AdamOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/**
 * Adam (Kingma & Ba 2015, algorithm 1) with the update of PyTorch:
 *
 *   m = β1 m + (1 - β1) g,  v = β2 v + (1 - β2) g²,  w -= lr (m / (1 - β1^t)) / (sqrt(v / (1 - β2^t)) + ε)
 *
 * Kept as M = m / (1 - β1) and V = v / (1 - β2), so that M = β1 M + g and V = β2 V + g², and with everything that
 * depends on t alone moved into two numbers. With k = sqrt((1 - β2^t) / (1 - β2)):
 *
 *   w -= stepSize M / (sqrt(V) + epsilon),  stepSize = lr k (1 - β1) / (1 - β1^t),  epsilon = ε k
 */
export function adam({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions = {}): Optimizer {
  return {
    slots: ['adam.m', 'adam.v'],
    scalarNames: ['adam.stepSize', 'adam.epsilon'],
    scalars(step, learningRate) {
      const k = Math.sqrt((1 - beta2 ** step) / (1 - beta2));
      return {
        'adam.stepSize': (learningRate * k * (1 - beta1)) / (1 - beta1 ** step),
        'adam.epsilon': epsilon * k,
      };
    },
    update(builder, { parameter, gradient, state, scalars }) {
      const m = builder.add(builder.mul(state[0]!, builder.scalar(beta1)), gradient);
      const v = builder.add(builder.mul(state[1]!, builder.scalar(beta2)), builder.mul(gradient, gradient));
      const direction = builder.div(m, builder.add(builder.emit('Sqrt', [v]), scalars('adam.epsilon')));
      return {
        parameter: builder.sub(parameter, builder.mul(direction, scalars('adam.stepSize'))),
        state: [m, v],
      };
    },
  };
}
