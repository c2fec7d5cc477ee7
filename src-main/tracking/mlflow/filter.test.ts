import { describe, expect, it } from 'vitest';
import { compareBy, matches, parseFilter, parseOrder, type Reader } from './filter.ts';

const RUN: Record<string, string | number> = {
  'metric loss': 0.5,
  'metric val/acc': 0.9,
  'metric broken': Number.NaN,
  'parameter lr': '0.001',
  'tag team': "it's ours",
  'tag a b': 'x_y',
  'attribute status': 'FINISHED',
  'attribute start_time': 1000,
};
const read: Reader = (kind, name) => RUN[`${kind} ${name}`];
const holds = (filter: string) => matches(parseFilter(filter), read);

describe('a filter', () => {
  it.each([
    "metrics.loss < 0.6 and params.lr = '0.001'",
    'metrics.`val/acc` >= 9e-1',
    'metrics."val/acc" = 0.9',
    'metric.loss != 1',
    "tags.team = 'it''s ours' AND tags.`a b` LIKE 'x\\_%'",
    "tag.team ILIKE 'IT%'",
    "attributes.status IN ('FAILED', 'FINISHED')",
    "status = 'FINISHED'",
    "attribute.status NOT IN ('FAILED')",
    'start_time > 999',
    'tags.none IS NULL and tags.team IS NOT NULL',
    'params.lr = "0.001"',
    '',
  ])('holds: %s', (filter) => expect(holds(filter)).toBe(true));

  it.each([
    'metrics.loss > 0.5',
    "tags.none = 'x'",
    'metrics.broken < 1',
    "tags.team LIKE 'IT%'",
    "status IN ('FAILED')",
  ])('does not hold: %s', (filter) => expect(holds(filter)).toBe(false));

  it.each([
    'metrics.loss',
    'metrics.loss <',
    'metrics.loss < 1 and',
    'metrics.loss < 1 or metrics.loss > 2',
    "metrics.loss = 'x'",
    "weights.x = '1'",
    "tags.x = 'open",
    'status IN FINISHED',
    '; DROP TABLE runs',
  ])('is refused in words: %s', (filter) =>
    expect(() => parseFilter(filter)).toThrowError(/Invalid|Expected/),
  );
});

it('an order puts those without a value last, either way, and NaN before them', () => {
  const runs = [3, undefined, Number.NaN, 1, 2].map(
    (value): Reader =>
      () =>
        value,
  );
  const sorted = (order: string) =>
    runs.toSorted((a, b) => compareBy([parseOrder(order)], a, b)).map((each) => each('metric', 'x'));
  expect(sorted('metrics.x')).toEqual([1, 2, 3, Number.NaN, undefined]);
  expect(sorted('metrics.x DESC')).toEqual([3, 2, 1, Number.NaN, undefined]);
});
