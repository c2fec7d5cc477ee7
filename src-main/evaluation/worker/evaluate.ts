/** @file The job `evaluate`: a model over one split of a frozen version, batch by batch. */
import type { JobFunction } from '../../platform/pool/protocol.ts';
import type { EvaluatedBatch, EvaluateResult, EvaluateSpec } from './batches.ts';
import { EVALUATIONS } from './kinds.ts';

export const evaluate: JobFunction<EvaluateSpec, EvaluatedBatch, EvaluateResult> = (spec, port) =>
  EVALUATIONS[spec.version.kind](spec, port);
