import { expect, it } from 'vitest';
import { directionOf } from './directions.ts';

const NOBODY = new Map<string, never>();

it.each([
  ['validation.loss', 'minimize'],
  ['train.learningRate', null],
  ['validation.macroF1', 'maximize'],
  ['val_loss', 'minimize'],
  ['eval/top1-accuracy', 'maximize'],
  ['testRMSE', 'minimize'],
  ['roc_auc', 'maximize'],
  ['grad_norm', null],
  ['system/memory', null],
  ['损失', null],
] as const)('of %s is %s', (metric, direction) => {
  expect(directionOf(metric, NOBODY)).toBe(direction);
});

it('is as somebody said before anything else', () => {
  expect(directionOf('val_loss', new Map([['val_loss', 'maximize']]))).toBe('maximize');
});
