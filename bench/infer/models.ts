/** @file Exported models of the bench: the training bench's networks as they start, inputs named as there. */
import { writeFileSync } from 'node:fs';
import {
  Random,
  adam,
  compileInference,
  compileStep,
  float32,
  lstmClassifier,
  modelOf,
  networkOf,
  serialize,
  softmaxCrossEntropy,
  type Head,
  type Network,
} from '../../src-main/graph/index.ts';
import { initialState } from '../../src-main/training/worker/trainer/index.ts';

export interface Exported {
  readonly network: Network;
  readonly heads: readonly Head[];
}

/** Writes a network with fresh parameters as a model that takes any number of rows, and gives its heads' outputs. */
export function writeModel(path: string, { network, heads }: Exported): void {
  const { state } = compileStep({ network, heads, optimizer: adam(), batch: 2 });
  const start = initialState(state, new Random(1));
  const parameters = new Map(
    state.map(({ name, shape }) => [name, float32(shape, start.get(name) ?? [])] as const),
  );
  const graph = compileInference({
    network,
    parameters,
    build(builder, apply) {
      const inputs = network.inputs.map(
        ({ name, elementType, shape }) =>
          [name, builder.input(name, { elementType, shape: ['N', ...shape] })] as const,
      );
      const outputs = apply(Object.fromEntries(inputs));
      for (const { output } of heads) builder.output(output, outputs[output]!);
    },
  });
  writeFileSync(path, serialize(modelOf(graph)));
}

/** The model whose growth is measured: Embedding, LSTM, Dense. */
export function lstmModel({
  length,
  hidden,
}: {
  readonly length: number;
  readonly hidden: number;
}): Exported {
  const sizes = { vocabulary: 1000, embedding: hidden, hidden, classes: 2 };
  return {
    network: networkOf(lstmClassifier(sizes), { name: 'x', elementType: 'int32', shape: [length] }),
    heads: [
      {
        output: 'logits',
        target: { name: 'y', elementType: 'int32', shape: [] },
        loss: softmaxCrossEntropy(),
      },
    ],
  };
}
