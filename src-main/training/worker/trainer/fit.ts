/** @file The training loop: epochs of updates, validation, early stopping, checkpoints, and going back when it fails. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { plateauAfter, plateauStart, type PlateauOptions, type Schedule } from '../../../graph/index.ts';
import { createOwnReadings } from '../../../platform/system/own-process.ts';
import type { Augmentation } from '../programs/augmentation.ts';
import { BatchesAhead } from './ahead.ts';
import { batchBytes, type Encoded } from './batches.ts';
import type { Checkpoint, Progress } from './checkpoint.ts';
import { epochLine, resumedLine, type EpochFacts } from './epoch-line.ts';
import { evaluateSplit, type Validation } from './evaluate.ts';
import type { Monitor } from './monitor.ts';
import { Guard, allFinite, mostRewinds, type Fault } from './guard.ts';
import type { Evaluator } from './evaluators.ts';
import { runMilliseconds, stepsPerRun } from './pace.ts';
import { Sampler } from './sampler.ts';
import { Savepoints, bestPath, lastPath, snapshotOf, type Snapshot } from './savepoints.ts';
import { BatchBuffer, type BatchSource } from './source.ts';
import type { StepAt, Trainer } from './trainer.ts';
import type { FitUpdate, StepPoint } from './updates.ts';

/** The end of an epoch, before it is told whether it was the best. */
export interface EpochEnd {
  readonly epoch: number;
  readonly step: number;
  readonly trainer: Trainer;
}

export interface FitOptions {
  readonly trainer: Trainer;
  readonly train: Encoded;
  readonly validation: Encoded;
  /** A fresh evaluator for the validation split. */
  readonly evaluator: () => Evaluator;
  readonly batchSize: number;
  /** Random changes to the images to train on; a thread of its own makes them. */
  readonly augmentation?: Augmentation | undefined;
  /** Batches whose gradients make one update; the steps must be compiled for it. 1 unless given. */
  readonly accumulate?: number | undefined;
  readonly epochs: number;
  readonly learningRate: number;
  /** Factors of the learning rate for a training of so many updates; 1 throughout unless given. */
  readonly schedule?: ((steps: number) => Schedule) | undefined;
  /** Lowers the learning rate further when the monitored metric no longer gets better. */
  readonly plateau?: Omit<PlateauOptions, 'better'> | undefined;
  /** Epochs without a better monitored metric before training stops; 0 never stops early. */
  readonly patience: number;
  /** The lowest loss unless given. */
  readonly monitor?: Monitor | undefined;
  readonly seed: number;
  /** Folder of the checkpoints. */
  readonly directory: string;
  /** Seconds between checkpoints inside an epoch. */
  readonly checkpointSeconds: number;
  readonly resume: Progress | undefined;
  /** The parts of a checkpoint that do not change. */
  readonly fixed: Pick<Checkpoint, 'fitted' | 'setting'>;
  /** Called when an epoch has been validated; it may look at the trainer but change nothing. */
  readonly afterEpoch?: ((end: EpochEnd) => Promise<void>) | undefined;
  readonly emit: (update: FitUpdate) => Promise<void>;
  /** Updates done and updates in all. */
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
/** Epochs shorter than this share a checkpoint. */
const checkpointMilliseconds = 1000;
/** The good checkpoint is renewed after so many updates, and at each epoch's end: never by the clock, to be the same in each run. */
const goodUpdates = 1000;
const lowestLoss: Monitor = { metric: 'loss', better: 'lower' };

/**
 * Trains until the epochs are done, patience runs out or the signal is given. On a fault (see {@link Guard}) it goes
 * back to the last good state and on from there with half the learning rate. Throws AppError `training.diverged` when
 * that has not helped three times.
 */
export function fit(options: FitOptions): Promise<FitResult> {
  return new Fit(options).run();
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What a checkpoint holds beside sampler and guard. */
type Place = Omit<Progress, 'sampler' | 'guard' | 'good'>;

/** One training under way. */
class Fit {
  readonly #options: FitOptions;
  readonly #batches: BatchSource;
  readonly #schedule: Schedule | undefined;
  readonly #began = performance.now();
  #at: Mutable<Place>;
  #sampler: Sampler;
  #guard: Guard;
  #points: StepPoint[] = [];
  readonly #readSystem = createOwnReadings();
  #rowsSinceUpdate = 0;
  /** Of the last run; before the first, so much that it will do one step. */
  #millisecondsPerStep = Infinity;
  #lastUpdate = performance.now();
  #lastCheckpoint = performance.now();
  /** When the epoch began, or this process began with it. */
  #epochBegan = performance.now();

  constructor(options: FitOptions) {
    const { resume, train, batchSize, seed } = options;
    this.#options = options;
    this.#batches = sourceOf(options);
    this.#sampler = new Sampler({ ...train, batch: batchSize }, resume?.sampler ?? seed);
    this.#guard = new Guard(resume?.guard);
    this.#schedule = options.schedule?.(this.#steps);
    this.#at = {
      step: 0,
      batch: 0,
      epoch: 1,
      lossSum: 0,
      lossRows: 0,
      best: { epoch: 0, cost: null },
      plateau: plateauStart,
      ...resume,
    };
  }

  async run(): Promise<FitResult> {
    const { epochs, emit, signal, trainer, directory, fixed, resume } = this.#options;
    await emit({ kind: 'plan', steps: this.#steps, epochs, step: this.#at.step });
    if (resume) await emit({ kind: 'log', line: resumedLine(this.#at, epochs) });
    this.#epochBegan = performance.now();
    const start = this.#snapshot(resume?.good ?? this.#at.step);
    const savepoints = await Savepoints.open({ directory, fixed, tensors: trainer.tensors }, start);
    try {
      while (!this.#over && !signal.aborted) {
        const fault = (await this.#restOfEpoch(savepoints)) ?? (await this.#endEpoch(savepoints));
        if (fault) await this.#goBack(fault, savepoints);
      }
      await this.#checkpoint(savepoints);
    } finally {
      await this.#batches.close();
    }
    const { step, epoch, best } = this.#at;
    return {
      steps: step,
      epochs: epoch - 1,
      bestEpoch: best.epoch,
      stoppedEarly: epoch <= epochs && this.#over,
      stopped: signal.aborted && !this.#over,
    };
  }

  /** Updates of the whole training, if it is not stopped. */
  get #steps(): number {
    const { epochs, accumulate = 1 } = this.#options;
    return epochs * Math.ceil(this.#sampler.batchesPerEpoch / accumulate);
  }

  get #over(): boolean {
    const { epochs, patience } = this.#options;
    const { epoch, best } = this.#at;
    return epoch > epochs || (patience > 0 && best.epoch > 0 && epoch - 1 - best.epoch >= patience);
  }

  /** Factor of the learning rate after so many updates. */
  #factorAt(step: number): number {
    return this.#guard.factor * this.#at.plateau.factor * (this.#schedule?.(step) ?? 1);
  }

  #snapshot(good: number): Snapshot {
    const progress = { ...this.#at, sampler: this.#sampler.state(), guard: this.#guard.state(), good };
    return snapshotOf(this.#options.trainer, progress);
  }

  /** The rest of the epoch's updates, until it is asked to stop. */
  async #restOfEpoch(savepoints: Savepoints): Promise<Fault | undefined> {
    const { signal, checkpointSeconds, accumulate = 1 } = this.#options;
    while (this.#sampler.position < this.#sampler.batchesPerEpoch && !signal.aborted) {
      const update =
        accumulate > 1 ? this.#accumulated(accumulate) : this.#updates(this.#stepsOfRun(savepoints));
      const fault = (await update) ?? this.#renewGood(savepoints);
      if (fault) return fault;
      if (performance.now() - this.#lastUpdate >= updateMilliseconds) await this.#tell();
      if (performance.now() - this.#lastCheckpoint >= checkpointSeconds * 1000)
        await this.#checkpoint(savepoints);
    }
    await this.#tell(this.#at.epoch === this.#options.epochs);
    return undefined;
  }

  /** Updates from the next batches, as many as one run of the trainer should do. */
  async #updates(most: number): Promise<Fault | undefined> {
    const turn = { epoch: this.#at.epoch, batch: this.#at.batch + 1 };
    const batch = await this.#batches.next(this.#sampler, turn, most);
    const { count = 1, rows } = batch;
    const steps = Array.from({ length: count }, (_, index) => this.#stepAt(index));
    const start = performance.now();
    const losses = await this.#options.trainer.steps(batch, steps);
    this.#millisecondsPerStep = (performance.now() - start) / count;
    this.#at.batch += count;
    for (const [index, step] of steps.entries()) {
      const fault = this.#take(step, losses[index]!, rows);
      if (fault) return fault;
    }
    return undefined;
  }

  /** One update from the mean gradient of several batches. */
  async #accumulated(accumulate: number): Promise<Fault | undefined> {
    const { trainer } = this.#options;
    const at = this.#stepAt(0);
    let [lossSum, rows] = [0, 0];
    for (let count = 1; ; count++) {
      const turn = { epoch: this.#at.epoch, batch: ++this.#at.batch };
      const batch = await this.#batches.next(this.#sampler, turn, 1);
      const last = count === accumulate || !this.#sampler.peek(this.#sampler.position);
      const step = { ...at, batch: turn.batch };
      lossSum += batch.rows * (await (last ? trainer.step(batch, step) : trainer.accumulate(batch, step)));
      rows += batch.rows;
      if (last) return this.#take(at, lossSum / rows, rows);
    }
  }

  /** The update that comes after `later` others. */
  #stepAt(later: number): StepAt {
    const { step, batch } = this.#at;
    const learningRate = this.#options.learningRate * this.#factorAt(step + later);
    return { step: step + later + 1, batch: batch + later + 1, learningRate };
  }

  /** Checks an update by the mean loss of its rows, and counts it. */
  #take({ step, learningRate }: StepAt, loss: number, rows: number): Fault | undefined {
    const fault = this.#guard.check(loss);
    if (fault) return fault;
    this.#at.step = step;
    this.#at.lossSum += loss * rows;
    this.#at.lossRows += rows;
    this.#rowsSinceUpdate += rows;
    const seconds = (performance.now() - this.#began) / 1000;
    this.#points.push({ step, learningRate, epoch: this.#at.epoch, loss, seconds });
    return undefined;
  }

  /**
   * Steps of the next run. It ends where the good checkpoint is due, and in time for the next checkpoint on disk: only
   * the former must not depend on the clock.
   */
  #stepsOfRun({ good }: Savepoints): number {
    const { trainer, checkpointSeconds, train, batchSize } = this.#options;
    if (!trainer.repeats) return 1;
    const untilGood = Math.max(1, goodUpdates - (this.#at.step - good.progress.step));
    const most = Math.min(runMilliseconds, checkpointSeconds * 1000);
    return Math.min(untilGood, stepsPerRun(this.#millisecondsPerStep, batchBytes(train, batchSize), most));
  }

  /** In a long epoch, what the guard goes back to is renewed now and then. */
  #renewGood(savepoints: Savepoints): Fault | undefined {
    if (this.#at.step - savepoints.good.progress.step < goodUpdates || !this.#guard.calm) return undefined;
    if (!allFinite(this.#options.trainer.state.values())) return 'notFinite';
    savepoints.keepGood(this.#snapshot(this.#at.step));
    return undefined;
  }

  /** @param isEnd after the last step */
  async #tell(isEnd = false): Promise<void> {
    if (this.#points.length === 0) return;
    const now = performance.now();
    const samplesPerSecond = (this.#rowsSinceUpdate * 1000) / Math.max(1, now - this.#lastUpdate);
    const points = this.#points;
    this.#points = [];
    this.#rowsSinceUpdate = 0;
    this.#options.progress(this.#at.step, this.#steps);
    const system = this.#readSystem(isEnd);
    await this.#options.emit({ kind: 'steps', points, samplesPerSecond, ...(system && { system }) });
    this.#lastUpdate = performance.now();
  }

  async #endEpoch(savepoints: Savepoints): Promise<Fault | undefined> {
    const { trainer, validation: data, evaluator, batchSize, emit, afterEpoch, signal } = this.#options;
    if (signal.aborted) return undefined;
    const validation = await evaluateSplit({ trainer, data, batchSize, evaluator: evaluator() });
    if (!Number.isFinite(validation.loss) || !allFinite(trainer.state.values())) return 'notFinite';
    const { epoch, step, lossSum, lossRows } = this.#at;
    await emit({ kind: 'epoch', epoch, step, trainLoss: lossSum / lossRows, validation });
    await afterEpoch?.({ epoch, step, trainer });
    const best = this.#evaluateEpoch(validation);
    await this.#tellEpoch({ epoch, trainLoss: lossSum / lossRows, validation });
    this.#at = { ...this.#at, epoch: epoch + 1, lossSum: 0, lossRows: 0 };
    this.#sampler.restart();
    if (this.#guard.calm) savepoints.keepGood(this.#snapshot(step));
    if (best) savepoints.keepBest(savepoints.good);
    const due = Math.min(checkpointMilliseconds, 1000 * this.#options.checkpointSeconds);
    if (performance.now() - this.#lastCheckpoint >= due) await this.#checkpoint(savepoints);
    this.#lastUpdate = performance.now();
    return undefined;
  }

  /** One line of the log an epoch. */
  async #tellEpoch(ended: Pick<EpochFacts, 'epoch' | 'trainLoss' | 'validation'>): Promise<void> {
    const { epochs, monitor = lowestLoss, emit } = this.#options;
    const seconds = (performance.now() - this.#epochBegan) / 1000;
    const line = epochLine({ ...ended, epochs, seconds, monitor, best: this.#at.best });
    await emit({ kind: 'log', line });
    this.#epochBegan = performance.now();
  }

  /** Whether the epoch was the best so far. One in which the loss was running away does not count. */
  #evaluateEpoch(validation: Validation): boolean {
    const { plateau, monitor = lowestLoss } = this.#options;
    const value = validation[monitor.metric];
    if (value === undefined) throw new Error(`the validation has no metric "${monitor.metric}" to watch`);
    const { better } = monitor;
    if (plateau) this.#at.plateau = plateauAfter(this.#at.plateau, value, { ...plateau, better });
    const cost = better === 'lower' ? value : -value;
    if (!this.#guard.calm || !(cost < (this.#at.best.cost ?? Infinity))) return false;
    this.#at.best = { epoch: this.#at.epoch, cost };
    return true;
  }

  async #goBack(fault: Fault, savepoints: Savepoints): Promise<void> {
    const { trainer, train, batchSize, learningRate, emit } = this.#options;
    const [failed, rewinds] = [this.#at, this.#guard.rewinds + 1];
    const rate = learningRate * this.#factorAt(failed.step);
    await this.#tell();
    if (rewinds > mostRewinds)
      throw new AppError('training.diverged', {
        step: failed.step + 1,
        epoch: failed.epoch,
        learningRate: Number(rate.toPrecision(3)),
        times: mostRewinds,
      });
    const { state, progress } = savepoints.good;
    const { sampler, guard, good: _, ...at } = progress;
    trainer.restore(state);
    this.#at = at;
    this.#sampler = new Sampler({ ...train, batch: batchSize }, sampler);
    this.#guard = new Guard({ ...guard, rewinds });
    const { factor } = this.#guard;
    const where = `step ${failed.step + 1} of epoch ${failed.epoch}`;
    const line = `${faultWords[fault]} at ${where}: back to step ${at.step}, and on with ${factor} of the learning rate`;
    await emit({ kind: 'log', line });
    await emit({ kind: 'rewound', step: at.step, epoch: at.epoch, fault, factor });
  }

  async #checkpoint(savepoints: Savepoints): Promise<void> {
    const { emit, directory } = this.#options;
    const { good } = savepoints;
    const last = this.#snapshot(good.progress.step);
    const best = await savepoints.write(last);
    if (best) {
      // It was kept after its epoch had ended.
      const { epoch, step } = best.progress;
      await emit({ kind: 'checkpoint', which: 'best', path: bestPath(directory), epoch: epoch - 1, step });
    }
    const { epoch, step } = this.#at;
    await emit({ kind: 'checkpoint', which: 'last', path: lastPath(directory), epoch, step });
    this.#lastCheckpoint = performance.now();
  }
}

/** Copying rows is quicker than asking a thread for it; changing images is not. */
function sourceOf({ train: data, batchSize, augmentation, seed }: FitOptions): BatchSource {
  const filling = { augmentation, seed };
  return augmentation ? new BatchesAhead({ data, filling, batchSize }) : new BatchBuffer(data, filling);
}

const faultWords = {
  notFinite: 'A number was no longer finite',
  exploded: 'The loss ran away',
} as const satisfies Readonly<Record<Fault, string>>;
