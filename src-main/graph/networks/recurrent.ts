/** @file Networks that read a sequence of token ids step by step. */
import { dense, embedding, lstm, sequential, timeMajor, type Layer } from '../layers/index.ts';

export interface SequenceClassifierSizes {
  /** Number of token ids. */
  readonly vocabulary: number;
  /** Numbers a token becomes. */
  readonly embedding: number;
  /** Size of the recurrent state. */
  readonly hidden: number;
  readonly classes: number;
}

/** Embedding, LSTM, Dense on its last state: ids `[batch, time]` -> logits `[batch, classes]`. */
export function lstmClassifier({
  vocabulary,
  embedding: size,
  hidden,
  classes,
}: SequenceClassifierSizes): Layer {
  return sequential(
    timeMajor,
    embedding({ name: 'embedding', vocabulary, size }),
    lstm({ name: 'lstm', input: size, hidden }),
    dense({ name: 'output', input: hidden, output: classes }),
  );
}
