/** @file The recipes' programs by name: what a training worker runs. */
import { imageCifar, imageCnn, imageResnet } from './images.ts';
import { anyProgram, type AnyProgram } from './program.ts';
import { gpt } from './generation.ts';
import { linear, logistic, tableAutoencoder, tableClassifier, tableRegressor } from './tables.ts';
import { textBilstm, textCnn, textGru, textLstm, textTransformer } from './text.ts';

export const PROGRAMS = {
  'text-lstm': anyProgram(textLstm),
  'text-bilstm': anyProgram(textBilstm),
  'text-gru': anyProgram(textGru),
  'text-cnn': anyProgram(textCnn),
  'text-transformer': anyProgram(textTransformer),
  gpt: anyProgram(gpt),
  'linear-regression': anyProgram(linear),
  'logistic-regression': anyProgram(logistic),
  'table-classifier': anyProgram(tableClassifier),
  'table-regressor': anyProgram(tableRegressor),
  'table-autoencoder': anyProgram(tableAutoencoder),
  'image-cnn': anyProgram(imageCnn),
  'image-cifar': anyProgram(imageCifar),
  'image-resnet': anyProgram(imageResnet),
} as const satisfies Readonly<Record<string, AnyProgram>>;

export type RecipeName = keyof typeof PROGRAMS;

export { columnInputs, columnsInGraph, encodeColumns, fitColumns, type FittedColumns } from './columns.ts';
export { rowsOf } from '../../../versions/worker/index.ts';
export { augment } from './augmentation.ts';
export { augmentationOf, sizeOf } from './images.ts';
export { bytesOf, pixelsOf } from '../../../images/worker/index.ts';
export type { Edition, FrozenVersion, Split } from '../../../versions/worker/index.ts';
export { optimizing, scheduling } from './fitting.ts';
export { numberOf, textOf } from './program.ts';
export type { AnyProgram, Exported, Program, Settings, Source, Written } from './program.ts';
