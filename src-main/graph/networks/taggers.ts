/** @file Networks that give each token of a text a tag: int32 ids `[batch, time]` -> logits `[batch, time, tags]`. */
import {
  declarations,
  dense,
  embedding,
  layerOf,
  learnedPositions,
  lstm,
  optionalDropout,
  paddingMask,
  sequential,
  stacked,
  timeMajor,
  tokensKept,
  transformerBlock,
  type Layer,
} from '../layers/index.ts';
import type { EncoderClassifierSizes } from './transformers.ts';
import { blockNames } from './transformers.ts';

export interface RecurrentTaggerSizes {
  /** Number of token ids. */
  readonly vocabulary: number;
  /** Numbers a token becomes. */
  readonly embedding: number;
  /** Size of the recurrent state of each direction. */
  readonly hidden: number;
  readonly tags: number;
  /** Share of the features that training drops before the dense layer; none unless said. */
  readonly dropout?: number;
  /** Share of the tokens that training leaves out; none unless said. */
  readonly tokenDropout?: number;
}

/** Embedding, an LSTM in each direction, Dense on both states of each token (Huang, Xu & Yu 2015, without the CRF). */
export function bilstmTagger(sizes: RecurrentTaggerSizes): Layer {
  const { vocabulary, embedding: size, hidden, tags, dropout = 0, tokenDropout = 0 } = sizes;
  return sequential(
    timeMajor,
    embedding({ name: 'embedding', vocabulary, size }),
    ...optionalDropout({ name: 'tokens', rate: tokenDropout, vectors: true }),
    lstm({ name: 'lstm', input: size, hidden, bidirectional: true, returns: 'sequence' }),
    layerOf((builder, states) => builder.transpose(states, 1, 0, 2)),
    ...optionalDropout({ name: 'dropout', rate: dropout }),
    dense({ name: 'output', input: 2 * hidden, output: tags }),
  );
}

export interface EncoderTaggerSizes extends Omit<EncoderClassifierSizes, 'classes'> {
  readonly tags: number;
}

/**
 * A Transformer encoder (Vaswani et al. 2017) with learned positions, normalized after the sums, and a dense layer over
 * each token, as BERT tags them (Devlin et al. 2019, section 5.3). Padding is not seen.
 */
export function encoderTagger(sizes: EncoderTaggerSizes): Layer {
  const { vocabulary, length, size, layers, tags, padding, tokenDropout = 0 } = sizes;
  const tokens = sequential(
    embedding({ name: 'embedding', vocabulary, size }),
    ...optionalDropout({ name: 'tokens', rate: tokenDropout, vectors: true }),
  );
  const body = stacked(
    learnedPositions({ name: 'position', length, size }),
    ...optionalDropout({ name: 'dropout', rate: sizes.dropout ?? 0 }),
    ...blockNames(layers).map((name) => transformerBlock({ ...sizes, name, norm: 'after' })),
  );
  const output = dense({ name: 'output', input: size, output: tags });
  return {
    ...declarations([tokens, body, output]),
    apply(builder, ids, scope) {
      const mask =
        padding === undefined ? undefined : paddingMask(builder, tokensKept(builder, ids, padding));
      const encoded = body.apply(builder, tokens.apply(builder, ids, scope), scope, { mask });
      return output.apply(builder, encoded, scope);
    },
  };
}
