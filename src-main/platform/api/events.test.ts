import { getEventMeta } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import type { WorkbenchEvent } from '../../../src-shared/contract.ts';
import { createEventHub, type EventHub } from './events.ts';

const changed = (id: number): WorkbenchEvent => ({ type: 'changed', what: 'runs', id: String(id) });

/** The next `count` events that a client which last saw `lastEventId` gets, as ids of runs, and where it then stands. */
async function take(
  hub: EventHub,
  count: number,
  lastEventId?: string,
): Promise<{ seen: string[]; lastEventId: string | undefined }> {
  const leave = new AbortController();
  const seen: string[] = [];
  let last = lastEventId;
  for await (const event of hub.follow(lastEventId, leave.signal)) {
    seen.push(event.type === 'changed' ? event.id : event.type);
    last = getEventMeta(event)?.id;
    if (seen.length === count) leave.abort();
  }
  return { seen, lastEventId: last };
}

describe('following events', () => {
  it('begins with a reset, then brings what comes, in order', async () => {
    const hub = createEventHub();
    hub.emit(changed(0));
    const taken = take(hub, 3);
    await Promise.resolve();
    hub.emit(changed(1));
    hub.emit(changed(2));
    expect((await taken).seen).toEqual(['reset', '1', '2']);
  });

  it('resumes after the last event it saw, missing none and repeating none', async () => {
    const hub = createEventHub();
    const first = take(hub, 2);
    await Promise.resolve();
    for (let i = 1; i <= 3; i++) hub.emit(changed(i));
    const { seen, lastEventId } = await first;
    expect(seen).toEqual(['reset', '1']);
    expect((await take(hub, 2, lastEventId)).seen).toEqual(['2', '3']);
  });

  it('starts over when what it missed is no longer kept, or was another workbench’s', async () => {
    const hub = createEventHub();
    const { lastEventId } = await take(hub, 1);
    for (let i = 0; i < 5000; i++) hub.emit(changed(i));
    expect((await take(hub, 1, lastEventId)).seen).toEqual(['reset']);
    expect((await take(hub, 1, 'elsewhere-4999')).seen).toEqual(['reset']);
    expect((await take(hub, 1, 'nonsense')).seen).toEqual(['reset']);
  });

  it('gives the same event to every client', async () => {
    const hub = createEventHub();
    const all = [take(hub, 2), take(hub, 2)];
    await Promise.resolve();
    hub.emit(changed(7));
    expect((await Promise.all(all)).map(({ seen }) => seen)).toEqual([
      ['reset', '7'],
      ['reset', '7'],
    ]);
  });
});
