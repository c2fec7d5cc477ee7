/** @file A network: several named inputs to several named outputs, as recipes and imported models need them. */
import type { GraphBuilder, Value } from './builder.ts';
import { GraphError, type ElementType } from './ir.ts';
import type { Layer, Parameter, Scope } from './layers/index.ts';

/** What one row of a batch is; in a graph a batch axis stands in front of the shape. */
export interface RowType {
  readonly name: string;
  readonly elementType: ElementType;
  readonly shape: readonly number[];
}

export type Values = Readonly<Record<string, Value>>;

export interface Network {
  readonly inputs: readonly RowType[];
  readonly parameters: readonly Parameter[];
  readonly buffers?: readonly Parameter[];
  /** Inputs by name, `[batch, …]` each, to outputs by name. */
  readonly apply: (builder: GraphBuilder, inputs: Values, scope: Scope) => Values;
}

/** A network around one layer: one input, one output. */
export function networkOf(layer: Layer, input: RowType, output = 'logits'): Network {
  return {
    ...layer,
    inputs: [input],
    apply: (builder, inputs, scope) => ({
      [output]: layer.apply(builder, valueNamed(inputs, input.name), scope),
    }),
  };
}

/** Throws GraphError, naming those there are, when there is no value of that name. */
export function valueNamed(values: Values, name: string): Value {
  const value = values[name];
  if (value) return value;
  throw new GraphError(`there is no value "${name}" among ${Object.keys(values).join(', ')}`);
}
