/** @file Heavy work takes turns: of each kind one job at a time computes, the others wait in the order they came. */
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { Task } from './task.ts';

interface Waiter<Result> {
  readonly id: string;
  readonly title: string;
  /** Starts the work. */
  begin(): Task<Result>;
  /** Told where it was stopped or cancelled before its turn came. */
  leave(error: AppError): void;
}

/** Turns by name. */
export function createTurns() {
  const lasts = new Map<string, Promise<void>>();
  return {
    /** Whether a job of this name would have to wait. */
    taken: (name: string): boolean => lasts.has(name),
    /** A task that begins when all that came before it have ended; at once where none is left. */
    take<Result>(name: string, waiter: Waiter<Result>): Task<Result> {
      const before = lasts.get(name);
      const task = before ? afterwards(before, waiter) : waiter.begin();
      // One that gives up lets nobody pass who still has to wait for others.
      const ended = Promise.allSettled([before, task.result]).then(() => {
        if (lasts.get(name) === ended) lasts.delete(name);
      });
      lasts.set(name, ended);
      return task;
    },
  };
}

function afterwards<Result>(
  before: Promise<void>,
  { id, title, begin, leave }: Waiter<Result>,
): Task<Result> {
  const { promise: result, resolve, reject } = Promise.withResolvers<Result>();
  let begun: Task<Result> | undefined;
  let gone = false;
  const giveUp = () => {
    if (gone) return;
    gone = true;
    const error = new AppError('house.cancelled', { what: title });
    leave(error);
    reject(error);
  };
  before
    .then(() => {
      if (gone) return;
      begun = begin();
      resolve(begun.result);
    })
    .catch(reject);
  return {
    id,
    result,
    stop: () => (begun ? begun.stop() : giveUp()),
    cancel: () => (begun ? begun.cancel() : giveUp()),
  };
}
