/** @file Problems of the evaluation room. */
import type { Problems } from '../platform/problem.ts';

export const evaluationProblems = {
  'evaluation.labelUnknown': {
    code: 'BAD_INPUT',
    en: {
      message:
        'The version has the label “{label}”, which is not one of the classes of this model: {labels}.',
      hint: 'Evaluate it on a version with the labels it was trained on, or train a new model.',
    },
    zh: {
      message: '此版本含有标签“{label}”，但它不在模型的类别之中：{labels}。',
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
  'evaluation.cannotBeAsked': {
    code: 'UNSUPPORTED',
    en: {
      message: 'This model cannot be evaluated on these samples: it {why}.',
      hint: 'A model must take texts (strings [N]), columns (one input [N, 1] each) or images (bytes [N, height, width, channels]) and return scores [N, classes]. Name its classes when you import it.',
    },
    zh: {
      message: '无法用这些样本评估该模型：{why}。',
      hint: '模型应接收文本（字符串 [N]）、列（每列一个 [N, 1] 输入）或图片（字节 [N, 高, 宽, 通道]），并输出各类得分 [N, 类别数]；导入时请给出类别名称。',
    },
  },
  'evaluation.notComparable': {
    code: 'BAD_INPUT',
    en: {
      message: 'The predictions of “{first}” and “{second}” cannot be compared sample by sample.',
      hint: 'Choose two models of the same task: classification, several labels or regression.',
    },
    zh: {
      message: '无法逐个样本比较“{first}”与“{second}”的预测。',
      hint: '请选择任务相同的两个模型：分类、多标签或回归。',
    },
  },
  'evaluation.noNumber': {
    code: 'BAD_INPUT',
    en: {
      message: 'The model predicts {value} instead of a number for the sample {row}',
      hint: 'One of its cells is too far from the training data. Check its unit, or leave the sample out.',
    },
    zh: {
      message: '对样本 {row}，模型的预测结果是 {value}，而不是数值。',
      hint: '该样本有单元格与训练数据相距过远：请检查单位，或去掉该样本。',
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
