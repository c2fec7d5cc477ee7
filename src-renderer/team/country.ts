/** @file Public holidays as the team's calendar keeps them: countries by name, and the days of one year. */
import type { Holiday } from '../../src-shared/team/contract.ts';
import type { Option } from '../planning/forms/fields.ts';
import type { BodyOf } from './kinds.ts';

type Language = 'en' | 'zh';
const LOCALES: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/** Countries as a menu in the reader's language, by name. @param codes ISO 3166 */
export function countryOptions(codes: readonly string[], language: Language): readonly Option[] {
  const locale = LOCALES[language];
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  const byName = new Intl.Collator(locale);
  return codes
    .map((value) => ({ value, label: names.of(value) ?? value }))
    .toSorted((a, b) => byName.compare(a.label, b.label));
}

export interface YearDay {
  readonly day: string;
  readonly name: string;
  /** Worked although the week has it free. */
  readonly works: boolean;
}

/** The days of a year that differ from the week: those of a file where it names any of that year, otherwise the country's. */
export function daysOfYear(
  year: number,
  read: BodyOf<'calendar'>['read'],
  { holidays, language }: { readonly holidays: readonly Holiday[]; readonly language: Language },
): { readonly from: 'file' | 'country'; readonly days: readonly YearDay[] } {
  const isOfYear = ({ day }: { readonly day: string }): boolean => day.startsWith(`${year}-`);
  const own = read.filter(isOfYear);
  const days = own.length > 0 ? own : holidays.filter(isOfYear).map((one) => named(one, language));
  return {
    from: own.length > 0 ? 'file' : 'country',
    days: days.toSorted((a, b) => a.day.localeCompare(b.day)),
  };
}

const named = ({ day, en, zh, works }: Holiday, language: Language): YearDay => ({
  day,
  works,
  name: language === 'zh' ? (zh ?? en) : en,
});
