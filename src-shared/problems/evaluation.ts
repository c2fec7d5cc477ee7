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
  'evaluation.wrongData': {
    code: 'BAD_INPUT',
    en: {
      message:
        'The model “{model}” takes {kind} data with the target it was trained for; {version} holds {has}.',
      hint: 'Choose a version of the kind of data it was trained on.',
    },
    zh: {
      message: '模型“{model}”需要与训练时目标一致的 {kind} 数据；{version} 是 {has}。',
      hint: '请选择与训练数据同类的版本。',
    },
  },
  'evaluation.unknownTask': {
    code: 'BAD_INPUT',
    en: {
      message: 'The model “{model}” comes from elsewhere and does not say what it predicts.',
      hint: 'Only models trained here can be evaluated; this one can be served and exported.',
    },
    zh: {
      message: '模型“{model}”来自外部，未说明其用途。',
      hint: '只能评估在此训练的模型；该模型可以部署和导出。',
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
