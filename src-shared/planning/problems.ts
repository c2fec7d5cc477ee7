/** @file Problems of planning. */
import type { Problems } from '../platform/problem.ts';

export const planningProblems = {
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
} as const satisfies Problems;
