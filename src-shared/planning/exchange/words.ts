/** @file Words of formats, kinds and fields that window and command line both say. */
import type { LocalizedText } from '../../platform/procedure.ts';
import type { PlanExportFormat, PlanImportFormat } from './values.ts';

export const FORMAT_WORDS: Readonly<Record<PlanExportFormat | PlanImportFormat, LocalizedText>> = {
  csv: { en: 'CSV', zh: 'CSV' },
  mspdi: { en: 'MS-Project XML', zh: 'MS-Project XML' },
  ics: { en: 'iCalendar', zh: 'iCalendar' },
  mermaid: { en: 'Mermaid gantt', zh: 'Mermaid 甘特图' },
  json: { en: 'JSON of Lathe', zh: 'Lathe 的 JSON' },
  jira: { en: 'Jira issues', zh: 'Jira 议题' },
  trello: { en: 'Trello board', zh: 'Trello 看板' },
  github: { en: 'GitHub issues', zh: 'GitHub 议题' },
};

const KINDS: Readonly<Record<string, LocalizedText>> = {
  project: { en: 'project', zh: '项目' },
  objective: { en: 'objectives', zh: '目标' },
  keyResult: { en: 'key results', zh: '关键结果' },
  requirement: { en: 'requirements', zh: '需求' },
  decision: { en: 'decisions', zh: '决策' },
  meeting: { en: 'meeting notes', zh: '会议记录' },
  milestone: { en: 'milestones', zh: '里程碑' },
  gate: { en: 'gates', zh: '关口' },
  task: { en: 'tasks', zh: '任务' },
  comment: { en: 'comments', zh: '评论' },
  timeEntry: { en: 'hours worked', zh: '工时记录' },
  baseline: { en: 'baselines', zh: '基线' },
  savedFilter: { en: 'saved filters', zh: '已保存的筛选' },
  risk: { en: 'risks', zh: '风险' },
  budgetLine: { en: 'budget lines', zh: '预算项' },
  expense: { en: 'expenses', zh: '支出' },
  machine: { en: 'machines', zh: '机器' },
  segment: { en: 'segments', zh: '细分市场' },
  persona: { en: 'personas', zh: '用户画像' },
  interview: { en: 'interviews', zh: '访谈' },
  feature: { en: 'features', zh: '功能' },
  competitor: { en: 'competitors', zh: '竞争对手' },
  positioningMap: { en: 'positioning maps', zh: '定位图' },
  swotEntry: { en: 'SWOT entries', zh: 'SWOT 条目' },
  canvasEntry: { en: 'canvas entries', zh: '画布条目' },
  revenueStream: { en: 'revenue streams', zh: '收入来源' },
  scenario: { en: 'scenarios', zh: '情景' },
  campaign: { en: 'campaigns', zh: '营销活动' },
  feedback: { en: 'feedback', zh: '反馈' },
  brandNote: { en: 'brand notes', zh: '品牌笔记' },
  complianceAnswer: { en: 'compliance answers', zh: '合规答复' },
  labelSchema: { en: 'label schemas', zh: '标注体系' },
  template: { en: 'templates', zh: '模板' },
};

const FIELDS: Readonly<Record<string, LocalizedText>> = {
  title: { en: 'title', zh: '标题' },
  vision: { en: 'vision', zh: '愿景' },
  scope: { en: 'scope', zh: '范围' },
  owner: { en: 'owner', zh: '负责人' },
  owners: { en: 'owners', zh: '负责人' },
  estimate: { en: 'estimate', zh: '估算' },
  milestones: { en: 'milestones of the task', zh: '任务的里程碑' },
  checklist: { en: 'checklist', zh: '检查清单' },
  links: { en: 'links', zh: '链接' },
  measured: { en: 'measured work', zh: '实测工作量' },
  actualStart: { en: 'actual start', zh: '实际开始' },
  skill: { en: 'skill', zh: '技能' },
  gpuHours: { en: 'GPU hours', zh: 'GPU 小时' },
  blockedBy: { en: 'blocked by', zh: '阻塞原因' },
  levelled: { en: 'levelled start', zh: '平衡后的开始' },
  recurrence: { en: 'recurrence', zh: '重复' },
  done: { en: 'share done, in whole percent', zh: '完成比例（取整百分比）' },
  column: { en: 'column of the board', zh: '看板列' },
  after: { en: 'dependencies', zh: '依赖' },
  lag: { en: 'lag', zh: '延隔' },
  Baseline: { en: 'Baseline', zh: '基线' },
  HyperlinkAddress: { en: 'HyperlinkAddress', zh: '超链接' },
  TimephasedData: { en: 'TimephasedData', zh: '分时数据' },
  OutlineCode: { en: 'OutlineCode', zh: '大纲代码' },
  'lag in percent': { en: 'lag in percent', zh: '百分比延隔' },
  'elapsed lag': { en: 'elapsed lag', zh: '按日历时间的延隔' },
  'elapsed duration': { en: 'elapsed duration', zh: '按日历时间的工期' },
  'inactive task': { en: 'inactive task', zh: '停用的任务' },
  'recurring task': { en: 'recurring task', zh: '重复任务' },
  'inserted project': { en: 'inserted project', zh: '插入的子项目' },
  'task of another project': { en: 'task of another project', zh: '其他项目的任务' },
  'tasks without a name': { en: 'tasks without a name', zh: '没有名称的任务' },
  'long names': { en: 'long names', zh: '过长的名称' },
  'manually scheduled': { en: 'manually scheduled', zh: '手动排程' },
  'outline of milestones': { en: 'outline of milestones', zh: '里程碑的层级' },
  'control characters': { en: 'control characters', zh: '控制字符' },
  'As Late As Possible': { en: 'As Late As Possible', zh: '越晚越好' },
  'Must Start On': { en: 'Must Start On', zh: '必须开始于' },
  'Must Finish On': { en: 'Must Finish On', zh: '必须完成于' },
  'Start No Later Than': { en: 'Start No Later Than', zh: '不得晚于…开始' },
  'Finish No Earlier Than': { en: 'Finish No Earlier Than', zh: '不得早于…完成' },
  'Finish No Later Than': { en: 'Finish No Later Than', zh: '不得晚于…完成' },
};

const own = (table: Readonly<Record<string, LocalizedText>>, name: string): LocalizedText =>
  Object.hasOwn(table, name) ? table[name]! : { en: name, zh: name };

/** A kind of document as a list of them is called. */
export const kindWords = (kind: string): LocalizedText => own(KINDS, kind);

/** A field or a kind by name; another text as it is. */
export const fieldWords = (name: string): LocalizedText =>
  Object.hasOwn(FIELDS, name) ? own(FIELDS, name) : kindWords(name);
