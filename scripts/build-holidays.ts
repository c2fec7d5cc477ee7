/**
 * @file `npm run holidays`: writes resources/holidays.json, the public holidays of each country for years around now. They
 * come from date-holidays (CC-BY-3.0), China's with its adjusted working days from chinese-days (MIT) as far as the State
 * Council has announced them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import Holidays from 'date-holidays';
import { ROOT } from './product.ts';

const FIRST = 2024;
const LAST = 2033;
const FILE = path.join(ROOT, 'resources', 'holidays.json');

/** A day, the number of its name, and 1 where it is worked although it is a weekend. */
type Row = readonly [day: string, name: number] | readonly [day: string, name: number, works: 1];

interface Written {
  readonly about: string;
  readonly from: string;
  readonly until: string;
  /** English and Chinese; the latter only where the source has it. */
  readonly names: readonly (readonly [en: string, zh?: string])[];
  readonly countries: Readonly<Record<string, readonly Row[]>>;
}

class Names {
  readonly list: [en: string, zh?: string][] = [];
  readonly #at = new Map<string, number>();

  number(en: string, zh?: string): number {
    const key = `${en}|${zh ?? ''}`;
    const known = this.#at.get(key);
    if (known !== undefined) return known;
    this.#at.set(key, this.list.length);
    this.list.push(zh === undefined ? [en] : [en, zh]);
    return this.list.length - 1;
  }
}

/** Every day of every public holiday of a country; one that lasts several days is several. */
function publicHolidays(country: string, names: Names): Row[] {
  const holidays = new Holidays(country, { types: ['public'] });
  const rows = new Map<string, Row>();
  for (let year = FIRST; year <= LAST; year++)
    for (const { date, start, end, name } of holidays.getHolidays(year, 'en')) {
      const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / 86_400_000));
      for (let i = 0; i < days; i++) {
        const day = new Date(Date.parse(`${date.slice(0, 10)}T00:00:00Z`) + i * 86_400_000);
        const text = day.toISOString().slice(0, 10);
        if (!rows.has(text)) rows.set(text, [text, names.number(name)]);
      }
    }
  return [...rows.values()].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** China's days as announced; later years as they are by law. */
function china(names: Names): Row[] {
  const file = createRequire(import.meta.url).resolve('chinese-days/dist/chinese-days.json');
  const read = JSON.parse(readFileSync(file, 'utf8')) as Record<
    'holidays' | 'workdays',
    Record<string, string>
  >;
  const rows = (which: 'holidays' | 'workdays'): Row[] =>
    Object.entries(read[which]).map(([day, said]) => {
      const [en = '', zh] = said.split(',');
      const name = names.number(en, zh);
      return which === 'workdays' ? [day, name, 1] : [day, name];
    });
  const announced = [...rows('holidays'), ...rows('workdays')].filter(([day]) => day >= `${FIRST}`);
  const last = announced.reduce((latest, [day]) => (day > latest ? day : latest), '').slice(0, 4);
  return [...announced, ...publicHolidays('CN', names).filter(([day]) => day.slice(0, 4) > last)].toSorted(
    ([a], [b]) => (a < b ? -1 : 1),
  );
}

const names = new Names();
const countries = Object.keys(new Holidays().getCountries('en')).toSorted();
const written: Written = {
  about:
    'Public holidays of countries: from date-holidays (https://github.com/commenthol/date-holidays, CC-BY-3.0), China from chinese-days (MIT). Written by npm run holidays.',
  from: `${FIRST}-01-01`,
  until: `${LAST}-12-31`,
  countries: Object.fromEntries(
    countries.map((country) => [country, country === 'CN' ? china(names) : publicHolidays(country, names)]),
  ),
  names: names.list,
};
writeFileSync(FILE, `${JSON.stringify(written)}\n`);
console.log(`${FILE}: ${countries.length} countries, ${names.list.length} names`);
