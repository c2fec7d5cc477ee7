/** @file Work of the workbench itself that is shown as a job: it goes on in slices, and can be cancelled between them. */
import { setImmediate } from 'node:timers/promises';
import { AppError, toAppError } from '../../../src-shared/platform/errors.ts';
import type { Task } from './task.ts';

/** What sliced work is given. */
export interface SlicePort {
  progress(done: number, total: number | null): void;
  /** Lets others run between two slices. @throws AppError `house.cancelled` when the job was cancelled */
  yieldToEventLoop(): Promise<void>;
}

export type SlicedWork = (port: SlicePort) => Promise<void>;

/** Starts the work after this turn of the event loop. @param ended told once, before the result settles */
export function startHere(
  { id, title, progress }: { id: string; title: string; progress: SlicePort['progress'] },
  work: SlicedWork,
  ended: (how: 'done' | AppError) => void,
): Task<void> {
  let cancelled = false;
  async function yieldToEventLoop(): Promise<void> {
    await setImmediate();
    if (cancelled) throw new AppError('house.cancelled', { what: title });
  }
  async function run(): Promise<void> {
    try {
      await yieldToEventLoop();
      await work({ progress, yieldToEventLoop });
    } catch (thrown) {
      const error = toAppError(thrown);
      ended(error);
      throw error;
    }
    ended('done');
  }
  const cancel = () => void (cancelled = true);
  return { id, result: run(), stop: cancel, cancel };
}
