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

it('what takes long is counted again only after a while, what is quick at once', () => {
  room.importLabels(['spam', null, null]);
  let [now, takes] = [0, 100];
  // The clock goes on by as long as counting takes each time that it is asked.
  const count = countLabelsByDay(prepareQueries(room.store.db), () => (now += takes));
  const labeled = () => count(DATASET).days.reduce((sum, day) => sum + day.labeled, 0);
  expect(labeled()).toBe(1);
  room.give(1, { type: 'label', label: 'spam' });
  expect(labeled()).toBe(1);
  now += 50 * 100;
  expect(labeled()).toBe(2);
  takes = 1;
  now += 50 * 100;
  expect(labeled()).toBe(2);
  room.give(2, { type: 'label', label: 'spam' });
  expect(labeled()).toBe(3);
});
