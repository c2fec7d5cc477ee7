/** @file Metrics: what each is called, which way it is better and how it is written. Everybody reads this one table. */
import type { LocalizedText } from '../platform/procedure.ts';
import type { Task } from '../tasks/tasks.ts';

export interface MetricDescriptor {
  readonly title: LocalizedText;
  /** The field's abbreviation, for where there is little room. */
  readonly short?: string;
  /** What the model is to get; null where neither is better, as of the number of steps. */
  readonly better: 'higher' | 'lower' | null;
  /** A `share` of 1 is written as percent, a `count` is whole. */
  readonly format: 'share' | 'count' | 'plain';
  readonly unit?: LocalizedText;
}

const nats = { en: 'nats', zh: '奈特' } as const;
const bits = { en: 'bits', zh: '比特' } as const;

/** A share of 1 that is the better the higher it is. */
function share(en: string, zh: string) {
  return { title: { en, zh }, better: 'higher', format: 'share' } as const;
}

/** An error: the better the lower it is. */
function error(en: string, zh: string) {
  return { title: { en, zh }, better: 'lower', format: 'plain' } as const;
}

/** By how much a model is better than a baseline, in the unit of what they are compared by. */
function gain(en: string, zh: string) {
  return { title: { en, zh }, better: 'higher', format: 'plain' } as const;
}

/** How training goes, not how good the model is. */
function progress(en: string, zh: string, format: MetricDescriptor['format'] = 'count') {
  return { title: { en, zh }, better: null, format } as const;
}

const table = {
  loss: error('Loss', '损失'),
  crossEntropy: { ...error('Cross-entropy', '交叉熵'), unit: nats },
  accuracy: share('Accuracy', '准确率'),
  macroF1: share('Macro F1', '宏平均 F1'),
  microF1: share('Micro F1', '微平均 F1'),
  spanF1: share('Span F1', '片段 F1'),
  spanMacroF1: share('Span F1, macro average', '片段 F1（宏平均）'),
  spanOverlapF1: share('Span F1, overlapping', '片段 F1（重叠）'),
  map: { ...share('mAP@.5:.95', 'mAP@.5:.95'), short: 'mAP' },
  map50: share('mAP@.5', 'mAP@.5'),
  meanIou: { ...share('Mean IoU', '平均交并比'), short: 'mIoU' },
  pixelAccuracy: share('Pixel accuracy', '像素准确率'),
  exactMatch: share('Exact match', '完全匹配率'),
  macroPrecision: share('Macro precision', '宏平均精确率'),
  macroRecall: share('Macro recall', '宏平均召回率'),
  weightedF1: share('Weighted F1', '加权 F1'),
  weightedPrecision: share('Weighted precision', '加权精确率'),
  weightedRecall: share('Weighted recall', '加权召回率'),
  rmse: { ...error('Root mean squared error', '均方根误差'), short: 'RMSE' },
  mae: error('Mean absolute error', '平均绝对误差'),
  meanSquaredError: error('Mean squared error', '均方误差'),
  r2: { title: { en: 'R²', zh: 'R²' }, better: 'higher', format: 'plain' },
  perplexity: error('Perplexity', '困惑度'),
  bitsPerCharacter: { ...error('Bits per character', '每字符比特数'), unit: bits },
  p50: error('Median error', '误差中位数'),
  p90: error('90 % error quantile', '误差 90% 分位数'),
  p99: error('99 % error quantile', '误差 99% 分位数'),
  gain: gain('Gain over the strongest baseline', '相对最强基线的提升'),
  gainLow: gain('Gain over the strongest baseline, low end of 95 %', '相对最强基线的提升（95% 下限）'),
  gainHigh: gain('Gain over the strongest baseline, high end of 95 %', '相对最强基线的提升（95% 上限）'),
  samplesPerSecond: progress('Samples per second', '每秒样本数', 'plain'),
  steps: progress('Steps', '步数'),
  epochs: progress('Epochs', '轮数'),
  bestEpoch: progress('Best epoch', '最佳轮次'),
  learningRate: progress('Learning rate', '学习率', 'plain'),
} as const satisfies Readonly<Record<string, MetricDescriptor>>;

export type MetricName = keyof typeof table;

/** Total: whoever names a metric finds it here. */
export const METRICS: Readonly<Record<MetricName, MetricDescriptor>> = table;

/** The metric of that name, e.g. of a run that an older workbench recorded; undefined where there is none. */
export function metricNamed(name: string): MetricDescriptor | undefined {
  return Object.hasOwn(METRICS, name) ? METRICS[name as MetricName] : undefined;
}

/** What people call a metric; one that the table lacks stands as it came. */
export function metricTitle(name: string): LocalizedText {
  return metricNamed(name)?.title ?? { en: name, zh: name };
}

/** A metric's title inside of a sentence: `macro F1`. */
export function titleInSentence(name: MetricName): LocalizedText {
  const { en, zh } = METRICS[name].title;
  return { en: en.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase()), zh };
}

/** `validation.loss` as its split and its metric; the split is empty where none is named. */
export function parseMetric(name: string): { readonly split: string; readonly metric: string } {
  const dot = name.lastIndexOf('.');
  return { split: name.slice(0, Math.max(0, dot)), metric: name.slice(dot + 1) };
}

/** Whether a metric, with its split or without, is a share of 1 that is written as percent. */
export function isShare(name: string): boolean {
  return metricNamed(parseMetric(name).metric)?.format === 'share';
}

/** An end of the interval of a mean as it is shown: no share is below 0 or above 1, whatever few values allow. */
export function shownBound(name: string, value: number): number {
  return isShare(name) ? Math.min(1, Math.max(0, value)) : value;
}

/** What a summary has of the validation split, by metric: `validation.loss` as `loss`. */
export function onValidation(summary: Readonly<Record<string, number>>): Record<string, number> {
  const prefix = 'validation.';
  const entries = Object.entries(summary).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, value]) => [name.slice(prefix.length), value]));
}

/** Whether less of a metric is better, with its split or without. */
export const isLowerBetter = (name: string): boolean =>
  metricNamed(parseMetric(name).metric)?.better === 'lower';

/** The metrics that reports of a task have, the one that decides first. */
export const REPORTED_METRICS: Readonly<Record<Task, readonly MetricName[]>> = {
  classify: ['accuracy', 'macroF1', 'loss', 'gain', 'gainLow'],
  regress: ['r2', 'rmse', 'mae', 'loss', 'gain', 'gainLow'],
  multilabel: ['macroF1', 'microF1', 'exactMatch', 'loss'],
  tag: ['spanF1', 'spanMacroF1', 'spanOverlapF1', 'exactMatch'],
  detect: ['map', 'map50', 'exactMatch'],
  segment: ['meanIou', 'pixelAccuracy'],
  rank: ['accuracy', 'loss'],
  reconstruct: ['rmse', 'p99', 'loss'],
  generate: ['perplexity', 'bitsPerCharacter', 'loss'],
  other: ['accuracy'],
};
