/** @file Weight decay, which most optimizers have in one of two forms, and the check of their options. */
import { constantLike } from '../autodiff/rule.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import { GraphError } from '../ir.ts';
import type { Update } from './optimizer.ts';

export interface WeightDecay {
  /** Whether there is any. */
  readonly active: boolean;
  readonly scalarNames: readonly string[];
  readonly scalars: (learningRate: number) => Readonly<Record<string, number>>;
  /** Parameter and gradient after the decay, where it applies. */
  readonly apply: (
    builder: GraphBuilder,
    update: Update,
  ) => { readonly parameter: Value; readonly gradient: Value };
}

/** `penalty`: the gradient of ½ λ ‖w‖² is added, g + λ w. `decoupled`: w becomes (1 - lr λ) w and the gradient stays. */
export function decayed(optimizer: string, weightDecay: number, kind: 'penalty' | 'decoupled'): WeightDecay {
  const name = `${optimizer}.keep`;
  const decoupled = kind === 'decoupled' && weightDecay > 0;
  return {
    active: weightDecay > 0,
    scalarNames: decoupled ? [name] : [],
    scalars: (learningRate) => (decoupled ? { [name]: 1 - learningRate * weightDecay } : {}),
    apply(builder, { parameter, gradient, decays, scalars }) {
      if (weightDecay === 0 || !decays) return { parameter, gradient };
      if (decoupled) return { parameter: builder.mul(parameter, scalars(name)), gradient };
      const pull = builder.mul(parameter, constantLike(builder, parameter, weightDecay));
      return { parameter, gradient: builder.add(gradient, pull) };
    },
  };
}

interface Limits {
  /** From 0 to below 1. */
  readonly shares?: Readonly<Record<string, number>>;
  /** 0 or more. */
  readonly positive?: Readonly<Record<string, number>>;
}

/** Throws GraphError, naming the option, where one is outside its limits. */
export function checkOptions(optimizer: string, { shares = {}, positive = {} }: Limits): void {
  for (const [name, value] of Object.entries(shares))
    if (!(value >= 0 && value < 1))
      throw new GraphError(`${optimizer} needs ${name} from 0 to below 1, not ${value}`);
  for (const [name, value] of Object.entries(positive))
    if (!(value >= 0)) throw new GraphError(`${optimizer} needs ${name} of 0 or more, not ${value}`);
}
