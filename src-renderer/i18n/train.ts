/** @file Words of the Train page. */

export const en = {
  version: 'Data version',
  recipe: 'Recipe',
  parameters: 'Parameters',
  advanced: 'Optimizer and more',
  noRecipe: 'No recipe takes this kind of data yet.',
  name: 'Name of the run',
  nameHint: 'Left empty, it is named after its recipe.',
  start: 'Start training',
  reset: 'Back to defaults',
  changed: (count: number) => (count === 1 ? '1 parameter changed' : `${count} parameters changed`),
  bounds: (min: string, max: string) => `From ${min} to ${max}.`,
  whole: (min: string, max: string) => `A whole number from ${min} to ${max}.`,
  notANumber: 'Enter a number.',
  counts: (train: string, validation: string, test: string) =>
    `${train} for training, ${validation} for validation, ${test} for test`,
  classes: (count: string) => `${count} classes`,
  steps: (count: string) => `${count} steps an epoch`,
  noVersions: {
    title: 'Nothing to train on yet',
    text: 'Training needs a frozen version of a dataset. Freeze one, or import a sample first.',
    data: 'Go to Data',
  },
};

export const zh: typeof en = {
  version: '数据版本',
  recipe: '方案',
  parameters: '参数',
  advanced: '优化器与更多设置',
  noRecipe: '还没有适用于此类数据的方案。',
  name: '运行名称',
  nameHint: '留空则按方案命名。',
  start: '开始训练',
  reset: '恢复默认值',
  changed: (count) => `已修改 ${count} 个参数`,
  bounds: (min, max) => `${min} 到 ${max}。`,
  whole: (min, max) => `${min} 到 ${max} 的整数。`,
  notANumber: '请输入数字。',
  counts: (train, validation, test) => `训练 ${train}，验证 ${validation}，测试 ${test}`,
  classes: (count) => `${count} 个类别`,
  steps: (count) => `每轮 ${count} 步`,
  noVersions: {
    title: '还没有可训练的数据',
    text: '训练需要一个冻结的数据版本。请先冻结一个，或导入示例。',
    data: '前往“数据”',
  },
};
