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
  'labeling.classCircle': {
    code: 'BAD_INPUT',
    en: {
      message:
        'The class “{label}” cannot be a subclass of “{parent}”, which is itself one of its subclasses.',
      hint: 'Choose a class that is not below it.',
    },
    zh: {
      message: '类别“{label}”不能是“{parent}”的下级，因为后者已是它的下级。',
      hint: '请选择不在其下级中的类别。',
    },
  },
  'labeling.valueBad': {
    code: 'BAD_INPUT',
    en: {
      message: 'The answer is no {kind} answer. At “{where}”: {why}.',
      hint: 'Correct that part of the answer and save it again.',
    },
    zh: {
      message: '此答案不是 {kind} 类任务的答案。“{where}”处：{why}。',
      hint: '请更正该部分后重新保存。',
    },
  },
  'labeling.notALeaf': {
    code: 'BAD_INPUT',
    en: {
      message: '“{label}” has subclasses and cannot be given itself (part {part}).',
      hint: 'Choose one of its subclasses.',
    },
    zh: {
      message: '“{label}”还有下级类别，不能直接使用（部分 {part}）。',
      hint: '请选择其中一个下级类别。',
    },
  },
  'labeling.labelCount': {
    code: 'BAD_INPUT',
    en: {
      message: 'The answer has {count} labels. This task takes {least} to {most}.',
      hint: 'Add or remove labels.',
    },
    zh: {
      message: '此答案有 {count} 个标签；本任务要求 {least} 到 {most} 个。',
      hint: '请增加或去掉标签。',
    },
  },
  'labeling.ratingOutside': {
    code: 'BAD_INPUT',
    en: {
      message: 'The rating {rating} is outside of the scale {from} to {to}.',
      hint: 'Choose a rating on the scale.',
    },
    zh: {
      message: '评分 {rating} 超出量表 {from} 到 {to}。',
      hint: '请在量表范围内选择评分。',
    },
  },
  'labeling.partTwice': {
    code: 'BAD_INPUT',
    en: {
      message: 'Two parts of the answer have the id “{part}”.',
      hint: 'Give each span or region its own id.',
    },
    zh: {
      message: '答案中有两个部分的编号都是“{part}”。',
      hint: '请为每个片段或区域使用不同的编号。',
    },
  },
  'labeling.spanOutside': {
    code: 'BAD_INPUT',
    en: {
      message: 'The span “{part}” runs from {start} to {end}, but the text has {length} characters.',
      hint: 'Mark a range inside the text, with its end after its start.',
    },
    zh: {
      message: '片段“{part}”从 {start} 到 {end}，但文本只有 {length} 个字符。',
      hint: '请标记文本之内的范围，且终点在起点之后。',
    },
  },
  'labeling.spanSplits': {
    code: 'BAD_INPUT',
    en: {
      message: 'The span “{part}” from {start} to {end} begins or ends in the middle of a character.',
      hint: 'Move its edge to the next whole character.',
    },
    zh: {
      message: '片段“{part}”（{start} 到 {end}）的边界落在一个字符的中间。',
      hint: '请把边界移到完整的字符处。',
    },
  },
  'labeling.spansOverlap': {
    code: 'BAD_INPUT',
    en: {
      message: 'The spans “{part}” and “{other}” share characters in a way the label schema does not allow.',
      hint: 'Shorten or remove one of them.',
    },
    zh: {
      message: '片段“{part}”与“{other}”的重叠方式不被标注体系允许。',
      hint: '请缩短或删除其中一个。',
    },
  },
  'labeling.relationBad': {
    code: 'BAD_INPUT',
    en: {
      message:
        'The relation “{label}” from “{from}” to “{to}” is not possible. Relations are {relations}, between spans of the answer.',
      hint: 'Choose a relation of the label schema and two spans that are there.',
    },
    zh: {
      message: '不能建立从“{from}”到“{to}”的关系“{label}”；可用关系：{relations}，且两端须为答案中的片段。',
      hint: '请选择标注体系中的关系和存在的两个片段。',
    },
  },
  'labeling.attributeBad': {
    code: 'BAD_INPUT',
    en: {
      message:
        'The attribute “{attribute}” of part “{part}” is missing, not of the label schema, or has a wrong value. Allowed: {wanted}.',
      hint: 'Fill in the attribute as the label schema asks.',
    },
    zh: {
      message: '部分“{part}”的属性“{attribute}”缺失、不在标注体系中或取值错误；允许：{wanted}。',
      hint: '请按标注体系填写该属性。',
    },
  },
  'labeling.shapeRefused': {
    code: 'BAD_INPUT',
    en: {
      message: 'The region “{part}” is a {shape}. This task takes {shapes}.',
      hint: 'Draw it with one of these tools.',
    },
    zh: {
      message: '区域“{part}”是 {shape}；本任务只接受 {shapes}。',
      hint: '请改用这些工具绘制。',
    },
  },
  'labeling.pointsBad': {
    code: 'BAD_INPUT',
    en: {
      message: 'The region “{part}” has {count} keypoints. The label schema has {wanted}.',
      hint: 'Set every keypoint, or mark those that are not in the image as absent.',
    },
    zh: {
      message: '区域“{part}”有 {count} 个关键点，而标注体系有 {wanted} 个。',
      hint: '请设置每个关键点；图片中没有的请标为不存在。',
    },
  },
  'labeling.maskBad': {
    code: 'BAD_INPUT',
    en: {
      message: 'The runs of mask “{part}” cover {pixels} pixels. Its size has {wanted}.',
      hint: 'Draw the mask again, or correct the run lengths.',
    },
    zh: {
      message: '掩码“{part}”的游程共 {pixels} 个像素，而其尺寸为 {wanted} 个。',
      hint: '请重新绘制掩码，或更正游程长度。',
    },
  },
  'labeling.tieRefused': {
    code: 'BAD_INPUT',
    en: {
      message: 'This task asks which of the two is better. A tie cannot be given.',
      hint: 'Choose the first or the second, or skip the item.',
    },
    zh: {
      message: '本任务要求选出更好的一个，不能选择平局。',
      hint: '请选择第一个或第二个，或跳过此项。',
    },
  },
  'labeling.textTooLong': {
    code: 'BAD_INPUT',
    en: {
      message: 'The text is longer than {longest} characters.',
      hint: 'Shorten it.',
    },
    zh: {
      message: '文本超过 {longest} 个字符。',
      hint: '请缩短文本。',
    },
  },
  'labeling.kindOfAnswer': {
    code: 'BAD_INPUT',
    en: {
      message: 'A {kind} task takes no single class as its label.',
      hint: 'Answer with a value of that kind.',
    },
    zh: {
      message: '{kind} 类任务不能以单个类别作为标签。',
      hint: '请给出该类任务的答案。',
    },
  },
  'labeling.taskRetired': {
    code: 'CONFLICT',
    en: {
      message: 'The annotation task is closed and takes no more answers.',
      hint: 'Ask an engineer to open it again.',
    },
    zh: {
      message: '此标注任务已关闭，不再接受答案。',
      hint: '请让工程师重新开放。',
    },
  },
  'labeling.taskUnfit': {
    code: 'BAD_INPUT',
    en: {
      message: 'A {kind} task cannot be asked of {data} data.',
      hint: 'Choose another kind of task, or another dataset.',
    },
    zh: {
      message: '{kind} 类任务不适用于 {data} 类数据。',
      hint: '请选择其他任务类型或其他数据集。',
    },
  },
  'labeling.taskNamed': {
    code: 'CONFLICT',
    en: {
      message: 'This dataset already has an annotation task named “{name}”.',
      hint: 'Choose another name.',
    },
    zh: {
      message: '此数据集已有名为“{name}”的标注任务。',
      hint: '请换一个名称。',
    },
  },
  'labeling.resolutionUnfit': {
    code: 'BAD_INPUT',
    en: {
      message: 'Answers of a {kind} task cannot be resolved by “{resolution}” with {people} people per item.',
      hint: 'Use “last” with one person, “adjudicated”, or a resolution that fits the kind.',
    },
    zh: {
      message: '{kind} 类任务在每项 {people} 人时不能用“{resolution}”方式合并答案。',
      hint: '请使用单人的“last”、“adjudicated”，或适合该类任务的方式。',
    },
  },
  'labeling.adjudicatorNeeded': {
    code: 'FORBIDDEN',
    en: {
      message: 'Only an engineer or the owner can adjudicate.',
      hint: 'Ask one of them to decide this item.',
    },
    zh: {
      message: '只有工程师或所有者可以裁决。',
      hint: '请让他们来裁决此项。',
    },
  },
  'labeling.nothingToAdjudicate': {
    code: 'CONFLICT',
    en: {
      message: 'In this annotation task the last answer counts, so there is nothing to adjudicate.',
      hint: 'Label the item instead.',
    },
    zh: {
      message: '此标注任务以最后的答案为准，无需裁决。',
      hint: '请直接标注此项。',
    },
  },
  'labeling.notAnsweredBefore': {
    code: 'CONFLICT',
    en: {
      message: 'You have not answered this item before, so it cannot be asked again.',
      hint: 'Answer it in the queue of items without your answer.',
    },
    zh: {
      message: '您尚未回答过此项，不能再次询问。',
      hint: '请在未答队列中回答它。',
    },
  },
  'labeling.notWeighted': {
    code: 'CONFLICT',
    en: {
      message: 'This annotation task does not weigh its annotators.',
      hint: 'Choose the resolution “weighted” first.',
    },
    zh: {
      message: '此标注任务不对标注员加权。',
      hint: '请先选择“weighted”合并方式。',
    },
  },
} as const satisfies Problems;
