import { expect, test } from 'vitest';
import { curveTable, dayText } from './curve.ts';
import { tornadoBars } from './tornado.ts';

const driver = (id: string, finishWhenLow: number, finishWhenHigh: number) => ({
  type: 'task' as const,
  id,
  title: id,
  correlation: 0.5,
  finishWhenLow,
  finishWhenHigh,
});

test('bars of a tornado share one scale, and one that moves nothing has no width', () => {
  expect(tornadoBars([driver('a', 100, 200), driver('b', 125, 150), driver('c', 150, 150)])).toEqual([
    { id: 'a', from: 0, width: 100 },
    { id: 'b', from: 25, width: 25 },
    { id: 'c', from: 50, width: 0 },
  ]);
  expect(tornadoBars([driver('a', 7, 7)])).toEqual([{ id: 'a', from: 0, width: 0 }]);
  expect(tornadoBars([])).toEqual([]);
});

test('what ends at midnight ends on the day before, and the table has a row for each tenth', () => {
  expect([dayText(1440), dayText(1441), dayText(2 * 1440)]).toEqual([
    '1970-01-01',
    '1970-01-02',
    '1970-01-02',
  ]);
  const quantiles = Array.from({ length: 101 }, (_, i) => 1440 * (i + 1));
  const { columns, rows } = curveTable([{ name: 'Finish', date: { quantiles } }], 'Chance');
  expect(columns).toEqual(['Chance', 'Finish']);
  expect(rows).toHaveLength(11);
  expect(rows[10]).toEqual([1, '1970-04-11']);
});
