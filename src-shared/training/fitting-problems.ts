/** @file Problems of a model in training: what the training job can meet in its data and its numbers. */
import type { Problems } from '../platform/problem.ts';

export const fittingProblems = {
  'training.diverged': {
    code: 'WORKER_FAILED',
    en: {
      message:
        'Training diverged at step {step} of epoch {epoch}, although it was rolled back {times} times with half the learning rate each time.',
      hint: 'Start again with a learning rate below {learningRate}, or check the data for extreme values.',
    },
    zh: {
      message: '训练在第 {epoch} 轮第 {step} 步发散，虽已回退 {times} 次且每次学习率减半，仍未恢复。',
      hint: '请用低于 {learningRate} 的学习率重新开始，或检查数据中是否有极端值。',
    },
  },
  'training.emptySplit': {
    code: 'BAD_INPUT',
    en: {
      message: 'The dataset version has no rows in its {split} split.',
      hint: 'Freeze a version with more labeled rows.',
    },
    zh: { message: '该数据集版本的 {split} 划分没有数据。', hint: '请用更多已标注的数据冻结一个版本。' },
  },
  'training.unknownLabel': {
    code: 'BAD_INPUT',
    en: {
      message: 'The row {row} has the label “{label}”, which is not among the classes.',
      hint: 'The classes are: {labels}.',
    },
    zh: { message: '数据 {row} 的标签“{label}”不在类别之中。', hint: '类别有：{labels}。' },
  },
  'training.oneClass': {
    code: 'BAD_INPUT',
    en: {
      message: 'A classifier needs at least two classes, but the data has {count}.',
      hint: 'Label rows of another class.',
    },
    zh: { message: '分类器至少需要两个类别，现有 {count} 个。', hint: '请标注另一类别的数据。' },
  },
  'training.noWords': {
    code: 'BAD_INPUT',
    en: {
      message: 'The texts of the training split contain no words.',
      hint: 'Check which column was imported as the text.',
    },
    zh: { message: '训练集的文本中没有任何词。', hint: '请检查导入时选择的文本列。' },
  },
  'training.badCheckpoint': {
    code: 'BAD_INPUT',
    en: { message: 'The checkpoint cannot be used: {why}.', hint: 'Start the run again from the beginning.' },
    zh: { message: '无法使用该检查点：{why}。', hint: '请从头重新开始训练。' },
  },
} as const satisfies Problems;
