/** @file Losses that the twelve workloads need and the compiler does not export yet. */
import { weightedMean, type Loss } from '../../src-main/graph/index.ts';

/** Mean of max(x, 0) - x y + ln(1 + exp(-|x|)): binary cross-entropy of logits, against overflow. */
export function binaryCrossEntropy(): Loss {
  return (builder, { output, target, weights }) => {
    const positive = builder.emit('Relu', [output]);
    const size = builder.add(positive, builder.emit('Relu', [builder.emit('Neg', [output])]));
    const soft = builder.add(builder.emit('Exp', [builder.emit('Neg', [size])]), builder.scalar(1));
    const each = builder.add(builder.sub(positive, builder.mul(output, target)), builder.emit('Log', [soft]));
    return weightedMean(builder, { each, weights });
  };
}

/** Mean of (x - y)². */
export function meanSquaredError(): Loss {
  return (builder, { output, target, weights }) => {
    const error = builder.sub(output, target);
    return weightedMean(builder, { each: builder.mul(error, error), weights });
  };
}
