/** @file Reports in short, by what the model does. */
import { decidingGain } from './baselines.ts';
import type { MetricName } from './metrics.ts';
import { byTask } from '../tasks/by-task.ts';
import type { Report, ReportSummary } from './contract.ts';

/** The numbers that a report is compared by, named as in the runs table, with the gain over the strongest baseline. */
export function headline(report: Report): Readonly<Record<string, number>> {
  const gain = report.comparison && decidingGain(report.comparison);
  const scores = scoresOf(report);
  if (!gain) return scores;
  return {
    ...scores,
    gain: gain.gain,
    gainLow: gain.low,
    gainHigh: gain.high,
  } satisfies Readonly<Partial<Record<MetricName, number>>>;
}

const scoresOf = byTask<Report, Readonly<Partial<Record<MetricName, number>>>>({
  classify: ({ accuracy, macro, loss }) => ({ accuracy, macroF1: macro.f1, loss }),
  regress: ({ rmse, mae, r2, loss }) => ({ rmse, mae, r2, loss }),
  multilabel: ({ macroF1, microF1, exactMatch, loss }) => ({ macroF1, microF1, exactMatch, loss }),
  tag: ({ exact, macroF1, overlap, exactMatch }) => {
    return { spanF1: exact.f1, spanMacroF1: macroF1, spanOverlapF1: overlap.f1, exactMatch };
  },
  detect: ({ map, map50, exactMatch }) => ({ map: map ?? 0, map50: map50 ?? 0, exactMatch }),
  segment: ({ meanIou, pixelAccuracy }) => ({ meanIou, pixelAccuracy }),
  rank: ({ accuracy, loss }) => ({ accuracy, loss }),
  reconstruct: ({ rmse, quantiles, loss }) => ({ rmse, p99: quantiles.p99, loss }),
  generate: ({ perplexity, bitsPerCharacter, loss }) => ({ perplexity, bitsPerCharacter, loss }),
});

/** What slices of a report are scored by. */
export function sliceMetric({ task }: Pick<Report, 'task'>): MetricName {
  return SLICED_BY[task];
}

const SLICED_BY: Readonly<Record<Report['task'], MetricName>> = {
  classify: 'accuracy',
  regress: 'rmse',
  multilabel: 'exactMatch',
  tag: 'exactMatch',
  detect: 'exactMatch',
  segment: 'pixelAccuracy',
  rank: 'accuracy',
  reconstruct: 'rmse',
  generate: 'perplexity',
};

/** A report without the samples it tells of. */
export const summaryOf = byTask<Report, ReportSummary>({
  classify: ({ mistakes: _mistakes, confusion: _confusion, ...summary }) => summary,
  regress: ({ points: _points, misses: _misses, ...summary }) => summary,
  multilabel: ({ missed: _, ...summary }) => summary,
  tag: ({ missed: _, ...summary }) => summary,
  detect: ({ missed: _, ...summary }) => summary,
  segment: ({ missed: _, ...summary }) => summary,
  rank: ({ missed: _, ...summary }) => summary,
  reconstruct: ({ oddities: _, ...summary }) => summary,
  generate: (report) => report,
});

/** A report as its blob holds it. Those of the time when there were only classifiers do not say what they are of. */
export function readReport(stored: Report): Report {
  return { ...stored, task: stored.task ?? 'classify' } as Report;
}
