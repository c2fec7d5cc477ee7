/** @file Words of the register of risks. */
import type { PlanBody } from '../../../src-shared/planning/contract.ts';

type Risk = PlanBody<'risk'>;

const area: Record<Risk['area'], string> = {
  data: 'Data',
  technology: 'Technology',
  team: 'Team',
  market: 'Market',
  law: 'Law',
  other: 'Other',
};
const response: Record<Risk['response'], string> = {
  avoid: 'Avoid',
  reduce: 'Reduce',
  transfer: 'Transfer',
  accept: 'Accept',
};
const state: Record<Risk['state'], string> = {
  watched: 'Watched',
  open: 'Open',
  happened: 'Happened',
  closed: 'Closed',
};
const fields: Record<keyof Risk, string> = {
  title: 'Title',
  area: 'Area',
  cause: 'Cause',
  event: 'Event',
  effect: 'Effect',
  probability: 'Probability',
  impact: 'Impact',
  chance: 'Chance in the forecast',
  delay: 'Delay if it happens',
  tasks: 'Tasks that are delayed',
  response: 'Response',
  plan: 'What is done',
  owner: 'Owner',
  due: 'Due',
  state: 'State',
  trigger: 'Opened by',
};

export const risksEn = {
  title: 'Risks',
  add: 'Add risk',
  fromLibrary: 'Add from library',
  library: 'Risks of machine-learning projects',
  libraryText:
    'Choose what could happen in this project. Cause, effect, response and plan come along and can be changed.',
  addChosen: (count: string) => `Add ${count}`,
  added: (count: string) => `Risks added: ${count}`,
  present: 'Already in the register',
  empty: {
    title: 'No risk yet',
    text: 'Write down what could go wrong, how likely it is, what it costs, and who does what about it. Start with risks that most projects share.',
  },
  fields,
  area,
  response,
  state,
  score: 'Score',
  overdue: 'Overdue',
  matrix: 'Risk matrix',
  matrixHint: 'Open risks by probability and impact. Click a cell, or press Enter on it, to see its risks.',
  cell: (probability: number, impact: number, count: string, level: string) =>
    `Probability ${probability}, impact ${impact}: ${count}, ${level}`,
  level: { low: 'low', medium: 'medium', high: 'high', critical: 'critical' },
  filtered: (probability: number, impact: number) => `Probability ${probability}, impact ${impact}`,
  clear: 'Show all',
  show: 'Which risks',
  all: 'All',
  grades: ['1 – rare', '2 – unlikely', '3 – possible', '4 – likely', '5 – almost certain'],
  impacts: ['1 – negligible', '2 – minor', '3 – moderate', '4 – major', '5 – severe'],
  hint: {
    trigger: 'When this comes true, a watched or closed risk opens by itself.',
    chance: 'How likely the delay is when the forecast is computed.',
  },
  hours: 'hours',
};

export const risksZh: typeof risksEn = {
  title: '风险',
  add: '添加风险',
  fromLibrary: '从风险库添加',
  library: '机器学习项目的常见风险',
  libraryText: '选择本项目可能发生的风险。原因、影响、应对和措施会一并带入，之后可以修改。',
  addChosen: (count) => `添加 ${count} 项`,
  added: (count) => `已添加风险：${count} 项`,
  present: '登记册中已有',
  empty: {
    title: '还没有风险',
    text: '记录可能出现的问题、发生的可能性、造成的损失以及由谁应对。可从常见风险开始。',
  },
  fields: {
    title: '标题',
    area: '领域',
    cause: '原因',
    event: '事件',
    effect: '影响',
    probability: '可能性',
    impact: '影响程度',
    chance: '预测中的发生概率',
    delay: '发生时的延误',
    tasks: '受延误的任务',
    response: '应对策略',
    plan: '应对措施',
    owner: '负责人',
    due: '截止',
    state: '状态',
    trigger: '触发条件',
  },
  area: { data: '数据', technology: '技术', team: '团队', market: '市场', law: '法律', other: '其他' },
  response: { avoid: '规避', reduce: '减轻', transfer: '转移', accept: '接受' },
  state: { watched: '观察中', open: '未关闭', happened: '已发生', closed: '已关闭' },
  score: '分值',
  overdue: '已逾期',
  matrix: '风险矩阵',
  matrixHint: '按可能性和影响程度统计未关闭的风险。单击格子或按 Enter 查看其中的风险。',
  cell: (probability, impact, count, level) => `可能性 ${probability}，影响 ${impact}：${count} 项，${level}`,
  level: { low: '低', medium: '中', high: '高', critical: '严重' },
  filtered: (probability, impact) => `可能性 ${probability}，影响 ${impact}`,
  clear: '显示全部',
  show: '显示哪些风险',
  all: '全部',
  grades: ['1 – 罕见', '2 – 不太可能', '3 – 可能', '4 – 很可能', '5 – 几乎必然'],
  impacts: ['1 – 可忽略', '2 – 较小', '3 – 中等', '4 – 较大', '5 – 严重'],
  hint: {
    trigger: '条件成立时，观察中或已关闭的风险会自动打开。',
    chance: '计算预测时，发生延误的概率。',
  },
  hours: '小时',
};
