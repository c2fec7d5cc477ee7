/** @file What a recipe is to the training worker. */
import type { Graph, Head, Network } from '../../graph/index.ts';
import type { BatchShape, Encoded, Judge, State } from '../training/index.ts';
import type { FrozenVersion, Split } from './frozen.ts';

/** A recipe's parameters, checked and complete. */
export type Settings = Readonly<Record<string, number | string | boolean>>;

export interface Source {
  readonly version: FrozenVersion;
  readonly settings: Settings;
}

/** The model as an ONNX file holds it. */
export interface Exported {
  readonly graph: Graph;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * A recipe: what it learns from the data before the first step, how rows become tensors, its network and losses, how
 * it is judged, and what it is exported as. `Fitted` survives JSON.
 */
export interface Program<Fitted> {
  /** Learned from the training split before the first step: a vocabulary, means and deviations, a tokenizer. */
  readonly fit: (source: Source) => Promise<Fitted>;
  /** A split in memory. @throws AppError `training.emptySplit`, `training.unknownLabel` */
  readonly encode: (source: Source, split: Split, fitted: Fitted) => Promise<Encoded>;
  readonly model: (source: Source, fitted: Fitted, shape: BatchShape) => Model;
  readonly judge: (source: Source, fitted: Fitted) => Judge;
  /** `parameters`: parameters and buffers of the best epoch. */
  readonly export: (source: Source, fitted: Fitted, parameters: State) => Exported | Promise<Exported>;
  /** One line for the log: how much there is to learn from. */
  readonly describe: (fitted: Fitted) => string;
}

export interface Model {
  readonly network: Network;
  readonly heads: readonly Head[];
}

/** A setting that must be a number. */
export function numberOf(settings: Settings, name: string): number {
  const value = settings[name];
  if (typeof value === 'number') return value;
  throw new Error(`the setting "${name}" is no number`);
}

/** A setting that must be a text. */
export function textOf(settings: Settings, name: string): string {
  const value = settings[name];
  if (typeof value === 'string') return value;
  throw new Error(`the setting "${name}" is no text`);
}

/** A program whose `Fitted` nobody outside needs to know: it crosses as JSON. */
export type AnyProgram = Program<unknown>;

/** Forgets what `Fitted` is; the values it is called with are those it gave. */
export function anyProgram<Fitted>(program: Program<Fitted>): AnyProgram {
  return program as AnyProgram;
}
