import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePoints, decodeSteps, encodePoints } from './codec.ts';
import { columnsOf, thinned } from './columns.ts';

const now = 1_790_000_000_000;
const value = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 5e-324));
const step = fc.oneof(fc.integer({ min: -5, max: 50 }), fc.maxSafeInteger()).map((each) => each + 0);
const at = fc.oneof(
  fc.constant(null),
  fc.integer({ min: 0, max: 2 ** 45 }),
  fc.double({ noNaN: true, min: 0 }),
);
const epoch = fc.oneof(fc.constant(null), fc.double({ noNaN: true }));
const point = fc.record({ metric: fc.constant('loss'), value, step, at, epoch });
const columns = fc.array(point, { maxLength: 40 }).map((points) => columnsOf(points, { from: 0, now }));

describe('points as bytes', () => {
  it('are the same points again: values that are no number, steps that fall, clocks that jump', () => {
    fc.assert(
      fc.property(columns, fc.boolean(), (before, isPacked) => {
        const bytes = encodePoints(before, isPacked);
        expect(decodePoints(bytes)).toEqual(before);
        const { count, steps, values } = before;
        expect(decodeSteps(bytes)).toEqual({ count, steps, values });
      }),
    );
  });

  it('take half as much packed as a double each, with their steps and times', () => {
    const points = Array.from({ length: 4096 }, (_, i) => ({
      metric: 'loss',
      value: Math.fround(Math.exp(-i / 2000) + ((i * 7919) % 97) / 1000),
      at: now + i * 130 + (i % 7),
    }));
    expect(encodePoints(columnsOf(points, { from: 0, now }), true).length / 4096).toBeLessThan(6);
  });

  it('of one measurement take about twenty', () => {
    const one = columnsOf([{ metric: 'loss', value: 0.123, step: 7 }], { from: 0, now });
    expect(encodePoints(one, false).length).toBeLessThan(26);
  });
});

it('points thinned out keep the least and the greatest of each 256, and that there was a NaN', () => {
  const values = Array.from({ length: 1000 }, (_, i) => Math.sin(i / 3));
  values[300] = 50;
  values[301] = -50;
  values[310] = NaN;
  const points = values.map((each) => ({ metric: 'loss', value: each }));
  const thin = thinned(columnsOf(points, { from: 0, now }));
  expect(thin.count).toBe(9);
  expect([...thin.values.slice(2, 5)]).toEqual([50, -50, NaN]);
  expect([...thin.steps.slice(2, 5)]).toEqual([300, 301, 310]);
});
