import { describe, expect, it } from 'vitest';
import type { Comparison } from '../contract.ts';
import { baselineRows, comparisonInWords, gainText, scoreText, verdictOf } from './baselines.ts';

const accuracy = (gain: number, low: number, high: number): Comparison => ({
  strongest: 'tfidf',
  metric: 'accuracy',
  itself: false,
  samples: 500,
  resamples: 2000,
  baselines: [
    { name: 'tfidf', gains: [{ metric: 'accuracy', model: 0.9 + gain, baseline: 0.9, gain, low, high }] },
  ],
});

const rmse = (gain: number, low: number, high: number): Comparison => ({
  ...accuracy(0, 0, 0),
  strongest: 'linear',
  metric: 'rmse',
  baselines: [{ name: 'linear', gains: [{ metric: 'rmse', model: 2 - gain, baseline: 2, gain, low, high }] }],
});

describe('a comparison in words', () => {
  it('says by how many points a model is better, and how sure that is', () => {
    expect(comparisonInWords(accuracy(0.084, 0.061, 0.107))).toEqual({
      en: 'Better than the baseline (TF-IDF with logistic regression) by 8.4 points of accuracy (95 % interval 6.1 to 10.7).',
      zh: '准确率比基线（TF-IDF 加逻辑回归）好 8.4 个百分点（95% 区间 6.1 到 10.7）。',
    });
    expect(comparisonInWords(rmse(0.25, 0.1, 0.4)).en).toBe(
      'Better than the baseline (linear model) by 0.25 of root mean squared error (95 % interval 0.1 to 0.4).',
    );
  });

  it('names the baseline as the better choice where the model is worse, or no better than chance', () => {
    const worse = comparisonInWords(accuracy(-0.15, -0.2, -0.1));
    expect(worse.en).toContain('Worse than the baseline');
    expect(worse.en).toContain('by 15.0 points of accuracy (95 % interval 10.0 to 20.0)');
    expect(worse.en).toContain('The baseline is the better choice.');
    const alike = comparisonInWords(accuracy(0.003, -0.01, 0.016));
    expect(alike.en).toContain('is +0.3 (95 % interval −1.0 to +1.6), which may be chance. The baseline is');
    expect(alike.zh).toContain('基线更简单，是更好的选择');
  });

  it('calls a model that is trained as the baseline is by its name', () => {
    const itself = { ...accuracy(0, 0, 0), itself: true };
    expect([verdictOf(itself), comparisonInWords(itself).en]).toEqual([
      'itself',
      'This recipe is the strongest baseline itself (TF-IDF with logistic regression), which other recipes have to beat: the difference of accuracy is 0.0 (95 % interval 0.0 to 0.0).',
    ]);
  });

  it('has a row for each baseline and metric', () => {
    expect(baselineRows(accuracy(0.084, 0.061, -0.1))).toEqual([
      {
        baseline: { en: 'TF-IDF with logistic regression', zh: 'TF-IDF 加逻辑回归' },
        metric: { en: 'accuracy', zh: '准确率' },
        score: '90.0 %',
        gain: '+8.4',
        low: '+6.1',
        high: '−10.0',
      },
    ]);
  });

  it('writes shares as percent and errors as numbers', () => {
    expect([scoreText('accuracy', 0.9512), scoreText('mae', 1234.56)]).toEqual(['95.1 %', '1235']);
    expect([gainText('macroF1', -0.0312), gainText('rmse', 0.5), gainText('rmse', 0)]).toEqual([
      '−3.1',
      '+0.5',
      '0',
    ]);
  });
});
