/** @file Checkpoints: all that training needs to go on as if it had never stopped, in one safetensors file. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../../../src-shared/errors.ts';
import type { PlateauState, StateTensor } from '../../graph/index.ts';
import { writeWhole } from './files.ts';
import type { GuardState } from './guard.ts';
import { readSafeTensors, writeSafeTensors } from './safetensors.ts';
import type { SamplerState } from './sampler.ts';
import type { State } from './trainer.ts';

/** Where training stands besides its tensors. */
export interface Progress {
  /** Updates done. */
  readonly step: number;
  /** Batches taken; dropout's random numbers are made of their number and the seed. */
  readonly batch: number;
  /** The epoch under way, counted from 1. */
  readonly epoch: number;
  readonly sampler: SamplerState;
  /** Sum of the losses of the rows seen in this epoch, and their number. */
  readonly lossSum: number;
  readonly lossRows: number;
  /** The best epoch by the monitored metric and that metric, negated where higher is better; 0 and null before there is one. */
  readonly best: { readonly epoch: number; readonly cost: number | null };
  /** Where the schedule that waits for plateaus stands. */
  readonly plateau: PlateauState;
  readonly guard: GuardState;
  /** Updates done when the checkpoint was taken that the guard goes back to. */
  readonly good: number;
}

export interface Checkpoint {
  readonly state: State;
  readonly progress: Progress;
  /** What was learned from the training split before the first step (a vocabulary, means), as JSON. */
  readonly fitted: string;
  /** What must be the same for training to go on: parameters, labels, thread count, versions, processor. */
  readonly setting: string;
}

const format = 'lathe-checkpoint-3';

/** Writes the tensors of `shapes` with their own shapes, so that anything that reads safetensors reads the weights. */
export function writeCheckpoint(
  path: string,
  { state, progress, fitted, setting }: Checkpoint,
  shapes: readonly Pick<StateTensor, 'name' | 'shape'>[],
): Promise<void> {
  const tensors = new Map(
    shapes.map(({ name, shape }) => [name, { shape, data: state.get(name) ?? new Float32Array() }]),
  );
  const metadata = { format, progress: JSON.stringify(progress), fitted, setting };
  return writeWhole(path, writeSafeTensors({ tensors, metadata }));
}

/** Reads a checkpoint. Throws AppError, saying why, when it is damaged or of another kind. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  try {
    const { tensors, metadata } = readSafeTensors(await readFile(path));
    if (metadata['format'] !== format) throw new Error('it is not a checkpoint of this program');
    return {
      state: new Map(Array.from(tensors, ([name, { data }]) => [name, data])),
      progress: JSON.parse(metadata['progress'] ?? '') as Progress,
      fitted: metadata['fitted'] ?? '',
      setting: metadata['setting'] ?? '',
    };
  } catch (cause) {
    throw new AppError(
      'training.badCheckpoint',
      { why: cause instanceof Error ? cause.message : 'it is damaged' },
      { cause },
    );
  }
}
