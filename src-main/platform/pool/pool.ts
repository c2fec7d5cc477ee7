/** @file The pool: runs jobs and services in processes of their own and keeps the list of jobs. */
import { TOGETHER_SHARE } from '../../../src-shared/platform/budgets.ts';
import type { Job } from '../../../src-shared/contract.ts';
import type { AppError } from '../../../src-shared/platform/errors.ts';
import type { Emit } from '../../../src-shared/platform/events.ts';
import { createId } from '../../../src-shared/platform/ids.ts';
import { limitsOf, usualBudget, type BudgetOf } from './budgets.ts';
import { createCrowd } from './crowd.ts';
import type { JobDefinition, ServiceDefinition } from './define.ts';
import { startHere, type SlicedWork } from './here.ts';
import { machineBytes } from './machine.ts';
import { scratchOf } from './process.ts';
import { openService, type Service } from './service.ts';
import { startTask, type Task, type TaskOptions } from './task.ts';
import { createTray, type JobTitle } from './tray.ts';
import { createTurns } from './turns.ts';
import { workerEntry } from './worker-entry.ts';

const SILENCE_SECONDS = 60;
const STOP_SECONDS = 60;

/** What a job is given, how it is shown, and the limits it runs under. */
export interface JobRequest<Spec, Update, Result, Feed = never> extends JobTitle {
  readonly spec: Spec;
  /** Not shown in the tray: short work such as a preview. */
  readonly hidden?: boolean;
  /** Takes one update; the worker may not go on before it has. What it throws ends the job. */
  readonly onUpdate?: (update: Update) => void | Promise<void>;
  /** Sent batch by batch; the worker's appetite sets the pace. */
  readonly feed?: AsyncIterable<Feed> | Iterable<Feed>;
  /** Killed after so long in all; as its budget says unless given. */
  readonly deadlineSeconds?: number | undefined;
  /** Killed after so long without a sign of life; 60 unless given. A job that computes without a pause gives none. */
  readonly silenceSeconds?: number;
  /** Killed when its resident memory is above this; as its budget says unless given. */
  readonly memoryBytes?: number | undefined;
  /** Whether the kernel keeps the limit of memory too; as its kind of work says unless given. */
  readonly hard?: boolean;
  /** How long `stop` waits for a clean end; 60 unless given. */
  readonly stopSeconds?: number;
  /** Runs in the workbench before the job counts as done: commit its rows here. What it throws fails the job. */
  readonly finish?: (result: Result) => void | Promise<void>;
  /** Waits until no other job of this name is at work, e.g. `training`; begins at once unless given. */
  readonly turn?: string;
  /** Called when its process is started: later than it was asked for where it has to wait for its turn. */
  readonly onBegin?: () => void;
  /** Whether a result is what there was when the job was asked to stop, and is shown so; never unless given. */
  readonly stopped?: (result: Result) => boolean;
  /** Says in other words what the end of the process means to a person; every error passes through. */
  readonly explain?: (error: AppError) => AppError;
  /** Told the process's peak of resident memory when it has ended. */
  readonly onPeak?: (bytes: number) => void;
}

export interface ServiceRequest<Spec> {
  readonly spec: Spec;
  readonly title: string;
  readonly memoryBytes?: number | undefined;
  readonly silenceSeconds?: number;
  /** Told once, after it was open, when its process is gone: null when it was closed. */
  readonly onExit: (error: AppError | null) => void;
}

export interface Pool {
  /** Starts a job in a process of its own. */
  run<Spec, Update, Result, Feed>(
    job: JobDefinition<Spec, Update, Result, Feed>,
    request: JobRequest<NoInfer<Spec>, NoInfer<Update>, NoInfer<Result>, NoInfer<Feed>>,
  ): Task<Result>;
  /** Does sliced work of the workbench itself as a job; what it leaves when it is cancelled is its own business. */
  here(title: JobTitle, work: SlicedWork): Task<void>;
  /** Opens a service in a process of its own; rejects with what its start threw. */
  open<Spec, Request, Response>(
    service: ServiceDefinition<Spec, Request, Response>,
    request: ServiceRequest<NoInfer<Spec>>,
  ): Promise<Service<Request, Response>>;
  /** What a kind of work may take now. */
  readonly budget: BudgetOf;
  /** The jobs under way and the last 50 that ended, newest first. */
  jobs(): Job[];
  job(id: string): Job | undefined;
  /** Cancels a running job; nothing happens when it is over or not known. */
  cancel(id: string): void;
  /** Cancels every job, closes every service, and resolves when no process is left. */
  close(): Promise<void>;
}

export interface PoolOptions {
  readonly emit: Emit;
  /** A folder on the workspace's filesystem; each worker gets one of its own inside. */
  readonly scratch: string;
  /** What each kind of work may take; as the table says of this machine unless given. */
  readonly budget?: BudgetOf;
  /** Resident memory of all workers together; a share of the machine's unless given. */
  readonly togetherBytes?: number;
  /** The module that worker processes run: Lathe's own unless given. */
  readonly entry?: URL;
  /** Takes the last words of processes that ended in a way nobody foresaw, where a log is kept. */
  readonly log?: ((message: string, cause: unknown) => void) | undefined;
}

/** A pool of worker processes. */
export function createPool(options: PoolOptions): Pool {
  const { scratch, budget = usualBudget, entry = workerEntry() } = options;
  const crowd = createCrowd(options.togetherBytes ?? machineBytes() * TOGETHER_SHARE);
  const tray = createTray(options.emit);
  const tasks = new Map<string, Task<unknown>>();
  const turns = createTurns();
  const services = new Set<Service<never, unknown>>();
  const surroundings = (id: string, name: string, silenceSeconds = SILENCE_SECONDS) => ({
    entry,
    name,
    crowd,
    silenceSeconds,
    scratch: scratchOf(scratch, id),
  });
  return {
    run<Spec, Update, Result, Feed>(
      job: JobDefinition<Spec, Update, Result, Feed>,
      request: JobRequest<NoInfer<Spec>, NoInfer<Update>, NoInfer<Result>, NoInfer<Feed>>,
    ) {
      const id = createId('job');
      const { turn } = request;
      const shown = request.hidden ? null : tray.add(id, request, turn !== undefined && turns.taken(turn));
      const work: TaskOptions<Spec, Update, Result, Feed> = {
        ...surroundings(id, request.title, request.silenceSeconds),
        limits: limitsOf(job.work, budget, request),
        job: job.name,
        spec: request.spec,
        stopSeconds: request.stopSeconds ?? STOP_SECONDS,
        onUpdate: request.onUpdate,
        onProgress: (done, total) => shown?.progress(done, total),
        feed: request.feed,
        finish: request.finish,
        log: options.log,
        explain: request.explain,
        onEnd(outcome, peakBytes) {
          tasks.delete(id);
          const stopped = 'result' in outcome && request.stopped?.(outcome.result);
          shown?.end('error' in outcome ? outcome.error : stopped ? 'stopped' : 'done');
          request.onPeak?.(peakBytes);
        },
      };
      const begin = () => {
        shown?.begin();
        request.onBegin?.();
        return startTask(id, work);
      };
      const leave = (error: AppError) => {
        tasks.delete(id);
        shown?.end(error);
      };
      const task =
        turn === undefined ? begin() : turns.take(turn, { id, title: request.title, begin, leave });
      tasks.set(id, task);
      return task;
    },
    here(title, work) {
      const id = createId('job');
      const shown = tray.add(id, title, false);
      const task = startHere({ id, title: title.title, progress: shown.progress }, work, (how) => {
        tasks.delete(id);
        shown.end(how);
      });
      tasks.set(id, task);
      return task;
    },
    async open<Spec, Request, Response>(
      { name, work }: ServiceDefinition<Spec, Request, Response>,
      request: ServiceRequest<NoInfer<Spec>>,
    ) {
      const service = await openService<Request, Response>({
        ...surroundings(createId('service'), request.title, request.silenceSeconds),
        limits: limitsOf(work, budget, request),
        service: name,
        spec: request.spec,
        onExit(error) {
          services.delete(service);
          request.onExit(error);
        },
      });
      services.add(service);
      return service;
    },
    budget,
    jobs: tray.jobs,
    job: tray.job,
    cancel: (id) => tasks.get(id)?.cancel(),
    async close() {
      const running = [...tasks.values()];
      for (const task of running) task.cancel();
      await Promise.allSettled([
        ...running.map(({ result }) => result),
        ...[...services].map((service) => service.close()),
      ]);
    },
  };
}
