/** @file Losses by family. */
export { weightedMean, type LossTerms, type Loss, type LossInputs } from './loss.ts';
export {
  softmaxCrossEntropy,
  softmaxFocal,
  type CrossEntropyOptions,
  type FocalOptions,
  type SoftmaxFocalOptions,
} from './classification.ts';
export {
  binaryCrossEntropy,
  binaryFocal,
  type BinaryCrossEntropyOptions,
  type BinaryFocalOptions,
} from './binary.ts';
export { huber, meanAbsoluteError, meanSquaredError, type HuberOptions } from './regression.ts';
export { klDivergence, type KlDivergenceOptions } from './divergence.ts';
export { addLosses, dice, type DiceOptions, type LossTerm } from './segmentation.ts';
export { centerFocal, maskedDistance, type MaskedDistanceOptions } from './detection.ts';
