/** @file Networks of Transformer blocks: a classifier of texts and a generator of texts. */
import type { GraphBuilder, Value } from '../builder.ts';
import {
  declarations,
  dense,
  embedding,
  layerNorm,
  learnedPositions,
  meanOverTime,
  normalizedFor,
  optionalDropout,
  paddingMask,
  sequential,
  stacked,
  tokensKept,
  transformerBlock,
  type Layer,
  type Scope,
  type SequenceContext,
} from '../layers/index.ts';

export interface TransformerSizes {
  /** Number of token ids. */
  readonly vocabulary: number;
  /** Most tokens of a text. */
  readonly length: number;
  /** Features of a token. */
  readonly size: number;
  readonly heads: number;
  readonly layers: number;
  /** Features inside the feed-forward networks. */
  readonly inner: number;
  /** Share of features that training drops after the embedding and in the blocks; none unless said otherwise. */
  readonly dropout?: number;
}

export interface EncoderClassifierSizes extends TransformerSizes {
  readonly classes: number;
  /** The id that fills short texts up; its tokens are not seen. Every token counts where it is left out. */
  readonly padding?: number;
  /** Share of the tokens that training leaves out; none unless said. */
  readonly tokenDropout?: number;
}

/**
 * A Transformer encoder (Vaswani et al. 2017) with learned positions, normalized after the sums, and the mean of its
 * tokens through a dense layer: ids `[batch, time]` -> logits `[batch, classes]`.
 */
export function encoderClassifier(sizes: EncoderClassifierSizes): Layer {
  const { vocabulary, length, size, layers, classes, padding, tokenDropout = 0 } = sizes;
  const tokens = sequential(
    embedding({ name: 'embedding', vocabulary, size }),
    ...optionalDropout({ name: 'tokens', rate: tokenDropout, vectors: true }),
  );
  const drop = optionalDropout({ name: 'dropout', rate: sizes.dropout ?? 0 });
  const body = stacked(
    learnedPositions({ name: 'position', length, size }),
    ...drop,
    ...blockNames(layers).map((name) => transformerBlock({ ...sizes, name, norm: 'after' })),
  );
  const output = dense({ name: 'output', input: size, output: classes });
  return {
    ...declarations([tokens, body, output]),
    apply(builder, ids, scope) {
      const kept = padding === undefined ? undefined : tokensKept(builder, ids, padding);
      const mask = kept && paddingMask(builder, kept);
      const encoded = body.apply(builder, tokens.apply(builder, ids, scope), scope, { mask });
      return output.apply(builder, meanOverTime(builder, encoded, kept), scope);
    },
  };
}

/** A decoder that predicts the next token, alone or with the keys and values of the tokens before. */
export interface Decoder extends Layer {
  /** ids `[batch, time]` -> features of each token, `[batch, time, size]`. */
  readonly features: (builder: GraphBuilder, ids: Value, scope: Scope, context?: SequenceContext) => Value;
  /** Features `[…, size]` -> logits of the next token, `[…, vocabulary]`. */
  readonly head: (builder: GraphBuilder, features: Value, scope: Scope) => Value;
  /** Features of a token. */
  readonly size: number;
  readonly heads: number;
  /** Names of the attention layers, whose keys and values a cache holds. */
  readonly attentions: readonly string[];
}

/**
 * A decoder in the manner of GPT-2 (Radford et al. 2019): learned positions, causal blocks with GELU, normalized before
 * attention and feed-forward and once at the end: ids `[batch, time]` -> logits `[batch, time, vocabulary]`.
 */
export function gptDecoder(sizes: TransformerSizes): Decoder {
  const { vocabulary, length, size, layers } = sizes;
  const names = blockNames(layers);
  const tokens = embedding({ name: 'embedding', vocabulary, size });
  const drop = optionalDropout({ name: 'dropout', rate: sizes.dropout ?? 0 });
  const body = stacked(
    learnedPositions({ name: 'position', length, size }),
    ...drop,
    ...names.map((name) =>
      transformerBlock({ ...sizes, name, causal: true, norm: 'before', activation: 'gelu' }),
    ),
  );
  const norm = layerNorm({ name: 'norm', size });
  const output = dense({ name: 'output', input: size, output: vocabulary });
  const features: Decoder['features'] = (builder, ids, scope, context) =>
    body.apply(builder, tokens.apply(builder, ids, scope), scope, context);
  const head: Decoder['head'] = (builder, value, scope) => {
    const folded = normalizedFor(builder, value, scope, {
      layer: norm,
      options: { name: 'norm', size },
      readers: ['output'],
    });
    return output.apply(builder, folded.value, folded.scope);
  };
  return {
    ...declarations([tokens, body, norm, output]),
    size,
    heads: sizes.heads,
    attentions: names.map((name) => `${name}.attention`),
    features,
    head,
    apply: (builder, ids, scope) => head(builder, features(builder, ids, scope), scope),
  };
}

export function blockNames(layers: number): readonly string[] {
  return Array.from({ length: layers }, (_, index) => `block${index + 1}`);
}
