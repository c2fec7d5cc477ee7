/** @file How a comparison of a model with baselines reads in words. */
import type { Comparison, LocalizedText } from '../contract.ts';
import { isShare, titleInSentence } from './metrics.ts';
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

/** Shares as percent, errors as numbers: `95.0 %` or `1.234`. */
export function scoreText(metric: ComparedMetric, value: number): string {
  return isShare(metric) ? `${(100 * value).toFixed(1)} %` : significant(value);
}

/** A difference in points or in the unit of the target, with its sign: `+8.4`, `−0.3`. */
export function gainText(metric: ComparedMetric, gain: number): string {
  const text = isShare(metric) ? (100 * Math.abs(gain)).toFixed(1) : significant(Math.abs(gain));
  return Number(text) === 0 ? text : `${gain < 0 ? '−' : '+'}${text}`;
}

function significant(value: number): string {
  return value === 0 ? '0' : String(Number(value.toPrecision(4)));
}

/** A baseline's score in a metric, and by how much the model is better, in words. */
export interface BaselineRow {
  readonly baseline: LocalizedText;
  readonly metric: LocalizedText;
  readonly score: string;
  readonly gain: string;
  readonly low: string;
  readonly high: string;
}

/** A score says little alone: what the baselines reach on the same samples, a row for each metric. */
export function baselineRows({ baselines }: Comparison): readonly BaselineRow[] {
  return baselines.flatMap(({ name, gains }) =>
    gains.map(({ metric, baseline, gain, low, high }) => ({
      baseline: baselineName(name),
      metric: titleInSentence(metric),
      score: scoreText(metric, baseline),
      gain: gainText(metric, gain),
      low: gainText(metric, low),
      high: gainText(metric, high),
    })),
  );
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
  readonly metric: LocalizedText;
  /** The difference with its sign, and in which interval it lies. */
  readonly signed: string;
  readonly within: LocalizedText;
  /** Without signs: by how much better or worse. */
  readonly amount: LocalizedText;
  readonly between: LocalizedText;
}

const SENTENCES: Readonly<Record<Verdict, (parts: Sentence) => LocalizedText>> = {
  better: ({ name, metric, amount, between }) => ({
    en: `Better than the baseline (${name.en}) by ${amount.en} of ${metric.en} (${between.en}).`,
    zh: `${metric.zh}比基线（${name.zh}）好 ${amount.zh}（${between.zh}）。`,
  }),
  worse: ({ name, metric, amount, between }) => ({
    en: `Worse than the baseline (${name.en}) by ${amount.en} of ${metric.en} (${between.en}). The baseline is the better choice.`,
    zh: `${metric.zh}比基线（${name.zh}）差 ${amount.zh}（${between.zh}）。基线是更好的选择。`,
  }),
  alike: ({ name, metric, signed, within }) => ({
    en: `Not better than the baseline (${name.en}): the difference of ${metric.en} is ${signed} (${within.en}), which may be chance. ${better.en}`,
    zh: `并不比基线（${name.zh}）好：${metric.zh}相差 ${signed}（${within.zh}），可能只是偶然。${better.zh}`,
  }),
  itself: ({ name, metric, signed, within }) => ({
    en: `This recipe is the strongest baseline itself (${name.en}), which other recipes have to beat: the difference of ${metric.en} is ${signed} (${within.en}).`,
    zh: `该训练方案就是最强的基线（${name.zh}），其他训练方案须超过它：${metric.zh}相差 ${signed}（${within.zh}）。`,
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
    metric: titleInSentence(metric),
    signed: signed(gain),
    within: interval(signed(low), signed(high)),
    amount: isShare(metric) ? { en: `${size} points`, zh: `${size} 个百分点` } : { en: size, zh: size },
    between: interval(bare(near), bare(far)),
  });
}
