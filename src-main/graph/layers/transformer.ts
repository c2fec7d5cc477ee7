/** @file Transformer blocks: attention and a feed-forward network, each normalized and added to what came in. */
import { scaledGelu } from '../autodiff/activation.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import { multiHeadAttention, type AttentionOptions } from './attention.ts';
import { activation, type ActivationName } from './activation.ts';
import { dense } from './dense.ts';
import { optionalDropout } from './dropout.ts';
import { declarations, layerOf, sequential, type Layer } from './layer.ts';
import { layerNorm, normalizedFor, rmsNorm } from './row-normalization.ts';
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

/**
 * Two dense layers over each token with an activation between them: `[…, size] -> […, size]`. In training the weights
 * take the factors of a GELU, gelu(u) W = (sqrt(2) gelu(sqrt(2) a) / 2) W with a = u / sqrt(2): two small products in the
 * place of one over all inner features.
 */
export function feedForward(options: FeedForwardOptions): Layer {
  const { name, size, inner, activation: kind = 'relu', dropout: rate = 0 } = options;
  const around = (between: Layer) =>
    sequential(
      dense({ name: `${name}.up`, input: size, output: inner }),
      between,
      ...optionalDropout({ name: `${name}.dropout`, rate }),
      dense({ name: `${name}.down`, input: inner, output: size }),
    );
  const plain = around(activation(kind));
  if (kind !== 'gelu') return plain;
  const scaled = around(layerOf(scaledGelu));
  const factors = new Map([
    [`${name}.up.weight`, Math.SQRT1_2],
    [`${name}.up.bias`, Math.SQRT1_2],
    [`${name}.down.weight`, Math.SQRT2],
  ]);
  return {
    ...plain,
    apply(builder, input, scope) {
      if (!scope.training) return plain.apply(builder, input, scope);
      const parameter = (of: string): Value => {
        const [own, factor] = [scope.parameter(of), factors.get(of)];
        return factor === undefined ? own : builder.mul(own, builder.scalar(factor));
      };
      return scaled.apply(builder, input, { ...scope, parameter });
    },
  };
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
  const readers = [
    ['query', 'key', 'value'].map((part) => `${name}.attention.${part}`),
    [`${name}.forward.up`],
  ];
  const drops = [1, 2].map((index) =>
    sequential(...optionalDropout({ name: `${name}.dropout${index}`, rate })),
  );
  return {
    parameters: declarations([attention, norms[0], forward, norms[1]]).parameters,
    apply: (builder, input, scope, context) =>
      [attention, forward].reduce<Value>((value, part, index) => {
        const added = (x: Value, within = scope) => {
          const result = part.apply(builder, x, within, context);
          return builder.add(value, drops[index]!.apply(builder, result, scope));
        };
        if (norm === 'after') return norms[index]!.apply(builder, added(value), scope);
        if (normalization === 'rms') return added(norms[index]!.apply(builder, value, scope));
        const folded = normalizedFor(builder, value, scope, {
          layer: norms[index]!,
          options: { name: `${name}.norm${index + 1}`, size },
          readers: readers[index]!,
        });
        return added(folded.value, folded.scope);
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
