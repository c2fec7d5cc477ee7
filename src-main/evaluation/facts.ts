/** @file What was measured of models on frozen versions. */
import * as z from 'zod';
import { SPLITS, type Split } from '../../src-shared/contract.ts';
import { changedWith, defineFact } from '../platform/facts.ts';

interface Reports {
  /** The headline numbers of the latest report; null where there is none. */
  latestMetrics(of: {
    model: string;
    split: Split;
    version?: string | undefined;
  }): Record<string, number> | null;
}

/** A headline metric of a model on a split, of the latest report; of one version where it is named. */
export function metricFact(reports: Reports) {
  return defineFact({
    name: 'evaluation.metric',
    unit: '1',
    parameters: z.object({
      model: z.string(),
      split: z.enum(SPLITS),
      /** `accuracy`, `macroF1`, `rmse` …, as reports name them; `gain` over the strongest baseline, `gainLow`, `gainHigh`. */
      metric: z.string(),
      version: z.string().optional(),
    }),
    read: ({ metric, ...of }) => reports.latestMetrics(of)?.[metric] ?? null,
    changedBy: (event) => changedWith(event, 'reports', 'model'),
  });
}

interface BestReports {
  bestOn(of: { dataset: string; split: Split; metric: string }): { model: string; value: number } | null;
}

/** A headline metric of whichever model is best on a split of a dataset's versions, each model by its newest report. */
export function bestMetricFact(reports: BestReports) {
  return defineFact({
    name: 'evaluation.bestMetric',
    unit: '1',
    parameters: z.object({ dataset: z.string(), split: z.enum(SPLITS), metric: z.string() }),
    read: (of) => reports.bestOn(of)?.value ?? null,
    evidence(of) {
      const best = reports.bestOn(of);
      return best && { what: 'model', id: best.model };
    },
    // A report tells its model, and that may be of any dataset.
    changedBy: (event) => (changedWith(event, 'reports', 'model') ? {} : null),
  });
}

interface ServedReports extends Reports {
  /** @throws AppError `house.notFound` */
  servedBy(endpoint: string): string;
}

/** A headline metric of the model that answers at an endpoint: another one when another model is deployed there. */
export function servedMetricFact(reports: ServedReports) {
  return defineFact({
    name: 'evaluation.servedMetric',
    unit: '1',
    parameters: z.object({ endpoint: z.string(), split: z.enum(SPLITS), metric: z.string() }),
    read: ({ endpoint, split, metric }) =>
      reports.latestMetrics({ model: reports.servedBy(endpoint), split })?.[metric] ?? null,
    evidence: ({ endpoint }) => ({ what: 'model', id: reports.servedBy(endpoint) }),
    changedBy: (event) =>
      changedWith(event, 'reports', 'model') ? {} : changedWith(event, 'endpoints', 'endpoint'),
  });
}
