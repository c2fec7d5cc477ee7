import { expect, test } from 'vitest';
import type { Recipe } from '../../src-shared/contract.ts';
import { augmentationParameters, changesAny } from './augmentation.ts';

const text = { en: '', zh: '' };
const described = { title: text, about: text, advanced: false } as const;
const number = { kind: 'number', ...described, integer: true, unit: '', search: null } as const;
const numbers = ['epochs', 'imageSize', 'crop', 'rotate', 'color'].map((name) => {
  return { ...number, name, default: 0, min: 0, max: 9 };
});
const augment = { kind: 'switch', name: 'augment', ...described, default: true, search: true } as const;
const flip = { kind: 'switch', name: 'flip', ...described, default: true, search: true } as const;
const recipe = (kind: Recipe['kind'], parameters: Recipe['parameters']) => ({ kind, parameters });
const values = { epochs: 3, imageSize: 0, augment: true, crop: 2, flip: true, rotate: 0, color: 0 };

test('the look of images depends on their size and on what changes them, not on how long training goes', () => {
  const images = augmentationParameters(recipe('image', [...numbers, augment, flip]), values);
  expect(images).toEqual({ imageSize: 0, augment: true, crop: 2, flip: true, rotate: 0, color: 0 });
  expect(augmentationParameters(recipe('image', [...numbers, augment]), values)).toBeUndefined();
  expect(augmentationParameters(recipe('table', [...numbers, augment, flip]), values)).toBeUndefined();
});

test('nothing is changed when every change is nought', () => {
  const none = { augment: true, crop: 0, flip: false, rotate: 0, color: 0 };
  expect(changesAny(none)).toBe(false);
  for (const some of [{ crop: 1 }, { flip: true }, { rotate: 1 }, { color: 0.1 }])
    expect([true, false].map((augment) => changesAny({ ...none, ...some, augment }))).toEqual([true, false]);
});
