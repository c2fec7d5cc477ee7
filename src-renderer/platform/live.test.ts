import { withEventMeta } from '@orpc/client';
import { expect, test } from 'vitest';
import type { Client, WorkbenchEvent } from '../../src-shared/contract.ts';
import { Live } from './live.svelte.ts';

const changed = (id: string): WorkbenchEvent => ({ type: 'changed', what: 'runs', id });

/** A client whose event stream breaks after each of these parts. */
function breaking(parts: readonly (readonly [id: string, event: WorkbenchEvent])[][]) {
  const askedAfter: (string | undefined)[] = [];
  const events = async function* (_: undefined, { lastEventId }: { lastEventId?: string }) {
    askedAfter.push(lastEventId);
    for (const [id, event] of parts[askedAfter.length - 1] ?? []) yield withEventMeta(event, { id });
    throw new TypeError('connection lost');
  };
  const client = { events: async (...input: Parameters<typeof events>) => events(...input) };
  return { client: client as unknown as Client, askedAfter };
}

test('a broken stream resumes after the last event that was seen', async () => {
  const { client, askedAfter } = breaking([
    [
      ['e-1', changed('a')],
      ['e-2', changed('b')],
    ],
    [['e-3', changed('c')]],
  ]);
  const live = new Live(client);
  const closing = new AbortController();
  const seen: string[] = [];
  live.on('changed', ({ id }) => {
    seen.push(id);
    if (id === 'c') closing.abort();
  });
  await live.follow(closing.signal);
  expect(seen).toEqual(['a', 'b', 'c']);
  expect(askedAfter).toEqual([undefined, 'e-2']);
});

test('who stopped listening hears nothing more', async () => {
  const { client } = breaking([[['e-1', changed('a')], ['e-2', changed('b')]]]); // prettier-ignore
  const live = new Live(client);
  const closing = new AbortController();
  const seen: string[] = [];
  const stop = live.on('changed', ({ id }) => {
    seen.push(id);
    stop();
  });
  live.on('changed', ({ id }) => id === 'b' && closing.abort());
  await live.follow(closing.signal);
  expect(seen).toEqual(['a']);
});
