/** @file Transformer blocks: attention and a feed-forward network, each normalized and added to what came in. */
import type { GraphBuilder, Value } from '../builder.ts';
import { multiHeadAttention, type AttentionOptions } from './attention.ts';
import { dense } from './dense.ts';
import { declarations, layerOf, sequential, type Layer } from './layer.ts';
import { layerNorm, rmsNorm } from './row-normalization.ts';
import type { SequenceContext, SequenceLayer } from './sequence.ts';

export interface FeedForwardOptions {
  readonly name: string;
  readonly size: number;
  /** Features between the two dense layers. */
  readonly inner: number;
  readonly activation?: 'relu' | 'gelu';
}

const relu: Layer = layerOf((builder, input) => builder.emit('Relu', [input]));
const gelu: Layer = layerOf((builder, input) => builder.emit('Gelu', [input]));

/** Two dense layers over each token with an activation between them: `[…, size] -> […, size]`. */
export function feedForward({ name, size, inner, activation = 'relu' }: FeedForwardOptions): Layer {
  return sequential(
    dense({ name: `${name}.up`, input: size, output: inner }),
    activation === 'gelu' ? gelu : relu,
    dense({ name: `${name}.down`, input: inner, output: size }),
  );
}

export interface TransformerBlockOptions
  extends AttentionOptions, Pick<FeedForwardOptions, 'inner' | 'activation'> {
  /**
   * Where the normalizations stand: `after` the sums as in the first Transformer (Vaswani et al. 2017), or `before`
   * attention and feed-forward as in GPT-2, which trains without a warm-up (Xiong et al. 2020).
   */
  readonly norm: 'before' | 'after';
  readonly normalization?: 'layer' | 'rms';
}

/** `[batch, time, size] -> [batch, time, size]`. With `causal` it is the block of a decoder, without that of an encoder. */
export function transformerBlock(options: TransformerBlockOptions): SequenceLayer {
  const { name, size, norm, normalization = 'layer' } = options;
  const normalize = normalization === 'layer' ? layerNorm : rmsNorm;
  const attention = multiHeadAttention({ ...options, name: `${name}.attention` });
  const forward = feedForward({ ...options, name: `${name}.forward` });
  const norms = [
    normalize({ name: `${name}.norm1`, size }),
    normalize({ name: `${name}.norm2`, size }),
  ] as const;
  return {
    parameters: declarations([attention, norms[0], forward, norms[1]]).parameters,
    apply: (builder, input, scope, context) =>
      [attention, forward].reduce<Value>((value, part, index) => {
        const normalized = (x: Value) => norms[index]!.apply(builder, x, scope);
        const added = (x: Value) => builder.add(value, part.apply(builder, x, scope, context));
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
