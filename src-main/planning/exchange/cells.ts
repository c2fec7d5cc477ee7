/** @file Cells of a task as CSV: lists, dependencies, numbers and dates, read as they are written. */
import { parseDay, formatDay } from '../../../src-shared/planning/engine/index.ts';
import { DEPENDENCY_TYPES } from '../../../src-shared/planning/values.ts';

/** Texts joined by `; `; what would be taken for it is escaped with a backslash. */
export const joinList = (texts: readonly string[]): string =>
  texts.map((text) => text.replace(/[\\;]/g, String.raw`\$&`)).join('; ');

export function splitList(cell: string): string[] {
  const texts = [''];
  for (let at = 0; at < cell.length; at++) {
    const char = cell[at]!;
    if (char === '\\' && at + 1 < cell.length) texts[texts.length - 1] += cell[++at]!;
    else if (char === ';') texts.push('');
    else texts[texts.length - 1] += char;
  }
  return texts.map((text) => text.trim()).filter((text) => text !== '');
}

export interface CellDependency {
  readonly task: string;
  readonly type: (typeof DEPENDENCY_TYPES)[number];
  /** Hours. */
  readonly lag: number;
}

/** `task-1 SS +4h`; finish to start without a lag is the id alone. */
export function writeDependency({ task, type, lag }: CellDependency): string {
  const isPlain = type === 'FS' && lag === 0 && !WRITTEN.test(task) && !MS_PROJECT.test(task);
  return isPlain ? task : `${task} ${type}${lag === 0 ? '' : ` ${lag > 0 ? '+' : ''}${String(lag)}h`}`;
}

const WRITTEN = /^(.+) (FS|SS|FF|SF)(?: ([+-]?[^ ]+)h)?$/s;
/** `3FS+2 days`, as MS Project writes its column of predecessors. */
const MS_PROJECT = /^(\d+)(FS|SS|FF|SF)(?:([+-]\d+(?:\.\d+)?) ?(h|d|hours?|hrs?|days?))?$/i;
const HOURS_A_DAY = 8;

/** Reads what {@link writeDependency} and MS Project write; undefined where there is no such type or lag. */
export function readDependency(cell: string): CellDependency | undefined {
  const own = WRITTEN.exec(cell);
  if (own) return dependencyOf(own[1]!, own[2]!, Number(own[3] ?? 0));
  const [, task, type = 'FS', lag = '0', unit = 'h'] = MS_PROJECT.exec(cell) ?? [];
  if (task === undefined) return { task: cell, type: 'FS', lag: 0 };
  return dependencyOf(task, type, Number(lag) * (/^d/i.test(unit) ? HOURS_A_DAY : 1));
}

function dependencyOf(task: string, written: string, lag: number): CellDependency | undefined {
  const type = DEPENDENCY_TYPES.find((one) => one === written.toUpperCase());
  return type && Number.isFinite(lag) ? { task, type, lag } : undefined;
}

/** `2026-03-02`, also as `2026/3/2`, `2026-03-02T09:30` and `12/Mar/26`; undefined where there is no such day. */
export function readDay(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:$|[T ])/.exec(text) ?? [];
  if (year !== undefined) return dayOf(year, Number(month), day!);
  const named = /^(\d{1,2})[ /-]([A-Za-z]{3})[a-z]*[ /-](\d{2}|\d{4})(?:$|[ ,])/.exec(text);
  if (!named) return undefined;
  const index = MONTHS.indexOf(named[2]!.toLowerCase()) + 1;
  return dayOf(named[3]!.length === 2 ? `20${named[3]!}` : named[3]!, index, named[1]!);
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function dayOf(year: string, month: number, day: string): string | undefined {
  const parsed = parseDay(`${year}-${String(month).padStart(2, '0')}-${day.padStart(2, '0')}`);
  return parsed === undefined ? undefined : formatDay(parsed);
}

/** A number from 0 on, with `h` behind it or without; undefined where it is none. */
export function readHours(text: string): number | undefined {
  const [, number] = /^([\d.]+(?:e[+-]?\d+)?)\s*(?:h|hours?|hrs?|小时)?$/i.exec(text.trim()) ?? [];
  const hours = number === undefined ? Number.NaN : Number(number);
  return Number.isFinite(hours) ? hours : undefined;
}
