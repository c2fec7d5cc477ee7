/** @file Training as workers do it: data to ids, steps on ONNX Runtime, checkpoints, the finished model. */
export { readCheckpoint } from './checkpoint.ts';
export { encodedSplit, rowsOf, vocabularyOfTraining, type TextDatasetOptions } from './dataset.ts';
export { exportModel } from './export.ts';
export { writeWhole } from './files.ts';
export { bestPath, fit, lastPath, type FitResult, type FitUpdate, type StepPoint } from './fit.ts';
export { evaluateSplit, type Validation } from './evaluate.ts';
export { BatchBuffer } from './batches.ts';
export { weightsSha256 } from './hash.ts';
export { openSession } from './session.ts';
export { textModel, type TextModel, type TextModelSizes } from './text-model.ts';
export { initialState, Trainer, type Batch, type State } from './trainer.ts';
