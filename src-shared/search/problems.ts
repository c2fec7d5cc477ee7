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
  'search.sameVersions': {
    code: 'BAD_INPUT',
    en: {
      message: 'No sample came, went or changed its label from {good} to {bad}.',
      hint: 'Choose two versions that differ; their splits alone are not bisected.',
    },
    zh: {
      message: '从 {good} 到 {bad} 没有新增、移除或改标的样本。',
      hint: '请选择有差异的两个版本；仅数据划分不同无法二分定位。',
    },
  },
  'search.trainingFailed': {
    code: 'WORKER_FAILED',
    en: {
      message: 'Training {number} of the bisection did not go through: {why}',
      hint: 'Open its run and mend what it says, then continue the bisection.',
    },
    zh: {
      message: '二分定位的第 {number} 次训练未完成：{why}',
      hint: '请打开该运行查看并解决问题，然后继续二分定位。',
    },
  },
  'search.notMeasured': {
    code: 'WORKER_FAILED',
    en: {
      message: 'Training {number} of the bisection has no “{metric}” on the test split.',
      hint: 'Start a bisection by another metric.',
    },
    zh: { message: '二分定位的第 {number} 次训练在测试集上没有“{metric}”。', hint: '请换一个指标重新开始。' },
  },
  'search.fewerThanBefore': {
    code: 'BAD_INPUT',
    en: {
      message: '{trainings} trainings with {seeds} seeds is not more than the bisection had.',
      hint: 'Allow more trainings or more seeds.',
    },
    zh: { message: '{trainings} 次训练、{seeds} 个种子并不比原来多。', hint: '请允许更多训练或更多种子。' },
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
