/** @file Networks that read a sequence of token ids: int32 `[batch, time]` -> logits `[batch, classes]`. */
import {
  branches,
  conv1d,
  declarations,
  dense,
  embedding,
  gru,
  layerOf,
  lstm,
  maxPool,
  meanOverTime,
  optionalDropout,
  relu,
  sequential,
  timeMajor,
  tokensKept,
  type Layer,
  type RecurrentOptions,
} from '../layers/index.ts';

export interface SequenceClassifierSizes {
  /** Number of token ids. */
  readonly vocabulary: number;
  /** Numbers a token becomes. */
  readonly embedding: number;
  /** Size of the recurrent state. */
  readonly hidden: number;
  /** Number of logits: 1 for a yes-or-no model. */
  readonly classes: number;
  /** What the dense layer sees of the states: the last, or their mean; the last unless said. */
  readonly pooling?: 'last' | 'mean';
  /** The id that fills short texts up; the mean leaves its states out. Every token counts where it is left out. */
  readonly padding?: number;
  /** Share of the features that training drops before the dense layer; none unless said. */
  readonly dropout?: number;
  /** Share of the tokens that training leaves out; none unless said. */
  readonly tokenDropout?: number;
}

/** Embedding, LSTM, Dense on its last state or on what {@link SequenceClassifierSizes.pooling} makes of all. */
export function lstmClassifier(sizes: SequenceClassifierSizes): Layer {
  return recurrentClassifier(sizes, (options) => lstm({ ...options, name: 'lstm' }));
}

/** Embedding, an LSTM in each direction, Dense on both last states. */
export function bilstmClassifier(sizes: SequenceClassifierSizes): Layer {
  const layer = (options: RecurrentOptions) => lstm({ ...options, name: 'lstm', bidirectional: true });
  return recurrentClassifier(sizes, layer, 2);
}

/** Embedding, GRU, Dense on its last state. */
export function gruClassifier(sizes: SequenceClassifierSizes): Layer {
  return recurrentClassifier(sizes, (options) => gru({ ...options, name: 'gru' }));
}

function recurrentClassifier(
  sizes: SequenceClassifierSizes,
  recurrent: (options: RecurrentOptions) => Layer,
  directions = 1,
): Layer {
  const { vocabulary, embedding: size, hidden, classes, padding, tokenDropout = 0 } = sizes;
  const { pooling = 'last', dropout = 0 } = sizes;
  const returns = pooling === 'last' ? 'last' : 'sequence';
  const reader = sequential(
    timeMajor,
    embedding({ name: 'embedding', vocabulary, size }),
    ...optionalDropout({ name: 'tokens', rate: tokenDropout, vectors: true }),
    recurrent({ name: 'recurrent', input: size, hidden, returns }),
  );
  const output = sequential(
    ...optionalDropout({ name: 'dropout', rate: dropout }),
    dense({ name: 'output', input: directions * hidden, output: classes }),
  );
  return {
    ...declarations([reader, output]),
    apply(builder, ids, scope) {
      const states = reader.apply(builder, ids, scope);
      if (pooling === 'last') return output.apply(builder, states, scope);
      const kept = padding === undefined ? undefined : tokensKept(builder, ids, padding);
      const mean = meanOverTime(builder, builder.transpose(states, 1, 0, 2), kept);
      return output.apply(builder, mean, scope);
    },
  };
}

export interface TextCnnSizes {
  readonly vocabulary: number;
  readonly embedding: number;
  /** Tokens of a text. */
  readonly length: number;
  /** Filters of each width. */
  readonly filters: number;
  /** Tokens that a filter sees at once; 3, 4 and 5 unless said otherwise. */
  readonly widths?: readonly number[];
  /** Share of the features that training drops before the dense layer. */
  readonly dropout: number;
  readonly classes: number;
}

/** TextCNN (Kim 2014): filters over neighboring words, the strongest answer of each, dropout, Dense. */
export function textCnn(sizes: TextCnnSizes): Layer {
  const { vocabulary, embedding: size, length, filters, widths = [3, 4, 5], dropout, classes } = sizes;
  const phrases = widths.map((width) =>
    sequential(
      conv1d({ name: `conv${width}`, input: size, output: filters, kernel: width }),
      relu,
      maxPool({ size: length - width + 1 }),
    ),
  );
  return sequential(
    embedding({ name: 'embedding', vocabulary, size }),
    layerOf((builder, input) => builder.transpose(input, 0, 2, 1)),
    branches({ concat: 1 }, ...phrases),
    layerOf((builder, input) =>
      builder.emit('Reshape', [input, builder.integers(-1, widths.length * filters)]),
    ),
    ...optionalDropout({ name: 'dropout', rate: dropout }),
    dense({ name: 'output', input: widths.length * filters, output: classes }),
  );
}
