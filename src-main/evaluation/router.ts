/** @file Procedures of evaluation and export. */
import type { Evaluation } from './evaluation.ts';
import { os } from '../platform/api/implement.ts';

export function evaluationRouter(evaluation: Evaluation) {
  return {
    evaluation: {
      evaluate: os.evaluation.evaluate.handler(({ input, context }) =>
        evaluation.evaluate(input, context.person),
      ),
      comparePredictions: os.evaluation.comparePredictions.handler(({ input }) =>
        evaluation.comparePredictions(input),
      ),
      report: os.evaluation.report.handler(({ input, context }) => evaluation.report(input, context.person)),
      reports: os.evaluation.reports.handler(({ input }) => evaluation.reports(input)),
      bestByVersion: os.evaluation.bestByVersion.handler(({ input }) => evaluation.bestByVersion(input)),
    },
  };
}
