/** @file Words of the report of one person's work. */
import type { PlanBody } from '../contract.ts';

type Task = PlanBody<'task'>;

interface Words {
  readonly title: (person: string, project: string) => string;
  readonly summary: (tasks: string, hours: string) => string;
  readonly nothing: string;
  readonly hours: (hours: string) => string;
  readonly open: string;
  readonly done: string;
  readonly task: string;
  readonly state: string;
  readonly priority: string;
  readonly milestone: string;
  readonly milestones: string;
  readonly due: string;
  readonly left: string;
  readonly finished: string;
  readonly risk: string;
  readonly risks: string;
  readonly gone: string;
  readonly comma: string;
  readonly blocked: (by: string) => string;
  readonly columns: Readonly<Record<Task['column'], string>>;
  readonly priorities: Readonly<Record<Task['priority'], string>>;
}

const en: Words = {
  title: (person, project) => `${person}: work in ${project}`,
  summary: (tasks, hours) => `Open tasks: ${tasks}, with ${hours} left by their estimates.`,
  nothing: 'No open task.',
  hours: (hours) => `${hours} h`,
  open: 'Open tasks',
  done: 'Done in the last 7 days',
  task: 'Task',
  state: 'State',
  priority: 'Priority',
  milestone: 'Milestone',
  milestones: 'Milestones to answer for',
  due: 'Due',
  left: 'Left',
  finished: 'Finished',
  risk: 'Risk',
  risks: 'Risks to watch',
  gone: 'deleted milestone',
  comma: ', ',
  blocked: (by) => `Blocked: ${by}`,
  columns: { backlog: 'Backlog', ready: 'Ready', doing: 'Doing', review: 'Review', done: 'Done' },
  priorities: { urgent: 'Urgent', high: 'High', normal: 'Normal', low: 'Low' },
};

const zh: Words = {
  title: (person, project) => `${person}：${project} 中的工作`,
  summary: (tasks, hours) => `未完成任务：${tasks} 个，按估算剩余 ${hours}。`,
  nothing: '没有未完成的任务。',
  hours: (hours) => `${hours} 小时`,
  open: '未完成的任务',
  done: '最近 7 天完成',
  task: '任务',
  state: '状态',
  priority: '优先级',
  milestone: '里程碑',
  milestones: '负责的里程碑',
  due: '截止',
  left: '剩余',
  finished: '完成日期',
  risk: '风险',
  risks: '负责的风险',
  gone: '已删除的里程碑',
  comma: '、',
  blocked: (by) => `受阻：${by}`,
  columns: { backlog: '待办', ready: '就绪', doing: '进行中', review: '评审', done: '完成' },
  priorities: { urgent: '紧急', high: '高', normal: '普通', low: '低' },
};

export const PERSON_WORDS: Readonly<Record<'en' | 'zh', Words>> = { en, zh };
