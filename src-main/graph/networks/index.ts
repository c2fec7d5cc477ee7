/** @file Networks by what they read: functions from sizes to layers. */
export { bagBias, bagRegression, bagWeight, type BagSizes } from './bag.ts';
export { bilstmClassifier, gruClassifier, lstmClassifier, textCnn } from './recurrent.ts';
export type { SequenceClassifierSizes, TextCnnSizes } from './recurrent.ts';
export { cifarNet, residualNet, smallCnn } from './images.ts';
export type { ConvolutionalSizes, ImageSizes, ResidualSizes } from './images.ts';
export { autoencoder, embeddingSize, linearRegression, logisticRegression, tableMlp } from './tables.ts';
export type {
  AutoencoderSizes,
  LogisticSizes,
  RegressionSizes,
  TableMlpSizes,
  TableShape,
} from './tables.ts';
export { encoderClassifier, gptDecoder } from './transformers.ts';
export type { Decoder, EncoderClassifierSizes, TransformerSizes } from './transformers.ts';
export { bilstmTagger, encoderTagger } from './taggers.ts';
export type { EncoderTaggerSizes, RecurrentTaggerSizes } from './taggers.ts';
export { pairMargins } from './pairs.ts';
export { unet, type UnetSizes } from './unet.ts';
export { centerDetector, type DetectorSizes } from './detector.ts';
