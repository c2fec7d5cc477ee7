/** @file What an optimizer is: how a gradient changes a parameter, written with the builder. */
import type { GraphBuilder, Value } from '../builder.ts';

export interface Update {
  readonly parameter: Value;
  readonly gradient: Value;
  /** The optimizer's state of this parameter, in the order of `slots`. */
  readonly state: readonly Value[];
  /** Whether weight decay applies to this parameter. */
  readonly decays: boolean;
  /** The numbers fed with each step, float32 `[]`, by the names that `scalars` gives. */
  readonly scalars: (name: string) => Value;
}

export interface Optimizer {
  /** Names of the tensors kept beside each parameter; they have its shape and start at zero. */
  readonly slots: readonly string[];
  /** Whether its update depends on {@link Update.decays}. */
  readonly decays: boolean;
  /** Names of the numbers fed with each step. */
  readonly scalarNames: readonly string[];
  /** Those numbers for step 1, 2, … at a learning rate. */
  readonly scalars: (step: number, learningRate: number) => Readonly<Record<string, number>>;
  readonly update: (
    builder: GraphBuilder,
    update: Update,
  ) => { readonly parameter: Value; readonly state: readonly Value[] };
}
