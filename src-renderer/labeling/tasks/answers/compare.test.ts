import { expect, it } from 'vitest';
import type { Region, Span } from '../../../../src-shared/labeling/tasks/values.ts';
import {
  attributesIn,
  comparedRegions,
  comparedRelations,
  comparedSpans,
  differingFirst,
} from './compare.ts';

const span = (start: number, end: number, label = 'PER', attributes = {}): Span => ({
  id: `${start}${label}`,
  start,
  end,
  label,
  attributes,
});
const spans = (...given: Span[]) => ({ value: { spans: given, relations: [] } });
const box = (id: string, x: number, label = 'car'): Region => {
  const place = { x, y: 0, width: 10, height: 10, rotation: 0 };
  return { id, label, attributes: {}, shape: 'box', ...place };
};

it('spans are shared where every answer has them and says the same of them', () => {
  const answers = [
    spans(span(0, 3), span(4, 9, 'PER', { real: true })),
    spans(span(4, 9, 'PER', { real: false }), span(0, 3)),
    spans(span(0, 3), span(4, 8)),
  ];
  const [first, , third] = comparedSpans(answers);
  expect(first!.map(({ others, isShared }) => [others, isShared])).toEqual([
    [2, true],
    [1, false],
  ]);
  expect(third!.map(({ others }) => others)).toEqual([2, 0]);
  expect(differingFirst(third!).map(({ part }) => part.end)).toEqual([8, 3]);
  expect(comparedSpans([spans()])).toEqual([[]]);
});

it('regions are shared where one of their class and shape covers them by half, one to one, and how far is told', () => {
  const [mine, theirs] = comparedRegions([
    { value: { regions: [box('a', 0), box('b', 40), box('c', 2)] } },
    { value: { regions: [box('d', 1), box('e', 40, 'tree')] } },
  ]);
  expect(mine!.map(({ others, isShared }) => [others, isShared])).toEqual([
    [1, true],
    [0, false],
    [0, false],
  ]);
  expect(mine![0]!.overlap).toBeCloseTo(9 / 11, 12);
  expect(theirs!.map(({ part, isShared }) => [part.label, isShared])).toEqual([
    ['car', true],
    ['tree', false],
  ]);
});

it('attributes are told in one order', () => {
  expect(attributesIn(span(0, 1, 'PER', { b: 1, a: 'x' }))).toBe('a: x, b: 1');
});

it('relations are shared where they relate the same spans, whatever these are called', () => {
  const [a, b] = [span(0, 3), span(4, 9)];
  const [mine, theirs] = comparedRelations([
    { value: { spans: [a, b], relations: [{ from: a.id, to: b.id, label: 'knows' }] } },
    {
      value: {
        spans: [
          { ...a, id: 'x' },
          { ...b, id: 'y' },
        ],
        relations: [
          { from: 'x', to: 'y', label: 'knows' },
          { from: 'y', to: 'x', label: 'knows' },
        ],
      },
    },
  ]);
  expect(mine!.map(({ isShared }) => isShared)).toEqual([true]);
  expect(theirs!.map(({ from, isShared }) => [from.start, isShared])).toEqual([
    [0, true],
    [4, false],
  ]);
});
