/** @file Problems of filters. `position` counts from 1, `near` shows the place with a mark. */
import type { Problems } from '../../platform/problem.ts';

export const filterProblems = {
  'tracking.filterField': {
    code: 'BAD_INPUT',
    en: {
      message: 'Filter, character {position} ({near}): a condition is expected.',
      hint: 'Write one such as metrics.f1 > 0.9, params.lr < 0.001, tag = "zh" or state = finished.',
    },
    zh: {
      message: '筛选条件第 {position} 个字符处（{near}）应为一个条件。',
      hint: '例如 metrics.f1 > 0.9、params.lr < 0.001、tag = "zh" 或 state = finished。',
    },
  },
  'tracking.filterOperator': {
    code: 'BAD_INPUT',
    en: {
      message: 'Filter, character {position} ({near}): a comparison is expected.',
      hint: 'Write one of =, !=, <, <=, >, >=, in (…), contains, like, is missing, is nan.',
    },
    zh: {
      message: '筛选条件第 {position} 个字符处（{near}）应为比较运算。',
      hint: '可用 =、!=、<、<=、>、>=、in (…)、contains、like、is missing、is nan。',
    },
  },
  'tracking.filterValue': {
    code: 'BAD_INPUT',
    en: {
      message: 'Filter, character {position} ({near}): a value is expected.',
      hint: 'Write a number, a text in quotes, true, false, or a date such as 2026-11-30.',
    },
    zh: {
      message: '筛选条件第 {position} 个字符处（{near}）应为一个值。',
      hint: '可写数字、带引号的文本、true、false，或日期，如 2026-11-30。',
    },
  },
  'tracking.filterJoin': {
    code: 'BAD_INPUT',
    en: {
      message: 'Filter, character {position} ({near}): “and”, “or”, “)” or the end is expected.',
      hint: 'Join conditions by and / or, close what was opened, and write a text with spaces in quotes.',
    },
    zh: {
      message: '筛选条件第 {position} 个字符处（{near}）应为 and、or、“)”或结尾。',
      hint: '请用 and / or 连接条件，补全括号，并为含空格的文本加引号。',
    },
  },
  'tracking.filterList': {
    code: 'BAD_INPUT',
    en: {
      message: 'Filter, character {position} ({near}): a list of values is expected.',
      hint: 'Write it in parentheses with commas: in ("adam", "sgd").',
    },
    zh: {
      message: '筛选条件第 {position} 个字符处（{near}）应为值的列表。',
      hint: '请写在括号内并用逗号分隔：in ("adam", "sgd")。',
    },
  },
  'tracking.filterIs': {
    code: 'BAD_INPUT',
    en: {
      message: 'Filter, character {position} ({near}): “missing” or “nan” is expected.',
      hint: 'Write is missing, is not missing, is nan or is not nan.',
    },
    zh: {
      message: '筛选条件第 {position} 个字符处（{near}）应为 missing 或 nan。',
      hint: '可写 is missing、is not missing、is nan 或 is not nan。',
    },
  },
  'tracking.filterNot': {
    code: 'BAD_INPUT',
    en: {
      message: 'Filter, character {position} ({near}): “in”, “like” or “contains” is expected after “not”.',
      hint: 'To turn a condition round, write “not” before it: not metrics.f1 > 0.9.',
    },
    zh: {
      message: '筛选条件第 {position} 个字符处（{near}）的 not 之后应为 in、like 或 contains。',
      hint: '要取反整个条件，请把 not 写在前面：not metrics.f1 > 0.9。',
    },
  },
  'tracking.filterUnknown': {
    code: 'BAD_INPUT',
    en: {
      message: 'Filter, character {position}: runs have no “{found}”.',
      hint: 'Write metrics.NAME, params.NAME, tags.NAME, tag, or one of {fields}.',
    },
    zh: {
      message: '筛选条件第 {position} 个字符处：运行没有“{found}”。',
      hint: '可写 metrics.名称、params.名称、tags.名称、tag，或 {fields} 之一。',
    },
  },
  'tracking.filterNumber': {
    code: 'BAD_INPUT',
    en: {
      message: 'Filter, character {position}: “{field}” is a number and cannot be compared with “{found}”.',
      hint: 'Write a number such as 0.9, 1e-3 or inf; values that are no number are found by is nan.',
    },
    zh: {
      message: '筛选条件第 {position} 个字符处：“{field}”是数字，不能与“{found}”比较。',
      hint: '请写数字，如 0.9、1e-3 或 inf；非数值用 is nan 查找。',
    },
  },
  'tracking.filterDate': {
    code: 'BAD_INPUT',
    en: {
      message: 'Filter, character {position}: “{found}” is no date to compare “{field}” with.',
      hint: 'Write 2026-11-30, 2026-11-30T08:00 or 2026-11-30T08:00:00Z.',
    },
    zh: {
      message: '筛选条件第 {position} 个字符处：“{found}”不是可与“{field}”比较的日期。',
      hint: '请写 2026-11-30、2026-11-30T08:00 或 2026-11-30T08:00:00Z。',
    },
  },
  'tracking.filterChoice': {
    code: 'BAD_INPUT',
    en: {
      message: 'Filter, character {position}: “{field}” is never “{found}”.',
      hint: 'Write one of {choices}.',
    },
    zh: {
      message: '筛选条件第 {position} 个字符处：“{field}”不可能为“{found}”。',
      hint: '可写 {choices}。',
    },
  },
  'tracking.filterComparison': {
    code: 'BAD_INPUT',
    en: {
      message: 'Filter, character {position}: “{field}” cannot be compared in this way.',
      hint: 'It takes {choices}.',
    },
    zh: {
      message: '筛选条件第 {position} 个字符处：“{field}”不支持这种比较。',
      hint: '可用 {choices}。',
    },
  },
  'tracking.filterDirection': {
    code: 'BAD_INPUT',
    en: {
      message: 'Nobody said which way the metric “{metric}” is better, so it has no best value.',
      hint: 'Write .min or .max instead of .best, or set the direction of the metric.',
    },
    zh: {
      message: '未知指标“{metric}”以何方向为优，因此没有最优值。',
      hint: '请将 .best 改为 .min 或 .max，或设置该指标的方向。',
    },
  },
  'tracking.filterTooDeep': {
    code: 'BAD_INPUT',
    en: {
      message: 'The filter has more than {most} conditions within each other.',
      hint: 'Write several values of the same name as in (…), and fewer parentheses.',
    },
    zh: {
      message: '筛选条件的嵌套超过 {most} 层。',
      hint: '同一名称的多个值请写成 in (…)，并减少括号。',
    },
  },
} as const satisfies Problems;
