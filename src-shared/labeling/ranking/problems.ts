/** @file Problems of rankings. */
import type { Problems } from '../../platform/problem.ts';

export const rankingProblems = {
  'labeling.notCompared': {
    code: 'BAD_INPUT',
    en: {
      message: 'Only a preference task whose options name its two columns ranks what it compares.',
      hint: 'Choose such a task, or name the columns “first” and “second” in the options of this one.',
    },
    zh: {
      message: '只有偏好任务，且其选项指明了两列，才能对所比较的内容排序。',
      hint: '请选择这样的任务，或在该任务的选项中指明“first”和“second”两列。',
    },
  },
} as const satisfies Problems;
