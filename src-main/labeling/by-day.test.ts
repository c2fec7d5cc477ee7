import { afterEach, beforeEach, expect, it } from 'vitest';
import { countLabelsByDay } from './by-day.ts';
import { prepareQueries } from './queries.ts';
import { DATASET, Room } from './room.fixture.ts';

let room: Room;

beforeEach(() => {
  room = new Room();
});
afterEach(() => {
  room.close();
});

it('comes to the same in slices of any size', async () => {
  room.importLabels(['spam', null, null, 'ham', null]);
  for (const position of [1, 4]) room.give(position, { type: 'label', label: 'spam' });
  const queries = prepareQueries(room.store.db);
  const whole = await countLabelsByDay(queries, DATASET);
  expect(whole.days.reduce((sum, { labeled }) => sum + labeled, 0)).toBe(4);
  expect(whole.days.reduce((sum, { given }) => sum + given, 0)).toBe(2);
  for (const slice of [1, 2, 3]) expect(await countLabelsByDay(queries, DATASET, slice)).toEqual(whole);
});
