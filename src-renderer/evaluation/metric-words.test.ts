import { expect, test } from 'vitest';
import { Format } from '../platform/i18n/format.ts';
import { MetricWords } from './metric-words.ts';

const en = new MetricWords('en', new Format('en'));
const zh = new MetricWords('zh', new Format('zh'));

test('a metric is titled with its split', () => {
  expect([en, zh].map((words) => words.onSplit('validation.macroF1'))).toEqual([
    'Macro F1 (validation)',
    '宏平均 F1（验证）',
  ]);
  expect([en, zh].map((words) => words.onSplit('epochs'))).toEqual(['Epochs', '轮数']);
  expect(en.onSplit('elsewhere.ownMetric')).toBe('ownMetric (elsewhere)');
});

test('a share is written as percent, another value in significant digits', () => {
  expect([en.value('test.accuracy', 0.9512), en.value('accuracy', 0.9512, { places: 2 })]).toEqual([
    '95.1%',
    '95.12%',
  ]);
  expect(en.value('steps', 12_345)).toBe('12,345');
  expect([en.value('test.rmse', 1.23456), en.value('rmse', 1.23456, { digits: 3 })]).toEqual([
    '1.235',
    '1.23',
  ]);
});

test('a difference of shares is counted in percentage points, another like its metric', () => {
  expect(['accuracy', 'rmse'].map((metric) => en.difference(metric, 0.0921))).toEqual(['9.21', '0.0921']);
});
