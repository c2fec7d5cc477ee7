import { expect, it } from 'vitest';
import { comparisonIn } from './comparisons.ts';

const found = (...names: string[]) => {
  const numbers = ['x1', 'x2'];
  const typeOf = (name: string) => (numbers.includes(name) ? 'number' : 'text');
  const pair = comparisonIn(names.map((name) => ({ name, type: typeOf(name) })));
  return pair && [pair.first, pair.second];
};

it.each([
  [
    ['prompt', 'response_a', 'response_b', 'winner'],
    ['response_a', 'response_b'],
  ],
  [
    ['Answer 1', 'Answer 2', 'preference'],
    ['Answer 1', 'Answer 2'],
  ],
  [
    ['question', 'first', 'second', 'label'],
    ['first', 'second'],
  ],
  [
    ['left_text', 'right_text', 'choice'],
    ['left_text', 'right_text'],
  ],
  [
    ['prompt', 'chosen', 'rejected'],
    ['chosen', 'rejected'],
  ],
  [
    ['问题', '回答甲', '回答乙', '偏好'],
    ['回答甲', '回答乙'],
  ],
])('two answers and a choice: %j', (columns, pair) => {
  expect(found(...columns)).toEqual(pair);
});

it.each([[['text', 'label']], [['data', 'date', 'label']], [['x1', 'x2', 'label']], [['a', 'b']], [[]]])(
  'anything else: %j',
  (columns) => {
    expect(found(...columns)).toBeUndefined();
  },
);
