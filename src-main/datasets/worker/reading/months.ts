/** @file Names of months and days of the week in the languages that dates are written in. */

/** Where two of them call different months alike, the name is none. */
const LANGUAGES = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'nl',
  'sv',
  'da',
  'nb',
  'fi',
  'pl',
  'cs',
  'ru',
  'uk',
  'tr',
  'ro',
  'hu',
  'el',
  'bg',
  'sk',
  'sl',
  'et',
  'lv',
  'lt',
  'ca',
  'id',
];
/** Ways of writing that the tables of Unicode leave out. */
const OTHERS: Readonly<Record<string, number>> = {
  sept: 9,
  mrz: 3,
  maerz: 3,
  jaenner: 1,
  janner: 1,
  janv: 1,
  fevr: 2,
  avr: 4,
  juil: 7,
  ene: 1,
  set: 9,
};

interface Names {
  /** 1 to 12 by its name as {@link plainWord} has it. */
  readonly months: ReadonlyMap<string, number>;
  readonly weekdays: ReadonlySet<string>;
}

let known: Names | undefined;

/** 1 for January; undefined for a word that names no month. */
export function monthNamed(word: string): number | undefined {
  return (known ??= createNames()).months.get(plainWord(word));
}

export function isWeekday(word: string): boolean {
  return (known ??= createNames()).weekdays.has(plainWord(word));
}

/** Without accents, dots and capitals. */
function plainWord(word: string): string {
  return word
    .normalize('NFD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase();
}

/** From Unicode's tables; they come with Node and do not depend on the machine. */
function createNames(): Names {
  const months = new Map<string, number>();
  const doubtful = new Set<string>();
  const weekdays = new Set<string>();
  const add = (name: string, month: number) => {
    if (!/^\p{L}{3,}$/u.test(name)) return;
    if ((months.get(name) ?? month) !== month) doubtful.add(name);
    months.set(name, month);
  };
  for (const language of LANGUAGES) {
    for (const form of FORMS) {
      const format = new Intl.DateTimeFormat(language, { ...form, timeZone: 'UTC' });
      for (let month = 1; month <= 12; month++) add(partOf(format, Date.UTC(2026, month - 1, 15)), month);
    }
    for (const weekday of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { weekday, timeZone: 'UTC' });
      for (let day = 1; day <= 7; day++) weekdays.add(plainWord(format.format(Date.UTC(2026, 2, day))));
    }
  }
  for (const [name, month] of Object.entries(OTHERS)) add(name, month);
  for (const name of doubtful) months.delete(name);
  return { months, weekdays };
}

/** Alone and beside a day: Slavic languages bend the name. */
const FORMS = [
  { month: 'long' },
  { month: 'short' },
  { day: 'numeric', month: 'long' },
  { day: 'numeric', month: 'short' },
] as const;

function partOf(format: Intl.DateTimeFormat, moment: number): string {
  return plainWord(format.formatToParts(moment).find(({ type }) => type === 'month')?.value ?? '');
}
