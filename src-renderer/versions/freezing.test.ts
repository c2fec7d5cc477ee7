import { expect, test } from 'vitest';
import { checkFreeze, splitCounts } from './freezing.ts';

test('the splits of a freeze add up to all samples', () => {
  expect(splitCounts(9353, { seed: 0, validation: 10, test: 10 })).toEqual([7483, 935, 935]);
});

test('each field that cannot be used is named', () => {
  expect(checkFreeze({ seed: 1.5, validation: 0, test: null })).toMatchObject({
    seed: true,
    validation: true,
    test: true,
  });
  expect(checkFreeze({ seed: 0, validation: 50, test: 45 })).toMatchObject({
    together: true,
    validation: false,
  });
});
