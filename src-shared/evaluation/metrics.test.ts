import { describe, expect, it } from 'vitest';
import { COMPARED_METRICS } from './values.ts';
import {
  METRICS,
  isShare,
  metricTitle,
  onValidation,
  parseMetric,
  shownBound,
  titleInSentence,
} from './metrics.ts';

describe('the table of metrics', () => {
  it('titles each in both languages', () => {
    for (const [name, { title }] of Object.entries(METRICS))
      for (const text of [title.en, title.zh]) expect(text, name).not.toMatch(/^$|^(?!mAP)[a-z]/);
  });

  it('lets no interval of a share go beyond what a share can be', () => {
    expect(['test.accuracy', 'loss'].map((name) => shownBound(name, 1.4186))).toEqual([1, 1.4186]);
    expect(['macroF1', 'r2'].map((name) => shownBound(name, -0.2))).toEqual([0, -0.2]);
  });

  it('says which way those are better that models are compared by', () => {
    expect(COMPARED_METRICS.map((name) => METRICS[name].better)).toEqual([
      'higher',
      'higher',
      'lower',
      'lower',
    ]);
  });

  it('knows shares with their split or without, and nothing of other names', () => {
    for (const name of ['accuracy', 'validation.macroF1', 'test.weightedRecall', 'result:test.accuracy'])
      expect(isShare(name), name).toBe(true);
    for (const name of ['loss', 'validation.rmse', 'test.r2', 'result:accuracy', 'constructor', ''])
      expect(isShare(name), name).toBe(false);
  });

  it('leaves a name that it lacks as it came', () => {
    expect(metricTitle('macroF1')).toEqual({ en: 'Macro F1', zh: '宏平均 F1' });
    expect(metricTitle('toString')).toEqual({ en: 'toString', zh: 'toString' });
  });

  it('gives titles as sentences have them', () => {
    expect(titleInSentence('macroF1').en).toBe('macro F1');
    expect(titleInSentence('rmse')).toEqual({ en: 'root mean squared error', zh: '均方根误差' });
    expect(titleInSentence('r2').en).toBe('R²');
  });
});

it('a name is a split and a metric, or a metric alone', () => {
  expect(parseMetric('validation.loss')).toEqual({ split: 'validation', metric: 'loss' });
  expect(parseMetric('epochs')).toEqual({ split: '', metric: 'epochs' });
  expect(onValidation({ 'validation.loss': 1, 'test.loss': 2, epochs: 3 })).toEqual({ loss: 1 });
});
