/** @file Problems of what helps with labeling: ranked queues, suggestions, labeling functions. */
import type { Problems } from '../../platform/problem.ts';

export const helpProblems = {
  'labeling.tooFewLabels': {
    code: 'CONFLICT',
    en: {
      message:
        'There are {count} labels of {classes} classes. A classifier learns from at least {least} labels of two classes.',
      hint: 'Label some more items in random order first.',
    },
    zh: {
      message: '现有 {count} 个标注、{classes} 个类别；分类器至少需要 {least} 个标注和两个类别。',
      hint: '请先按随机顺序再标注一些。',
    },
  },
  'labeling.helpUnfit': {
    code: 'BAD_INPUT',
    en: {
      message: 'A {kind} task cannot use this: its answers are not one of several classes.',
      hint: 'Choose an order that Help offers for this task, or use a classification task.',
    },
    zh: {
      message: '{kind} 类任务不能使用此功能：它的答案不是若干类别之一。',
      hint: '请选择“辅助”中为此任务提供的顺序，或使用分类任务。',
    },
  },
  'labeling.modelUnfit': {
    code: 'BAD_INPUT',
    en: {
      message: 'The model “{model}” gives no answers of this task to {kind} items.',
      hint: 'Choose a model that takes this kind of data and was trained for this kind of task.',
    },
    zh: {
      message: '模型“{model}”不能为 {kind} 类数据给出此任务的答案。',
      hint: '请选择适用于此类数据、并为此类任务训练的模型。',
    },
  },
  'labeling.modelLabels': {
    code: 'BAD_INPUT',
    en: {
      message:
        'The model “{model}” predicts {labels}. None of these is a class of the task, which has {classes}.',
      hint: 'Say which class each label means, rename the classes of the task, or choose another model.',
    },
    zh: {
      message: '模型“{model}”预测的是 {labels}，都不是此任务的类别（{classes}）。',
      hint: '请指定每个标签对应的类别、重命名任务的类别，或选择其他模型。',
    },
  },
  'labeling.modelShapes': {
    code: 'BAD_INPUT',
    en: {
      message: 'The model “{model}” says regions of the shape {shape}, and this task takes {shapes}.',
      hint: 'Choose another model, or make a task whose regions may have that shape.',
    },
    zh: {
      message: '模型“{model}”给出的区域形状是 {shape}，而此任务接受 {shapes}。',
      hint: '请选择其他模型，或新建允许该形状的任务。',
    },
  },
  'labeling.suggestByModel': {
    code: 'BAD_INPUT',
    en: {
      message:
        'Suggestions for a {kind} task come from a model; the fast classifier learns single classes only.',
      hint: 'Train a model on the answers that are there, or import one, and choose it.',
    },
    zh: {
      message: '{kind} 类任务的建议来自模型；快速分类器只学习单一类别。',
      hint: '请用现有答案训练一个模型，或导入一个模型，然后选择它。',
    },
  },
  'labeling.orderByModel': {
    code: 'BAD_INPUT',
    en: {
      message:
        'The queue of a {kind} task is ranked by a model; the fast classifier learns single classes only.',
      hint: 'Choose a model of the registry that was trained for this kind of task, or a recipe that active learning trains.',
    },
    zh: {
      message: '{kind} 类任务的队列由模型排序；快速分类器只学习单一类别。',
      hint: '请选择为此类任务训练的模型，或由主动学习训练的训练方案。',
    },
  },
  'labeling.modelUnsure': {
    code: 'BAD_INPUT',
    en: {
      message: 'The model “{model}” does not say how sure it is, so that nothing can be ranked by it.',
      hint: 'Choose a segmenter that gives probabilities beside its mask, as those trained here do, or another order.',
    },
    zh: {
      message: '模型“{model}”不给出置信度，因此无法据此排序。',
      hint: '请选择除掩码外还给出概率的分割模型（在此处训练的都是），或选择其他顺序。',
    },
  },
  'labeling.acceptAttributes': {
    code: 'CONFLICT',
    en: {
      message: 'Parts of this task have a question that must be answered, and no model answers it.',
      hint: 'Accept the suggestions one by one while labeling, or make the question optional.',
    },
    zh: {
      message: '此任务的片段或区域有必答的问题，而模型不会回答。',
      hint: '请在标注时逐个接受建议，或将该问题改为选答。',
    },
  },
  'labeling.suggestUnfit': {
    code: 'BAD_INPUT',
    en: {
      message: 'A {kind} task gets no suggestions: no model here writes such answers.',
      hint: 'Suggestions are made for classes, several labels, ratings, preferences, spans and regions.',
    },
    zh: {
      message: '{kind} 类任务没有建议：这里没有模型能写出这样的答案。',
      hint: '可为分类、多标签、评分、偏好、文本片段和区域任务生成建议。',
    },
  },
  'labeling.noSuchSuggestions': {
    code: 'NOT_FOUND',
    en: {
      message: 'There are no suggestions of “{source}” in this task.',
      hint: 'Make suggestions first, or open the list again.',
    },
    zh: {
      message: '此任务中没有来自“{source}”的建议。',
      hint: '请先生成建议，或重新打开列表。',
    },
  },
  'labeling.acceptBlind': {
    code: 'CONFLICT',
    en: {
      message: 'Suggestions cannot be kept at once where several people answer each item independently.',
      hint: 'Answer the items, or change the task to one person per item.',
    },
    zh: {
      message: '每项由多人独立作答时，不能批量接受建议。',
      hint: '请逐项作答，或把任务改为每项一人。',
    },
  },
  'labeling.functionNamed': {
    code: 'CONFLICT',
    en: {
      message: 'This task already has a labeling function named “{name}”.',
      hint: 'Choose another name.',
    },
    zh: { message: '此任务已有名为“{name}”的标注函数。', hint: '请换一个名称。' },
  },
  'labeling.functionLabel': {
    code: 'BAD_INPUT',
    en: {
      message: 'The labeling function “{name}” needs a class to vote for. A model needs none.',
      hint: 'Choose a class of the label schema.',
    },
    zh: {
      message: '标注函数“{name}”需要一个投票类别；模型则不需要。',
      hint: '请选择标注体系中的一个类别。',
    },
  },
  'labeling.noFunctions': {
    code: 'CONFLICT',
    en: { message: 'This task has no labeling functions yet.', hint: 'Add one first.' },
    zh: { message: '此任务还没有标注函数。', hint: '请先添加一个。' },
  },
  'labeling.patternBad': {
    code: 'BAD_INPUT',
    en: {
      message: 'The pattern of “{name}” is not a regular expression: {why}.',
      hint: 'Correct it. To find characters such as ( or ?, write a backslash before them.',
    },
    zh: {
      message: '“{name}”的模式不是有效的正则表达式：{why}。',
      hint: '请更正。要匹配 ( 或 ? 等字符，请在前面加反斜杠。',
    },
  },
  'labeling.patternSlow': {
    code: 'BAD_INPUT',
    en: {
      message: 'The pattern of “{name}” was stopped after {seconds} seconds on a few texts.',
      hint: 'Avoid repeats inside of repeats, such as (a+)+.',
    },
    zh: {
      message: '“{name}”的模式在少量文本上运行 {seconds} 秒后被停止。',
      hint: '请避免重复中嵌套重复，例如 (a+)+。',
    },
  },
} as const satisfies Problems;
