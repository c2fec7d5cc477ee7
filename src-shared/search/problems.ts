/** @file Problems of search. */
import type { Problems } from '../platform/problem.ts';

export const searchProblems = {
  'search.noSuchParameter': {
    code: 'BAD_INPUT',
    en: {
      message: 'The recipe has no parameter “{parameter}”.',
      hint: 'Search over parameters of the recipe; “lathe recipes RECIPE” lists them.',
    },
    zh: {
      message: '该训练方案没有参数“{parameter}”。',
      hint: '请搜索该训练方案已有的参数；可用“lathe recipes RECIPE”查看。',
    },
  },
  'search.nothingToSearch': {
    code: 'BAD_INPUT',
    en: {
      message: 'The recipe “{recipe}” names no parameter that is worth searching.',
      hint: 'Say which parameters to search, and their ranges.',
    },
    zh: { message: '训练方案“{recipe}”没有预设的搜索参数。', hint: '请指定要搜索的参数及其范围。' },
  },
  'search.badRange': {
    code: 'BAD_INPUT',
    en: {
      message: 'The range of “{parameter}” does not fit: it must lie within {min} to {max} and rise.',
      hint: 'Enter two numbers within the bounds, the smaller first; whole numbers where the parameter is whole, above 0 on a logarithmic scale.',
    },
    zh: {
      message: '“{parameter}”的范围无效：必须在 {min} 到 {max} 之间且递增。',
      hint: '请输入界内的两个数，小的在前；整数参数用整数，对数刻度须大于 0。',
    },
  },
  'search.badChoices': {
    code: 'BAD_INPUT',
    en: { message: '“{parameter}” takes only: {options}.', hint: 'Choose among these.' },
    zh: { message: '“{parameter}”只能取：{options}。', hint: '请从中选择。' },
  },
  'search.badCondition': {
    code: 'BAD_INPUT',
    en: {
      message: '“{parameter}” depends on “{on}”, which is not searched before it.',
      hint: 'Put “{on}” before it, or leave the condition out.',
    },
    zh: {
      message: '“{parameter}”依赖于“{on}”，但后者未排在其前。',
      hint: '请将“{on}”排在前面，或去掉该条件。',
    },
  },
  'search.twice': {
    code: 'BAD_INPUT',
    en: { message: '“{parameter}” stands in the search twice.', hint: 'Name each parameter once.' },
    zh: { message: '参数“{parameter}”重复出现。', hint: '每个参数只能列一次。' },
  },
  'search.alsoFixed': {
    code: 'BAD_INPUT',
    en: {
      message: '“{parameter}” is both searched and given a value.',
      hint: 'Either search it or set it.',
    },
    zh: { message: '“{parameter}”既被搜索又被固定。', hint: '请二选一。' },
  },
  'search.noSuchMetric': {
    code: 'BAD_INPUT',
    en: {
      message: '“{metric}” is no metric of runs of “{recipe}”.',
      hint: 'Choose one of: {metrics}.',
    },
    zh: { message: '“{recipe}”的运行不包含指标“{metric}”。', hint: '可选：{metrics}。' },
  },
  'search.notWaiting': {
    code: 'CONFLICT',
    en: {
      message: '“{name}” is {state}, so this cannot be done.',
      hint: 'Look at the queue again: it went on in the meantime.',
    },
    zh: { message: '“{name}”当前状态为 {state}，无法执行此操作。', hint: '队列已有变化，请重新查看。' },
  },
  'search.keepsFailing': {
    code: 'WORKER_FAILED',
    en: {
      message: '{count} trials in a row failed, so the search ended. The last one said: {why}',
      hint: 'Open the run of a trial and mend what it says, then continue the search.',
    },
    zh: {
      message: '连续 {count} 个试验失败，搜索已结束。最近一次的原因：{why}',
      hint: '请打开试验的运行查看并解决问题，然后继续搜索。',
    },
  },
} as const satisfies Problems;
