/** @file Numbers, sizes and times as people read them, in their language. */
import type { Language } from '../../words.ts';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };
const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

export class Format {
  readonly #locale: string;
  readonly #language: Language;
  readonly #integer: Intl.NumberFormat;
  readonly #relative: Intl.RelativeTimeFormat;
  readonly #exact: Intl.DateTimeFormat;
  /** To make one takes as long as to write a hundred numbers, and a table has hundreds of cells. */
  readonly #formats = new Map<string, Intl.NumberFormat>();

  constructor(language: Language) {
    this.#language = language;
    this.#locale = LOCALES[language];
    this.#integer = new Intl.NumberFormat(this.#locale, { maximumFractionDigits: 0 });
    this.#relative = new Intl.RelativeTimeFormat(this.#locale, { numeric: 'auto' });
    this.#exact = new Intl.DateTimeFormat(this.#locale, { dateStyle: 'medium', timeStyle: 'medium' });
  }

  /** @param key the same for the same options */
  #number(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
    const known = this.#formats.get(key) ?? new Intl.NumberFormat(this.#locale, options);
    this.#formats.set(key, known);
    return known;
  }

  /** A count, e.g. `1,204,331`. */
  count(value: number): string {
    return this.#integer.format(value);
  }

  /** A measured value with up to `digits` significant digits; very small and very large ones in powers of ten. */
  value(value: number, digits = 4): string {
    if (!Number.isFinite(value)) return Number.isNaN(value) ? '–' : value > 0 ? '∞' : '-∞';
    if (Number.isInteger(value) && Math.abs(value) < 1e9) return this.count(value);
    const magnitude = Math.abs(value);
    const notation = magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e9) ? 'scientific' : 'standard';
    return this.#number(`${notation} ${digits}`, { maximumSignificantDigits: digits, notation }).format(
      value,
    );
  }

  /** A share of 1 in percent, e.g. `97.3 %`. */
  percent(share: number, digits = 1): string {
    const format = {
      style: 'percent',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    } as const;
    return this.#number(`percent ${digits}`, format).format(share);
  }

  /** A size in powers of 1,000, e.g. `4.2 MB`. */
  bytes(bytes: number): string {
    const power = bytes < 1 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log10(bytes) / 3));
    const digits = { maximumFractionDigits: power === 0 ? 0 : 1 };
    const value = this.#number(`bytes ${power}`, digits).format(bytes / 1000 ** power);
    return `${value} ${SIZES[power]}`;
  }

  /** A span of time in seconds, e.g. `4.2 s`, `3 min 20 s`, `2 h 5 min`. */
  duration(seconds: number): string {
    const zh = this.#language === 'zh';
    const [s, min, h] = zh ? [' 秒', ' 分', ' 小时'] : [' s', ' min', ' h'];
    if (seconds < 10) return `${this.value(Math.round(seconds * 10) / 10)}${s}`;
    const whole = Math.round(seconds);
    if (whole < 60) return `${whole}${s}`;
    const minutes = Math.floor(whole / 60);
    if (minutes < 60) return `${minutes}${min} ${whole % 60}${s}`;
    return `${this.count(Math.floor(minutes / 60))}${h} ${minutes % 60}${min}`;
  }

  /** How long ago, e.g. `3 minutes ago`; never in the future, should clocks differ. `now` in milliseconds since 1970. */
  ago(instant: string, now: number = Date.now()): string {
    const seconds = Math.min(0, (Date.parse(instant) - now) / 1000);
    const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const);
    return this.#relative.format(Math.round(seconds / size), unit);
  }

  /** The exact local time of an instant. */
  exact(instant: string): string {
    return this.#exact.format(new Date(instant));
  }
}
