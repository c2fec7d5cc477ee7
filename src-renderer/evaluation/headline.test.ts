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
  expect(headlineOf({ task, summary, tested: null })).toEqual({ metric, value, split: 'validation' });
  const tested = { version: 'v-1', metrics: { [metric]: 42 } };
  expect(headlineOf({ task, summary, tested })).toEqual({ metric, value: 42, split: 'test' });
});

test('a model that was never measured has none', () => {
  expect(
    headlineOf({ task: 'regress', summary: { 'validation.accuracy': 1 }, tested: null }),
  ).toBeUndefined();
});
