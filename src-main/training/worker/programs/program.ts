/** @file What a recipe is to the training worker. */
import { float32, type Graph, type Head, type Network, type Tensor } from '../../../graph/index.ts';
import type { BatchShape, Encoded, Evaluator, State } from '../trainer/index.ts';
import type { Task } from '../../../../src-shared/contract.ts';
import type { RecipeParameters, SharedParameters } from '../../recipes/index.ts';
import type { Augmentation } from './augmentation.ts';
import type { FittedColumns } from './columns.ts';
import type { Edition, FrozenVersion, Split } from '../../../versions/worker/index.ts';

/** What a program works on. `Parameters`: those it reads of its recipe's, which a training gives complete and checked. */
export interface Source<Parameters = RecipeParameters> {
  readonly version: FrozenVersion;
  /** The latest unless given. */
  readonly edition?: Edition | undefined;
  readonly parameters: Parameters;
  /** What each class counts for in the loss, in the order of the labels; 1 each unless given. */
  readonly classWeights?: readonly number[] | undefined;
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
 * it is evaluated, and what it is exported as. `Fitted` survives JSON. A program says which `Parameters` it reads; the table of
 * programs takes it only for a recipe that has them.
 */
export interface Program<Fitted, Parameters = SharedParameters> {
  readonly task: Task;
  /** Learned from the training split before the first step: a vocabulary, means and deviations, a tokenizer. */
  readonly fit: (source: Source<Parameters>) => Promise<Fitted>;
  /** A split in memory. @throws AppError `training.emptySplit`, `training.unknownLabel` */
  readonly encode: (source: Source<Parameters>, split: Split, fitted: Fitted) => Promise<Encoded>;
  readonly model: (source: Source<Parameters>, fitted: Fitted, shape: BatchShape) => Model;
  readonly evaluator: (source: Source<Parameters>, fitted: Fitted) => Evaluator;
  /** Its classes in the order of its answers, for programs that learn others than the version names. */
  readonly labels?: (fitted: Fitted) => readonly string[];
  /** Learned of the validation split with the weights of the best epoch, before they are exported: thresholds. */
  readonly calibrate?: (
    source: Source<Parameters>,
    fitted: Fitted,
    best: { readonly weights: State; readonly validation: Encoded },
  ) => Promise<Fitted>;
  /** `weights`: the network's parameters and buffers, as the best epoch left them. */
  readonly export: (
    source: Source<Parameters>,
    fitted: Fitted,
    weights: State,
  ) => Exported | Promise<Exported>;
  /** What it knows of a table's columns, for programs of tables. */
  readonly columns?: (fitted: Fitted) => FittedColumns;
  /** Random changes to the training rows, where the parameters ask for any. */
  readonly augmentation?: (source: Source<Parameters>) => Augmentation | undefined;
  /** What the model writes after an epoch, for models that write. */
  readonly sample?: (source: Source<Parameters>, fitted: Fitted, weights: State) => Promise<Written>;
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

/** Parameters and buffers as the tensors that `compileInference` takes. */
export function tensorsOf(
  { parameters, buffers = [] }: Pick<Network, 'parameters' | 'buffers'>,
  state: State,
): ReadonlyMap<string, Tensor> {
  return new Map(
    [...parameters, ...buffers].map(({ name, shape }) => [name, float32(shape, state.get(name) ?? [])]),
  );
}

/** A program of any recipe; `Fitted` is its own affair. */
export type AnyProgram = Program<unknown, RecipeParameters>;
