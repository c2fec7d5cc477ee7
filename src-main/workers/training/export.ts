/** @file The trained model as one self-contained ONNX file. */
import { float32, modelOf, serialize, type Tensor } from '../../graph/index.ts';
import type { Preparation } from '../text/index.ts';
import type { TextModel } from './text-model.ts';
import type { State } from './trainer.ts';

export interface ExportOptions {
  readonly model: TextModel;
  readonly state: State;
  readonly words: readonly string[];
  /** Tokens of a text. */
  readonly length: number;
  readonly labels: readonly string[];
  readonly preparation: Preparation;
}

/**
 * Bytes of a model that takes `text` string `[N]` and gives `probabilities` float32 `[N, classes]` and `label` string
 * `[N]`. Its metadata names the `labels` (a JSON array in the order of the probabilities) and the `preparation` that
 * texts need before: `whitespace` needs none, `jieba` is `@node-rs/jieba`'s segmentation joined by spaces.
 */
export function exportModel({ model, state, words, length, labels, preparation }: ExportOptions): Uint8Array {
  const parameters = new Map<string, Tensor>(
    model.layers.parameters.map(({ name, shape }) => [name, float32(shape, state.get(name) ?? [])]),
  );
  const graph = model.inference({ parameters, tokenizer: { words, length }, labels });
  return serialize(modelOf(graph, { labels: JSON.stringify(labels), preparation }));
}
