/** @file One job from start to end, as the workbench sees it. */
import { AppError, toAppError, type WireError } from '../../../src-shared/platform/errors.ts';
import { saysNoMemory } from './hard-limit.ts';
import type { FromWorker } from './protocol.ts';
import { startProcess, type ProcessOptions, type WorkerProcess } from './process.ts';
import { noMemory } from './watch.ts';

/** So many batches are on their way to a worker at once. */
const FEED_WINDOW = 2;
const UNFORESEEN: ReadonlySet<string> = new Set(['workers.crashed', 'workers.failed']);

export interface TaskOptions<Spec, Update, Result, Feed> extends Omit<ProcessOptions, 'onMessage'> {
  readonly job: string;
  readonly spec: Spec;
  readonly stopSeconds: number;
  readonly onUpdate: ((update: Update) => void | Promise<void>) | undefined;
  readonly onProgress: (done: number, total: number | null) => void;
  readonly feed: AsyncIterable<Feed> | Iterable<Feed> | undefined;
  readonly finish: ((result: Result) => void | Promise<void>) | undefined;
  /** Says in other words what the end of the process means to a person. */
  readonly explain: ((error: AppError) => AppError) | undefined;
  /** Given the last words of a process that ended in a way nobody foresaw. */
  readonly log: ((message: string, cause: unknown) => void) | undefined;
  /** Runs once, after the process has gone and before the result settles. */
  readonly onEnd: (outcome: Outcome<Result>, peakBytes: number) => void;
}

export type Outcome<Result> = { readonly result: Result } | { readonly error: AppError };

/** A job under way. */
export interface Task<Result> {
  readonly id: string;
  /**
   * Settles when the process has gone and every update was taken. Rejects with the job's own AppError, or with
   * `house.cancelled`, `workers.crashed`, `workers.failed`, `workers.deadline`, `workers.stalled`, `workers.silent`,
   * `workers.outOfMemory`, `workers.noRoom`, `workers.together`.
   */
  readonly result: Promise<Result>;
  /** Asks it to end cleanly, with a result; one that does not within its grace is cancelled. */
  stop(): void;
  /** Kills it within a second. Too late once its result has arrived. */
  cancel(): void;
}

/** Starts a worker process and does one job in it. */
export function startTask<Spec, Update, Result, Feed>(
  id: string,
  options: TaskOptions<Spec, Update, Result, Feed>,
): Task<Result> {
  let outcome: Outcome<Result> | null = null;
  let refusal: AppError | null = null;
  let updates = Promise.resolve();
  let ended = false;
  let graceTimer: NodeJS.Timeout | undefined;
  const feeding = createFeeding(options.feed);

  const take = async (message: Extract<FromWorker, { type: 'update' }>) => {
    if (ended || refusal) return;
    try {
      await options.onUpdate?.(message.value as Update);
      worker.send({ type: 'taken', update: message.update });
    } catch (error) {
      refusal = toAppError(error);
      worker.kill(refusal);
    }
  };
  const hear = (message: FromWorker) => {
    switch (message.type) {
      case 'ready':
        return begin();
      case 'fed':
        return feeding.taken();
      case 'progress':
        return options.onProgress(message.done, message.total);
      case 'update':
        updates = updates.then(() => take(message));
        return;
      case 'done':
        outcome ??= { result: message.result as Result };
        return worker.expectExit();
      case 'failed':
        outcome ??= { error: named(message, options) };
        return worker.expectExit();
      case 'beat':
      case 'within':
      case 'opened':
      case 'answer':
      case 'refused':
    }
  };
  const begin = () => {
    try {
      worker.send({ type: 'start', job: options.job, spec: options.spec, scratch: options.scratch });
      feeding.start(worker);
    } catch (error) {
      worker.kill(uncloneable(options.name, error));
    }
  };
  const cancelled = () => new AppError('house.cancelled', { what: options.name });

  const worker = startProcess({ ...options, onMessage: hear });
  const settle = async (): Promise<Result> => {
    const reason = await worker.ended;
    clearTimeout(graceTimer);
    feeding.end();
    // The updates that arrived are taken, so that what the caller sees afterwards does not change any more.
    if (reason.key === 'house.cancelled') ended = true;
    await updates;
    ended = true;
    if (refusal) throw refusal as AppError;
    if (!outcome) throw reason;
    if ('error' in outcome) throw outcome.error;
    await options.finish?.(outcome.result);
    return outcome.result;
  };
  const result = settle().then(
    (value) => {
      options.onEnd({ result: value }, worker.peakBytes());
      return value;
    },
    (thrown: unknown) => {
      const known = toAppError(thrown);
      if (UNFORESEEN.has(known.key)) options.log?.(known.message, known.cause);
      const error = options.explain?.(known) ?? known;
      options.onEnd({ error }, worker.peakBytes());
      throw error;
    },
  );
  // A caller that only watches the tray need not handle it.
  result.catch(() => undefined);
  return {
    id,
    result,
    stop() {
      worker.send({ type: 'stop' });
      graceTimer ??= setTimeout(() => worker.kill(cancelled()), options.stopSeconds * 1000);
    },
    cancel: () => worker.kill(cancelled()),
  };
}

/** The failure a worker told of, with the name of its job put in; its stack is the cause, for the log. */
export function named(
  { error, detail }: { error: WireError; detail: string },
  { name, limits }: Pick<ProcessOptions, 'name' | 'limits'>,
): AppError {
  const cause = new Error(detail);
  if (error.key !== 'workers.failed') return new AppError(error.key, error.parameters, { cause });
  if (!saysNoMemory(detail)) return new AppError(error.key, { ...error.parameters, job: name }, { cause });
  const { key, parameters } = noMemory(name, limits);
  return new AppError(key, parameters, { cause });
}

/** A value that structured clone refuses, as the failure of the job it was meant for. */
export function uncloneable(name: string, error: unknown): AppError {
  const why = error instanceof Error ? error.message : String(error);
  return new AppError('workers.failed', { job: name, why }, { cause: error });
}

/** Sends batches so that at most {@link FEED_WINDOW} wait in the worker. */
function createFeeding<Feed>(feed: AsyncIterable<Feed> | Iterable<Feed> | undefined) {
  let waiting = 0;
  let over = false;
  let wake: () => void = () => undefined;
  const pump = async (worker: WorkerProcess, batches: AsyncIterable<Feed> | Iterable<Feed>) => {
    try {
      for await (const batch of batches) {
        while (waiting >= FEED_WINDOW && !over) await new Promise<void>((resolve) => (wake = resolve));
        if (over) return;
        waiting++;
        worker.send({ type: 'feed', batch });
      }
      worker.send({ type: 'feedEnd' });
    } catch (error) {
      worker.kill(toAppError(error));
    }
  };
  return {
    start(worker: WorkerProcess) {
      if (feed) void pump(worker, feed);
    },
    taken() {
      waiting--;
      wake();
    },
    end() {
      over = true;
      wake();
    },
  };
}
