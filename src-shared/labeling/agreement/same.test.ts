import { expect, it } from 'vitest';
import type { AnswerValue, Region } from '../tasks/values.ts';
import { comparedParts, differenceOf, saysSame } from './same.ts';

const span = (id: string, start: number, end: number, label = 'PER') => ({
  id,
  start,
  end,
  label,
  attributes: {},
});
const spans = (...given: ReturnType<typeof span>[]): AnswerValue => ({ spans: given, relations: [] });
const box = (id: string, x: number, label = 'car'): Region => {
  const place = { x, y: 0, width: 10, height: 10, rotation: 0 };
  return { id, label, attributes: {}, shape: 'box', ...place };
};

it('labels and spans say the same whatever their order and ids, and not with one more', () => {
  expect(saysSame({ labels: ['a', 'b'] }, { labels: ['b', 'a'] })).toBe(true);
  expect(saysSame({ labels: ['a'] }, { labels: ['a', 'b'] })).toBe(false);
  expect(saysSame(spans(span('x', 0, 3), span('y', 5, 9)), spans(span('1', 5, 9), span('2', 0, 3)))).toBe(
    true,
  );
  expect(saysSame(spans(span('x', 0, 3)), spans(span('x', 0, 3, 'LOC')))).toBe(false);
  expect(saysSame(spans(span('x', 0, 3)), spans(span('x', 0, 3), span('y', 5, 9)))).toBe(false);
});

it('regions say the same where each covers one of its class by half', () => {
  expect(saysSame({ regions: [box('a', 0), box('b', 40)] }, { regions: [box('c', 41), box('d', 1)] })).toBe(
    true,
  );
  expect(saysSame({ regions: [box('a', 0)] }, { regions: [box('a', 6)] })).toBe(false);
  expect(saysSame({ regions: [box('a', 0)] }, { regions: [box('a', 0, 'tree')] })).toBe(false);
  expect(saysSame({ regions: [box('a', 0)] }, { regions: [box('a', 0), box('b', 40)] })).toBe(false);
  expect(saysSame({ rating: 3 }, { rating: 3 })).toBe(false);
});

it('how far two answers differ is told by the parts that only one has', () => {
  const [mine, theirs] = [
    { regions: [box('a', 0), box('b', 40)] },
    { regions: [box('c', 1), box('d', 80), box('e', 99)] },
  ];
  expect(comparedParts(mine, theirs)).toEqual({ same: 1, onlyFirst: 1, onlySecond: 2 });
  expect(differenceOf(comparedParts(mine, theirs)!)).toBeCloseTo(1 - 2 / 5, 12);
  expect(differenceOf(comparedParts({ labels: [] }, { labels: ['a'] })!)).toBe(1);
  expect(differenceOf(comparedParts(spans(), spans())!)).toBe(0);
  expect(comparedParts({ rating: 3 }, { rating: 3 })).toBeNull();
});
