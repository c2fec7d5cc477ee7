/** @file Reports in short, by what the model does. */
import { decidingGain } from './baselines.ts';
import type { MetricName } from './metrics.ts';
import { byTask } from '../tasks/by-task.ts';
import { TASKS } from '../tasks/tasks.ts';
import type { Report, ReportSummary } from './contract.ts';

/** The numbers that a report is compared by, named as in the runs table, with the gain over the strongest baseline. */
export function headline(report: Report): Readonly<Record<string, number>> {
  const gain = report.comparison && decidingGain(report.comparison);
  const scores = scoresOf(report);
  return gain ? { ...scores, gain: gain.gain, gainLow: gain.low, gainHigh: gain.high } : scores;
}

const scoresOf = byTask<Report, Readonly<Partial<Record<MetricName, number>>>>({
  classify: ({ accuracy, macro, loss }) => ({ accuracy, macroF1: macro.f1, loss }),
  regress: ({ rmse, mae, r2, loss }) => ({ rmse, mae, r2, loss }),
  reconstruct: ({ rmse, quantiles, loss }) => ({ rmse, p99: quantiles.p99, loss }),
  generate: ({ perplexity, bitsPerCharacter, loss }) => ({ perplexity, bitsPerCharacter, loss }),
});

/** What slices of a report are scored by. */
export function sliceMetric({ task }: Pick<Report, 'task'>): 'accuracy' | 'rmse' {
  return TASKS[task].hasClasses ? 'accuracy' : 'rmse';
}

/** A report without the samples it tells of. */
export const summaryOf = byTask<Report, ReportSummary>({
  classify: ({ mistakes: _, ...summary }) => summary,
  regress: ({ points: _points, misses: _misses, ...summary }) => summary,
  reconstruct: ({ oddities: _, ...summary }) => summary,
  generate: (report) => report,
});

/** A report as its blob holds it. Those of the time when there were only classifiers do not say what they are of. */
export function readReport(stored: Report): Report {
  return { ...stored, task: stored.task ?? 'classify' } as Report;
}
