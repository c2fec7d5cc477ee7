/** @file Problems of versions. */
import type { Problems } from '../platform/problem.ts';

export const versionsProblems = {
  'versions.notComparable': {
    code: 'BAD_INPUT',
    en: {
      message: 'What changed from {good} to {bad} cannot be undone batch by batch.',
      hint: 'Choose two versions of the same dataset that took the labels of the same annotation task; a text corpus has no batches.',
    },
    zh: {
      message: '无法逐批撤销从 {good} 到 {bad} 的更改。',
      hint: '请选择同一数据集、取自同一标注任务的两个版本；文本语料没有批次。',
    },
  },
  'versions.nothingHeld': {
    code: 'BAD_INPUT',
    en: {
      message: '{good} and {bad} leave nothing to compare models on: no sample of a split stayed the same.',
      hint: 'Models are compared on the validation and test samples of {good} that {bad} has with the same label. Choose versions that share more of them.',
    },
    zh: {
      message: '{good} 与 {bad} 没有可用于比较模型的样本：某个数据划分中没有保持不变的样本。',
      hint: '模型在 {good} 的验证集和测试集中、且在 {bad} 中标签相同的样本上比较。请选择共有样本更多的版本。',
    },
  },
} as const satisfies Problems;
