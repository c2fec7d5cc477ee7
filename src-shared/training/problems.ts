/** @file Problems of the training room. */
import type { Problems } from '../platform/problem.ts';

export const trainingProblems = {
  'training.noSuchRecipe': {
    code: 'NOT_FOUND',
    en: { message: 'There is no recipe “{recipe}”.', hint: 'Choose one of: {recipes}.' },
    zh: { message: '没有训练方案“{recipe}”。', hint: '可选：{recipes}。' },
  },
  'training.noSuchParameter': {
    code: 'BAD_INPUT',
    en: {
      message: 'The recipe {recipe} has no parameter “{parameter}”.',
      hint: 'Its parameters are: {parameters}.',
    },
    zh: { message: '训练方案 {recipe} 没有参数“{parameter}”。', hint: '可用参数：{parameters}。' },
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
      message: 'The recipe {recipe} needs {takes} data, but this version is {has}.',
      hint: 'Recipes for this data: {recipes}.',
    },
    zh: {
      message: '训练方案 {recipe} 需要 {takes} 数据，而这个版本是 {has}。',
      hint: '适合该数据的训练方案：{recipes}。',
    },
  },
  'training.cannotBuild': {
    code: 'BAD_INPUT',
    en: {
      message: 'No network can be built with these parameters: {why}.',
      hint: 'Change the sizes, or choose another recipe for this data.',
    },
    zh: { message: '用这些参数无法构建网络：{why}。', hint: '请调整大小，或选择适合数据的训练方案。' },
  },
  'training.noPairs': {
    code: 'BAD_INPUT',
    en: {
      message: 'The version does not say which two columns were compared.',
      hint: 'Name the two columns in the options of the preference task; both must be features of the table. Then freeze a version again.',
    },
    zh: {
      message: '此版本未说明比较的是哪两列。',
      hint: '请在偏好任务的选项中指定这两列（两列都须是表格的特征列），然后重新冻结一个版本。',
    },
  },
  'training.noAnswers': {
    code: 'BAD_INPUT',
    en: {
      message: 'No answer of the training split names a class, so there is nothing to learn.',
      hint: 'Label more items of this annotation task, then freeze a version again.',
    },
    zh: {
      message: '训练集中没有任何答案含有类别，因此无可学习。',
      hint: '请为该标注任务标注更多样本，然后重新冻结版本。',
    },
  },
  'training.badImage': {
    code: 'BAD_INPUT',
    en: {
      message: 'An image cannot be used: {why}.',
      hint: 'Replace or remove it, then freeze the dataset again.',
    },
    zh: { message: '有图片无法使用：{why}。', hint: '请替换或移除后重新冻结数据集。' },
  },
  'training.tooShort': {
    code: 'BAD_INPUT',
    en: {
      message: 'The {split} split has {tokens} tokens, fewer than the context length of {context}.',
      hint: 'Import more text, or use a shorter context length.',
    },
    zh: {
      message: '{split} 划分只有 {tokens} 个词元，少于上下文长度 {context}。',
      hint: '请导入更多文本，或减小上下文长度。',
    },
  },
  'training.noColumns': {
    code: 'BAD_INPUT',
    en: {
      message: 'The table has no feature column that a model can use.',
      hint: 'Import it again with at least one column of numbers, dates or categories as a feature.',
    },
    zh: {
      message: '表格没有模型可用的特征列。',
      hint: '请重新导入，并至少把一列数值、日期或类别设为特征。',
    },
  },
  'training.tooLarge': {
    code: 'BAD_INPUT',
    en: {
      message: 'The column “{column}” contains {value}, which is too large for training.',
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
        'The column “{column}” contains {value} in the {split} split. That is too far from the training data, whose standard deviation is {deviation}.',
      hint: 'Check the unit of this row, or remove it and freeze the dataset again.',
    },
    zh: {
      message: '列“{column}”在 {split} 划分中包含 {value}，与训练数据相距过远（其标准差为 {deviation}）。',
      hint: '请检查该行的单位，或删除该行后重新冻结数据集。',
    },
  },
  'training.disagrees': {
    code: 'INTERNAL',
    en: {
      message:
        'The exported model does not match the trained model: the predictions for {rows} of {of} validation rows differ, by up to {difference}.',
      hint: 'The model was discarded because its metrics would be wrong. Its numbers have grown too large to be exact: train again with a smaller learning rate.',
    },
    zh: {
      message:
        '导出的模型与训练的模型不一致：{of} 条验证数据中有 {rows} 条的预测不同，最大相差 {difference}。',
      hint: '模型未保留，因为其指标会不准确。模型中的数值过大，无法精确计算：请用更小的学习率重新训练。',
    },
  },
  'training.columnDisagrees': {
    code: 'INTERNAL',
    en: {
      message:
        'The exported model does not match the trained model: the predictions for {rows} of {of} validation rows differ, by up to {difference}. The column “{column}” reaches it otherwise, by up to {deviations} deviations.',
      hint: 'The model was discarded because its metrics would be wrong. Leave out or rescale this column, and train again.',
    },
    zh: {
      message:
        '导出的模型与训练的模型不一致：{of} 条验证数据中有 {rows} 条的预测不同，最大相差 {difference}。列“{column}”进入模型时的值不同，最大相差 {deviations} 个标准差。',
      hint: '模型未保留，因为其指标会不准确。请去掉或重新缩放该列，然后重新训练。',
    },
  },
  'training.noProvider': {
    code: 'BAD_INPUT',
    en: {
      message: 'The compute device “{provider}” is not available on this machine: {why}.',
      hint: 'Choose cpu or auto. “lathe doctor” checks every device again. “lathe setup cuda” explains how to install CUDA.',
    },
    zh: {
      message: '本机无法使用计算设备“{provider}”：{why}。',
      hint: '请选择 cpu 或 auto。“lathe doctor” 会重新检测所有设备；“lathe setup cuda” 说明如何安装 CUDA。',
    },
  },
  'training.badArchive': {
    code: 'BAD_INPUT',
    en: {
      message: 'CUDA cannot be installed from this file: {why}.',
      hint: 'Run “lathe setup cuda” to see which file is needed.',
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
  'training.cancelled': {
    code: 'CANCELLED',
    en: {
      message: 'The training was cancelled, here or in the window.',
      hint: '“lathe resume {run}” continues it from its last checkpoint.',
    },
    zh: {
      message: '训练已在命令行或窗口中取消。',
      hint: '使用 “lathe resume {run}” 可从最近的检查点接着训练。',
    },
  },
  'training.cut': {
    code: 'CANCELLED',
    en: {
      message: 'The training of “{run}” was interrupted.',
      hint: 'Resume it to continue from its last checkpoint.',
    },
    zh: { message: '“{run}”的训练被中断。', hint: '点击“继续”可从最近的检查点接着训练。' },
  },
  'training.notTrained': {
    code: 'CONFLICT',
    en: {
      message: 'Run “{run}” was not trained in this workbench.',
      hint: 'A program logged it, or it was imported: run that program again.',
    },
    zh: {
      message: '运行“{run}”不是在本工作台中训练的。',
      hint: '该运行由其他程序记录或为导入所得：请重新运行该程序。',
    },
  },
  'training.alreadyRunning': {
    code: 'CONFLICT',
    en: { message: 'Run “{run}” is already training.', hint: 'Wait until it ends, or stop it first.' },
    zh: { message: '运行“{run}”正在训练中。', hint: '请等待完成或先停止。' },
  },
  'training.notRunning': {
    code: 'CONFLICT',
    en: { message: 'Run “{run}” is not training.', hint: 'There is nothing to stop.' },
    zh: { message: '运行“{run}”没有在训练。', hint: '没有需要停止的内容。' },
  },
  'training.notResumable': {
    code: 'CONFLICT',
    en: {
      message: 'Run “{run}” is {state} and cannot be resumed.',
      hint: 'Only stopped and interrupted runs can be resumed. Start a new run, or reproduce this one.',
    },
    zh: {
      message: '运行“{run}”的状态为 {state}，无法继续。',
      hint: '只有已停止或被中断的运行可以继续；请新建运行或复现。',
    },
  },
} as const satisfies Problems;
