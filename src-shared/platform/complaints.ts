/** @file What a schema has against a value, in words of both languages; its own are English and speak of types. */
import type { LocalizedText } from './procedure.ts';

/** An issue of zod as far as words need it. */
interface Issue {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly path?: readonly unknown[] | undefined;
  readonly origin?: unknown;
  readonly format?: unknown;
  readonly expected?: unknown;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly inclusive?: unknown;
  readonly values?: unknown;
  readonly options?: unknown;
  readonly keys?: unknown;
  readonly issues?: readonly Issue[];
  readonly errors?: readonly (readonly Issue[])[];
}

const TYPES: Readonly<Record<string, LocalizedText>> = {
  number: { en: 'a number is needed', zh: '需要一个数' },
  int: { en: 'a whole number is needed', zh: '需要一个整数' },
  string: { en: 'a text is needed', zh: '需要文本' },
  boolean: { en: 'yes or no is needed', zh: '需要“是”或“否”' },
  array: { en: 'a list is needed', zh: '需要列表' },
  object: { en: 'fields are needed', zh: '需要若干字段' },
  record: { en: 'fields are needed', zh: '需要若干字段' },
};

const FORMATS: Readonly<Record<string, LocalizedText>> = {
  date: { en: 'it is no date of the calendar, as 2026-11-29', zh: '不是有效日期（格式 2026-11-29）' },
  datetime: {
    en: 'it is no moment, as 2026-11-29T09:00:00Z',
    zh: '不是有效时刻（格式 2026-11-29T09:00:00Z）',
  },
  uuid: { en: 'it is no UUID', zh: '不是 UUID' },
  email: { en: 'it is no e-mail address', zh: '不是电子邮件地址' },
  url: { en: 'it is no address', zh: '不是网址' },
};

/** Checks of our own schemas, by their English words. */
const CHECKS: Readonly<Record<string, string>> = {
  'optimistic ≤ likely ≤ pessimistic': '须满足 乐观 ≤ 最可能 ≤ 悲观',
  'there is no such limit': '没有这项限额',
  'it is not an object': '不是一组字段',
};

const OTHER: LocalizedText = { en: 'it is not as expected', zh: '不符合要求' };

export function complaintOf(issue: Issue): LocalizedText {
  switch (issue.code) {
    case 'invalid_type':
      return TYPES[String(issue.expected)] ?? OTHER;
    case 'too_small':
      return atLeast(issue);
    case 'too_big':
      return atMost(issue);
    case 'invalid_format':
      return FORMATS[String(issue.format)] ?? { en: 'it is not in the form that is needed', zh: '格式不符' };
    case 'invalid_value':
      return oneOf(issue.values);
    case 'invalid_union':
      return Array.isArray(issue.options) ? oneOf(issue.options) : nearest(issue);
    case 'unrecognized_keys': {
      const keys = Array.isArray(issue.keys) ? issue.keys.join(', ') : '';
      return { en: `there is no field ${keys}`, zh: `没有字段 ${keys}` };
    }
    case 'invalid_key':
    case 'invalid_element':
      return issue.issues?.[0] ? complaintOf(issue.issues[0]) : OTHER;
    default: {
      const en = typeof issue.message === 'string' && issue.message !== '' ? issue.message : OTHER.en;
      return { en, zh: CHECKS[en] ?? (en === OTHER.en ? OTHER.zh : en) };
    }
  }
}

/** What is at fault, as a path of fields; empty for the whole. */
export const placeOf = ({ path = [] }: Issue): string =>
  path
    .map((part) =>
      typeof part === 'object' && part !== null && 'key' in part ? String(part.key) : String(part),
    )
    .join('.');

/** An issue as the parameters of `house.badInput`, which says `why` in the reader's language. */
export function badInput(issue: Issue): { where: string; why: string; whyInChinese: string } {
  const { en, zh } = complaintOf(issue);
  return { where: placeOf(issue) || WHOLE.en, why: en, whyInChinese: zh };
}

/** Where no field is named. */
export const WHOLE: LocalizedText = { en: 'the request', zh: '请求' };

/** Of the forms that a value may have, what keeps it from the one that it is closest to. */
function nearest({ errors = [] }: Issue): LocalizedText {
  const first = errors.toSorted((a, b) => a.length - b.length)[0]?.[0];
  return first ? complaintOf(first) : OTHER;
}

function atLeast({ origin, minimum, inclusive }: Issue): LocalizedText {
  const least = String(minimum);
  if (origin === 'string')
    return least === '1'
      ? { en: 'it is empty', zh: '不能为空' }
      : { en: `it needs at least ${least} characters`, zh: `至少需要 ${least} 个字符` };
  if (origin === 'array') return { en: `it needs at least ${least} entries`, zh: `至少需要 ${least} 项` };
  return inclusive === false
    ? { en: `it must be greater than ${least}`, zh: `必须大于 ${least}` }
    : { en: `it must be at least ${least}`, zh: `不能小于 ${least}` };
}

function atMost({ origin, maximum, inclusive }: Issue): LocalizedText {
  const most = String(maximum);
  if (origin === 'string') return { en: `it has more than ${most} characters`, zh: `超过 ${most} 个字符` };
  if (origin === 'array') return { en: `it has more than ${most} entries`, zh: `超过 ${most} 项` };
  return inclusive === false
    ? { en: `it must be less than ${most}`, zh: `必须小于 ${most}` }
    : { en: `it must be at most ${most}`, zh: `不能大于 ${most}` };
}

function oneOf(values: unknown): LocalizedText {
  const all = Array.isArray(values) ? values.map(String) : [];
  return { en: `choose one of ${all.join(', ')}`, zh: `请从中选择：${all.join('、')}` };
}
