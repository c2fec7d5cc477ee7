/** @file Procedures of evaluation and export. */
import type { Evaluation } from './index.ts';
import { os } from '../platform/api/implement.ts';

export function evaluationRouter(evaluation: Evaluation) {
  return {
    evaluation: {
      evaluate: os.evaluation.evaluate.handler(({ input, context }) =>
        evaluation.evaluate(input, context.person),
      ),
      report: os.evaluation.report.handler(({ input }) => evaluation.report(input)),
      reports: os.evaluation.reports.handler(({ input }) => evaluation.reports(input)),
      export: os.evaluation.export.handler(({ input, context }) => evaluation.export(input, context.person)),
      card: os.evaluation.card.handler(({ input }) => evaluation.card(input)),
    },
  };
}
