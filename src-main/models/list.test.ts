import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Models } from './index.ts';
import { ModelsRoom } from './room.fixture.ts';

let room: ModelsRoom;

beforeEach(() => {
  room = new ModelsRoom();
});
afterEach(() => room.close());

function register(name: string, run: string | null = null) {
  const [blob, weightsSha256] = [{ sha256: 'b'.repeat(64), bytes: 1 }, 'a'.repeat(64)];
  const made = { labels: [], language: 'en', task: 'classify', kind: 'text' } as const;
  return room.models.register({ ...made, run, name, blob, weightsSha256, summary: {} });
}

it('models come by the page, the newest first, or by name', () => {
  for (const name of ['spam 10', 'Spam 2', 'ham']) register(name);
  expect(room.models.list({ limit: 2 })).toMatchObject({
    items: [{ number: 3 }, { number: 2 }],
    total: 3,
    next: 2,
  });
  const byName = room.models.list({ sort: { column: 'name', descending: false } });
  expect(byName.items.map(({ name }) => name)).toEqual(['ham', 'Spam 2', 'spam 10']);
});

it('models are found by id, whole name, run and number', () => {
  const run = room.tracking.open({
    recipe: 'mlp',
    version: 'v-1',
    versionName: 'iris v1',
    parameters: {},
    startedBy: 'ada',
  });
  const first = register('100%', run.id);
  const second = register('100% sure');
  const found = (asked: Parameters<Models['list']>[0]) =>
    room.models.list(asked).items.map(({ number }) => number);
  expect(found({ filters: { named: '100%' } })).toEqual([1]);
  expect(found({ filters: { named: second.id } })).toEqual([2]);
  expect(found({ filters: { run: run.id } })).toEqual([1]);
  expect(found({ filters: { after: first.number } })).toEqual([2]);
  expect(found({ search: '% SURE' })).toEqual([2]);
  expect(found({ search: '#1' })).toEqual([1]);
});
