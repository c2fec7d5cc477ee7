/** @file Words of the board of a plan. */
import { many } from '../../platform/i18n/many.ts';

export const boardEn = {
  label: 'Board',
  lanes: { label: 'Swimlanes', none: 'No lanes', owner: 'By person', milestone: 'By milestone' },
  nobody: 'Nobody',
  noMilestone: 'No milestone',
  limit: (count: string, limit: string) => `${count} of at most ${limit}`,
  over: (column: string, count: string, limit: string) =>
    `${column} has ${many(count, 'task')}, but at most ${limit} should be in work.`,
  setLimit: (column: string) => `Limit of ${column}`,
  noLimit: 'none',
  moveTo: 'Move to',
  more: (count: string) => `Show ${count} more`,
  moved: (title: string, column: string) => `${title}: ${column}`,
  blocked: 'Blocked',
  recurring: 'Recurring',
  late: 'Late',
  checklist: (done: string, all: string) => `${done} of ${all} checked`,
};

export const boardZh: typeof boardEn = {
  label: '看板',
  lanes: { label: '泳道', none: '不分泳道', owner: '按人员', milestone: '按里程碑' },
  nobody: '无人负责',
  noMilestone: '无里程碑',
  limit: (count, limit) => `${count}，上限 ${limit}`,
  over: (column, count, limit) => `“${column}”有 ${count} 个任务，超过在制品上限 ${limit}。`,
  setLimit: (column) => `“${column}”的上限`,
  noLimit: '无',
  moveTo: '移动到',
  more: (count) => `再显示 ${count} 个`,
  moved: (title, column) => `${title}：${column}`,
  blocked: '受阻',
  recurring: '重复任务',
  late: '逾期',
  checklist: (done, all) => `已勾选 ${done}/${all}`,
};
