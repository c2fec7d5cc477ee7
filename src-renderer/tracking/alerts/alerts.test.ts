import { expect, test } from 'vitest';
import { freshAlerts, unseenAlerts } from './fresh.ts';
import { NEW_RULE, conditionOf } from './rule-draft.ts';

const list = [{ number: 5 }, { number: 4 }, { number: 2 }];

test('alerts that come are told once, the oldest first, and not those that were there before', () => {
  expect(freshAlerts(list, null)).toEqual([]);
  expect(freshAlerts(list, 2)).toEqual([{ number: 4 }, { number: 5 }]);
  expect(freshAlerts(list, 5)).toEqual([]);
  expect([0, 4, 9].map((seen) => unseenAlerts(list, seen))).toEqual([3, 1, 0]);
});

test('a rule is ready when all of its condition is filled in and will do', () => {
  const of = (changes: Partial<typeof NEW_RULE>) => conditionOf({ ...NEW_RULE, ...changes });
  expect(of({})).toEqual({ kind: 'notFinite', metric: null });
  expect(of({ metric: ' loss ' })).toEqual({ kind: 'notFinite', metric: 'loss' });
  expect(of({ kind: 'divergence' })).toBeUndefined();
  expect(of({ kind: 'divergence', metric: 'loss', factor: '1' })).toBeUndefined();
  expect(of({ kind: 'divergence', metric: 'loss' })).toEqual({
    kind: 'divergence',
    metric: 'loss',
    factor: 3,
  });
  expect(of({ kind: 'threshold', metric: 'loss', limit: '' })).toBeUndefined();
  expect(of({ kind: 'threshold', metric: 'loss', limit: '-1e-3', side: 'below' })).toEqual({
    kind: 'threshold',
    metric: 'loss',
    side: 'below',
    limit: -0.001,
  });
  expect(of({ kind: 'noProgress', metric: 'loss', amount: '1.5' })).toBeUndefined();
  expect(of({ kind: 'noProgress', metric: 'loss', amount: '1.5', unit: 'minutes' })).toEqual({
    kind: 'noProgress',
    metric: 'loss',
    steps: null,
    minutes: 1.5,
  });
  expect(of({ kind: 'noProgress', metric: 'loss', amount: '500' })).toMatchObject({ steps: 500 });
  expect(of({ kind: 'ended', states: [] })).toBeUndefined();
  expect(of({ kind: 'ended' })).toEqual({ kind: 'ended', states: ['failed', 'crashed'] });
});
