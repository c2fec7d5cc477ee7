import { expect, it } from 'vitest';
import { answersAll, countProblem, keepsCounts } from './label-count.ts';

const TWO = { least: 0, most: 2 };

it('says why so many classes cannot be saved', () => {
  expect([0, 2, 3].map((count) => countProblem(count, TWO))).toEqual([undefined, undefined, 'many']);
  expect([0, 1, 99].map((count) => countProblem(count, { least: 1, most: null }))).toEqual(['few', undefined, undefined]); // prettier-ignore
});

it('gives every item only an answer that says something', () => {
  const labels = [[], ['ads'], ['ads', 'work', 'other']].map((each) => ({ labels: each }));
  expect(labels.map((value) => answersAll(value, TWO))).toEqual([false, true, false]);
  expect(labels.map((value) => keepsCounts(value, TWO))).toEqual([true, true, false]);
  expect([{ text: ' ' }, { text: 'a' }, { rating: 0 }, { label: 'ads' }].map((value) => answersAll(value, TWO))).toEqual([false, true, true, true]); // prettier-ignore
});
