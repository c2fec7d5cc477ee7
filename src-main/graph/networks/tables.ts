/**
 * @file Networks that read rows of a table. Inputs: `numbers` float32 `[batch, numbers]`, standardized, and `categories`
 * int32 `[batch, columns]`; an input whose columns there are none of is left out.
 */
import type { GraphBuilder, Value } from '../builder.ts';
import { GraphError } from '../ir.ts';
import {
  activation,
  categoryEmbedding,
  categorySum,
  declarations,
  dense,
  mlp,
  optionalDropout,
  sequential,
  type ActivationName,
  type Layer,
  type Scope,
} from '../layers/index.ts';
import { valueNamed, type Network, type RowType, type Values } from '../network.ts';

export interface TableShape {
  /** Columns of numbers. */
  readonly numbers: number;
  /** For each column of categories the number of its values, among them one for values never seen. */
  readonly categories?: readonly number[];
}

/** Throws GraphError when a table has no columns. */
function inputsOf({ numbers, categories = [] }: TableShape): readonly RowType[] {
  if (numbers + categories.length === 0) throw new GraphError('a table needs a column to learn from');
  const row = (name: string, elementType: 'float32' | 'int32', size: number): readonly RowType[] =>
    size === 0 ? [] : [{ name, elementType, shape: [size] }];
  return [...row('numbers', 'float32', numbers), ...row('categories', 'int32', categories.length)];
}

/** A part of the network for each of a table's inputs, by the input's name. */
type Parts = Readonly<Record<string, Layer>>;

function partsOf(builder: GraphBuilder, parts: Parts, inputs: Values, scope: Scope): readonly Value[] {
  return Object.entries(parts).map(([input, layer]) =>
    layer.apply(builder, valueNamed(inputs, input), scope),
  );
}

export interface RegressionSizes extends TableShape {
  /** Numbers to predict; 1 unless said otherwise. */
  readonly outputs?: number;
}

/** `x W + Σ rows of the categories + b`, starting at zero, where the loss of a linear model has its even start. */
function linear(table: TableShape, outputs: number): Parts {
  const { numbers, categories = [] } = table;
  const zeros = { kind: 'zeros' } as const;
  return {
    ...(numbers > 0 && {
      numbers: dense({ name: 'linear', input: numbers, output: outputs, initializer: zeros }),
    }),
    ...(categories.length > 0 && { categories: categorySum('categories', categories, outputs) }),
  };
}

/** Linear regression: `prediction` `[batch, outputs]`. */
export function linearRegression({ outputs = 1, ...table }: RegressionSizes): Network {
  const parts = linear(table, outputs);
  return {
    ...declarations(Object.values(parts)),
    inputs: inputsOf(table),
    apply: (builder, inputs, scope) => {
      const terms = partsOf(builder, parts, inputs, scope);
      return { prediction: terms.reduce((a, b) => builder.add(a, b)) };
    },
  };
}

export interface LogisticSizes extends TableShape {
  /** At least two. */
  readonly classes: number;
}

/**
 * Logistic regression. Two classes: `logit` `[batch, 1]` of the second, for binary cross-entropy, and `logits`
 * `[batch, 2]`, that of the first being 0. More: `logits` `[batch, classes]` (multinomial), for softmax cross-entropy.
 */
export function logisticRegression({ classes, ...table }: LogisticSizes): Network {
  if (classes < 2) throw new GraphError(`a classifier needs at least 2 classes, not ${classes}`);
  const parts = linear(table, classes === 2 ? 1 : classes);
  return {
    ...declarations(Object.values(parts)),
    inputs: inputsOf(table),
    apply: (builder, inputs, scope) => {
      const output = partsOf(builder, parts, inputs, scope).reduce((a, b) => builder.add(a, b));
      if (classes > 2) return { logits: output };
      return { logit: output, logits: builder.concat([builder.sub(output, output), output], 1) };
    },
  };
}

export interface TableMlpSizes extends TableShape {
  /** Sizes of the hidden layers. */
  readonly hidden: readonly number[];
  readonly outputs: number;
  /** Name of the output; `logits` unless said otherwise. */
  readonly output?: string;
  /** `relu` unless said otherwise. */
  readonly activation?: ActivationName;
  /** Share dropped after the embeddings and after each hidden layer; 0 unless said otherwise. */
  readonly dropout?: number;
}

/** A rule of thumb for the size of an embedding: min(50, 1.6 n^0.56) of n values (fastai, `emb_sz_rule`: at most 600). */
export function embeddingSize(values: number): number {
  return Math.max(1, Math.min(50, Math.round(1.6 * values ** 0.56)));
}

/** Dense layers over numbers and embedded categories: `[batch, outputs]`. */
export function tableMlp(sizes: TableMlpSizes): Network {
  const { hidden, outputs, output = 'logits', activation: kind = 'relu', dropout: rate = 0 } = sizes;
  const { numbers, categories = [] } = sizes;
  const columns = categories.map((values) => ({ values, size: embeddingSize(values) }));
  const width = columns.reduce((sum, { size }) => sum + size, numbers);
  const embedded = sequential(
    categoryEmbedding('embedding', columns),
    ...optionalDropout({ name: 'embedding', rate }),
  );
  const body = mlp({ name: 'dense', sizes: [width, ...hidden, outputs], activation: kind, dropout: rate });
  return {
    ...declarations(columns.length > 0 ? [embedded, body] : [body]),
    inputs: inputsOf(sizes),
    apply(builder, inputs, scope) {
      const parts = [
        ...(numbers > 0 ? [valueNamed(inputs, 'numbers')] : []),
        ...(columns.length > 0 ? [embedded.apply(builder, valueNamed(inputs, 'categories'), scope)] : []),
      ];
      const row = parts.length === 1 ? parts[0]! : builder.concat(parts, 1);
      return { [output]: body.apply(builder, row, scope) };
    },
  };
}

export interface AutoencoderSizes {
  /** Numbers of a row. */
  readonly numbers: number;
  /** Sizes of the encoder's hidden layers, first to last; the decoder has them in reverse. */
  readonly hidden: readonly number[];
  /** Size of the code in the middle. */
  readonly code: number;
  /** After every layer but the last; `relu` unless said otherwise. */
  readonly activation?: ActivationName;
  /** After the last layer: `sigmoid` for numbers of 0 to 1, `linear` unless said otherwise. */
  readonly outputActivation?: ActivationName;
}

/**
 * Autoencoder (Hinton & Salakhutdinov 2006): `numbers` `[batch, numbers]` -> `code` `[batch, code]` ->
 * `reconstruction` `[batch, numbers]`, whose target is the input itself.
 */
export function autoencoder(sizes: AutoencoderSizes): Network {
  const { numbers, hidden, code, activation: kind = 'relu', outputActivation = 'linear' } = sizes;
  const encoder = sequential(
    mlp({ name: 'encoder', sizes: [numbers, ...hidden, code], activation: kind }),
    activation(kind),
  );
  const decoder = sequential(
    mlp({ name: 'decoder', sizes: [code, ...hidden.toReversed(), numbers], activation: kind }),
    activation(outputActivation),
  );
  return {
    ...declarations([encoder, decoder]),
    inputs: inputsOf({ numbers }),
    apply(builder, inputs, scope) {
      const middle = encoder.apply(builder, valueNamed(inputs, 'numbers'), scope);
      return { code: middle, reconstruction: decoder.apply(builder, middle, scope) };
    },
  };
}
