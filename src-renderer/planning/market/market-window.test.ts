import { expect, it } from 'vitest';
import { titleOfFeedback } from './feedback.ts';
import { moveBy, positionAt } from './position.ts';

it('a product moves by keys and by the pointer, and stays on the map', () => {
  expect(moveBy({ x: 0, y: 0 }, 'ArrowUp', false)).toEqual({ x: 0, y: 0.02 });
  expect(moveBy({ x: 0.99, y: 0 }, 'ArrowRight', true)).toEqual({ x: 1, y: 0 });
  expect(moveBy({ x: 0, y: 0 }, 'a', true)).toBeUndefined();
  const box = { left: 100, top: 50, width: 200, height: 200 };
  expect(positionAt(box, 200, 150)).toEqual({ x: 0, y: 0 });
  expect(positionAt(box, 100, 50)).toEqual({ x: -1, y: 1 });
  expect(positionAt(box, 900, 900)).toEqual({ x: 1, y: -1 });
});

it.each([
  ['I want it in Chinese. Really.', 'I want it in Chinese'],
  ['- why is v1.5 slow?\nmore', 'why is v1.5 slow?'],
  ['希望支持中文。还有别的。', '希望支持中文'],
  ['', ''],
])('the title of %j is %j', (text, title) => expect(titleOfFeedback(text)).toBe(title));

it('a long title is cut at a word', () => {
  expect(titleOfFeedback('word '.repeat(40))).toMatch(/^(word )+word…$/);
  expect(titleOfFeedback('很'.repeat(200))).toHaveLength(81);
});
