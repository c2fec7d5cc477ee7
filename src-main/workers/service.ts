/** @file One service: a worker process that stays and answers calls. */
import { AppError } from '../../src-shared/errors.ts';
import type { FromWorker } from './protocol.ts';
import { startProcess, type ProcessOptions } from './process.ts';
import { named, uncloneable } from './task.ts';

export interface ServiceOptions extends Omit<ProcessOptions, 'onMessage' | 'deadlineSeconds'> {
  readonly service: string;
  readonly spec: unknown;
  /** Told once, when the process is gone: null when it was closed. */
  readonly onExit: (error: AppError | null) => void;
}

/** A service that is open. */
export interface Service<Request, Response> {
  /**
   * Asks and waits for the answer. Rejects with what the handler threw, `workers.deadline` when the answer does not
   * come in time (the service lives on), or the reason the process ended for.
   */
  call(request: Request, options?: { deadlineSeconds?: number }): Promise<Response>;
  /** Ends it; calls still waiting reject with `house.cancelled`. */
  close(): Promise<void>;
  readonly pid: number | undefined;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: AppError): void;
}

const CLOSE_SECONDS = 2;

/** Starts a worker process, opens a service in it, and resolves when it can be called. */
export async function openService<Request, Response>(
  options: ServiceOptions,
): Promise<Service<Request, Response>> {
  const waiting = new Map<number, Waiting>();
  const opened = Promise.withResolvers<void>();
  let failed: AppError | null = null;
  let closing = false;
  let calls = 0;

  const hear = (message: FromWorker) => {
    if (message.type === 'ready') begin();
    else if (message.type === 'opened') opened.resolve();
    else if (message.type === 'answer') settle(message.call)?.resolve(message.value);
    else if (message.type === 'refused') settle(message.call)?.reject(named(message, options.name));
    else if (message.type === 'failed') {
      failed ??= named(message, options.name);
      worker.expectExit();
    }
  };
  const begin = () => {
    try {
      worker.send({ type: 'open', service: options.service, spec: options.spec, scratch: options.scratch });
    } catch (error) {
      worker.kill(uncloneable(options.name, error));
    }
  };
  const settle = (call: number) => {
    const one = waiting.get(call);
    waiting.delete(call);
    return one;
  };
  const cancelled = () => new AppError('house.cancelled', { what: options.name });

  const worker = startProcess({ ...options, deadlineSeconds: undefined, onMessage: hear });
  const gone = worker.ended.then((reason) => {
    const error = closing ? cancelled() : (failed ?? reason);
    opened.reject(error);
    for (const call of [...waiting.keys()]) settle(call)?.reject(error);
    failed = error;
    return error;
  });
  await opened.promise.catch(async (error: unknown) => {
    await gone;
    throw error;
  });
  void gone.then((error) => options.onExit(closing ? null : error));

  return {
    pid: worker.pid,
    call(request, { deadlineSeconds } = {}) {
      return new Promise((resolve, reject) => {
        if (failed) return reject(failed);
        const call = calls++;
        const late =
          deadlineSeconds === undefined
            ? undefined
            : setTimeout(() => {
                settle(call)?.reject(
                  new AppError('workers.deadline', { job: options.name, seconds: deadlineSeconds }),
                );
              }, deadlineSeconds * 1000);
        waiting.set(call, {
          resolve(value) {
            clearTimeout(late);
            resolve(value as Response);
          },
          reject(error) {
            clearTimeout(late);
            reject(error);
          },
        });
        try {
          worker.send({ type: 'call', call, request });
        } catch (error) {
          settle(call)?.reject(uncloneable(options.name, error));
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
