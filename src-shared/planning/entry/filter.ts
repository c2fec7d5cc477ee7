/**
 * @file Filters of tasks: `owner:mei and not #data or due<fri`. `and` binds closer than `or`, and stands between words that
 * follow each other; `not` or `-` binds closest. In Chinese 与, 或, 非.
 */
import type { CivilDay } from '../engine/index.ts';
import { parseDate } from './dates.ts';

export const FILTER_FIELDS = {
  owner: { as: 'words', names: ['owner', '负责人'] },
  label: { as: 'words', names: ['label', '标签'] },
  milestone: { as: 'words', names: ['milestone', '里程碑'] },
  column: { as: 'words', names: ['column', 'state', '状态', '列'] },
  priority: { as: 'words', names: ['priority', '优先级'] },
  text: { as: 'words', names: ['text', 'title', '标题'] },
  is: { as: 'words', names: ['is', '是'] },
  due: { as: 'date', names: ['due', '截止'] },
  start: { as: 'date', names: ['start', '开始'] },
  finish: { as: 'date', names: ['finish', '完成'] },
  effort: { as: 'number', names: ['effort', '工时'] },
  done: { as: 'number', names: ['done', '进度'] },
  slack: { as: 'number', names: ['slack', '时差'] },
} as const satisfies Record<string, { as: 'words' | 'date' | 'number'; names: readonly string[] }>;

export type FilterField = keyof typeof FILTER_FIELDS;
export type FilterComparison = ':' | '=' | '!=' | '<' | '<=' | '>' | '>=';

/** What `is:` knows, in both languages. */
export const FLAGS = {
  critical: ['critical', '关键'],
  late: ['late', '逾期'],
  blocked: ['blocked', '受阻'],
  open: ['open', '未完成'],
  done: ['done', '已完成'],
  recurring: ['recurring', '循环'],
  unestimated: ['unestimated', '未估算'],
  warned: ['warned', '有警告'],
} as const;
export type FilterFlag = keyof typeof FLAGS;

export type Filter =
  | { readonly type: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly type: 'not'; readonly part: Filter }
  | {
      readonly type: 'words';
      readonly field: Exclude<FilterField, 'is'>;
      readonly isNot: boolean;
      readonly value: string;
    }
  | { readonly type: 'flag'; readonly flag: FilterFlag }
  | {
      readonly type: 'compare';
      readonly field: FilterField;
      readonly comparison: Exclude<FilterComparison, ':'>;
      /** A number, or a civil day; null where there is none: `due:none`. */
      readonly value: number | null;
    };

/** What is wrong with a filter, from one character to another. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
  readonly problem: keyof typeof FILTER_PROBLEMS;
  readonly from: number;
  readonly to: number;
  readonly text: string;

  constructor(problem: keyof typeof FILTER_PROBLEMS, { from, to, text }: Token) {
    super(FILTER_PROBLEMS[problem].en.replace('{text}', text));
    this.problem = problem;
    this.from = from;
    this.to = to;
    this.text = text;
  }
}

export const FILTER_PROBLEMS = {
  ends: { en: 'Something is missing at the end.', zh: '末尾缺少内容。' },
  unexpected: { en: '“{text}” cannot stand here.', zh: '“{text}”不能出现在这里。' },
  unclosed: { en: 'This bracket is never closed.', zh: '这个括号没有闭合。' },
  field: { en: 'There is no field “{text}”.', zh: '没有字段“{text}”。' },
  date: {
    en: '“{text}” is no date. Write e.g. 2026-12-05, fri or +3d.',
    zh: '“{text}”不是日期。可写 2026-12-05、周五、+3d。',
  },
  number: { en: '“{text}” is no number.', zh: '“{text}”不是数字。' },
  flag: {
    en: '“{text}” is unknown. is: takes critical, late, blocked, open, done, recurring, unestimated or warned.',
    zh: '不认识“{text}”。“是:”后可写 关键、逾期、受阻、未完成、已完成、循环、未估算、有警告。',
  },
  comparison: { en: '“{text}” can only be compared with : or !=.', zh: '“{text}”只能用 : 或 != 比较。' },
} as const;

interface Token {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

const MARKS: Readonly<Record<string, FilterField>> = {
  '#': 'label',
  '@': 'owner',
  '!': 'priority',
  '^': 'milestone',
};
const WORDS = {
  and: ['and', '与', '且', '并且', '&', '&&'],
  or: ['or', '或', '或者', '|', '||'],
  not: ['not', '非', '不是'],
};
const NONE = ['none', '无'];

function tokensOf(text: string): Token[] {
  const pattern = /[()（）]|(?:"[^"]*"?|“[^”]*”?|[^\s()（）"“])+/g;
  return [...text.matchAll(pattern)].map(({ 0: word, index }) => ({
    from: index,
    to: index + word.length,
    text: word,
  }));
}

/**
 * Reads a filter; null where there is none.
 * @throws FilterError with the place of what is wrong
 */
export function parseFilter(text: string, today: CivilDay): Filter | null {
  const tokens = tokensOf(text);
  return tokens.length === 0 ? null : new Parser(tokens, { today, length: text.length }).run();
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #today: CivilDay;
  readonly #length: number;
  #at = 0;

  constructor(tokens: readonly Token[], { today, length }: { today: CivilDay; length: number }) {
    this.#tokens = tokens;
    this.#today = today;
    this.#length = length;
  }

  run(): Filter {
    const filter = this.#or();
    const next = this.#tokens[this.#at];
    if (next) throw new FilterError('unexpected', next);
    return filter;
  }

  #is(word: keyof typeof WORDS): boolean {
    const next = this.#tokens[this.#at]?.text.toLowerCase();
    return next !== undefined && WORDS[word].includes(next);
  }

  #or(): Filter {
    const parts = [this.#and()];
    while (this.#is('or')) {
      this.#at++;
      parts.push(this.#and());
    }
    return parts.length === 1 ? parts[0]! : { type: 'or', parts };
  }

  #and(): Filter {
    const parts = [this.#not()];
    for (;;) {
      const next = this.#tokens[this.#at];
      if (!next || this.#is('or') || /^[)）]$/.test(next.text)) break;
      if (this.#is('and')) this.#at++;
      parts.push(this.#not());
    }
    return parts.length === 1 ? parts[0]! : { type: 'and', parts };
  }

  #not(): Filter {
    if (this.#is('not')) {
      this.#at++;
      return { type: 'not', part: this.#not() };
    }
    const next = this.#tokens[this.#at];
    if (!next) throw new FilterError('ends', { from: this.#length, to: this.#length, text: '' });
    if (/^[(（]$/.test(next.text)) return this.#brackets(next);
    if (this.#is('and') || this.#is('or') || /^[)）]$/.test(next.text))
      throw new FilterError('unexpected', next);
    this.#at++;
    if (next.text.length > 1 && next.text.startsWith('-'))
      return { type: 'not', part: this.#term({ ...next, from: next.from + 1, text: next.text.slice(1) }) };
    return this.#term(next);
  }

  #brackets(open: Token): Filter {
    this.#at++;
    const filter = this.#or();
    if (!/^[)）]$/.test(this.#tokens[this.#at]?.text ?? '')) throw new FilterError('unclosed', open);
    this.#at++;
    return filter;
  }

  #term(token: Token): Filter {
    const marked = MARKS[token.text.slice(0, 1).normalize('NFKC')];
    if (marked && marked !== 'is' && token.text.length > 1)
      return { type: 'words', field: marked, isNot: false, value: unquoted(token.text.slice(1)) };
    const [, name, comparison, value = ''] =
      /^([\p{L}]+)(:|：|!=|<=|>=|≤|≥|=|<|>)(.*)$/u.exec(token.text) ?? [];
    if (name === undefined)
      return { type: 'words', field: 'text', isNot: false, value: unquoted(token.text) };
    const field = fieldOf(name);
    if (!field)
      throw new FilterError('field', { from: token.from, to: token.from + name.length, text: name });
    const start = token.to - value.length;
    if (value === '') throw new FilterError('ends', { from: token.to, to: token.to, text: '' });
    const at = { from: start, to: token.to, text: unquoted(value) };
    return this.#compare(field, normal(comparison!), at);
  }

  #compare(field: FilterField, comparison: FilterComparison, value: Token): Filter {
    const { as } = FILTER_FIELDS[field];
    if (as === 'words') return this.#words(field, comparison, value);
    const compared = comparison === ':' ? '=' : comparison;
    if (NONE.includes(value.text.toLowerCase()))
      return { type: 'compare', field, comparison: compared === '!=' ? '!=' : '=', value: null };
    const read = as === 'date' ? parseDate(value.text, this.#today) : numberOf(value.text);
    if (read === undefined) throw new FilterError(as, value);
    return { type: 'compare', field, comparison: compared, value: read };
  }

  #words(field: FilterField, comparison: FilterComparison, value: Token): Filter {
    if (![':', '=', '!='].includes(comparison))
      throw new FilterError('comparison', { ...value, text: field });
    const isNot = comparison === '!=';
    if (field !== 'is') return { type: 'words', field, isNot, value: value.text };
    const flags = Object.keys(FLAGS) as FilterFlag[];
    const flag = flags.find((one) => (FLAGS[one] as readonly string[]).includes(value.text.toLowerCase()));
    if (!flag) throw new FilterError('flag', value);
    return isNot ? { type: 'not', part: { type: 'flag', flag } } : { type: 'flag', flag };
  }
}

function fieldOf(name: string): FilterField | undefined {
  const fields = Object.keys(FILTER_FIELDS) as FilterField[];
  return fields.find((field) =>
    (FILTER_FIELDS[field].names as readonly string[]).includes(name.toLowerCase()),
  );
}

const normal = (comparison: string): FilterComparison =>
  (({ '：': ':', '≤': '<=', '≥': '>=' })[comparison] as FilterComparison | undefined) ??
  (comparison as FilterComparison);
const unquoted = (text: string) => text.replace(/["“”]/g, '');

function numberOf(text: string): number | undefined {
  const [, digits, percent] = /^(-?\d+(?:\.\d+)?)(%)?(?:h|小时)?$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  return percent ? Number(digits) / 100 : Number(digits);
}
