/** @file A network that scores single items, learned from pairs of them. */
import type { GraphBuilder, Value } from '../builder.ts';
import { float32 } from '../ir.ts';
import type { Layer } from '../layers/index.ts';

/**
 * Margins of pairs by a layer that gives one number for each item: `[batch, 2, …]` -> `[batch, 1]`, the score of the first
 * less that of the second. Both go through the same weights in one batch of `2 batch` items (a "Siamese" network). With
 * the binary cross-entropy of the margin this is the model of Bradley and Terry (1952), -ln σ(s₁ - s₂) where the first is
 * preferred; RankNet (Burges et al. 2005, equation 3) with targets of 1, 0 and ½.
 *
 * @param shape of an item
 */
export function pairMargins(layer: Layer, shape: readonly number[]): Layer {
  return {
    ...layer,
    apply(builder: GraphBuilder, pairs: Value, scope) {
      const items = builder.emit('Reshape', [pairs, builder.integers(-1, ...shape)]);
      const scores = builder.emit('Reshape', [layer.apply(builder, items, scope), builder.integers(-1, 2)]);
      return builder.emit('MatMul', [scores, builder.constant(float32([2, 1], [1, -1]))]);
    },
  };
}
