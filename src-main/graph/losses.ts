/** @file Losses: a batch's logits and targets to one number. */
import type { GraphBuilder, Value } from './builder.ts';
import { GraphError, elementTypes } from './ir.ts';

export interface Targets {
  /** Class numbers `[batch]`. */
  readonly labels: Value;
  /** Weight of each row `[batch]`; 0 takes a row out of the batch. At least one must be positive. */
  readonly weights: Value;
}

export type Loss = (builder: GraphBuilder, logits: Value, targets: Targets) => Value;

/** Weighted mean of -ln softmax(logits)[label] over a batch: logits `[batch, classes]` -> one number (nats). */
export const softmaxCrossEntropy: Loss = (builder, logits, { labels, weights }) => {
  const classes = logits.shape[1];
  if (typeof classes !== 'number') throw new GraphError('the number of classes must be known');
  const chosen = oneHot(builder, labels, classes);
  const logProbabilities = builder.emit('LogSoftmax', [logits], { axis: -1 });
  const ofLabel = builder.sum(builder.mul(logProbabilities, chosen), [1]);
  const total = builder.sum(builder.mul(ofLabel, weights), [0]);
  return builder.emit('Neg', [builder.div(total, builder.sum(weights, [0]))]);
};

/** Class numbers `[batch]` -> `[batch, classes]` with a 1 in each row. Comparing runs on every provider; OneHot does not. */
function oneHot(builder: GraphBuilder, labels: Value, classes: number): Value {
  const data = Int32Array.from({ length: classes }, (_, index) => index);
  const all = builder.constant({ elementType: 'int32', shape: [1, classes], data });
  const equal = builder.emit('Equal', [builder.emit('Reshape', [labels, builder.integers(-1, 1)]), all]);
  return builder.emit('Cast', [equal], { to: elementTypes.indexOf('float32') });
}
