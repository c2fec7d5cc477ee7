/** @file What is measured of a model: names for people, and where in a summary a measure stands. */
import type { LocalizedText } from '../contract.ts';

/** By the part after the last dot. */
const MEASURES: Readonly<Record<string, LocalizedText>> = {
  loss: { en: 'Loss', zh: '损失' },
  accuracy: { en: 'Accuracy', zh: '准确率' },
  macroF1: { en: 'Macro F1', zh: '宏平均 F1' },
  macroPrecision: { en: 'Macro precision', zh: '宏平均精确率' },
  macroRecall: { en: 'Macro recall', zh: '宏平均召回率' },
  weightedF1: { en: 'Weighted F1', zh: '加权 F1' },
  rmse: { en: 'Root mean squared error', zh: '均方根误差' },
  mae: { en: 'Mean absolute error', zh: '平均绝对误差' },
  r2: { en: 'R²', zh: 'R²' },
  perplexity: { en: 'Perplexity', zh: '困惑度' },
  bitsPerCharacter: { en: 'Bits per character', zh: '每字符比特数' },
  p50: { en: 'Median error', zh: '误差中位数' },
  p90: { en: '90 % error quantile', zh: '误差 90% 分位数' },
  p99: { en: '99 % error quantile', zh: '误差 99% 分位数' },
  samplesPerSecond: { en: 'Samples per second', zh: '每秒样本数' },
  steps: { en: 'Steps', zh: '步数' },
  epochs: { en: 'Epochs', zh: '轮数' },
  bestEpoch: { en: 'Best epoch', zh: '最佳轮次' },
  learningRate: { en: 'Learning rate', zh: '学习率' },
};

/** What people call a measure; one that nobody named stands as it came. */
export function measureName(name: string, language: keyof LocalizedText): string {
  return MEASURES[name]?.[language] ?? name;
}

/** What a summary says of the validation split, by measure: `validation.loss` as `loss`. */
export function onValidation(summary: Readonly<Record<string, number>>): Record<string, number> {
  const prefix = 'validation.';
  const entries = Object.entries(summary).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
}
