/** @file A queue for work in slices. */
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Background } from './types.ts';

export function createBackground(): Background {
  let last: Promise<void> = Promise.resolve();
  let closing = false;
  async function yieldToEventLoop(): Promise<void> {
    await setImmediate();
    if (closing) throw new AppError('house.cancelled', { what: 'lathe' });
  }
  return {
    yieldToEventLoop,
    queue(work) {
      const mine = last.then(yieldToEventLoop).then(work);
      last = mine.catch((error: unknown) => {
        if (!closing) console.error(error);
      });
      return mine;
    },
    async idle() {
      for (let seen; seen !== last;) {
        seen = last;
        await seen;
      }
    },
    async close() {
      closing = true;
      await last;
    },
  };
}
