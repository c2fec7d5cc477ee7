/** @file What the workbench and a worker process say to each other, and what a job is. */
import type { WireError } from '../../src-shared/errors.ts';

/** The worker's end of a job. */
export interface JobPort<Update, Feed = never> {
  /** Hands an update to the workbench; resolves when it has been taken, so that a fast worker waits for a slow disk. */
  emit(update: Update): Promise<void>;
  /** How far the job is: `total` is null while it is not known. Cheap; sent at most 10 times a second. */
  progress(done: number, total: number | null): void;
  /** What the workbench sends in, batch by batch (the `feed` of {@link JobRequest}). */
  receive(): AsyncIterable<Feed>;
  /** Aborted when the job is to stop soon and cleanly; the process is killed if it does not. */
  readonly signal: AbortSignal;
}

/** A job: a function that runs in a worker process. Specs, updates and results cross by structured clone. */
export type JobFunction<Spec, Update, Result, Feed = never> = (
  spec: Spec,
  port: JobPort<Update, Feed>,
) => Promise<Result>;

/** Workbench to worker. */
export type ToWorker =
  | { readonly type: 'start'; readonly job: string; readonly spec: unknown }
  | { readonly type: 'feed'; readonly batch: unknown }
  | { readonly type: 'feedEnd' }
  | { readonly type: 'taken'; readonly update: number }
  | { readonly type: 'stop' };

/** Worker to workbench. Every message is a sign of life. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'beat'; readonly residentBytes: number }
  | { readonly type: 'fed' }
  | { readonly type: 'update'; readonly update: number; readonly value: unknown }
  | { readonly type: 'progress'; readonly done: number; readonly total: number | null }
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly error: WireError; readonly detail: string };
