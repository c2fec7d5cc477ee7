/** @file Checkpoints: all that training needs to go on as if it had never stopped, in one safetensors file. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { PlateauState, StateTensor } from '../../../graph/index.ts';
import { writeWhole } from './files.ts';
import type { GuardState } from './guard.ts';
import { readSafeTensors, writeSafeTensors, type SafeTensors } from './safetensors.ts';
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

const format = 'lathe-checkpoint-4';
/** Without a hash of its content. */
const earlier = 'lathe-checkpoint-3';

/** Writes the tensors of `shapes` with their own shapes, so that anything that reads safetensors reads the weights. */
export function writeCheckpoint(
  path: string,
  { state, progress, fitted, setting }: Checkpoint,
  shapes: readonly Pick<StateTensor, 'name' | 'shape'>[],
): Promise<void> {
  const tensors = new Map(
    shapes.map(({ name, shape }) => [name, { shape, data: state.get(name) ?? new Float32Array() }]),
  );
  const facts = { format, progress: JSON.stringify(progress), fitted, setting };
  const metadata = { ...facts, sha256: hashOf({ tensors, metadata: facts }) };
  return writeWhole(path, writeSafeTensors({ tensors, metadata }));
}

/** Of all that is gone on from, in the order of the file. */
function hashOf({ tensors, metadata }: SafeTensors): string {
  const { format: of, progress, fitted, setting } = metadata;
  const hash = createHash('sha256').update(JSON.stringify([of, progress, fitted, setting]));
  for (const [name, { shape, data }] of tensors)
    hash
      .update(JSON.stringify([name, shape]))
      .update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest('hex');
}

/** Reads a checkpoint. Throws AppError, saying why, when it is damaged or of another kind. */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  try {
    const { tensors, metadata } = readSafeTensors(await readFile(path));
    if (metadata['format'] !== format && metadata['format'] !== earlier)
      throw new Error('it is not a checkpoint of this program');
    if (metadata['format'] === format && metadata['sha256'] !== hashOf({ tensors, metadata }))
      throw new Error('it has not the bytes it was written with');
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
