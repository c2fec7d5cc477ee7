/** @file Problems of the evaluation room. */
import type { Problems } from './problem.ts';

export const evaluationProblems = {
  'evaluation.labelUnknown': {
    code: 'BAD_INPUT',
    en: {
      message: 'The version has the label “{label}”, which this model does not know; it knows {labels}.',
      hint: 'Evaluate it on a version with the labels it was trained on, or train a new model.',
    },
    zh: {
      message: '此版本含有标签“{label}”，但模型不认识；模型的标签为 {labels}。',
      hint: '请在与训练标签一致的版本上评估，或训练新模型。',
    },
  },
  'evaluation.emptySplit': {
    code: 'BAD_INPUT',
    en: {
      message: 'The {split} split of {version} has no samples.',
      hint: 'Choose another split, or freeze a version with more samples.',
    },
    zh: { message: '{version} 的 {split} 划分没有样本。', hint: '请选择其他划分，或用更多样本冻结新版本。' },
  },
} as const satisfies Problems;
