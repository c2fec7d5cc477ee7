/** @file What is typed into a field, read and checked; what will not do has a reason and stays as it was typed. */
import type { Field, FieldOf, NumberRules } from './fields.ts';

export type Problem =
  | { readonly problem: 'required' | 'notANumber' | 'notWhole' | 'notADate' | 'malformed' }
  | { readonly problem: 'tooSmall' | 'tooLarge' | 'tooLong'; readonly limit: number }
  | { readonly problem: 'order' };

export type Checked = { readonly value: unknown } | Problem;

/** The longest line. */
const MOST = 2000;

export function checkText(field: FieldOf<'line'>, text: string): Checked {
  const most = field.most ?? (field.required ? 300 : MOST);
  const value = text.trim();
  if (field.required && value === '') return { problem: 'required' };
  if (value.length > most) return { problem: 'tooLong', limit: most };
  return field.accepts && !field.accepts(value) ? { problem: 'malformed' } : { value };
}

/** Reads a number as people write it: with spaces or commas between thousands, `12k`, `3.5M`, `40 %`. */
export function readNumber(text: string): number {
  const match = /^([+-]?(?:\d[\d,_ \u00a0\u202f]*)?(?:\.\d*)?(?:e[+-]?\d+)?)\s*([kKM万亿])?\s*%?$/.exec(
    text.trim(),
  );
  if (!match || !/\d/.test(match[1]!)) return Number.NaN;
  const times = { k: 1e3, K: 1e3, M: 1e6, 万: 1e4, 亿: 1e8 }[match[2] ?? ''] ?? 1;
  return Number(match[1]!.replaceAll(/[,_ \u00a0\u202f]/g, '')) * times;
}

export function checkNumber(rules: NumberRules, text: string): Checked {
  if (text.trim() === '') return rules.optional ? { value: null } : { problem: 'required' };
  const scale = rules.scale ?? 1;
  const typed = readNumber(text);
  if (!Number.isFinite(typed)) return { problem: 'notANumber' };
  if (rules.whole && !Number.isInteger(typed)) return { problem: 'notWhole' };
  const { min = -1e12, max = 1e12 } = rules;
  if (typed < min * scale) return { problem: 'tooSmall', limit: min * scale };
  if (typed > max * scale) return { problem: 'tooLarge', limit: max * scale };
  // 7 % is 0.07 and not 0.07000000000000001.
  return { value: Number((typed / scale).toPrecision(14)) };
}

/** A number as it stands in its field. */
export function numberText(rules: NumberRules, value: unknown): string {
  return typeof value === 'number' ? String(Number((value * (rules.scale ?? 1)).toPrecision(12))) : '';
}

export function checkDate(required: boolean | undefined, text: string): Checked {
  if (text === '') return required ? { problem: 'required' } : { value: null };
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
  return isDay && new Date(text).toISOString().startsWith(text) ? { value: text } : { problem: 'notADate' };
}

/** Checks what a field holds, e.g. of a row that is not finished. */
export function checkValue(field: Field, value: unknown): Problem | undefined {
  const checked = recheck(field, value);
  return checked && 'problem' in checked ? checked : undefined;
}

function recheck(field: Field, value: unknown): Checked | undefined {
  if (field.control === 'line') return checkText(field, String(value ?? ''));
  if (field.control === 'number') return checkNumber(field, numberText(field, value));
  if (field.control === 'date') return checkDate(field.required, String(value ?? ''));
  return field.control === 'choice' && field.none === undefined && value == null
    ? { problem: 'required' }
    : undefined;
}
