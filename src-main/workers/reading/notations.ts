/**
 * @file How people write numbers and dates, and which way a column does.
 *
 * A column is judged by the cells of the sample, and one notation holds for all of it: the first of the table that reads
 * most of them. Where a rival reads as many and reads them otherwise, the cells do not tell (1,800 may be 1800 or 1.8;
 * 03/04/2026 a day of March or of April): both are named, and the column is no number or date until somebody chooses.
 * One thing more is known of a file separated by commas, and of JSONL and Parquet: a comma in it is no decimal mark
 * unless nothing else can be meant. Programs that write decimal commas separate cells otherwise.
 */
import {
  DATE_NOTATIONS,
  NUMBER_NOTATIONS,
  type DateNotation,
  type Notation,
  type NumberNotation,
} from '../../../src-shared/contract/values.ts';

const MISSING = /^(n\.? ?a\.?|n\/a|nan|null|none|nil|\?|[-–—]{1,3}|#n\/a|k\.? ?a\.?|无|無|缺失)?$/i;
/** Apostrophes and spaces, also those that do not break a line. */
const MARKS = "'’ \u00A0\u2009\u202F";
const CLOCK = String.raw`(?:[T ](?<clock>\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?) ?(?<zone>Z|[+-]\d{2}:?\d{2})?)?`;

/** A number's pattern, and what stands between its thousands; always three digits after a mark, the same mark throughout. */
const NUMBERS: Readonly<
  Record<NumberNotation, { pattern: RegExp; marks: RegExp | null; decimal: '.' | ',' }>
> = {
  plain: { pattern: /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i, marks: null, decimal: '.' },
  grouped: { ...grouped(MARKS, '.'), decimal: '.' },
  'decimal-point': { ...grouped(`,${MARKS}`, '.'), decimal: '.' },
  'decimal-comma': { ...grouped(`.${MARKS}`, ','), decimal: ',' },
};

const DATES: Readonly<Record<DateNotation, RegExp>> = {
  'year-month-day': dated(String.raw`(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})`),
  'day.month.year': dated(String.raw`(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})`),
  'day/month/year': dated(String.raw`(?<day>\d{1,2})/(?<month>\d{1,2})/(?<year>\d{4})`),
  'month/day/year': dated(String.raw`(?<month>\d{1,2})/(?<day>\d{1,2})/(?<year>\d{4})`),
};

/** Notations that can be taken for another one. */
const RIVALS: Partial<Record<Notation, Notation>> = {
  plain: 'decimal-comma',
  grouped: 'decimal-comma',
  'decimal-point': 'decimal-comma',
  'day/month/year': 'month/day/year',
};

function grouped(marks: string, decimal: '.' | ',') {
  const whole = String.raw`\d+|[1-9]\d{0,2}([${marks}])\d{3}(?:\1\d{3})*`;
  const point = `\\${decimal}`;
  return {
    pattern: new RegExp(String.raw`^[+-]?(?:(?:${whole})(?:${point}\d*)?|${point}\d+)(?:e[+-]?\d+)?$`, 'i'),
    marks: new RegExp(`[${marks}]`, 'g'),
  };
}

function dated(day: string): RegExp {
  return new RegExp(`^${day}${CLOCK}$`);
}

/** Whether a cell says that nothing is known: empty, NA, n/a, null, ? and the like. */
export function isMissing(text: string): boolean {
  return MISSING.test(text);
}

/** The number that a text is in a notation; undefined for none. */
export function readNumber(text: string, notation: NumberNotation): number | undefined {
  const { pattern, marks, decimal } = NUMBERS[notation];
  if (!pattern.test(text)) return undefined;
  const bare = marks ? text.replace(marks, '') : text;
  const value = Number(decimal === '.' ? bare : bare.replace(',', '.'));
  // Minus zero and zero are one content.
  return Number.isFinite(value) ? value + 0 || 0 : undefined;
}

/** The ISO date (of a time of day: the moment) that a text is in a notation; undefined for none. */
export function readDate(text: string, notation: DateNotation): string | undefined {
  const parts = DATES[notation].exec(text)?.groups;
  if (!parts) return undefined;
  const { year = '', month = '', day = '', clock: time, zone } = parts;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const clock = time ? `T${time.padStart(5, '0')}${zone ?? 'Z'}` : '';
  const at = new Date(`${date}${clock || 'T00:00Z'}`);
  if (Number.isNaN(at.getTime())) return undefined;
  // A day that no month has (31 February) would roll over into the next.
  const first = clock ? new Date(`${date}T00:00Z`) : at;
  if (first.getUTCDate() !== Number(day)) return undefined;
  return clock ? at.toISOString() : date;
}

/** How the cells of a column can be read as numbers, or as dates. */
export interface Readings<N extends Notation> {
  /** The notation that reads most of them; with the rival where the cells do not tell between two. Empty where none reads any. */
  readonly ways: readonly N[];
  /** The share of the cells that are read, missing ones among them. */
  readonly share: number;
}

/** @param values cells that are not empty; @param commas whether a comma in the file is a decimal mark only if it must be */
export function numbersIn(values: readonly string[], commas: boolean): Readings<NumberNotation> {
  const { ways, share } = waysOf(values, { notations: NUMBER_NOTATIONS, read: readNumber });
  return { ways: commas ? ways.slice(0, 1) : ways, share };
}

/** @param values cells that are not empty */
export function datesIn(values: readonly string[]): Readings<DateNotation> {
  return waysOf(values, { notations: DATE_NOTATIONS, read: readDate });
}

interface Table<N extends Notation> {
  readonly notations: readonly N[];
  readonly read: (text: string, notation: N) => number | string | undefined;
}

function waysOf<N extends Notation>(values: readonly string[], { notations, read }: Table<N>): Readings<N> {
  const known = values.filter((value) => !isMissing(value));
  const found = notations.map((notation) => {
    const cells = known.map((value) => read(value, notation));
    return { notation, cells, count: cells.filter((cell) => cell !== undefined).length };
  });
  const best = found.reduce((most, way) => (way.count > most.count ? way : most));
  if (best.count === 0) return { ways: [], share: 0 };
  const share = (best.count + values.length - known.length) / values.length;
  const rival = found.find(({ notation }) => notation === RIVALS[best.notation]);
  const asGood = rival?.count === best.count && differ(rival.cells, best.cells);
  return { ways: asGood ? [best.notation, rival.notation] : [best.notation], share };
}

/** Dates that both ways are the same day (05/05/2026) tell nothing of those to come; numbers without marks do. */
function differ(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.some((cell, i) => typeof cell === 'string' || cell !== b[i]);
}

/** Whether a text is a number or a date in some notation. */
export function kindOfValue(text: string): 'number' | 'date' | undefined {
  if (NUMBER_NOTATIONS.some((notation) => readNumber(text, notation) !== undefined)) return 'number';
  return DATE_NOTATIONS.some((notation) => readDate(text, notation) !== undefined) ? 'date' : undefined;
}
