/** @file Transformer blocks: attention and a feed-forward network, each normalized and added to what came in. */
import type { GraphBuilder, Value } from '../builder.ts';
import { multiHeadAttention, type AttentionOptions } from './attention.ts';
import { activation, type ActivationName } from './activation.ts';
import { dense } from './dense.ts';
import { optionalDropout } from './dropout.ts';
import { declarations, sequential, type Layer } from './layer.ts';
import { layerNorm, rmsNorm } from './row-normalization.ts';
import type { SequenceContext, SequenceLayer } from './sequence.ts';

export interface FeedForwardOptions {
  readonly name: string;
  readonly size: number;
  /** Features between the two dense layers. */
  readonly inner: number;
  /** ReLU unless said otherwise. */
  readonly activation?: ActivationName;
  /** Share of the inner features that training drops; none unless said otherwise. */
  readonly dropout?: number;
}

/** Two dense layers over each token with an activation between them: `[…, size] -> […, size]`. */
export function feedForward(options: FeedForwardOptions): Layer {
  const { name, size, inner, activation: kind = 'relu', dropout: rate = 0 } = options;
  return sequential(
    dense({ name: `${name}.up`, input: size, output: inner }),
    activation(kind),
    ...optionalDropout({ name: `${name}.dropout`, rate }),
    dense({ name: `${name}.down`, input: inner, output: size }),
  );
}

export interface TransformerBlockOptions
  extends AttentionOptions, Pick<FeedForwardOptions, 'inner' | 'activation' | 'dropout'> {
  /**
   * Where the normalizations stand: `after` the sums as in the first Transformer (Vaswani et al. 2017), or `before`
   * attention and feed-forward as in GPT-2, which trains without a warm-up (Xiong et al. 2020).
   */
  readonly norm: 'before' | 'after';
  readonly normalization?: 'layer' | 'rms';
}

/**
 * `[batch, time, size] -> [batch, time, size]`: with `causal` the block of a decoder, without that of an encoder.
 * Dropout stands before each sum and inside the feed-forward network.
 */
export function transformerBlock(options: TransformerBlockOptions): SequenceLayer {
  const { name, size, norm, normalization = 'layer', dropout: rate = 0 } = options;
  const normalize = normalization === 'layer' ? layerNorm : rmsNorm;
  const attention = multiHeadAttention({ ...options, name: `${name}.attention` });
  const forward = feedForward({ ...options, name: `${name}.forward` });
  const norms = [
    normalize({ name: `${name}.norm1`, size }),
    normalize({ name: `${name}.norm2`, size }),
  ] as const;
  const drops = [1, 2].map((index) =>
    sequential(...optionalDropout({ name: `${name}.dropout${index}`, rate })),
  );
  return {
    parameters: declarations([attention, norms[0], forward, norms[1]]).parameters,
    apply: (builder, input, scope, context) =>
      [attention, forward].reduce<Value>((value, part, index) => {
        const normalized = (x: Value) => norms[index]!.apply(builder, x, scope);
        const dropped = (x: Value) => drops[index]!.apply(builder, x, scope);
        const added = (x: Value) => builder.add(value, dropped(part.apply(builder, x, scope, context)));
        return norm === 'before' ? added(normalized(value)) : normalized(added(value));
      }, input),
  };
}

/** Sequence layers one after the other, all in one context. */
export function stacked(...layers: readonly SequenceLayer[]): SequenceLayer {
  return {
    parameters: declarations(layers).parameters,
    apply: (builder: GraphBuilder, input, scope, context?: SequenceContext) =>
      layers.reduce((value, layer) => layer.apply(builder, value, scope, context), input),
  };
}
