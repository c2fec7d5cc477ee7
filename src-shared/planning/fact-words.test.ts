import { expect, test } from 'vitest';
import { factText, factTitle, valueText, wantedText } from './fact-words.ts';

const names = (parameter: string, id: string) => (parameter === 'dataset' && id === 'ds-1' ? 'mail' : id);
const best = {
  fact: 'evaluation.bestMetric',
  parameters: { dataset: 'ds-1', split: 'test', metric: 'macroF1' },
};

test('a fact reads by the names of what it is of, in both languages', () => {
  expect(factText(best, names, 'en')).toBe('Macro F1 of the best model of mail on the test split');
  expect(factText(best, names, 'zh')).toBe('mail 的最佳模型在测试集上的宏平均 F1');
});

test('agreement reads by its measure', () => {
  const agreement = { fact: 'labeling.agreement', parameters: { task: 'mail', measure: 'cohenKappa' } };
  expect(factText(agreement, names, 'en')).toBe('Cohen’s κ between the annotators of mail');
  expect(factText(agreement, names, 'zh')).toBe('mail 标注员之间的Cohen κ');
});

test('versions in a stage and with an alias read by the name of their registered model', () => {
  const spam = (_: string, id: string) => (id === 'registered-1' ? 'spam' : id);
  const inStage = { fact: 'models.inStage', parameters: { registered: 'registered-1', stage: 'production' } };
  const aliased = { fact: 'models.aliased', parameters: { registered: 'registered-1', alias: 'champion' } };
  expect(factText(inStage, spam, 'en')).toBe('Versions of spam in stage production');
  expect(factText(inStage, spam, 'zh')).toBe('spam 处于“生产”阶段的版本数');
  expect(factText(aliased, spam, 'en')).toBe('Versions of spam with the alias champion');
  expect(factText(aliased, spam, 'zh')).toBe('spam 带有别名 champion 的版本数');
  expect(wantedText({ comparison: '>=', value: 1 }, 'versions', 'en')).toBe('≥ 1 version');
  expect(valueText(0, 'versions', 'zh')).toBe('0 个版本');
});

test('a fact that nobody gave words to reads by its name and parameters', () => {
  expect(factTitle('quality.drift', 'zh')).toBe('quality.drift');
  expect(factText({ fact: 'quality.drift', parameters: { dataset: 'ds-1' } }, names, 'en')).toBe(
    'quality.drift · ds-1',
  );
});

test('what is not chosen yet is left open, and a checklist reads by the name of its law', () => {
  expect(factText({ fact: 'labeling.labels', parameters: {} }, names, 'en')).toBe('Labeled samples of …');
  const met = { fact: 'planning.compliance', parameters: { project: 'p', regulation: 'pipl' } };
  expect(factText(met, names, 'en')).toBe('Share of the checklist PIPL met');
  expect(factText(met, names, 'zh')).toBe('个人信息保护法 清单完成比例');
});

test('values read in the unit that people use, to four digits, and counts in full', () => {
  expect(valueText(0.914321, '1', 'en')).toBe('0.9143');
  expect(valueText(12_345, 'samples', 'en')).toBe('12,345 samples');
  expect(valueText(1, 'samples', 'en')).toBe('1 sample');
  expect(valueText(4_219_000, 'bytes', 'en')).toBe('4.219 MB');
  expect(valueText(0.29, 'share', 'en')).toBe('29 %');
  expect(wantedText({ comparison: '>=', value: 1 }, 'share', 'zh')).toBe('≥ 100 %');
  expect(valueText(12.3456, 'ms', 'zh')).toBe('12.35 毫秒');
  expect(valueText('finished', 'state', 'zh')).toBe('已完成');
  expect(valueText(null, 'ms', 'en')).toBe('–');
  expect(wantedText({ comparison: '<=', value: 1e7 }, 'bytes', 'en')).toBe('≤ 10 MB');
});
