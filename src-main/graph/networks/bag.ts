/** @file A bag of weighted features: what a linear model takes of a text. */
import { sizeOf } from '../ir.ts';
import { valueNamed, type Network } from '../network.ts';

export interface BagSizes {
  /** Number of features; the feature 0 fills short rows up. */
  readonly features: number;
  /** Features of a row, at most. */
  readonly length: number;
  readonly classes: number;
}

/**
 * Multinomial logistic regression on sparse rows, `x W + b` with W `[features, classes]`: `features` int32
 * `[batch, length]` names what is not zero in x, `values` float32 `[batch, length]` says how much it is (0 for filling).
 * Only the named rows of W are read: `logits` `[batch, classes]`. W and b start at zero, the even start of a convex loss.
 */
export function bagRegression({ features, length, classes }: BagSizes): Network {
  const zeros = { kind: 'zeros' } as const;
  return {
    inputs: [
      { name: 'features', elementType: 'int32', shape: [length] },
      { name: 'values', elementType: 'float32', shape: [length] },
    ],
    parameters: [
      { name: bagWeight, shape: [features, classes], initializer: zeros },
      { name: bagBias, shape: [classes], initializer: zeros },
    ],
    apply(builder, inputs, scope) {
      const values = valueNamed(inputs, 'values');
      const rows = builder.emit('Gather', [scope.parameter(bagWeight), valueNamed(inputs, 'features')], {
        axis: 0,
      });
      const [batch = 1, width = length] = values.shape.map(sizeOf);
      // A product of matrices for each row: multiplying by what has one column and summing up are slow operators.
      const sums = builder.emit('MatMul', [builder.reshape(values, batch, 1, width), rows]);
      return { logits: builder.add(builder.reshape(sums, batch, classes), scope.parameter(bagBias)) };
    },
  };
}

/** The names of W and b, for the graph that takes dense rows. */
export const bagWeight = 'bag.weight';
export const bagBias = 'bag.bias';
