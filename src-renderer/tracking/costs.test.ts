import { expect, test } from 'vitest';
import { operatorBars } from './costs.ts';

const operators = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    operator: `Op${i}`,
    count: 1,
    milliseconds: count - i,
    share: 0,
    bytes: 0,
  }));
const others = (count: number) => `${count} others`;

test('a few operators have a bar each', () => {
  expect(operatorBars(operators(11), others).map(({ name }) => name)).toEqual(
    operators(11).map(({ operator }) => operator),
  );
});

test('of many operators the costliest have a bar each and the others share one, so that no time is lost', () => {
  const bars = operatorBars(operators(40), others);
  expect(bars).toHaveLength(11);
  expect(bars.at(-1)).toEqual({ name: '30 others', value: (30 * 31) / 2 });
});
