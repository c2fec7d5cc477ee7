/** @file Losses between distributions. */
import { constantLike } from '../autodiff/rule.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import { GraphError } from '../ir.ts';
import { targetLike, weightedMean, type Loss, type LossInputs } from './loss.ts';

export interface KlDivergenceOptions {
  /** What the target holds: the logits of a teacher (the rule), or probabilities. */
  readonly target?: 'logits' | 'probabilities';
  /** Both sides' logits are divided by it; above 0, and 1 unless said otherwise. Probabilities stay as they are. */
  readonly temperature?: number;
}

/**
 * Kullback-Leibler divergence in nats from the target's distribution q to the output's p, both over the last axis of
 * `[batch, …, classes]`; with a temperature T the loss of distillation (Hinton et al. 2015, section 2), times T² so that
 * gradients keep their size:
 *
 *   l = T² Σ_c q_c (ln q_c - ln p_c),  dl/dx = T (p - q),  p = softmax(x / T),  q = softmax(target / T)
 *
 * PyTorch: kl_div(log_softmax(x / T), q, reduction='batchmean') T². Throws GraphError where shapes do not fit.
 */
export function klDivergence({ target = 'logits', temperature = 1 }: KlDivergenceOptions = {}): Loss {
  if (!(temperature > 0)) throw new GraphError(`the temperature must be above 0, not ${temperature}`);
  return (builder, inputs) => {
    const { output } = inputs;
    const number = (value: number) => constantLike(builder, output, value);
    const scaled = (value: Value, factor: number) =>
      factor === 1 ? value : builder.mul(value, number(factor));
    const logP = builder.emit('LogSoftmax', [scaled(output, 1 / temperature)], { axis: -1 });
    const { q, logQ } = teacher(builder, inputs, target === 'logits' ? 1 / temperature : undefined);
    const gap = builder.mul(q, builder.sub(logQ, logP));
    const each = builder.emit('ReduceSum', [gap, builder.integers(-1)], { keepdims: 1 });
    return weightedMean(builder, inputs, {
      each: scaled(each, temperature * temperature),
      slope: () => scaled(builder.sub(builder.emit('Exp', [logP]), q), temperature),
    });
  };
}

/** The target's distribution and its logarithm: of logits times a factor, or of probabilities. */
function teacher(
  builder: GraphBuilder,
  inputs: LossInputs,
  factor: number | undefined,
): { readonly q: Value; readonly logQ: Value } {
  const target = targetLike(builder, inputs);
  if (factor !== undefined) {
    const logits = factor === 1 ? target : builder.mul(target, constantLike(builder, target, factor));
    const logQ = builder.emit('LogSoftmax', [logits], { axis: -1 });
    return { q: builder.emit('Exp', [logQ]), logQ };
  }
  // 0 ln 0 = 0: the logarithm is taken of 1 where a probability is 0.
  const zero = builder.emit('Equal', [target, constantLike(builder, target, 0)]);
  const safe = builder.emit('Where', [zero, constantLike(builder, target, 1), target]);
  return { q: target, logQ: builder.emit('Log', [safe]) };
}
