/** @file Losses of masks, a class for each pixel, and sums of losses. */
import { constantLike } from '../autodiff/rule.ts';
import { GraphError, sizeOf } from '../ir.ts';
import { labelsOf, oneHot } from './classification.ts';
import { classesOf, type Loss } from './loss.ts';

export interface DiceOptions {
  /** Added above and below, so that a class that is nowhere has a share; above 0, and 1 unless said otherwise. */
  readonly smooth?: number;
}

/**
 * Soft Dice loss (Milletari et al. 2016, V-Net, with p instead of p² below, as nnU-Net has it): logits
 * `[batch, …, classes]`, labels `[batch, …]`. With p = softmax(logits), g = onehot(label) and weights w of the rows, over
 * all places of the batch together
 *
 *   D_c = (2 Σ w p_c g_c + s) / (Σ w p_c + Σ w g_c + s),  l = 1 - mean of D_c over the classes
 *
 * It does not sink when most of an image is background, as cross-entropy does.
 */
export function dice({ smooth = 1 }: DiceOptions = {}): Loss {
  if (!(smooth > 0)) throw new GraphError(`the Dice loss needs a smooth above 0, not ${smooth}`);
  return (builder, inputs) => {
    const { output, weights } = inputs;
    const classes = classesOf(output);
    const number = (value: number) => constantLike(builder, output, value);
    const [batch = 1, ...places] = output.shape.map(sizeOf);
    const rows = builder.reshape(builder.cast(weights, output.elementType), batch, ...places.map(() => 1));
    const truth = builder.mul(oneHot(builder, labelsOf(builder, inputs), output), rows);
    const p = builder.emit('Softmax', [output], { axis: -1 });
    const axes = [...output.shape.keys()].slice(0, -1);
    const shared = builder.sum(builder.mul(p, truth), axes);
    const all = builder.add(builder.sum(builder.mul(p, rows), axes), builder.sum(truth, axes));
    const above = builder.add(builder.add(shared, shared), number(smooth));
    const share = builder.div(above, builder.add(all, number(smooth)));
    return builder.sub(number(1), builder.mul(builder.sum(share, [0]), number(1 / classes)));
  };
}

export interface LossTerm {
  readonly loss: Loss;
  /** 1 unless said otherwise. */
  readonly weight?: number;
}

/** The weighted sum of losses of one output. */
export function addLosses(...terms: readonly [LossTerm, ...LossTerm[]]): Loss {
  return (builder, inputs) =>
    terms
      .map(({ loss, weight = 1 }) => {
        const value = loss(builder, inputs);
        return weight === 1 ? value : builder.mul(value, constantLike(builder, value, weight));
      })
      .reduce((a, b) => builder.add(a, b));
}
