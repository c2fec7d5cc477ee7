import { expect, test } from 'vitest';
import { headlineOf } from './headline.ts';

const summary = {
  'validation.accuracy': 0.9,
  'validation.r2': 0.5,
  'validation.rmse': 3,
  'validation.perplexity': 7,
  'validation.loss': 1,
};

test.each([
  ['classify', 'accuracy', 0.9],
  ['regress', 'r2', 0.5],
  ['reconstruct', 'rmse', 3],
  ['generate', 'perplexity', 7],
] as const)('a model that can %s is known by its %s', (task, metric, value) => {
  expect(headlineOf({ task, summary })).toEqual({ metric, value });
});

test('a model that was never measured has none', () => {
  expect(headlineOf({ task: 'regress', summary: { 'validation.accuracy': 1 } })).toBeUndefined();
});
