/** @file The training loop: epochs of steps, validation, early stopping, checkpoints. */
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors.ts';
import { BatchBuffer, Sampler, type Encoded } from './batches.ts';
import { writeCheckpoint, type Checkpoint, type Progress } from './checkpoint.ts';
import { evaluateSplit, type Validation } from './evaluate.ts';
import type { Judge } from './judges.ts';
import type { Trainer } from './trainer.ts';

export interface StepPoint {
  readonly step: number;
  readonly epoch: number;
  /** Mean loss of the step's batch. */
  readonly loss: number;
  /** Seconds since this process began to train. */
  readonly seconds: number;
}

export type FitUpdate =
  | { readonly kind: 'plan'; readonly steps: number; readonly epochs: number; readonly step: number }
  | { readonly kind: 'steps'; readonly points: readonly StepPoint[]; readonly samplesPerSecond: number }
  | {
      readonly kind: 'epoch';
      readonly epoch: number;
      /** Steps done when the epoch ended. */
      readonly step: number;
      readonly trainLoss: number;
      readonly validation: Validation;
    }
  | {
      readonly kind: 'checkpoint';
      readonly which: 'best' | 'last';
      readonly path: string;
      readonly epoch: number;
      readonly step: number;
    }
  | { readonly kind: 'log'; readonly line: string };

export interface FitOptions {
  readonly trainer: Trainer;
  readonly train: Encoded;
  readonly validation: Encoded;
  /** A fresh judge for the validation split. */
  readonly judge: () => Judge;
  readonly batchSize: number;
  readonly epochs: number;
  readonly learningRate: number;
  /** Epochs without a better validation loss before training stops; 0 never stops early. */
  readonly patience: number;
  readonly seed: number;
  /** Folder of the checkpoints. */
  readonly directory: string;
  /** Seconds between checkpoints inside an epoch. */
  readonly checkpointSeconds: number;
  readonly resume: Progress | undefined;
  /** The parts of a checkpoint that do not change. */
  readonly fixed: Pick<Checkpoint, 'fitted' | 'setting'>;
  readonly emit: (update: FitUpdate) => Promise<void>;
  /** Steps done and steps in all. */
  readonly progress: (done: number, total: number) => void;
  readonly signal: AbortSignal;
}

export interface FitResult {
  readonly steps: number;
  /** Epochs that were finished. */
  readonly epochs: number;
  readonly bestEpoch: number;
  readonly stoppedEarly: boolean;
  /** Whether it was asked to stop before it was done. */
  readonly stopped: boolean;
}

const updateMilliseconds = 150;

export function bestPath(directory: string): string {
  return join(directory, 'best.safetensors');
}

export function lastPath(directory: string): string {
  return join(directory, 'last.safetensors');
}

/** Trains until the epochs are done, patience runs out or the signal is given. */
export function fit(options: FitOptions): Promise<FitResult> {
  return new Fit(options).run();
}

/** One training under way. Everything that a checkpoint holds is in its fields. */
class Fit {
  readonly #options: FitOptions;
  readonly #sampler: Sampler;
  readonly #batch: BatchBuffer;
  readonly #began = performance.now();
  #step: number;
  #epoch: number;
  #lossSum: number;
  #lossRows: number;
  #best: Progress['best'];
  #points: StepPoint[] = [];
  #rowsSinceUpdate = 0;
  #lastUpdate = performance.now();
  #lastCheckpoint = performance.now();

  constructor(options: FitOptions) {
    const { resume, train, batchSize, seed } = options;
    this.#options = options;
    this.#sampler = new Sampler(train.rows, batchSize, resume?.sampler ?? seed);
    this.#batch = new BatchBuffer(train);
    this.#step = resume?.step ?? 0;
    this.#epoch = resume?.epoch ?? 1;
    this.#lossSum = resume?.lossSum ?? 0;
    this.#lossRows = resume?.lossRows ?? 0;
    this.#best = resume?.best ?? { epoch: 0, loss: Number.MAX_VALUE };
  }

  async run(): Promise<FitResult> {
    const { epochs, emit, signal } = this.#options;
    await emit({ kind: 'plan', steps: this.#steps, epochs, step: this.#step });
    while (this.#epoch <= epochs && !this.#outOfPatience()) {
      if (!(await this.#restOfEpoch())) {
        await this.#checkpoint('last');
        break;
      }
      await this.#endEpoch();
    }
    return {
      steps: this.#step,
      epochs: this.#epoch - 1,
      bestEpoch: this.#best.epoch,
      stoppedEarly: this.#epoch <= epochs && this.#outOfPatience(),
      stopped: signal.aborted && this.#epoch <= epochs && !this.#outOfPatience(),
    };
  }

  /** Steps of the whole training, if it is not stopped. */
  get #steps(): number {
    return this.#options.epochs * this.#sampler.batchesPerEpoch;
  }

  #outOfPatience(): boolean {
    const { patience } = this.#options;
    return patience > 0 && this.#best.epoch > 0 && this.#epoch - 1 - this.#best.epoch >= patience;
  }

  /** The rest of the epoch's steps. False when it was asked to stop in between. */
  async #restOfEpoch(): Promise<boolean> {
    const { signal, checkpointSeconds } = this.#options;
    for (let rows = this.#sampler.next(); rows; rows = this.#sampler.next()) {
      await this.#takeStep(rows);
      if (performance.now() - this.#lastUpdate >= updateMilliseconds) await this.#tell();
      if (signal.aborted) return false;
      if (performance.now() - this.#lastCheckpoint >= checkpointSeconds * 1000)
        await this.#checkpoint('last');
    }
    await this.#tell();
    return true;
  }

  async #takeStep(rows: Uint32Array): Promise<void> {
    const { trainer, learningRate } = this.#options;
    this.#step++;
    const loss = await trainer.step(this.#batch.fill(rows), { step: this.#step, learningRate });
    if (!Number.isFinite(loss))
      throw new AppError('training.diverged', { step: this.#step, epoch: this.#epoch, learningRate });
    this.#lossSum += loss * rows.length;
    this.#lossRows += rows.length;
    this.#rowsSinceUpdate += rows.length;
    const seconds = (performance.now() - this.#began) / 1000;
    this.#points.push({ step: this.#step, epoch: this.#epoch, loss, seconds });
  }

  async #tell(): Promise<void> {
    if (this.#points.length === 0) return;
    const now = performance.now();
    const samplesPerSecond = (this.#rowsSinceUpdate * 1000) / Math.max(1, now - this.#lastUpdate);
    const points = this.#points;
    this.#points = [];
    this.#rowsSinceUpdate = 0;
    this.#options.progress(this.#step, this.#steps);
    await this.#options.emit({ kind: 'steps', points, samplesPerSecond });
    this.#lastUpdate = performance.now();
  }

  async #endEpoch(): Promise<void> {
    const { trainer, validation: data, judge, batchSize, emit } = this.#options;
    const validation = await evaluateSplit({ trainer, data, batchSize, judge: judge() });
    const trainLoss = this.#lossSum / this.#lossRows;
    await emit({ kind: 'epoch', epoch: this.#epoch, step: this.#step, trainLoss, validation });
    const better = validation.loss < this.#best.loss;
    if (better) this.#best = { epoch: this.#epoch, loss: validation.loss };
    if (better) await this.#checkpoint('best');
    this.#epoch++;
    this.#lossSum = 0;
    this.#lossRows = 0;
    this.#sampler.restart();
    this.#lastUpdate = performance.now();
    await this.#checkpoint('last');
  }

  async #checkpoint(which: 'best' | 'last'): Promise<void> {
    const { trainer, directory, fixed, emit } = this.#options;
    const path = which === 'best' ? bestPath(directory) : lastPath(directory);
    const progress = {
      step: this.#step,
      epoch: this.#epoch,
      sampler: this.#sampler.state(),
      lossSum: this.#lossSum,
      lossRows: this.#lossRows,
      best: this.#best,
    };
    await writeCheckpoint(path, { ...fixed, state: trainer.state, progress });
    await emit({ kind: 'checkpoint', which, path, epoch: this.#epoch, step: this.#step });
    this.#lastCheckpoint = performance.now();
  }
}
