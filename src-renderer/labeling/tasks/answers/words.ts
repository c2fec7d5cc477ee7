/** @file Words of answers that are drawn beside each other. */
import { many, verb } from '../../../platform/i18n/many.ts';

export const en = {
  title: 'Answers',
  of: (name: string) => `Answer of ${name}`,
  counts: (differing: string, all: string) =>
    `${differing} of ${many(all, 'part')} ${verb(differing, 'differs', 'differ')}`,
  nothing: 'Nothing is marked.',
  parts: (name: string) => `Parts of the answer of ${name}`,
  only: 'only here',
  some: (others: string, all: string) => `also in ${others} of ${many(all, 'other answer')}`,
  otherwise: 'with other attributes elsewhere',
  everywhere: 'in all answers',
  overlap: (share: string) => `overlap ${share}`,
  more: (count: string) => `and ${many(count, 'more part')}`,
  relation: (from: string, label: string, to: string) => `${from} → ${label} → ${to}`,
  drawn: 'Bold and named: not in all answers. Dotted or pale: in all of them.',
};

export const zh: typeof en = {
  title: '答案',
  of: (name) => `${name} 的答案`,
  counts: (differing, all) => `${all} 处中 ${differing} 处不同`,
  nothing: '没有标记任何内容。',
  parts: (name) => `${name} 的答案中的各处`,
  only: '仅此处有',
  some: (others, all) => `另有 ${others} / ${all} 个答案也有`,
  otherwise: '其他答案中属性不同',
  everywhere: '所有答案都有',
  overlap: (share) => `重叠 ${share}`,
  more: (count) => `另有 ${count} 处`,
  relation: (from, label, to) => `${from} → ${label} → ${to}`,
  drawn: '粗线并标出类别：并非所有答案都有。点线或浅色：所有答案都有。',
};
