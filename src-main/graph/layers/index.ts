/** @file Layers by family. */
export { declarations, layerOf, parameterCount, sequential } from './layer.ts';
export type { Layer, Parameter, Scope } from './layer.ts';
export { activation, activationNames, relu, sigmoid, tanh, type ActivationName } from './activation.ts';
export { branches } from './combination.ts';
export { dense, type DenseOptions } from './dense.ts';
export { dropout, optionalDropout, type DropoutOptions } from './dropout.ts';
export { categoryEmbedding, categorySum, embedding } from './embedding.ts';
export type { CategoryColumn, EmbeddingOptions } from './embedding.ts';
export { mlp, type MlpOptions } from './mlp.ts';
export { gru, lstm, rnn, timeMajor, timePool } from './recurrent.ts';
export type { GruOptions, LstmOptions, RecurrentOptions, RnnOptions } from './recurrent.ts';
export {
  averagePool,
  conv1d,
  conv2d,
  conv3d,
  convolution,
  flatten,
  globalAveragePool,
  maxPool,
  residual,
  upsample,
} from './convolution.ts';
export type { ConvolutionOptions, Padding, PoolOptions } from './convolution.ts';
export { batchNorm, groupNorm, instanceNorm } from './normalization.ts';
export type { BatchNormOptions, NormOptions } from './normalization.ts';
export { multiHeadAttention, type AttentionOptions } from './attention.ts';
export { learnedPositions, rotate, sinusoidalPositions } from './position.ts';
export type { PositionOptions, RotaryOptions } from './position.ts';
export { layerNorm, normalizedFor, rmsNorm, type RowNormOptions } from './row-normalization.ts';
export { causalMask, causalMaskOf, meanOverTime, paddingMask, tokensKept } from './sequence.ts';
export type { KeyValueCache, KeyValues, SequenceContext, SequenceLayer } from './sequence.ts';
export { feedForward, stacked, transformerBlock } from './transformer.ts';
export type { FeedForwardOptions, TransformerBlockOptions } from './transformer.ts';
