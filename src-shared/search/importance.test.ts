import { expect, it } from 'vitest';
import { importance } from '../statistics/index.ts';
import type { Dimension, SearchTrial } from './contract.ts';
import { importanceRows } from './importance.ts';
import { suggest } from './suggest.ts';

const number = (name: string, more: Partial<Dimension> = {}) =>
  ({
    kind: 'number',
    name,
    from: 0.001,
    to: 1,
    scale: 'logarithmic',
    integer: false,
    when: null,
    ...more,
  }) as Dimension;
const space: readonly Dimension[] = [
  number('rate'),
  { kind: 'choice', name: 'augment', options: [false, true], when: null },
  number('rotate', { when: { parameter: 'augment', isIn: [true] } }),
];

/** The logarithm of the rate decides, the choice adds a little, what depends on it nothing. */
function trials(count: number): Pick<SearchTrial, 'state' | 'values' | 'measured'>[] {
  return Array.from({ length: count }, (_, at) => {
    const values = suggest({ sampler: 'random', space, seed: 1 }, [], at + 1)!;
    const loss = Math.log10(Number(values['rate'])) + (values['augment'] === true ? 0.4 : 0);
    return { state: 'finished', values, measured: { loss } };
  });
}

it('says what decides, also where a condition left some parameters out', () => {
  const all = [
    ...trials(120),
    { state: 'pruned', values: { rate: 1, augment: true }, measured: { loss: 1e9 } } as const,
    { state: 'failed', values: { rate: 1, augment: true }, measured: {} } as const,
  ];
  const rows = importanceRows(space, all, 'loss');
  expect(rows.values).toHaveLength(120);
  const result = importance(rows, { trees: 16 });
  if (!result.applies) throw new Error(result.reason);
  const [rate, augment, rotate] = result.alone.map(({ share }) => share);
  expect(rate).toBeGreaterThan(0.8);
  expect(augment).toBeGreaterThan(rotate!);
  expect(rotate).toBeLessThan(0.05);
});

it('looks at the latest trials, and says when they are too few', () => {
  expect(importanceRows(space, trials(620), 'loss').inputs).toHaveLength(500);
  expect(importance(importanceRows(space, trials(5), 'loss'))).toMatchObject({
    reason: 'tooFewValues',
    have: 5,
  });
});
