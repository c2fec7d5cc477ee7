/** @file Losses by family. */
export { weightedMean, type Loss, type LossInputs } from './loss.ts';
export { softmaxCrossEntropy } from './classification.ts';
