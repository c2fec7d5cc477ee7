import { expect, test } from 'vitest';
import type { RecipeParameter } from './contract.ts';
import { checkValue, defaultsOf } from './parameters.ts';

const words = { en: '', zh: '' };
const number = {
  kind: 'number',
  unit: '',
  title: words,
  about: words,
  advanced: false,
  search: null,
} as const;
const epochs: RecipeParameter = { ...number, name: 'epochs', default: 6, min: 1, max: 100, integer: true };
const rate: RecipeParameter = { ...number, name: 'rate', default: 0.002, min: 1e-6, max: 1, integer: false };
const unlike = { title: words, about: words, advanced: false, search: true } as const;
const flip: RecipeParameter = { ...unlike, kind: 'switch', name: 'flip', default: true };
const options = ['adam', 'sgd'].map((value) => ({ value, title: words }));
const optimizer: RecipeParameter = {
  ...unlike,
  kind: 'choice',
  name: 'optimizer',
  default: 'adam',
  options,
};

test('each wrong value is named for what it is', () => {
  expect(checkValue(epochs, null)).toBe('notANumber');
  expect(checkValue(epochs, undefined)).toBe('notANumber');
  expect(checkValue(epochs, '6')).toBe('notANumber');
  expect(checkValue(epochs, 2.5)).toBe('notWhole');
  expect(checkValue(epochs, 101)).toBe('outOfBounds');
  expect(checkValue(rate, 0)).toBe('outOfBounds');
  expect(checkValue(rate, 0.5)).toBeNull();
  expect(checkValue(optimizer, 'adm')).toBe('notAChoice');
  expect(checkValue(optimizer, 'sgd')).toBeNull();
  expect(checkValue(flip, 1)).toBe('notAChoice');
  expect(checkValue(flip, false)).toBeNull();
});

test('defaults stand under their names, in the order of the definition', () => {
  expect(Object.entries(defaultsOf([rate, epochs, flip]))).toEqual([
    ['rate', 0.002],
    ['epochs', 6],
    ['flip', true],
  ]);
});
