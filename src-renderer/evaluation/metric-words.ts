/** @file Metrics as people read them: their titles, splits and values. */
import { isShare, metricNamed, metricTitle, parseMetric } from '../../src-shared/evaluation/metrics.ts';
import type { Format } from '../platform/i18n/format.ts';
import type { Language } from '../words.ts';

/** The split a metric was computed on, by the part before the dot. */
const SPLITS: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  train: { en: 'training', zh: '训练' },
  validation: { en: 'validation', zh: '验证' },
  test: { en: 'test', zh: '测试' },
};

export class MetricWords {
  readonly #language: Language;
  readonly #format: Format;

  constructor(language: Language, format: Format) {
    this.#language = language;
    this.#format = format;
  }

  /** `validation.macroF1` as `Macro F1 (validation)`. */
  onSplit(name: string): string {
    const { split, metric } = parseMetric(name);
    const title = this.title(metric);
    if (!split) return title;
    return this.#language === 'en' ? `${title} (${this.split(split)})` : `${title}（${this.split(split)}）`;
  }

  /** @param metric without its split */
  title(metric: string): string {
    return metricTitle(metric)[this.#language];
  }

  split(name: string): string {
    return SPLITS[name]?.[this.#language] ?? name;
  }

  /** What a value of it is counted in; undefined where that is nothing. */
  unit(metric: string): string | undefined {
    return metricNamed(metric)?.unit?.[this.#language];
  }

  /** A share in percent with so many decimal places, a count whole, another value in significant digits. */
  value(name: string, value: number, { places = 1, digits = 4 } = {}): string {
    switch (metricNamed(parseMetric(name).metric)?.format) {
      case 'share':
        return this.#format.percent(value, places);
      case 'count':
        return this.#format.count(value);
      default:
        return this.#format.value(value, digits);
    }
  }

  /** A difference of two values: of shares the number of percentage points, without the words for them. */
  difference(name: string, value: number): string {
    return isShare(name) ? this.#format.value(100 * value, 3) : this.value(name, value);
  }
}
