import { expect, it } from 'vitest';
import { dayTable } from './days.ts';

it('the table has a row for each day, with the edges of the band', () => {
  const table = dayTable({
    dayName: 'Day',
    format: String,
    sayDay: (day) => `day ${day}`,
    series: [{ name: 'Done', points: [[3, 5], [1, 2]] }, { name: 'Goal', points: [[4, 9]] }], // prettier-ignore
    band: { name: 'Expected', points: [[4, 6, 8]] },
  });
  expect(table).toEqual({
    columns: ['Day', 'Done', 'Goal', 'Expected ≥', 'Expected ≤'],
    rows: [
      ['day 1', 2, null, null, null],
      ['day 3', 5, null, null, null],
      ['day 4', null, 9, 6, 8],
    ],
  });
});
