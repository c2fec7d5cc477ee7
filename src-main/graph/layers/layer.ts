/** @file What a layer is: parameters with their starts, and a function from value to value written with the builder. */
import type { GraphBuilder, Value } from '../builder.ts';
import type { Initializer } from '../initializers.ts';
import { GraphError, elementCount } from '../ir.ts';

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly initializer: Initializer;
}

/** What a layer may ask for while it is applied. */
export interface Scope {
  /** The value of a parameter or a buffer. Throws GraphError when the model does not declare it. */
  readonly parameter: (name: string) => Value;
  /** Whether the graph being built trains: dropout and batch statistics only happen there. */
  readonly training: boolean;
  /** Gives a buffer (a running mean) its value after the step; in training only. */
  readonly update: (name: string, value: Value) => void;
  /** A number, int32 `[]`, that changes with every step; in training only. */
  readonly seed: () => Value;
}

export interface Layer {
  readonly parameters: readonly Parameter[];
  /** What training changes without a gradient, such as running means. */
  readonly buffers?: readonly Parameter[];
  readonly apply: (builder: GraphBuilder, input: Value, scope: Scope) => Value;
}

/** A layer without parameters. */
export function layerOf(apply: (builder: GraphBuilder, input: Value) => Value): Layer {
  return { parameters: [], apply };
}

/** Layers one after the other. Throws GraphError when two parameters share a name. */
export function sequential(...layers: readonly Layer[]): Layer {
  return {
    ...declarations(layers),
    apply: (builder, input, scope) =>
      layers.reduce((value, layer) => layer.apply(builder, value, scope), input),
  };
}

/** The parameters and buffers of some layers together. Throws GraphError when two share a name. */
export function declarations(layers: readonly Layer[]): Required<Pick<Layer, 'parameters' | 'buffers'>> {
  const parameters = layers.flatMap((layer) => layer.parameters);
  const buffers = layers.flatMap((layer) => layer.buffers ?? []);
  const names = new Set<string>();
  for (const { name } of [...parameters, ...buffers]) {
    if (names.has(name)) throw new GraphError(`two parameters are named "${name}"`);
    names.add(name);
  }
  return { parameters, buffers };
}

/** Number of trainable numbers. */
export function parameterCount({ parameters }: Pick<Layer, 'parameters'>): number {
  return parameters.reduce((total, { shape }) => total + elementCount(shape), 0);
}
