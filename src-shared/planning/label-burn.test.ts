import { expect, it } from 'vitest';
import { formatDay, parseDay } from './engine/index.ts';
import { labelBurn } from './label-burn.ts';

const today = parseDay('2026-03-20')!;
const daily = (from: string, counts: readonly number[]) =>
  counts.flatMap((given, i) =>
    given === 0 ? [] : [{ day: formatDay(parseDay(from)! + i), labeled: given, given }],
  );

it('adds up the labels, also those of files, and leads on from the days of people alone', () => {
  const days = [
    { day: '2026-03-01', labeled: 500, given: 0 },
    ...daily('2026-03-10', [10, 10, 10, 10, 10, 10, 10, 10, 10, 10]),
  ];
  const { points, band, reached } = labelBurn({ total: 2000, days }, 650, today);
  expect(points[0]).toEqual([parseDay('2026-03-01'), 500]);
  expect(points.at(-1)).toEqual([today, 600]);
  // Ten a day without a spread: five days from now, not one more or less.
  expect(reached).toEqual({ likely: today + 5, early: today + 5, late: today + 5 });
  expect(band.map(([, low, high]) => [low, high])).toEqual([
    [600, 600],
    [610, 610],
    [620, 620],
    [630, 630],
    [640, 640],
    [650, 650],
  ]);
});

it('days that vary make a band that widens, from no less than today to no more than there are samples', () => {
  const days = daily('2026-03-01', [40, 0, 5, 30, 0, 0, 20, 35, 0, 10, 25, 0, 0, 15, 40, 5, 0, 30, 20]);
  const { band, reached } = labelBurn({ total: 700, days }, 600, today);
  const widths = band.map(([, low, high]) => high - low);
  expect(widths[0]).toBe(0);
  expect(widths.slice(1, 10).every((width, i) => width >= widths[i]!)).toBe(true);
  expect(band.every(([, low, high]) => low >= 275 && high <= 700)).toBe(true);
  expect(reached!.early).toBeLessThan(reached!.likely);
  expect(reached!.late ?? Infinity).toBeGreaterThan(reached!.likely);
});

it('the band holds eight times in ten for days drawn from the same rate', () => {
  // Days from a fixed generator; the same always.
  let state = 7;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const draw = () => Math.round(random() < 0.3 ? 0 : 10 + 40 * random());
  let held = 0;
  const rounds = 400;
  for (let round = 0; round < rounds; round++) {
    const counts = Array.from({ length: 28 }, draw);
    const days = daily(formatDay(today - 28), counts);
    const sum = counts.reduce((a, b) => a + b, 0);
    const { band } = labelBurn({ total: 1e6, days }, sum + 1000, today);
    const ahead = 14;
    const actual = sum + Array.from({ length: ahead }, draw).reduce((a, b) => a + b, 0);
    const [, low, high] = band[ahead]!;
    if (actual >= low && actual <= high) held++;
  }
  expect(held / rounds).toBeGreaterThan(0.74);
  expect(held / rounds).toBeLessThan(0.87);
});

it('promises nothing from too few days, without anybody labeling, or when the goal is reached', () => {
  const few = daily('2026-03-18', [50, 50]);
  const enough = daily('2026-03-01', [50, 50, 50, 50, 50, 50]);
  const file = [{ day: '2026-03-01', labeled: 100, given: 0 }];
  const none = { band: [], reached: null };
  expect(labelBurn({ total: 1000, days: few }, 900, today)).toMatchObject(none);
  expect(labelBurn({ total: 1000, days: file }, 900, today)).toMatchObject(none);
  expect(labelBurn({ total: 1000, days: enough }, 300, today)).toMatchObject(none);
  expect(labelBurn({ total: 1000, days: [] }, 300, today)).toEqual({ points: [], ...none });
});
