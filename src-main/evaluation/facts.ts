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
