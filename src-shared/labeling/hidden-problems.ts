/** @file What keeps answers from somebody. */
import type { Problems } from '../platform/problem.ts';

export const hiddenProblems = {
  'labeling.answersHidden': {
    code: 'FORBIDDEN',
    en: {
      message: 'Several people answer these items, so you do not see what others and the file made of them.',
      hint: 'Ask an engineer. The items that wait for you are on the page Label.',
    },
    zh: {
      message: '这些样本由多人作答，因此您看不到其他人和文件给出的结果。',
      hint: '请询问工程师。等待您作答的样本在“标注”页面。',
    },
  },
} as const satisfies Problems;
