/** @file Models as other rooms' workers use them: loaded, asked, described, and written with. */
export { askedColumns, askedInOrder, askedRow, narrowed, questionsOf, type AskedRow } from './asked-rows.ts';
export type { ColumnInput } from './column-input.ts';
export { describeGenerator, type ModelDescription } from './description.ts';
export {
  crossEntropyOf,
  generate,
  generatorMetadataOf,
  openGenerator,
  type Piece,
  type Writing,
} from './generation/index.ts';
export { loadModel, type AnsweredRows, type LoadedModel, type PreparedRow } from './load.ts';
export { tableQuestion, type TableReading } from './table-question.ts';
export { pairColumns, pairTexts, wonIn } from './pairs.ts';
export type { Cell, ModelRow, Numbers, PixelSize, Predictions, RowWarning } from './rows.ts';
export type { NamedTensor, TensorType, TensorValues } from './tensors.ts';
export { wordsKnownTo } from './vocabulary.ts';
export {
  AnswerCollector,
  CLASS_METRICS,
  classScorer,
  compare,
  numberScorer,
  readBaselines,
  wholeScores,
  type AnswerList,
  type Answered,
  type Baseline,
  type Baselines,
} from './comparison/index.ts';
