/** @file Training as workers do it: steps on ONNX Runtime, batches, judging, checkpoints. Which model, the programs say. */
export { BatchBuffer, Sampler, type Column, type Encoded } from './batches.ts';
export { readCheckpoint } from './checkpoint.ts';
export { evaluateSplit, type Validation } from './evaluate.ts';
export { writeWhole } from './files.ts';
export { bestPath, fit, lastPath, type FitResult, type FitUpdate, type StepPoint } from './fit.ts';
export { weightsSha256 } from './hash.ts';
export {
  classificationJudge,
  perplexityJudge,
  reconstructionJudge,
  regressionJudge,
  type Judge,
} from './judges.ts';
export { openSession } from './session.ts';
export { initialState, Trainer } from './trainer.ts';
export type { Batch, BatchShape, State, StepAt, TrainerOptions } from './trainer.ts';
