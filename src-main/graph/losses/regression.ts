/** @file Losses of numbers. */
import { constantLike } from '../autodiff/rule.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import { GraphError } from '../ir.ts';
import { targetLike, weightedMean, type Loss, type LossInputs } from './loss.ts';

/** d = output - target. */
function difference(builder: GraphBuilder, inputs: LossInputs): Value {
  return builder.sub(inputs.output, targetLike(builder, inputs));
}

/** Mean squared error: l = d², dl = 2d, with d = output - target over all elements. */
export function meanSquaredError(): Loss {
  return (builder, inputs) => {
    const d = difference(builder, inputs);
    return weightedMean(builder, inputs, { each: builder.mul(d, d), slope: () => builder.add(d, d) });
  };
}

/** Mean absolute error: l = |d|, dl = sign(d), 0 where d is 0. */
export function meanAbsoluteError(): Loss {
  return (builder, inputs) => {
    const d = difference(builder, inputs);
    const sign = signOf(builder, d);
    return weightedMean(builder, inputs, { each: builder.mul(d, sign), slope: () => sign });
  };
}

export interface HuberOptions {
  /** Differences up to this count squared, larger ones linearly; above 0, and 1 unless said otherwise. */
  readonly delta?: number;
}

/**
 * Huber's loss (Huber 1964): ½d² where |d| <= δ and δ(|d| - ½δ) beyond. With c = d cut to ±δ it is c(d - ½c), and its
 * derivative is c. As PyTorch's huber_loss.
 */
export function huber({ delta = 1 }: HuberOptions = {}): Loss {
  if (!(delta > 0)) throw new GraphError(`Huber's loss needs a delta above 0, not ${delta}`);
  return (builder, inputs) => {
    const d = difference(builder, inputs);
    const c = within(builder, d, delta);
    const each = builder.mul(c, builder.sub(d, builder.mul(c, constantLike(builder, d, 0.5))));
    return weightedMean(builder, inputs, { each, slope: () => c });
  };
}

function signOf(builder: GraphBuilder, value: Value): Value {
  const [minus, zero, plus] = [-1, 0, 1].map((number) => constantLike(builder, value, number));
  const above = builder.emit('Where', [builder.emit('Less', [zero, value]), plus, zero]);
  return builder.emit('Where', [builder.emit('Less', [value, zero]), minus, above]);
}

/** A value cut to ±limit. */
function within(builder: GraphBuilder, value: Value, limit: number): Value {
  const [low, high] = [-limit, limit].map((bound) => constantLike(builder, value, bound));
  return builder.emit('Clip', [value, low, high]);
}
