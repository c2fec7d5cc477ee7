/** @file What is told of a file before it is taken over or written: problems, which prevent it, and what cannot be kept. */
import type { Language } from '../fact-words.ts';
import type { LocalizedText } from '../../platform/procedure.ts';
import { fieldWords } from './words.ts';

interface NoteRow {
  /** A problem prevents the import; a loss is told. */
  readonly level: 'problem' | 'loss';
  readonly en: (value: string) => string;
  readonly zh: (value: string) => string;
}

export const NOTES = {
  noTitle: { level: 'problem', en: () => 'There is no title', zh: () => '缺少标题' },
  badDate: {
    level: 'problem',
    en: (value) => `No date of the calendar, as 2026-11-29: ${value}`,
    zh: (value) => `不是有效日期（格式 2026-11-29）：${value}`,
  },
  badNumber: {
    level: 'problem',
    en: (value) => `No number from 0 on: ${value}`,
    zh: (value) => `不是大于等于 0 的数：${value}`,
  },
  badChoice: {
    level: 'problem',
    en: (value) => `Not one of the choices: ${value}`,
    zh: (value) => `不在可选值之内：${value}`,
  },
  badDependency: {
    level: 'problem',
    en: (value) => `No dependency, as “task-1 FS +4h”: ${value}`,
    zh: (value) => `不是有效依赖（格式“task-1 FS +4h”）：${value}`,
  },
  unknownReference: {
    level: 'problem',
    en: (value) => `Neither in the file nor in the plan: ${value}`,
    zh: (value) => `文件和计划中都没有：${value}`,
  },
  twice: {
    level: 'problem',
    en: (value) => `Two rows have the same id: ${value}`,
    zh: (value) => `编号重复：${value}`,
  },
  badValue: {
    level: 'problem',
    en: (value) => `A value is not accepted: ${value}`,
    zh: (value) => `值不被接受：${value}`,
  },
  cannotSchedule: {
    level: 'problem',
    en: (value) => `The plan could not be scheduled: ${value}`,
    zh: (value) => `导入后计划无法排程：${value}`,
  },
  tooMany: {
    level: 'problem',
    en: (value) => `More documents than one import takes: ${value}. Split the file.`,
    zh: (value) => `超过一次可导入的数量：${value}。请拆分文件。`,
  },
  field: { level: 'loss', en: (value) => `Not kept: ${value}`, zh: (value) => `不保留：${value}` },
  person: {
    level: 'loss',
    en: (value) => `Not in the team, so nobody’s work: ${value}`,
    zh: (value) => `不在团队中，未分配：${value}`,
  },
  kind: {
    level: 'loss',
    en: (value) => `There is no place for: ${value}`,
    zh: (value) => `没有对应的位置：${value}`,
  },
  approximated: {
    level: 'loss',
    en: (value) => `Kept only about: ${value}`,
    zh: (value) => `只能近似保留：${value}`,
  },
  dangling: {
    level: 'loss',
    en: (value) => `Points to what is not there: ${value}`,
    zh: (value) => `指向不存在的内容：${value}`,
  },
  projectKept: {
    level: 'loss',
    en: (value) => `The project keeps its own name, dates and aims: ${value}`,
    zh: (value) => `项目保留自己的名称、日期和目标：${value}`,
  },
  teamCalendar: {
    level: 'loss',
    en: (value) => `The team has its own calendar; exceptions of the file that are not taken over: ${value}`,
    zh: (value) => `团队有自己的日历，不导入文件中的例外：${value} 个`,
  },
  unscheduled: {
    level: 'loss',
    en: (value) => `Without dates, as it cannot be scheduled: ${value}`,
    zh: (value) => `无法排程，没有日期：${value}`,
  },
} as const satisfies Readonly<Record<string, NoteRow>>;

export type NoteKey = keyof typeof NOTES;

/** One thing to tell, however often it was met. */
export interface ExchangeNote {
  readonly what: string;
  /** The field, the value or the name that it is of. */
  readonly value: string;
  /** The same in Chinese, where it is a sentence. */
  readonly zh?: string | undefined;
  readonly count: number;
  /** Where it was met first: a line of the file or a task. */
  readonly first: string;
}

const isNote = (what: string): what is NoteKey => Object.hasOwn(NOTES, what);

export const isProblem = ({ what }: ExchangeNote): boolean => isNote(what) && NOTES[what].level === 'problem';

/** A note in words, e.g. `Not kept: checklist (3 times, first: line 7)`. */
export function noteText({ what, zh, count, first, ...note }: ExchangeNote, language: Language): string {
  const value = language === 'zh' ? (zh ?? note.value) : note.value;
  const row: NoteRow | undefined = isNote(what) ? NOTES[what] : undefined;
  const text = row?.[language](row.level === 'loss' ? fieldWords(value)[language] : value) ?? value;
  if (first === '') return text;
  const isLine = /^\d+$/.test(first);
  if (language === 'en') {
    const place = isLine ? `line ${first}` : first;
    return `${text} (${count === 1 ? place : `${count} times, first: ${place}`})`;
  }
  const place = isLine ? `第 ${first} 行` : first;
  return `${text}（${count === 1 ? place : `${count} 处，首先：${place}`}）`;
}

const MOST_NOTES = 200;
const LONGEST = 200;

/** Gathers notes; the same thing is told once, with how often it was met. */
export class Notes {
  readonly #notes = new Map<string, ExchangeNote & { count: number }>();

  add(what: NoteKey, value: string | LocalizedText, first = ''): void {
    const short = cut(typeof value === 'string' ? value : value.en);
    const key = `${what} ${short}`;
    const known = this.#notes.get(key);
    if (known) known.count++;
    else if (this.#notes.size < MOST_NOTES)
      this.#notes.set(key, {
        what,
        value: short,
        ...(typeof value !== 'string' && { zh: cut(value.zh) }),
        count: 1,
        first: cut(first),
      });
  }

  /** Problems first. */
  list(): ExchangeNote[] {
    const all = [...this.#notes.values()];
    return [...all.filter(isProblem), ...all.filter((note) => !isProblem(note))];
  }
}

const cut = (text: string) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
