/** @file How a comparison of a model with baselines reads in words. */
import type { Comparison, LocalizedText } from '../contract.ts';
import type { BaselineName, ComparedMetric } from './values.ts';

const NAMES: Readonly<Record<BaselineName, LocalizedText>> = {
  majority: { en: 'most frequent class', zh: '最常见类别' },
  mean: { en: 'mean of the target', zh: '目标均值' },
  median: { en: 'median of the target', zh: '目标中位数' },
  tfidf: { en: 'TF-IDF with logistic regression', zh: 'TF-IDF 加逻辑回归' },
  linear: { en: 'linear model', zh: '线性模型' },
  'class-mean': { en: 'nearest class mean', zh: '最近类均值' },
};

export function baselineName(name: BaselineName): LocalizedText {
  return NAMES[name];
}

/** How a score and a difference of it are written: shares as percent and points, errors as numbers. */
interface MetricWords {
  readonly name: LocalizedText;
  readonly share: boolean;
}

const METRICS: Readonly<Record<ComparedMetric, MetricWords>> = {
  accuracy: { name: { en: 'accuracy', zh: '准确率' }, share: true },
  macroF1: { name: { en: 'macro F1', zh: '宏平均 F1' }, share: true },
  rmse: { name: { en: 'root mean squared error', zh: '均方根误差' }, share: false },
  mae: { name: { en: 'mean absolute error', zh: '平均绝对误差' }, share: false },
};

export function comparedName(metric: ComparedMetric): LocalizedText {
  return METRICS[metric].name;
}

/** `95.0 %` or `1.234`. */
export function scoreText(metric: ComparedMetric, value: number): string {
  return METRICS[metric].share ? `${(100 * value).toFixed(1)} %` : significant(value);
}

/** A difference in points or in the unit of the target, with its sign: `+8.4`, `−0.3`. */
export function gainText(metric: ComparedMetric, gain: number): string {
  const text = METRICS[metric].share ? (100 * Math.abs(gain)).toFixed(1) : significant(Math.abs(gain));
  return Number(text) === 0 ? text : `${gain < 0 ? '−' : '+'}${text}`;
}

function significant(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(4)));
}

export type Verdict = 'better' | 'alike' | 'worse' | 'itself';

/** The model's scores beside the strongest baseline, by the metric that decides. */
export function decidingGain({ strongest, metric, baselines }: Comparison) {
  const best = baselines.find(({ name }) => name === strongest) ?? baselines[0];
  return best?.gains.find((gain) => gain.metric === metric);
}

/** `better` and `worse`: the interval leaves 0 out. `itself`: the model is trained as that baseline is. */
export function verdictOf(comparison: Comparison): Verdict {
  const gain = decidingGain(comparison);
  if (!gain || comparison.itself) return comparison.itself ? 'itself' : 'alike';
  if (gain.low > 0) return 'better';
  return gain.high < 0 ? 'worse' : 'alike';
}

const interval = (low: string, high: string): LocalizedText => ({
  en: `95 % interval ${low} to ${high}`,
  zh: `95% 区间 ${low} 到 ${high}`,
});

const better: LocalizedText = {
  en: 'The baseline is the better choice: it is simpler.',
  zh: '基线更简单，是更好的选择。',
};

/** What a sentence is put together from. */
interface Sentence {
  readonly name: LocalizedText;
  readonly measure: LocalizedText;
  /** The difference with its sign, and in which interval it lies. */
  readonly signed: string;
  readonly within: LocalizedText;
  /** Without signs: by how much better or worse. */
  readonly amount: LocalizedText;
  readonly between: LocalizedText;
}

const SENTENCES: Readonly<Record<Verdict, (parts: Sentence) => LocalizedText>> = {
  better: ({ name, measure, amount, between }) => ({
    en: `Better than the baseline (${name.en}) by ${amount.en} of ${measure.en} (${between.en}).`,
    zh: `${measure.zh}比基线（${name.zh}）好 ${amount.zh}（${between.zh}）。`,
  }),
  worse: ({ name, measure, amount, between }) => ({
    en: `Worse than the baseline (${name.en}) by ${amount.en} of ${measure.en} (${between.en}). The baseline is the better choice.`,
    zh: `${measure.zh}比基线（${name.zh}）差 ${amount.zh}（${between.zh}）。基线是更好的选择。`,
  }),
  alike: ({ name, measure, signed, within }) => ({
    en: `Not better than the baseline (${name.en}): the difference of ${measure.en} is ${signed} (${within.en}), which may be chance. ${better.en}`,
    zh: `并不比基线（${name.zh}）好：${measure.zh}相差 ${signed}（${within.zh}），可能只是偶然。${better.zh}`,
  }),
  itself: ({ name, measure, signed, within }) => ({
    en: `This recipe is the strongest baseline itself (${name.en}), which other recipes have to beat: the difference of ${measure.en} is ${signed} (${within.en}).`,
    zh: `该训练方案就是最强的基线（${name.zh}），其他方案须超过它：${measure.zh}相差 ${signed}（${within.zh}）。`,
  }),
};

/** One or two sentences: by how much the model is better than the strongest baseline, or which is the better choice. */
export function comparisonInWords(comparison: Comparison): LocalizedText {
  const { strongest, metric } = comparison;
  const difference = decidingGain(comparison);
  if (!difference) return { en: '', zh: '' };
  const signed = (value: number) => gainText(metric, value);
  const bare = (value: number) => signed(Math.abs(value)).replace('+', '');
  const { gain, low, high } = difference;
  const [near, far] = gain < 0 ? [high, low] : [low, high];
  const size = bare(gain);
  return SENTENCES[verdictOf(comparison)]({
    name: baselineName(strongest),
    measure: comparedName(metric),
    signed: signed(gain),
    within: interval(signed(low), signed(high)),
    amount: METRICS[metric].share ? { en: `${size} points`, zh: `${size} 个百分点` } : { en: size, zh: size },
    between: interval(bare(near), bare(far)),
  });
}
