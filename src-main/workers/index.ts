/** @file Workers: heavy, native and hostile work in processes of their own, which may die without harm. */
export { createPool, type JobRequest, type Pool, type PoolOptions, type ServiceRequest } from './pool.ts';
export { machineBytes } from './machine.ts';
export type { BudgetOf } from './budgets.ts';
export type { Task } from './task.ts';
export type { Service } from './service.ts';
export type { JobName } from './jobs/index.ts';
export type { ServiceName } from './services/index.ts';
export type { JobFunction, JobPort, ServiceFunction, ServiceHandler, ServicePort } from './protocol.ts';
export type { NativePart } from './jobs/doctor.ts';
export type { PreviewSpec } from './jobs/preview.ts';
export type { ImportResult, ImportSpec, ImportUpdate, IndexUpdate } from './jobs/import.ts';
export type { ContradictingRow, SamplesUpdate, VotesUpdate } from './reading/intake.ts';
export type { FreezeResult } from './jobs/freeze.ts';
export type { FreezeBatch, FreezeSpec } from './jobs/freeze-columns.ts';
export { requireTrainable } from './jobs/splits.ts';
export { groundOf } from './images/ground.ts';
export { NOT_SHOWN, pictureType } from './images/type.ts';
export { canonicalText, prefixOf, sampleIdOf } from './reading/canonical.ts';
export type { BadRow, TableSource } from './reading/rows.ts';
export type { TrainResult, TrainSpec, TrainUpdate } from './jobs/train.ts';
export type { ProbeSpec, ProviderFindings } from './jobs/probe-provider.ts';
export type { CudaSetup } from './jobs/setup-cuda.ts';
export { cudaPackage } from './providers/cuda.ts';
export { machineName } from './training/environment.ts';
export type { ProfileSpec } from './jobs/profile-step.ts';
export type { AugmentationSpec } from './jobs/preview-augmentation.ts';
export type { StepProfile } from './training/index.ts';
export type { Edition, RecipeName } from './programs/index.ts';
export { preparationFor, readable, type Preparation, type Prepare } from './text/index.ts';
export type {
  ClassifiedBatch,
  EvaluatedBatch,
  EvaluateSpec,
  ForetoldBatch,
  ReconstructedBatch,
  RegressedBatch,
} from './jobs/evaluate.ts';
export type { FrozenVersion } from './programs/index.ts';
export type { InspectModelResult, InspectModelSpec, InspectModelUpdate } from './jobs/inspect-model.ts';
export type { DrawSpec } from './jobs/draw-model.ts';
export type { GenerationAnswer, GenerationRequest, GenerationSpec } from './services/generation.ts';
export type { Ending, Piece, Sampling, Writing } from './generation/index.ts';
export type { InferenceAnswer, InferenceRequest, InferenceSpec } from './services/inference.ts';
export type { ModelDescription } from './models/description.ts';
export type { Cell, ModelRow, Predictions } from './models/rows.ts';
export type { NamedTensor, TensorInfo, TensorType, TensorValues } from './models/tensors.ts';
