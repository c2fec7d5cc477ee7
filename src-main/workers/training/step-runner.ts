/** @file What a training step reads and writes, however it is run. */
import type { CompiledStep, Layer, Optimizer } from '../../graph/index.ts';

/** Parameters and optimizer state by name, in one fixed order. */
export type State = ReadonlyMap<string, Float32Array>;

/** Two sets of state buffers that take turns: a step reads one and writes the other. */
export type Sides = readonly [State, State];

/** The side that a step reads. */
export type SideIndex = 0 | 1;

export interface Batch {
  /** `[batch, length]`, row by row. */
  readonly features: Int32Array;
  /** `[batch]` */
  readonly labels: Int32Array;
  /** `[batch]`; 0 for rows that only fill a short batch up. */
  readonly weights: Float32Array;
}

export interface TrainerOptions {
  readonly compiled: CompiledStep;
  readonly layers: Layer;
  readonly optimizer: Optimizer;
  readonly threads: number;
}

/** The optimizer's numbers of a step. */
export type Scalars = Readonly<Record<string, number>>;

/** A way to run training steps. */
export interface StepRunner {
  /** One step that reads the state's `side` and writes the other. Returns the batch's loss before it (nats). */
  run(batch: Batch, scalars: Scalars, side: SideIndex): Promise<number>;
  close(): Promise<void>;
}
