import { expect, test } from 'vitest';
import { ranked, withText } from './ranked.ts';

test('texts stand by their scores, each with the probability that it is preferred to the next', () => {
  const all = [
    { text: 'fair', score: 0 },
    { text: 'good', score: Math.log(3) },
    { text: 'also fair', score: 0 },
  ].reduce(withText, [] as ReturnType<typeof withText>);
  expect(ranked(all)).toEqual([
    { text: 'good', score: Math.log(3), beats: expect.closeTo(0.75, 12) as number },
    { text: 'fair', score: 0, beats: 0.5 },
    { text: 'also fair', score: 0, beats: null },
  ]);
});

test('a text that is asked for again keeps one place', () => {
  expect(withText([{ text: 'a', score: 1 }], { text: 'a', score: 2 })).toEqual([{ text: 'a', score: 2 }]);
});
