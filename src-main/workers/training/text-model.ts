/** @file The text classifier of the default recipe: Embedding, LSTM, Dense, with softmax cross-entropy and Adam. */
import {
  adam,
  compileStep,
  dense,
  embedding,
  lstm,
  sequential,
  softmaxCrossEntropy,
  timeMajor,
  type CompiledStep,
  type Layer,
  type Optimizer,
} from '../../graph/index.ts';

export interface TextModelSizes {
  /** Number of token ids, the two special ones included. */
  readonly vocabulary: number;
  readonly embedding: number;
  readonly hidden: number;
  readonly classes: number;
  /** Tokens of a text. */
  readonly length: number;
  readonly batch: number;
}

export interface TextModel extends CompiledStep {
  readonly layers: Layer;
  readonly optimizer: Optimizer;
}

/** The graphs of the text classifier: ids `[batch, length]` -> logits `[batch, classes]`. */
export function textModel({
  vocabulary,
  embedding: size,
  hidden,
  classes,
  length,
  batch,
}: TextModelSizes): TextModel {
  const layers = sequential(
    timeMajor,
    embedding({ name: 'embedding', vocabulary, size }),
    lstm({ name: 'lstm', input: size, hidden }),
    dense({ name: 'output', input: hidden, output: classes }),
  );
  const optimizer = adam();
  const input = { elementType: 'int32', shape: [length] } as const;
  return {
    layers,
    optimizer,
    ...compileStep({ model: layers, loss: softmaxCrossEntropy, optimizer, batch, input }),
  };
}
