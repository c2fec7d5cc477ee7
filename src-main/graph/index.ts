/**
 * @file The compiler: models, losses and optimizers in, ONNX graphs out. It uses nothing but the language.
 * Read `ir.ts`, `ops/index.ts`, `builder.ts`, `autodiff/index.ts`, `state.ts` and `step.ts` in this order.
 */
export { GraphError, elementCount, elementTypes, float32, int64, strings, tensorOf, typeText } from './ir.ts';
export type {
  Attribute,
  Attributes,
  Dimension,
  ElementType,
  FunctionDefinition,
  Graph,
  Model,
  Node,
  NumericType,
  Notes,
  Shape,
  SparseTensor,
  Tensor,
  TensorData,
  TensorType,
  ValueInfo,
  ValueType,
} from './ir.ts';
export { signatures, type Op } from './ops/index.ts';
export { shapeRules } from './shape/index.ts';
export { GraphBuilder, type Value } from './builder.ts';
export { Tape, gradientRules, gradients } from './autodiff/index.ts';
export * from './layers/index.ts';
export * from './networks/index.ts';
export { networkOf, valueNamed, type Network, type RowType, type Values } from './network.ts';
export {
  fansOf,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  initialize,
  lecunNormal,
  lecunUniform,
  orthogonal,
  type Fans,
  type Initializer,
} from './initializers.ts';
export { uniform } from './noise.ts';
export { Random, type RandomState } from './random.ts';
export * from './losses/index.ts';
export * from './optimizers/index.ts';
export {
  constantSchedule,
  cosineSchedule,
  exponentialSchedule,
  oneCycleSchedule,
  plateauAfter,
  plateauStart,
  restartSchedule,
  stepSchedule,
  warmUp,
} from './schedules/index.ts';
export type {
  CosineOptions,
  OneCycleOptions,
  PlateauOptions,
  PlateauState,
  RestartOptions,
  Schedule,
  WarmUpOptions,
} from './schedules/index.ts';
export type { Clip } from './clip.ts';
export { firstWordId, padId, separators, tokenIds, unknownId, type TokenizerOptions } from './text.ts';
export { tfIdf, type TfIdfOptions } from './tfidf.ts';
export { forwardPasses, inferencePasses, optimize, passes, webgpuPasses, type Pass } from './passes/index.ts';
export { fromState, toState, type Layout } from './lowering/index.ts';
export { mostPacked, type Pack } from './pack.ts';
export { stepsAxis } from './repeat.ts';
export { evaluatedName, nextName, slotName, type StateTensor } from './state.ts';
export { compileStep, stepInputs } from './step.ts';
export type { CompiledStep, Head, StepOptions, Target } from './step.ts';
export { occupied, type Occupied } from './batch.ts';
export {
  chooseLabels,
  classify,
  compileInference,
  type ApplyNetwork,
  type InferenceOptions,
} from './inference.ts';
export { detections, type DetectionOptions } from './detections.ts';
export { compileGeneration, generationNames, type GenerationOptions } from './generation.ts';
export { verify } from './verify.ts';
export { inspect, type Doubt, type Inspection } from './inspect.ts';
export { newestOpset, upgrade } from './upgrade.ts';
export { print } from './print.ts';
export { drawingOf, type Arrow, type Box, type Drawing, type Frame } from './drawing.ts';
export { mermaid } from './mermaid.ts';
export { modelOf } from './model.ts';
export { parse, type ParseOptions } from './codec/read.ts';
export { serialize, type SerializeOptions } from './codec/write.ts';
export { badLocation, checkExtent } from './codec/external.ts';
export type { ExternalReference, PlaceExternal, ReadExternal } from './codec/external.ts';
export { namesWithoutRank, readMetadata, withMetadata } from './codec/metadata.ts';
