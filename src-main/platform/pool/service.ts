/** @file One service: a worker process that stays and answers calls. */
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { FromWorker } from './protocol.ts';
import { startProcess, type ProcessOptions, type WorkerProcess } from './process.ts';
import { named, uncloneable } from './task.ts';

export interface ServiceOptions extends Omit<ProcessOptions, 'onMessage'> {
  readonly service: string;
  readonly spec: unknown;
  /** Told once, when the process is gone: null when it was closed. */
  readonly onExit: (error: AppError | null) => void;
}

/** How long one call may take once the worker has come to it, and the name of the budget that says so. */
export interface CallOptions {
  readonly deadlineSeconds?: number | null;
  readonly work?: string;
}

/** A service that is open. */
export interface Service<Request, Response> {
  /**
   * Asks and waits for the answer. Rejects with what the handler threw, or the reason the process ended for.
   *
   * A call that does not come to its end in time is `workers.deadline`, and the process is ended: native code that runs
   * on and on lets nobody else through. The calls behind it were not at fault: they are `workers.interrupted`.
   */
  call(request: Request, options?: CallOptions): Promise<Response>;
  /** Ends it; calls still waiting reject with `house.cancelled`. */
  close(): Promise<void>;
  readonly pid: number | undefined;
}

const CLOSE_SECONDS = 2;

/** Starts a worker process, opens a service in it, and resolves when it can be called. */
export async function openService<Request, Response>(
  options: ServiceOptions,
): Promise<Service<Request, Response>> {
  const { name, limits } = options;
  const opened = Promise.withResolvers<void>();
  const line = createLine((call) =>
    worker.kill(
      new AppError('workers.deadline', {
        job: name,
        seconds: call.seconds ?? 0,
        work: call.work,
      }),
    ),
  );
  let failed: AppError | null = null;
  let closing = false;

  const hear = (message: FromWorker) => {
    if (message.type === 'ready') begin();
    else if (message.type === 'opened') opened.resolve();
    else if (message.type === 'answer') line.leave(message.call)?.resolve(message.value);
    else if (message.type === 'refused') line.leave(message.call)?.reject(named(message, options));
    else if (message.type === 'failed') {
      failed ??= named(message, options);
      worker.expectExit();
    }
  };
  const begin = () => {
    try {
      worker.send({ type: 'open', service: options.service, spec: options.spec, scratch: options.scratch });
    } catch (error) {
      worker.kill(uncloneable(name, error));
    }
  };
  const cancelled = () => new AppError('house.cancelled', { what: name });

  // Its seconds are those it may take to open; once open it stays.
  const worker = startProcess({ ...options, limits: { ...limits, seconds: undefined }, onMessage: hear });
  const late = openingTimer(options, worker);
  const gone = worker.ended.then((reason) => {
    const error = closing ? cancelled() : (failed ?? reason);
    opened.reject(error);
    line.end(error, closing ? error : new AppError('workers.interrupted', { job: name }));
    failed = error;
    return error;
  });
  await opened.promise
    .catch(async (error: unknown) => {
      await gone;
      throw error;
    })
    .finally(() => clearTimeout(late));
  void gone.then((error) => options.onExit(closing ? null : error));

  return {
    pid: worker.pid,
    call(request, { deadlineSeconds = null, work = limits.work } = {}) {
      return new Promise((resolve, reject) => {
        if (failed) return reject(failed);
        const call = line.join({
          seconds: deadlineSeconds,
          work,
          reject,
          resolve: (value) => resolve(value as Response),
        });
        try {
          worker.send({ type: 'call', call, request });
        } catch (error) {
          line.leave(call)?.reject(uncloneable(name, error));
        }
      });
    },
    async close() {
      closing = true;
      worker.send({ type: 'stop' });
      const timer = setTimeout(() => worker.kill(cancelled()), CLOSE_SECONDS * 1000);
      await gone;
      clearTimeout(timer);
    },
  };
}

function openingTimer({ name, limits }: ServiceOptions, worker: WorkerProcess): NodeJS.Timeout | undefined {
  const { seconds, work } = limits;
  if (seconds === undefined) return undefined;
  const late = () => worker.kill(new AppError('workers.deadline', { job: name, seconds, work }));
  return setTimeout(late, Math.min(seconds * 1000, MOST_MS));
}

/** What a timer can wait. */
const MOST_MS = 2 ** 31 - 1;

interface Waiting {
  readonly seconds: number | null;
  readonly work: string;
  resolve(value: unknown): void;
  reject(error: AppError): void;
}

/**
 * The calls that wait for their answers, in the order they came. Only the first has its time measured: those behind it
 * have not been come to yet.
 */
function createLine(onLate: (call: Waiting) => void) {
  const waiting = new Map<number, Waiting>();
  let calls = 0;
  let timed = -1;
  let timer: NodeJS.Timeout | undefined;

  function measure(): void {
    const [first] = waiting;
    if (first?.[0] === timed) return;
    clearTimeout(timer);
    timed = first?.[0] ?? -1;
    const seconds = first?.[1].seconds ?? null;
    if (!first || seconds === null) return;
    timer = setTimeout(() => onLate(first[1]), Math.min(seconds * 1000, MOST_MS));
  }

  return {
    /** @returns the number of the call */
    join(one: Waiting): number {
      waiting.set(calls, one);
      measure();
      return calls++;
    },
    leave(call: number): Waiting | undefined {
      const one = waiting.get(call);
      waiting.delete(call);
      measure();
      return one;
    },
    /** The process is gone: the first call has to hear of it, the others were behind it. */
    end(first: AppError, behind: AppError): void {
      const all = [...waiting.values()];
      waiting.clear();
      measure();
      for (const [place, one] of all.entries()) one.reject(place === 0 ? first : behind);
    },
  };
}
