/** @file The checkpoints of a training: the last, the best, and the good one that the guard goes back to. */
import { join } from 'node:path';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { readCheckpoint, writeCheckpoint, type Checkpoint, type Progress } from './checkpoint.ts';
import type { State, Trainer } from './trainer.ts';

export function bestPath(directory: string): string {
  return join(directory, 'best.safetensors');
}

export function lastPath(directory: string): string {
  return join(directory, 'last.safetensors');
}

export function goodPath(directory: string): string {
  return join(directory, 'good.safetensors');
}

/** A state that no step changes any more, and where training stood with it. */
export type Snapshot = Pick<Checkpoint, 'state' | 'progress'>;

export function snapshotOf(trainer: Trainer, progress: Progress): Snapshot {
  const state: State = new Map(Array.from(trainer.state, ([name, data]) => [name, data.slice()]));
  return { state, progress };
}

export interface SavepointsOptions {
  readonly directory: string;
  readonly fixed: Pick<Checkpoint, 'fitted' | 'setting'>;
  /** What the checkpoints are of: its tensors tell their shapes. */
  readonly tensors: Trainer['tensors'];
}

/**
 * Good and best are kept in memory and written with the last checkpoint, so that short epochs need not wait for the
 * disk. Whatever moment a crash picks, `last` on disk is its own good checkpoint or `good` on disk is the one it means.
 */
export class Savepoints {
  readonly #options: SavepointsOptions;
  #good: Snapshot;
  #goodWritten: boolean;
  #best: Snapshot | undefined;

  private constructor(options: SavepointsOptions, good: Snapshot, goodWritten: boolean) {
    this.#options = options;
    this.#good = good;
    this.#goodWritten = goodWritten;
  }

  /** `start`: where training begins. Throws AppError `training.badCheckpoint` when its good checkpoint is missing. */
  static async open(options: SavepointsOptions, start: Snapshot): Promise<Savepoints> {
    if (start.progress.good === start.progress.step) return new Savepoints(options, start, false);
    const good = await readCheckpoint(goodPath(options.directory));
    if (good.setting !== options.fixed.setting || good.progress.step !== start.progress.good)
      throw new AppError('training.badCheckpoint', { why: 'its good.safetensors is of another training' });
    return new Savepoints(options, good, true);
  }

  get good(): Snapshot {
    return this.#good;
  }

  keepGood(snapshot: Snapshot): void {
    this.#good = snapshot;
    this.#goodWritten = false;
  }

  keepBest(snapshot: Snapshot): void {
    this.#best = snapshot;
  }

  /** Writes what is not on the disk yet, `last` at the end. Returns the best checkpoint where it was written. */
  async write(last: Snapshot): Promise<Snapshot | undefined> {
    const { directory } = this.#options;
    const best = this.#best;
    if (best) await this.#write(bestPath(directory), best);
    this.#best = undefined;
    if (!this.#goodWritten && this.#good.progress.step !== last.progress.step) {
      await this.#write(lastPath(directory), this.#good);
      await this.#write(goodPath(directory), this.#good);
      this.#goodWritten = true;
    }
    await this.#write(lastPath(directory), last);
    return best;
  }

  #write(path: string, snapshot: Snapshot): Promise<void> {
    const { fixed, tensors } = this.#options;
    return writeCheckpoint(path, { ...fixed, ...snapshot }, tensors);
  }
}
