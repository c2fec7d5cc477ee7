/** @file Problems of the labeling room. */
import type { Problems } from '../platform/problem.ts';

export const labelingProblems = {
  'labeling.unknownLabel': {
    code: 'BAD_INPUT',
    en: {
      message: 'The label schema has no class “{label}”. Its classes are {classes}.',
      hint: 'Add the class to the label schema first, or choose an existing class.',
    },
    zh: {
      message: '标注体系中没有类别“{label}”；现有：{classes}。',
      hint: '请先把它加入标注体系，或改选已有类别。',
    },
  },
  'labeling.sampleUnknown': {
    code: 'NOT_FOUND',
    en: {
      message: 'The sample {sample} is not in this dataset.',
      hint: 'It may belong to another dataset. Open it from there.',
    },
    zh: { message: '此数据集中没有样本 {sample}。', hint: '它可能属于另一个数据集，请从那里打开。' },
  },
  'labeling.undoUnknown': {
    code: 'NOT_FOUND',
    en: {
      message: 'The annotation to undo was never saved for this sample.',
      hint: 'Check the history of the sample and label it again.',
    },
    zh: { message: '要撤销的标注从未在此样本上保存。', hint: '请查看该样本的历史并重新标注。' },
  },
  'labeling.undoNotYours': {
    code: 'FORBIDDEN',
    en: {
      message: 'This annotation was made by {author}, and only they can undo it.',
      hint: 'Label the sample yourself instead. The last annotation counts.',
    },
    zh: {
      message: '此标注由 {author} 作出，只有本人可以撤销。',
      hint: '请直接标注，以最后一次为准。',
    },
  },
  'labeling.answeredMeanwhile': {
    code: 'CONFLICT',
    en: {
      message: '{author} answered this sample after it was shown to you.',
      hint: 'Look at that answer, then keep it or replace it with yours.',
    },
    zh: {
      message: '这条样本显示给您之后，{author} 又作了标注。',
      hint: '请查看该标注，再决定保留它还是换成您的。',
    },
  },
  'labeling.operationReused': {
    code: 'CONFLICT',
    en: {
      message: 'The operation {operation} was already used for a different annotation.',
      hint: 'Use a new operation id for each annotation. Repeat an id only to retry.',
    },
    zh: {
      message: '操作编号 {operation} 已用于另一条标注。',
      hint: '每条标注请使用新的操作编号；只有重试时才重复使用。',
    },
  },
  'labeling.duplicateClass': {
    code: 'BAD_INPUT',
    en: { message: 'Two classes have the name “{label}”.', hint: 'Give each class its own name.' },
    zh: { message: '有两个类别都叫“{label}”。', hint: '请为每个类别取不同的名称。' },
  },
  'labeling.duplicateKey': {
    code: 'BAD_INPUT',
    en: {
      message: 'The key “{key}” is assigned to both “{first}” and “{second}”.',
      hint: 'Give each class its own key, or none.',
    },
    zh: {
      message: '按键“{key}”同时对应“{first}”和“{second}”。',
      hint: '请为每个类别设置不同的按键，或留空。',
    },
  },
  'labeling.reservedKey': {
    code: 'BAD_INPUT',
    en: {
      message: 'The key “{key}” of “{label}” is reserved for another action while labeling.',
      hint: 'Choose a digit or a letter other than {reserved}.',
    },
    zh: {
      message: '“{label}”的按键“{key}”在标注时已有其他用途。',
      hint: '请选择数字，或 {reserved} 以外的字母。',
    },
  },
  'labeling.classUnknown': {
    code: 'NOT_FOUND',
    en: {
      message: 'There is no class “{label}” to rename.',
      hint: 'Someone may have changed the label schema. Open it again.',
    },
    zh: { message: '没有可重命名的类别“{label}”。', hint: '标注体系可能已被他人修改，请重新打开。' },
  },
  'labeling.classInUse': {
    code: 'CONFLICT',
    en: {
      message: 'The class “{label}” is still used by {count} samples and cannot be removed.',
      hint: 'Relabel those samples first, or rename the class.',
    },
    zh: {
      message: '类别“{label}”仍用于 {count} 个样本，不能删除。',
      hint: '请先重新标注这些样本，或重命名该类别。',
    },
  },
  'labeling.tooManyClasses': {
    code: 'BAD_INPUT',
    en: {
      message: 'There are more than {most} different labels, for example {examples}.',
      hint: 'Check that this is the right label column. A classifier needs classes that repeat.',
    },
    zh: {
      message: '不同的标签超过 {most} 个，例如 {examples}。',
      hint: '请检查标签列是否选对。分类标签应当重复出现。',
    },
  },
} as const satisfies Problems;
