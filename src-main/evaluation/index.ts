/** @file The evaluation room: how good a model is on a frozen version. */
import { bestMetricFact, metricFact, servedMetricFact } from './facts.ts';
import { evaluationRouter } from './router.ts';
import { openEvaluation, type EvaluationParts } from './evaluation.ts';

export type { EvaluatedBatch as AnsweredBatch } from './worker/batches.ts';
export type {
  EvaluationBaselines,
  EvaluationModels,
  EvaluationVersions,
  EvaluationParts,
  LatestReport,
  Evaluation,
} from './evaluation.ts';

/** Opens the room with its facets. */
export function createEvaluation(parts: EvaluationParts) {
  const evaluation = openEvaluation(parts);
  return {
    ...evaluation,
    procedures: () => evaluationRouter(evaluation),
    facts: [metricFact(evaluation), bestMetricFact(evaluation), servedMetricFact(evaluation)],
  };
}
