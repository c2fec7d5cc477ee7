/** @file What a recipe is to the training worker. */
import { float32, type Graph, type Head, type Network, type Tensor } from '../../../graph/index.ts';
import type { BatchShape, Encoded, Evaluator, State } from '../trainer/index.ts';
import type { Task } from '../../../../src-shared/contract.ts';
import type { Augmentation } from './augmentation.ts';
import type { FittedColumns } from './columns.ts';
import type { Edition, FrozenVersion, Split } from '../../../versions/worker/index.ts';

/** A recipe's parameters, checked and complete. */
export type Settings = Readonly<Record<string, number | string | boolean>>;

export interface Source {
  readonly version: FrozenVersion;
  /** The latest unless given. */
  readonly edition?: Edition | undefined;
  readonly settings: Settings;
  /** Told how many more rows were read, while a split is gone through before the first step. */
  readonly read?: (rows: number) => Promise<void>;
  /** Told what a person should know of the data. */
  readonly warn?: (line: string) => Promise<void>;
  /** Told how many tokens of at most how many a tokenizer has learned. */
  readonly learned?: (tokens: number, most: number) => Promise<void>;
}

/** The model as an ONNX file holds it. */
export interface Exported {
  readonly graph: Graph;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * A recipe: what it learns from the data before the first step, how rows become tensors, its network and losses, how
 * it is evaluated, and what it is exported as. `Fitted` survives JSON.
 */
export interface Program<Fitted> {
  readonly task: Task;
  /** Learned from the training split before the first step: a vocabulary, means and deviations, a tokenizer. */
  readonly fit: (source: Source) => Promise<Fitted>;
  /** A split in memory. @throws AppError `training.emptySplit`, `training.unknownLabel` */
  readonly encode: (source: Source, split: Split, fitted: Fitted) => Promise<Encoded>;
  readonly model: (source: Source, fitted: Fitted, shape: BatchShape) => Model;
  readonly evaluator: (source: Source, fitted: Fitted) => Evaluator;
  /** `parameters`: parameters and buffers of the best epoch. */
  readonly export: (source: Source, fitted: Fitted, parameters: State) => Exported | Promise<Exported>;
  /** What it knows of a table's columns, for programs of tables. */
  readonly columns?: (fitted: Fitted) => FittedColumns;
  /** Random changes to the training rows, where the settings ask for any. */
  readonly augmentation?: (source: Source) => Augmentation | undefined;
  /** What the model writes after an epoch, for models that write. */
  readonly sample?: (source: Source, fitted: Fitted, parameters: State) => Promise<Written>;
  /** One line for the log: how much there is to learn from. */
  readonly describe: (fitted: Fitted) => string;
}

/** A text that a model wrote, and what it was given to begin with. */
export interface Written {
  readonly prompt: string;
  readonly text: string;
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

/** A setting that must be on or off. */
export function switchOf(settings: Settings, name: string): boolean {
  const value = settings[name];
  if (typeof value === 'boolean') return value;
  throw new Error(`the setting "${name}" is no switch`);
}

/** Parameters and buffers as the tensors that `compileInference` takes. */
export function tensorsOf(
  { parameters, buffers = [] }: Pick<Network, 'parameters' | 'buffers'>,
  state: State,
): ReadonlyMap<string, Tensor> {
  return new Map(
    [...parameters, ...buffers].map(({ name, shape }) => [name, float32(shape, state.get(name) ?? [])]),
  );
}

/** A program whose `Fitted` nobody outside needs to know: it crosses as JSON. */
export type AnyProgram = Program<unknown>;

/** Forgets what `Fitted` is; the values it is called with are those it gave. */
export function anyProgram<Fitted>(program: Program<Fitted>): AnyProgram {
  return program as AnyProgram;
}
