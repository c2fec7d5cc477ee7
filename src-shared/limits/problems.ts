/** @file Problems of limits. */
import type { Problems } from '../platform/problem.ts';

export const limitsProblems = {
  'limits.seconds': {
    code: 'BAD_INPUT',
    en: {
      message: 'A time limit must be between 1 and {most} seconds.',
      hint: 'Leave it empty for no limit.',
    },
    zh: { message: '时间限制须为 1 至 {most} 秒。', hint: '留空表示不限时。' },
  },
  'limits.memory': {
    code: 'BAD_INPUT',
    en: {
      message: 'A memory limit on this machine must be between {least} and {most} GB.',
      hint: 'The rest is reserved for the system and other programs.',
    },
    zh: { message: '本机的内存限制须为 {least} 至 {most} GB。', hint: '其余留给系统和其他程序。' },
  },
  'limits.noMemory': {
    code: 'BAD_INPUT',
    en: {
      message: 'This kind of work has no memory limit of its own.',
      hint: 'Change the limit of the process it runs in.',
    },
    zh: { message: '此项没有单独的内存限制。', hint: '请修改其所在进程的限制。' },
  },
} as const satisfies Problems;
