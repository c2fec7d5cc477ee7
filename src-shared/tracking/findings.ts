/** @file What a run says of itself in words when it has ended. */
import { comparisonInWords, verdictOf } from '../evaluation/baselines.ts';
import type { LocalizedText, RunFinding } from '../contract.ts';

type Words = {
  readonly [Kind in RunFinding['kind']]: (finding: Extract<RunFinding, { kind: Kind }>) => LocalizedText;
};

const WORDS: Words = {
  comparison: ({ comparison }) => comparisonInWords(comparison),
  bestEpochLast: ({ epochs }) => ({
    en: `The best epoch was the last, ${epochs}, and the validation loss was still falling: train longer.`,
    zh: `最好的一轮是最后一轮（第 ${epochs} 轮），验证损失仍在下降：请训练更久。`,
  }),
  neverPredicted: ({ label, samples }) => ({
    en: `The class “${label}” is never predicted, though ${samples} validation ${samples === 1 ? 'sample has' : 'samples have'} it.`,
    zh: `从未预测过类别“${label}”，而验证集中有 ${samples} 个该类样本。`,
  }),
  unbalanced: ({ smallest, largest, weighted }) => ({
    en: `The classes are unbalanced: ${smallest.samples} training samples of “${smallest.label}”, ${largest.samples} of “${largest.label}”. ${weighted ? 'Each class counted the same in the loss.' : 'Balanced class weights were off.'}`,
    zh: `类别不均衡：训练集中“${smallest.label}”有 ${smallest.samples} 个样本，“${largest.label}”有 ${largest.samples} 个。${weighted ? '各类别在损失中权重相同。' : '未启用均衡的类别权重。'}`,
  }),
};

export function findingInWords(finding: RunFinding): LocalizedText {
  const say = WORDS[finding.kind] as (finding: RunFinding) => LocalizedText;
  return say(finding);
}

/** Whether somebody should do something about it. */
export function isWarning(finding: RunFinding): boolean {
  if (finding.kind === 'comparison') return ['alike', 'worse'].includes(verdictOf(finding.comparison));
  return finding.kind !== 'unbalanced' || !finding.weighted;
}
