/** @file The event hub: rooms emit, clients follow, and one who lost the line resumes where it was. */
import { withEventMeta } from '@orpc/server';
import type { WorkbenchEvent } from '../../../src-shared/contract.ts';
import type { Emit } from '../../../src-shared/platform/events.ts';

/** How many events back a client may resume. */
const KEPT = 4096;

interface Numbered {
  readonly id: number;
  readonly event: WorkbenchEvent;
}

export interface EventHub {
  readonly emit: Emit;
  /**
   * Every event after `lastEventId`, then new ones as they come, until `signal` aborts. Begins with `reset` when there
   * is no place to resume from.
   */
  follow(
    lastEventId: string | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<WorkbenchEvent, void>;
}

export function createEventHub(): EventHub {
  // Ids carry the hub's birth, so that an id from before a restart is never taken for one of ours.
  const epoch = Date.now().toString(36);
  const kept: Numbered[] = [];
  const wakers = new Set<() => void>();
  let last = 0;

  function emit(event: WorkbenchEvent): void {
    kept.push({ id: ++last, event });
    if (kept.length > KEPT) kept.splice(0, kept.length - KEPT);
    for (const wake of wakers) wake();
  }

  function resumePoint(lastEventId: string | undefined): number | null {
    const [from, id] = (lastEventId ?? '').split('-');
    const oldest = kept[0]?.id ?? last + 1;
    return from === epoch && Number(id) >= oldest - 1 ? Number(id) : null;
  }

  /** The first event after an id, if it has come. */
  function after(id: number): Numbered | undefined {
    const oldest = kept[0]?.id ?? last + 1;
    return kept[Math.max(0, id + 1 - oldest)];
  }

  async function* follow(
    lastEventId: string | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<WorkbenchEvent, void> {
    const resume = resumePoint(lastEventId);
    let seen = resume ?? last;
    if (resume === null) yield withEventMeta({ type: 'reset' }, { id: `${epoch}-${seen}` });
    while (!signal?.aborted) {
      const next = after(seen);
      if (next === undefined) {
        await nextEvent(signal);
        continue;
      }
      seen = next.id;
      yield withEventMeta({ ...next.event }, { id: `${epoch}-${next.id}` });
    }
  }

  function nextEvent(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        wakers.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      wakers.add(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  return { emit, follow };
}
