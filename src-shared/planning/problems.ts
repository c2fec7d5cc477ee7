/** @file Problems of planning. */
import type { Problems } from '../platform/problem.ts';
import { engineProblems } from './engine/problems.ts';
import { exchangeProblems } from './exchange/problems.ts';

export const planningProblems = {
  ...engineProblems,
  ...exchangeProblems,
  'planning.oneProject': {
    code: 'BAD_INPUT',
    en: {
      message: 'A plan has one project, whose id is the plan’s.',
      hint: 'Make another project for another plan.',
    },
    zh: { message: '一份计划只有一个项目，编号与计划相同。', hint: '其他计划请另建项目。' },
  },
  'planning.closedMilestone': {
    code: 'CONFLICT',
    en: { message: '“{milestone}” is closed already.', hint: 'It reopens by itself when a gate fails.' },
    zh: { message: '里程碑“{milestone}”已关闭。', hint: '若有关口不再满足，它会自动重新打开。' },
  },
  'planning.whichProject': {
    code: 'BAD_INPUT',
    en: {
      message: 'There are {count} active projects, and none was named.',
      hint: 'Name one with --project: {names}.',
    },
    zh: { message: '有 {count} 个进行中的项目，但未指明是哪一个。', hint: '请用 --project 指定：{names}。' },
  },
  'planning.nothingToForecast': {
    code: 'BAD_INPUT',
    en: {
      message: '“{project}” has no open task, so there is nothing to forecast.',
      hint: 'Add tasks with an estimate, and link them to milestones.',
    },
    zh: { message: '“{project}”没有未完成的任务，无法预测。', hint: '请添加带估算的任务，并关联到里程碑。' },
  },
  'planning.notChosen': {
    code: 'BAD_INPUT',
    en: {
      message: 'What it is measured of is not chosen yet.',
      hint: 'Choose a dataset, a model or an endpoint for the gate.',
    },
    zh: { message: '尚未选择测量对象。', hint: '请为关口选择数据集、模型或端点。' },
  },
  'planning.notMeasured': {
    code: 'NOT_FOUND',
    en: { message: 'Nothing was measured yet.', hint: 'Its value comes with the next measurement.' },
    zh: { message: '尚无测量结果。', hint: '下次测量后即有数值。' },
  },
} as const satisfies Problems;
