/** @file Models compared with baselines. */
export { AnswerCollector } from './collector.ts';
export { readBaselines, type Baseline, type Baselines } from './baselines.ts';
export { pairedBootstrap, type Bootstrapped, type Difference, type Scorer } from './bootstrap.ts';
export { compare, wholeScores, type Answered } from './compare.ts';
export { CLASS_METRICS, classScorer, numberScorer, type AnswerList } from './scorers.ts';
