/** @file Statistics of comparisons. Pure: each gives its result, or why it does not apply. */
export { type Bootstrap, type BootstrapInput, bootstrap } from './bootstrap.ts';
export { type Auc, type AucDifference, type Scored, aucInterval, delong } from './delong.ts';
export type { Feature, Rows } from './importance/forest.ts';
export { type Importance, type Share, importance, importanceSteps } from './importance/importance.ts';
export { type Mean, type PairedT, deviationOf, meanInterval, meanOf, pairedT } from './intervals.ts';
export { type Disagreements, type McNemar, disagreements, mcnemar } from './mcnemar.ts';
export { CONFIDENCE, type Inapplicable, type Interval, type Outcome } from './outcome.ts';
export { holm, ranksOf } from './ranks.ts';
export { type Wilcoxon, wilcoxon } from './wilcoxon.ts';
export { pValueText, whyInapplicable } from './words.ts';
