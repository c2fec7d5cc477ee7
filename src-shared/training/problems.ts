/** @file Problems of the training room. */
import type { Problems } from '../platform/problem.ts';

export const trainingProblems = {
  'training.noSuchRecipe': {
    code: 'NOT_FOUND',
    en: { message: 'There is no recipe “{recipe}”.', hint: 'Choose one of: {recipes}.' },
    zh: { message: '没有配方“{recipe}”。', hint: '可选：{recipes}。' },
  },
  'training.noSuchParameter': {
    code: 'BAD_INPUT',
    en: {
      message: 'The recipe {recipe} has no parameter “{parameter}”.',
      hint: 'Its parameters are: {parameters}.',
    },
    zh: { message: '配方 {recipe} 没有参数“{parameter}”。', hint: '可用参数：{parameters}。' },
  },
  'training.parameterOutOfRange': {
    code: 'BAD_INPUT',
    en: {
      message: '{parameter} is {value}, but it must be {kind} from {min} to {max}.',
      hint: 'The default is {default}.',
    },
    zh: {
      message: '{parameter} 为 {value}，但必须是 {min} 到 {max} 之间的{kind}。',
      hint: '默认值为 {default}。',
    },
  },
  'training.noSuchChoice': {
    code: 'BAD_INPUT',
    en: { message: '{parameter} cannot be “{value}”.', hint: 'Choose one of: {options}.' },
    zh: { message: '{parameter} 不能为“{value}”。', hint: '可选：{options}。' },
  },
  'training.wrongData': {
    code: 'BAD_INPUT',
    en: {
      message: 'The recipe {recipe} takes {takes}, and this version holds {has}.',
      hint: 'Recipes for this data: {recipes}.',
    },
    zh: {
      message: '配方 {recipe} 需要 {takes}，而这个版本是 {has}。',
      hint: '适合该数据的配方：{recipes}。',
    },
  },
  'training.cannotBuild': {
    code: 'BAD_INPUT',
    en: {
      message: 'These settings make no network: {why}.',
      hint: 'Change the sizes, or choose a recipe that fits the data.',
    },
    zh: { message: '这些设置无法构成网络：{why}。', hint: '请调整大小，或选择适合数据的配方。' },
  },
  'training.badPicture': {
    code: 'BAD_INPUT',
    en: {
      message: 'A picture cannot be used: {why}.',
      hint: 'Replace or remove it, then freeze the dataset again.',
    },
    zh: { message: '有图片无法使用：{why}。', hint: '请替换或移除后重新冻结数据集。' },
  },
  'training.tooShort': {
    code: 'BAD_INPUT',
    en: {
      message: 'The {split} split has {tokens} tokens, fewer than one window of {context}.',
      hint: 'Import more text, or lower the context.',
    },
    zh: {
      message: '{split} 部分只有 {tokens} 个词元，不足一个长度为 {context} 的窗口。',
      hint: '请导入更多文本，或减小上下文长度。',
    },
  },
  'training.noColumns': {
    code: 'BAD_INPUT',
    en: {
      message: 'The table has no feature that a model could learn from.',
      hint: 'Import it again with at least one column of numbers, dates or categories as a feature.',
    },
    zh: {
      message: '表格没有可供学习的特征列。',
      hint: '请重新导入，并至少把一列数值、日期或类别设为特征。',
    },
  },
  'training.tooLarge': {
    code: 'BAD_INPUT',
    en: {
      message: 'The column “{column}” holds {value}, which is too large to compute with.',
      hint: 'Check its unit, or import the table again without this column.',
    },
    zh: {
      message: '列“{column}”包含 {value}，数值过大，无法计算。',
      hint: '请检查单位，或去掉该列后重新导入表格。',
    },
  },
  'training.tooFar': {
    code: 'BAD_INPUT',
    en: {
      message:
        'The column “{column}” holds {value} in the {split} split, too far from the numbers to train on, whose deviation is {deviation}.',
      hint: 'Check the unit of this row, or remove it and freeze the dataset again.',
    },
    zh: {
      message: '列“{column}”在 {split} 部分包含 {value}，与训练数据相距过远（其标准差为 {deviation}）。',
      hint: '请检查该行的单位，或删除该行后重新冻结数据集。',
    },
  },
  'training.disagrees': {
    code: 'INTERNAL',
    en: {
      message:
        'The exported model does not answer as the trained one does: {rows} of {of} validation rows differ, by up to {difference}. {where}',
      hint: 'No model was kept, because it would not do what was measured. Leave out or rescale the column named, and train again.',
    },
    zh: {
      message:
        '导出的模型与训练中的模型回答不一致：{of} 条验证数据中有 {rows} 条不同，最大相差 {difference}。{where}',
      hint: '未保留模型，因为它与所测结果不符。请去掉或重新缩放所指出的列，然后重新训练。',
    },
  },
  'training.noProvider': {
    code: 'BAD_INPUT',
    en: {
      message: 'The provider “{provider}” cannot be used on this machine: {why}.',
      hint: 'Choose cpu or auto. “lathe doctor” tries every provider again; “lathe setup cuda” says how to get CUDA.',
    },
    zh: {
      message: '本机无法使用计算后端“{provider}”：{why}。',
      hint: '请选择 cpu 或 auto。“lathe doctor” 会重新检测所有后端；“lathe setup cuda” 说明如何安装 CUDA。',
    },
  },
  'training.badArchive': {
    code: 'BAD_INPUT',
    en: {
      message: 'CUDA cannot be installed from this file: {why}.',
      hint: '“lathe setup cuda” says which file it has to be.',
    },
    zh: { message: '无法用此文件安装 CUDA：{why}。', hint: '“lathe setup cuda” 会说明需要哪个文件。' },
  },
  'training.cudaElsewhere': {
    code: 'BAD_INPUT',
    en: {
      message: 'ONNX Runtime’s Node package has no CUDA on {system}.',
      hint: 'On Windows use dml, on macOS coreml or webgpu: they need no setup.',
    },
    zh: {
      message: 'ONNX Runtime 的 Node 包在 {system} 上不支持 CUDA。',
      hint: 'Windows 请用 dml，macOS 请用 coreml 或 webgpu，无需安装。',
    },
  },
  'training.cut': {
    code: 'CANCELLED',
    en: { message: 'The training of “{run}” was cut off.', hint: 'Resume goes on from its last checkpoint.' },
    zh: { message: '“{run}”的训练被中断。', hint: '点击“继续”可从最近的检查点接着训练。' },
  },
  'training.alreadyRunning': {
    code: 'CONFLICT',
    en: { message: 'Run “{run}” is already being trained.', hint: 'Wait for it or stop it first.' },
    zh: { message: '运行“{run}”正在训练中。', hint: '请等待完成或先停止。' },
  },
  'training.notRunning': {
    code: 'CONFLICT',
    en: { message: 'Run “{run}” is not being trained.', hint: 'There is nothing to stop.' },
    zh: { message: '运行“{run}”没有在训练。', hint: '没有需要停止的内容。' },
  },
  'training.notResumable': {
    code: 'CONFLICT',
    en: {
      message: 'Run “{run}” is {state} and cannot go on.',
      hint: 'Only stopped and interrupted runs can. Start a new run or reproduce this one.',
    },
    zh: {
      message: '运行“{run}”的状态为 {state}，无法继续。',
      hint: '只有已停止或被中断的运行可以继续；请新建运行或复现。',
    },
  },
} as const satisfies Problems;
