/** @file What the workbench and a worker process say to each other, and what a job and a service are. */
import type { AppError, WireError } from '../../../src-shared/platform/errors.ts';

/** The worker's end of a job. */
export interface JobPort<Update, Feed = never> {
  /** Hands an update to the workbench; resolves when it has been taken, so that a fast worker waits for a slow disk. */
  emit(update: Update): Promise<void>;
  /**
   * Hands over one of many large updates; resolves when it has left this process and the one before was taken. So the
   * workbench takes one while the next is made: what has not left waits as long as this process computes.
   */
  stream(update: Update): Promise<void>;
  /** How far the job is: `total` is null while it is not known. Cheap; sent at most 10 times a second. */
  progress(done: number, total: number | null): void;
  /** What the workbench sends in, batch by batch (the `feed` of the request), with back-pressure. */
  receive(): AsyncIterable<Feed>;
  /**
   * Does a part of the work that has a budget of its own: where it is not done in time the process is ended, and the job
   * with `problem`. Native code that never returns blocks this process, but not the watch on it.
   */
  within<T>(
    part: { readonly seconds: number; readonly problem: AppError },
    work: () => Promise<T>,
  ): Promise<T>;
  /** Aborted when the job is to stop soon and cleanly; the process is killed if it does not. */
  readonly signal: AbortSignal;
  /** An empty folder of this job's own, on the workspace's filesystem; removed when the process has ended. */
  readonly scratch: string;
}

/** A job: a function that runs in a worker process. Specs, updates and results cross by structured clone. */
export type JobFunction<Spec, Update, Result, Feed = never> = (
  spec: Spec,
  port: JobPort<Update, Feed>,
) => Promise<Result>;

/** The worker's end of a service: a process that stays and answers. */
export interface ServicePort {
  readonly scratch: string;
}

export interface ServiceHandler<Request, Response> {
  /** Answers one request. Calls may overlap; a handler that computes synchronously answers them in order. */
  call(request: Request): Promise<Response>;
  /** Lets go of what is held; the process exits after it. */
  close?(): Promise<void>;
}

/** A service: prepares itself from its spec, then answers. */
export type ServiceFunction<Spec, Request, Response> = (
  spec: Spec,
  port: ServicePort,
) => Promise<ServiceHandler<Request, Response>>;

/** Workbench to worker. */
export type ToWorker =
  | { readonly type: 'start'; readonly job: string; readonly spec: unknown; readonly scratch: string }
  | { readonly type: 'open'; readonly service: string; readonly spec: unknown; readonly scratch: string }
  | { readonly type: 'feed'; readonly batch: unknown }
  | { readonly type: 'feedEnd' }
  | { readonly type: 'taken'; readonly update: number }
  | { readonly type: 'call'; readonly call: number; readonly request: unknown }
  | { readonly type: 'stop' };

/** Worker to workbench. Every message is a sign of life. */
export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'beat'; readonly residentBytes: number }
  | { readonly type: 'fed' }
  /** A part of the work that has to be done in time begins; null when it is done. */
  | {
      readonly type: 'within';
      readonly part: { readonly seconds: number; readonly problem: WireError } | null;
    }
  | { readonly type: 'update'; readonly update: number; readonly value: unknown }
  | { readonly type: 'progress'; readonly done: number; readonly total: number | null }
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly error: WireError; readonly detail: string }
  | { readonly type: 'opened' }
  | { readonly type: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly type: 'refused'; readonly call: number; readonly error: WireError; readonly detail: string };
