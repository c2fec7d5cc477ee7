import { expect, it } from 'vitest';
import type { Client, QueueItem } from '../../../src-shared/contract.ts';
import { NO_LABEL_COUNTS } from '../../../src-shared/labeling/counts.ts';
import type { AnnotationTask } from '../../../src-shared/labeling/tasks/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import { Outbox } from '../outbox.svelte.ts';
import { TaskSession } from './session.svelte.ts';

const itemOf = (position: number): QueueItem => ({
  id: `item-${position}`,
  text: `text ${position}`,
  position,
  value: null,
  split: null,
  image: null,
  metadata: {},
  answeredBy: null,
  answeredAt: null,
  label: null,
  labeledBy: null,
  skipped: false,
  flagged: false,
  note: null,
});

/** The part of the contract the session speaks, over three items that wait; the room itself is tested where it is. */
const labeling: Partial<Client['labeling']> = {
  task: () => Promise.resolve({} as AnnotationTask),
  schema: () => Promise.resolve([]),
  progress: () => Promise.resolve({ ...NO_LABEL_COUNTS, total: 3, mine: 0, perMinute: 0 }),
  queue: () => Promise.resolve({ items: [0, 1, 2].map(itemOf), left: 3 }),
  given: () => Promise.resolve({ given: [], undone: [] }),
};

it('counts an item as waiting again when its answer was refused', async () => {
  const outbox = new Outbox({
    annotate: () => new Promise(() => {}),
    store: { load: () => Promise.resolve([]), put: () => Promise.resolve(), remove: () => Promise.resolve() },
    painted: () => Promise.resolve(),
    pause: () => Promise.resolve(),
  });
  await outbox.open('Ann');
  const client = { labeling } as Client;
  const session = new TaskSession({ client, outbox, task: 'topics', queue: 'unlabeled', author: 'Ann' });
  await session.open();
  expect(session.left).toBe(3);
  session.save({ labels: ['ads', 'work', 'other'] });
  expect([session.left, session.item?.id]).toEqual([2, 'item-1']);
  const error = new AppError('labeling.labelCount', { count: 3, least: 0, most: 2 });
  session.refuse({ unsaved: outbox.unsaved[0]!, error });
  expect([session.left, session.item?.id]).toEqual([3, 'item-0']);
});

/** A session over the three items, of which `found` hold the words that were asked for. */
async function openedOn(queue: 'labeled' | 'unlabeled', found = false) {
  const outbox = new Outbox({
    annotate: () => new Promise(() => {}),
    store: { load: () => Promise.resolve([]), put: () => Promise.resolve(), remove: () => Promise.resolve() },
    painted: () => Promise.resolve(),
    pause: () => Promise.resolve(),
  });
  await outbox.open('Ann');
  const datasets = { samples: () => Promise.resolve({ items: [0, 1, 2].map(itemOf), total: 3, next: null }) };
  const client = { labeling, datasets } as unknown as Client;
  const words = found ? { found: { dataset: 'data', words: 'text' } } : {};
  const session = new TaskSession({ client, outbox, task: 'topics', queue, author: 'Ann', ...words });
  await session.open();
  return session;
}

it('counts those after the present item where answered ones stay in the queue', async () => {
  const session = await openedOn('labeled');
  const left = [session.left];
  session.forward();
  left.push(session.left);
  session.save({ labels: ['ads'] });
  left.push(session.left);
  session.back();
  left.push(session.left);
  expect(left).toEqual([3, 2, 1, 2]);
});

it('goes back to the first of the items that were answered at once when that is taken back', async () => {
  const session = await openedOn('unlabeled', true);
  session.giveAll({ labels: ['ads'] });
  expect([session.item, session.left]).toEqual([undefined, 0]);
  await session.undo();
  expect([session.item?.id, session.left]).toEqual(['item-0', 3]);
  await session.redo();
  expect(session.left).toBe(0);
});
