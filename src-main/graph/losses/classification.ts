/** @file Losses of classifiers. */
import type { GraphBuilder, Value } from '../builder.ts';
import { GraphError, elementTypes, sizeOf } from '../ir.ts';
import { weightedMean, type Loss } from './loss.ts';

/**
 * Mean of -ln softmax(logits)[label] (nats): logits `[batch, …, classes]`, labels int32 `[batch, …]`.
 */
export function softmaxCrossEntropy(): Loss {
  return (builder, { output, target, weights }) => {
    const classes = output.shape.at(-1);
    if (typeof classes !== 'number') throw new GraphError('the number of classes must be known');
    const rows = output.shape.slice(0, -1).map(sizeOf);
    const count = rows.reduce((a, b) => a * b, 1);
    const logits = builder.reshape(output, count, classes);
    const chosen = oneHot(builder, target, classes);
    const logProbabilities = builder.emit('LogSoftmax', [logits], { axis: -1 });
    const ofLabel = builder.sum(builder.mul(logProbabilities, chosen), [1]);
    const each = builder.reshape(builder.emit('Neg', [ofLabel]), ...rows);
    return weightedMean(builder, { each, weights });
  };
}

/** Class numbers `[…]` -> `[count, classes]` with a 1 in each row. Comparing runs on every provider; OneHot does not. */
function oneHot(builder: GraphBuilder, labels: Value, classes: number): Value {
  const data = Int32Array.from({ length: classes }, (_, index) => index);
  const all = builder.constant({ elementType: 'int32', shape: [1, classes], data });
  const equal = builder.emit('Equal', [builder.emit('Reshape', [labels, builder.integers(-1, 1)]), all]);
  return builder.emit('Cast', [equal], { to: elementTypes.indexOf('float32') });
}
