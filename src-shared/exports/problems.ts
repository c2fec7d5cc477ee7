/** @file Problems of exports. */
import type { Problems } from '../platform/problem.ts';

export const exportsProblems = {
  'exports.nothing': {
    code: 'CONFLICT',
    en: {
      message: 'There is nothing to export: {what} has no rows.',
      hint: 'Choose something else, or label some samples first.',
    },
    zh: { message: '没有可导出的内容：{what} 没有任何行。', hint: '请选择其他内容，或先标注一些样本。' },
  },
  'exports.noImages': {
    code: 'CONFLICT',
    en: {
      message: 'A ZIP of class folders is made of images, and these are none.',
      hint: 'Choose CSV, JSON Lines or Parquet. Class folders exist for image datasets and their versions.',
    },
    zh: {
      message: 'ZIP 类别文件夹只能由图片组成，而所选内容不是图片。',
      hint: '请选择 CSV、JSON Lines 或 Parquet。类别文件夹只用于图片数据集及其版本。',
    },
  },
  'exports.noClasses': {
    code: 'CONFLICT',
    en: {
      message: 'A ZIP of class folders needs one class for each image, and the task “{task}” asks for none.',
      hint: 'Choose CSV, JSON Lines or Parquet, or the labels of a classification task.',
    },
    zh: {
      message: 'ZIP 类别文件夹要求每张图片有一个类别，而标注任务“{task}”不标类别。',
      hint: '请选择 CSV、JSON Lines 或 Parquet，或改选分类任务的标签。',
    },
  },
  'exports.labelsHidden': {
    code: 'FORBIDDEN',
    en: {
      message:
        'Several people answer the items of the task “{task}”, so you do not see what others made of them.',
      hint: 'Ask an engineer to export its labels.',
    },
    zh: {
      message: '标注任务“{task}”的样本由多人作答，因此您看不到其他人的结果。',
      hint: '请让工程师导出这些标签。',
    },
  },
  'exports.noMistakes': {
    code: 'CONFLICT',
    en: {
      message: 'The report does not compare predictions with classes or numbers.',
      hint: 'Export the predictions of a classifier or of a regression model.',
    },
    zh: { message: '此报告不比较预测与类别或数值。', hint: '请导出分类或回归模型的预测。' },
  },
  'exports.noPredictions': {
    code: 'CONFLICT',
    en: {
      message: 'A model that generates text has no predictions for single samples.',
      hint: 'Generate text with “lathe generate” instead.',
    },
    zh: { message: '文本生成模型没有针对单个样本的预测。', hint: '请改用 “lathe generate” 生成文本。' },
  },
} as const satisfies Problems;
