import { describe, expect, test } from 'vitest';
import type { RecipeParameter } from '../../src-shared/contract.ts';
import { defaultsOf } from '../../src-shared/training/parameters.ts';
import { changedNames, validParameters } from './parameters.ts';

const text = { en: '', zh: '' };
const number = { kind: 'number', unit: '', title: text, about: text, advanced: false, search: null } as const;
const epochs: RecipeParameter = { ...number, name: 'epochs', default: 6, min: 1, max: 100, integer: true };
const rate: RecipeParameter = { ...number, name: 'rate', default: 0.002, min: 1e-6, max: 1, integer: false };
const flip: RecipeParameter = {
  kind: 'switch',
  name: 'flip',
  title: text,
  about: text,
  advanced: false,
  default: true,
  search: true,
};
describe('the values of a recipe', () => {
  test('are sent only when all of them are right', () => {
    expect(validParameters([epochs, rate], defaultsOf([epochs, rate]))).toEqual({ epochs: 6, rate: 0.002 });
    expect(validParameters([epochs, rate], { epochs: 6 })).toBeUndefined();
  });

  test('those that differ from the defaults are known', () => {
    expect(changedNames([epochs, rate, flip], { epochs: 6, rate: 0.01, flip: false })).toEqual([
      'rate',
      'flip',
    ]);
  });
});
