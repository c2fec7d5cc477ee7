/** @file Ids to learned vectors. */
import type { Layer } from './layer.ts';

export interface EmbeddingOptions {
  readonly name: string;
  /** Number of ids. */
  readonly vocabulary: number;
  /** Numbers an id becomes. */
  readonly size: number;
}

/** A learned row for each id: `[...] -> [..., size]`. Starts uniform in ±0.05, as Keras does. */
export function embedding({ name, vocabulary, size }: EmbeddingOptions): Layer {
  const table = `${name}.table`;
  return {
    parameters: [{ name: table, shape: [vocabulary, size], initializer: { kind: 'uniform', limit: 0.05 } }],
    apply: (builder, input, scope) => builder.emit('Gather', [scope.parameter(table), input], { axis: 0 }),
  };
}
