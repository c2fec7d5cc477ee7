/** @file Names of metrics and units. A name that is not in the tables is shown as it is. */
import { measureName } from '../../src-shared/evaluation/measures.ts';
import type { Language } from '../words.ts';

type Names = Readonly<Record<string, readonly [en: string, zh: string]>>;

/** The split a metric was computed on, by the part before the dot. */
const PLACES: Names = {
  train: ['training', '训练'],
  validation: ['validation', '验证'],
  test: ['test', '测试'],
};

const UNITS: Names = {
  rows: ['rows', '行'],
  steps: ['steps', '步'],
  samples: ['samples', '样本'],
  texts: ['texts', '条文本'],
  words: ['words', '词'],
  epochs: ['epochs', '轮'],
  batches: ['batches', '批'],
  pixels: ['pixels', '像素'],
  degrees: ['degrees', '度'],
  tokens: ['tokens', '词元'],
  bytes: ['bytes', '字节'],
};

export class Measures {
  readonly #language: Language;
  readonly #at: 0 | 1;

  constructor(language: Language) {
    this.#language = language;
    this.#at = language === 'en' ? 0 : 1;
  }

  /** `validation.macroF1` as `Macro F1 (validation)`. */
  metric(name: string): string {
    const { place, measure } = splitMetric(name);
    const said = this.measure(measure);
    if (!place) return said;
    return this.#at === 0 ? `${said} (${this.place(place)})` : `${said}（${this.place(place)}）`;
  }

  measure(name: string): string {
    return measureName(name, this.#language);
  }

  place(name: string): string {
    return PLACES[name]?.[this.#at] ?? name;
  }

  unit(name: string): string {
    return UNITS[name]?.[this.#at] ?? name;
  }
}

/** `validation.loss` as its place and its measure. */
export function splitMetric(name: string): { readonly place: string; readonly measure: string } {
  const dot = name.lastIndexOf('.');
  return { place: name.slice(0, Math.max(0, dot)), measure: name.slice(dot + 1) };
}

/** Larger is better for these; a share of 1 that reads as a percentage. */
export function isShare(name: string): boolean {
  return /^(accuracy|(macro|weighted)(F1|Precision|Recall))$/.test(splitMetric(name).measure);
}
