/** @file Problems of the labeling room. */
import type { Problems } from '../platform/problem.ts';

export const labelingProblems = {
  'labeling.unknownLabel': {
    code: 'BAD_INPUT',
    en: {
      message: 'The schema has no class “{label}”; it has {classes}.',
      hint: 'Add the class to the schema first, or choose one it has.',
    },
    zh: {
      message: '标签方案中没有类别“{label}”；现有：{classes}。',
      hint: '请先把它加入方案，或改选已有类别。',
    },
  },
  'labeling.sampleUnknown': {
    code: 'NOT_FOUND',
    en: {
      message: 'The sample {sample} is not in this dataset.',
      hint: 'It may belong to another dataset; open it from there.',
    },
    zh: { message: '此数据集中没有样本 {sample}。', hint: '它可能属于另一个数据集，请从那里打开。' },
  },
  'labeling.undoUnknown': {
    code: 'NOT_FOUND',
    en: {
      message: 'The answer to take back was never saved for this sample.',
      hint: 'Look at the history of the item and answer it again.',
    },
    zh: { message: '要撤销的操作从未在此样本上保存。', hint: '请查看该样本的历史并重新作答。' },
  },
  'labeling.undoNotYours': {
    code: 'FORBIDDEN',
    en: {
      message: 'This answer was given by {author}; only they can take it back.',
      hint: 'Give your own answer instead; the last one counts.',
    },
    zh: {
      message: '此操作由 {author} 作出，只有本人可以撤销。',
      hint: '请直接给出您的答案，以最后一次为准。',
    },
  },
  'labeling.operationReused': {
    code: 'CONFLICT',
    en: {
      message: 'The operation {operation} was used before for a different answer.',
      hint: 'Make a new operation id for every answer; send the same one again only to retry.',
    },
    zh: {
      message: '操作编号 {operation} 已用于另一个答案。',
      hint: '每个答案请使用新的操作编号；只有重试时才重复使用。',
    },
  },
  'labeling.duplicateClass': {
    code: 'BAD_INPUT',
    en: { message: 'Two classes are called “{label}”.', hint: 'Give each class its own name.' },
    zh: { message: '有两个类别都叫“{label}”。', hint: '请为每个类别取不同的名称。' },
  },
  'labeling.duplicateKey': {
    code: 'BAD_INPUT',
    en: {
      message: 'The key “{key}” stands for both “{first}” and “{second}”.',
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
      message: 'The key “{key}” of “{label}” already does something else while labeling.',
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
      hint: 'Someone may have changed the schema; open it again.',
    },
    zh: { message: '没有可重命名的类别“{label}”。', hint: '方案可能已被他人修改，请重新打开。' },
  },
  'labeling.classInUse': {
    code: 'CONFLICT',
    en: {
      message: 'The class “{label}” still labels {count} samples, so it cannot be removed.',
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
      message: 'There are more than {most} different labels; the first few are {examples}.',
      hint: 'Is this the right label column? A text classifier needs classes that repeat.',
    },
    zh: {
      message: '不同的标签超过 {most} 个，例如 {examples}。',
      hint: '标签列是否选对了？分类标签应当重复出现。',
    },
  },
} as const satisfies Problems;
