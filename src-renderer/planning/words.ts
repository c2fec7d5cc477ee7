/** @file Words of planning. */
import { many, verb } from '../platform/i18n/many.ts';
import { aimsEn, aimsZh } from './aims/words.ts';
import { complianceEn, complianceZh } from './compliance/words.ts';
import { exchangeEn, exchangeZh } from './exchange/words.ts';
import { formsEn, formsZh } from './forms/words.ts';
import { forecastEn, forecastZh } from './forecast/words.ts';
import { gatesEn, gatesZh } from './gates/words.ts';
import { marketEn, marketZh } from './market/words.ts';
import { resourcesEn, resourcesZh } from './resources/words.ts';
import { risksEn, risksZh } from './risks/words.ts';
import { templatesEn, templatesZh } from './templates/words.ts';
import { workEn, workZh } from './work/words.ts';
import { reportEn, reportZh } from './report/words.ts';

export const en = {
  title: 'Plan',
  projects: 'Projects',
  newProject: 'New project',
  name: 'Name',
  start: 'Start',
  create: 'Create project',
  created: 'Project created',
  empty: {
    title: 'No project yet',
    text: 'A project has milestones that close by what was measured, tasks, a schedule and a forecast.',
  },
  columns: { name: 'Project', state: 'State', start: 'Start', due: 'Due', milestones: 'Milestones' },
  state: { active: 'Active', paused: 'Paused', finished: 'Finished', archived: 'Archived' },
  tabs: {
    gates: 'Gates',
    board: 'Board',
    list: 'List',
    timeline: 'Timeline',
    aims: 'Aims',
    risks: 'Risks',
    resources: 'Resources',
    market: 'Market',
    compliance: 'Compliance',
    forecast: 'Forecast',
    report: 'Report',
  },
  tabsLabel: 'Parts of the plan',
  loading: 'Reading the plan…',
  unsaved: (count: string) => `${many(count, 'change')} ${verb(count)} not saved yet`,
  undone: (what: string) => `Taken back: ${what}`,
  redone: (what: string) => `Done again: ${what}`,
  /** What a step changed, by the name of one of them. */
  changed: (name: string | undefined, count: number) => {
    if (name === undefined) return many(count, 'change');
    return count === 1 ? name : `${name} and ${count - 1} more`;
  },
  gone: {
    title: 'This project is not there',
    text: 'It was deleted or taken back. Redo brings back what you took back last.',
    redo: 'Redo',
    all: 'All projects',
  },
  nothingToUndo: 'There is nothing of yours to take back',
  nothingToRedo: 'There is nothing to do again',
  keys: { undo: 'Undo the last change of the plan', redo: 'Redo', newProject: 'New project' },
  gates: gatesEn,
  work: workEn,
  forms: formsEn,
  aims: aimsEn,
  risks: risksEn,
  compliance: complianceEn,
  templates: templatesEn,
  resources: resourcesEn,
  market: marketEn,
  forecast: forecastEn,
  report: reportEn,
  exchange: exchangeEn,
};

export const zh: typeof en = {
  title: '计划',
  projects: '项目',
  newProject: '新建项目',
  name: '名称',
  start: '开始',
  create: '创建项目',
  created: '项目已创建',
  empty: { title: '还没有项目', text: '项目包含依据实测结果自动关闭的里程碑、任务、进度计划和预测。' },
  columns: { name: '项目', state: '状态', start: '开始', due: '截止', milestones: '里程碑' },
  state: { active: '进行中', paused: '已暂停', finished: '已完成', archived: '已归档' },
  tabs: {
    gates: '关口',
    board: '看板',
    list: '列表',
    timeline: '时间线',
    forecast: '预测',
    aims: '目标',
    risks: '风险',
    resources: '资源',
    market: '市场',
    compliance: '合规',
    report: '报告',
  },
  tabsLabel: '计划的各部分',
  loading: '正在读取计划…',
  unsaved: (count) => `${count} 项更改尚未保存`,
  undone: (what) => `已撤销：${what}`,
  redone: (what) => `已重做：${what}`,
  changed: (name, count) => {
    if (name === undefined) return `${count} 项更改`;
    return count === 1 ? name : `${name}等 ${count} 项`;
  },
  gone: {
    title: '此项目不存在',
    text: '该项目已被删除或撤销。重做可恢复您最近一次撤销的内容。',
    redo: '重做',
    all: '全部项目',
  },
  nothingToUndo: '没有可撤销的操作',
  nothingToRedo: '没有可重做的操作',
  keys: { undo: '撤销计划的上一次更改', redo: '重做', newProject: '新建项目' },
  gates: gatesZh,
  work: workZh,
  forms: formsZh,
  aims: aimsZh,
  risks: risksZh,
  compliance: complianceZh,
  templates: templatesZh,
  resources: resourcesZh,
  market: marketZh,
  forecast: forecastZh,
  report: reportZh,
  exchange: exchangeZh,
};
