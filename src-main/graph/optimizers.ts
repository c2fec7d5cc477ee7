/** @file Optimizers: how a gradient changes a parameter, written with the builder. */
import type { GraphBuilder, Value } from './builder.ts';

export interface Update {
  readonly parameter: Value;
  readonly gradient: Value;
  /** The optimizer's state of this parameter, in the order of `slots`. */
  readonly state: readonly Value[];
  /** The numbers fed with each step, by the names that `scalars` gives. */
  readonly scalars: (name: string) => Value;
}

export interface Optimizer {
  /** Names of the tensors kept beside each parameter; they have its shape and start at zero. */
  readonly slots: readonly string[];
  /** Names of the numbers fed with each step. */
  readonly scalarNames: readonly string[];
  /** Those numbers for step 1, 2, … at a learning rate. */
  readonly scalars: (step: number, learningRate: number) => Readonly<Record<string, number>>;
  readonly update: (
    builder: GraphBuilder,
    update: Update,
  ) => { readonly parameter: Value; readonly state: readonly Value[] };
}

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
