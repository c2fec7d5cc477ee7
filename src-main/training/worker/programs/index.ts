/** @file The recipes' programs by name: what a training worker runs. */
import type { RecipeName, RecipeParameters } from '../../recipes/index.ts';
import { imageCifar, imageCnn, imageResnet } from './images.ts';
import { imageDetector, imageSegmenter } from '../answers/image-programs.ts';
import { textPreference } from '../answers/preference.ts';
import { textMultilabel, textTagger } from '../answers/text-programs.ts';
import type { AnyProgram, Program } from './program.ts';
import { gpt } from './generation.ts';
import { linear, logistic, tableAutoencoder, tableClassifier, tableRegressor } from './tables.ts';
import { textTfIdf } from './tfidf.ts';
import { textBilstm, textCnn, textGru, textLstm, textTransformer } from './text.ts';

type Programs<Fitted> = {
  readonly [Name in keyof Fitted]: Program<Fitted[Name], RecipeParameters<Name & RecipeName>>;
};

/**
 * A program for each recipe, none of which reads a parameter that its recipe does not have. Forgets what each has
 * fitted: a program is only called with what it gave itself.
 */
function programs<Fitted extends Readonly<Record<RecipeName, unknown>>>(
  table: Programs<Fitted>,
): Readonly<Record<RecipeName, AnyProgram>> {
  return table as Readonly<Record<RecipeName, AnyProgram>>;
}

export const PROGRAMS = programs({
  'text-lstm': textLstm,
  'text-bilstm': textBilstm,
  'text-gru': textGru,
  'text-cnn': textCnn,
  'text-transformer': textTransformer,
  'text-tfidf': textTfIdf,
  'text-multilabel': textMultilabel,
  'text-tagger': textTagger,
  'text-preference': textPreference,
  'image-detector': imageDetector,
  'image-segmenter': imageSegmenter,
  gpt,
  'linear-regression': linear,
  'logistic-regression': logistic,
  'table-classifier': tableClassifier,
  'table-regressor': tableRegressor,
  'table-autoencoder': tableAutoencoder,
  'image-cnn': imageCnn,
  'image-cifar': imageCifar,
  'image-resnet': imageResnet,
});

export { columnInputs, columnsInGraph, encodeColumns, fitColumns, type FittedColumns } from './columns.ts';
export { weightsOf } from './classes.ts';
export { rowsOf } from '../../../versions/worker/index.ts';
export { augment } from './augmentation.ts';
export { augmentationOf, sizeOf, type ImageParameters } from './images.ts';
export { bytesOf, pixelsOf } from '../../../images/worker/index.ts';
export type { Edition, FrozenVersion, Split } from '../../../versions/worker/index.ts';
export { optimizing, scheduling } from './fitting.ts';
export type { AnyProgram, Exported, Program, Source, Written } from './program.ts';
