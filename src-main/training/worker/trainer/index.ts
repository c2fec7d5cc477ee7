/** @file Training as workers do it: steps on ONNX Runtime, batches, evaluation, checkpoints. Which model, the programs say. */
export { BatchesAhead } from './ahead.ts';
export { Agreement, type Disagreement } from './agreement.ts';
export { bucketsOf, inOrder, type Buckets, type Column, type Encoded } from './batches.ts';
export { readCheckpoint } from './checkpoint.ts';
export { environmentOf, type Environment } from './environment.ts';
export { evaluateSplit, type Validation } from './evaluate.ts';
export { writeWhole } from './files.ts';
export { fit, type EpochEnd, type FitOptions, type FitResult } from './fit.ts';
export type { Monitor } from './monitor.ts';
export { weightsSha256 } from './hash.ts';
export {
  classificationEvaluator,
  perplexityEvaluator,
  reconstructionEvaluator,
  regressionEvaluator,
  type Answers,
  type Evaluator,
} from './evaluators.ts';
export { stepsPerRun } from './pace.ts';
export { Sampler } from './sampler.ts';
export { BatchBuffer, type BatchSource, type Filling } from './source.ts';
export { bestPath, goodPath, lastPath } from './savepoints.ts';
export { learningLog, readingLog } from './reading.ts';
export { openSession, type Provider, type SessionOptions } from './session.ts';
export { profileOf } from './trace.ts';
export type { NodeCost, OperatorCost, StepProfile, TraceEvent } from './trace.ts';
export { probeBlockSize, probeTarget } from './target.ts';
export { initialState, Trainer } from './trainer.ts';
export type { Batch, BatchArray, BatchShape, State, StepAt, TrainerOptions } from './trainer.ts';
export type { FitUpdate, StepPoint } from './updates.ts';
