import { describe, expect, it } from 'vitest';
import type { AnswerValue, Region } from '../tasks/values.ts';
import { boundsOf, intersectionOverUnion } from './overlap.ts';
import { consensusOf, keyOfAnswer, majorityOf } from './resolve.ts';

const part = (id: string, label: string) => ({ id, label, attributes: {} });
type Place = [x: number, y: number, width: number, height: number];
const box = ([x, y, width, height]: Place, extras: Partial<Region> = {}): Region => ({
  ...part(`${x}`, 'cat'),
  shape: 'box',
  x,
  y,
  width,
  height,
  rotation: 0,
  ...(extras as object),
});
const regions = (...given: Region[]): AnswerValue => ({ regions: given });
const spans = (...given: [number, number, string][]): AnswerValue => ({
  spans: given.map(([start, end, label], i) => ({ ...part(`s${i}`, label), start, end })),
  relations: [],
});

describe('what most people say', () => {
  it('is one class, preference or rating; none while they are even', () => {
    const labels = (...all: string[]) => all.map((label) => ({ label }));
    expect(majorityOf('classification', labels('a', 'b', 'a'))).toEqual({ label: 'a' });
    expect(majorityOf('classification', labels('a', 'b'))).toBeNull();
    expect(majorityOf('classification', labels('a', 'a', 'b', 'b', 'c'))).toBeNull();
    expect(majorityOf('preference', [{ preferred: 'tie' }])).toEqual({ preferred: 'tie' });
    const ratings = (...all: number[]) => all.map((rating) => ({ rating }));
    expect(majorityOf('rating', ratings(1, 5, 4))).toEqual({ rating: 4 });
    expect(majorityOf('rating', ratings(2, 2, 5, 1))).toEqual({ rating: 2 });
    expect(majorityOf('rating', ratings(1, 5))).toBeNull();
    expect(majorityOf('text', [{ text: 'x' }, { text: 'x' }])).toBeNull();
  });

  it('is each label that more than half gave, none of them included', () => {
    const labels = (...all: string[][]) => all.map((each) => ({ labels: each }));
    expect(majorityOf('multilabel', labels(['a', 'b'], ['a'], ['a', 'c']))).toEqual({ labels: ['a'] });
    expect(majorityOf('multilabel', labels(['a'], [], []))).toEqual({ labels: [] });
    expect(majorityOf('multilabel', labels(['a'], []))).toBeNull();
  });

  it('is each span that more than half gave, with the relations between those', () => {
    const three = [spans([0, 3, 'a'], [5, 9, 'b']), spans([5, 9, 'b']), spans([5, 9, 'b'], [0, 4, 'a'])];
    expect(majorityOf('spans', three)).toEqual({
      spans: [{ ...part('m1', 'b'), start: 5, end: 9 }],
      relations: [],
    });
    const related = (order: [string, string]): AnswerValue => ({
      spans: [
        { ...part(order[0], 'a'), start: 0, end: 3 },
        { ...part(order[1], 'b'), start: 5, end: 9 },
      ],
      relations: [{ from: order[0], to: order[1], label: 'of' }],
    });
    expect(majorityOf('spans', [related(['x', 'y']), related(['p', 'q'])])).toMatchObject({
      relations: [{ from: 'm1', to: 'm2', label: 'of' }],
    });
  });

  it('is each region that covers another by half, of one class, as the box in the middle', () => {
    const three = [
      regions(box([0, 0, 10, 10]), box([50, 50, 5, 5])),
      regions(box([1, 0, 10, 12])),
      regions(box([2, 0, 10, 10]), box([0, 0, 10, 10], { label: 'dog' } as Partial<Region>)),
    ];
    expect(majorityOf('regions', three)).toEqual(regions({ ...box([1, 0, 10, 10]), id: 'm1' }));
    expect(majorityOf('regions', [regions(box([0, 0, 10, 10])), regions(box([8, 0, 10, 10]))])).toBeNull();
    expect(majorityOf('regions', [regions(), regions()])).toEqual(regions());
  });
});

it('answers say the same whatever their parts are called and in whatever order they stand', () => {
  const other = {
    spans: [...(spans([5, 9, 'b'], [0, 3, 'a']) as AnswerValue<'spans'>).spans],
    relations: [],
  };
  expect(keyOfAnswer('spans', spans([0, 3, 'a'], [5, 9, 'b']))).toBe(keyOfAnswer('spans', other));
  expect(consensusOf('spans', [spans([0, 3, 'a']), spans([0, 3, 'b'])])).toBeNull();
  expect(consensusOf('multilabel', [{ labels: ['b', 'a'] }, { labels: ['a', 'b'] }])).toEqual({
    labels: ['b', 'a'],
  });
  expect(
    consensusOf('regions', [regions(box([0, 0, 1, 1])), regions({ ...box([0, 0, 1, 1]), id: 'z' })]),
  ).not.toBeNull();
});

describe('intersection over union', () => {
  const polygon = (...rings: number[][]): Region => ({
    ...part('p', 'cat'),
    shape: 'polygon',
    outlines: [{ ring: rings[0]!, holes: rings.slice(1) }],
  });
  const mask = (width: number, height: number, counts: number[]): Region => ({
    ...part('m', 'cat'),
    shape: 'mask',
    width,
    height,
    counts,
  });

  it('of upright boxes is exact, of others near what geometry says', () => {
    expect(intersectionOverUnion(box([0, 0, 10, 10]), box([5, 0, 10, 10]))).toBeCloseTo(1 / 3, 12);
    expect(intersectionOverUnion(box([0, 0, 10, 10]), box([10, 0, 10, 10]))).toBe(0);
    // A square turned by an eighth over itself leaves a regular octagon: 2(sqrt 2 - 1) of the square.
    const octagon = 2 * (Math.SQRT2 - 1);
    const turned = box([0, 0, 10, 10], { rotation: 45 } as Partial<Region>);
    expect(intersectionOverUnion(box([0, 0, 10, 10]), turned)).toBeCloseTo(octagon / (2 - octagon), 9);
    const square = polygon([0, 0, 10, 0, 10, 10, 0, 10]);
    expect(intersectionOverUnion(square, polygon([0, 0, 10, 0, 10, 10]))).toBeCloseTo(0.5, 9);
    expect(
      intersectionOverUnion(square, polygon([0, 0, 10, 0, 10, 10, 0, 10], [2, 2, 8, 2, 8, 8, 2, 8])),
    ).toBeCloseTo(0.64, 9);
  });

  it('of masks counts pixels by columns', () => {
    // 4 x 4, the two columns on the left; the two on the right and one of those.
    const left = mask(4, 4, [0, 8, 8]);
    expect(boundsOf(left)).toEqual({ left: 0, top: 0, right: 2, bottom: 4 });
    expect(intersectionOverUnion(left, mask(4, 4, [4, 12]))).toBe(4 / 16);
    expect(boundsOf(mask(4, 4, [5, 2, 9]))).toEqual({ left: 1, top: 1, right: 2, bottom: 3 });
    expect(boundsOf(mask(4, 4, [16]))).toEqual({ left: 0, top: 0, right: 0, bottom: 0 });
  });
});
