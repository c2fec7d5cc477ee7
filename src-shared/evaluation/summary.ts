/** @file Reports in short. */
import type { Report, ReportSummary } from './contract.ts';

/** The numbers that a report is compared by, named as in the runs table. */
export function headline(report: Report): Readonly<Record<string, number>> {
  const { loss } = report;
  switch (report.task) {
    case 'classify':
      return { accuracy: report.accuracy, macroF1: report.macro.f1, loss };
    case 'regress':
      return { rmse: report.rmse, mae: report.mae, r2: report.r2, loss };
    case 'reconstruct':
      return { rmse: report.rmse, p99: report.quantiles.p99, loss };
    case 'generate':
      return { perplexity: report.perplexity, bitsPerCharacter: report.bitsPerCharacter, loss };
  }
}

/** A report without the samples it tells of. */
export function summaryOf(report: Report): ReportSummary {
  switch (report.task) {
    case 'classify': {
      const { mistakes: _, ...summary } = report;
      return summary;
    }
    case 'regress': {
      const { points: _points, misses: _misses, ...summary } = report;
      return summary;
    }
    case 'reconstruct': {
      const { oddities: _, ...summary } = report;
      return summary;
    }
    case 'generate':
      return report;
  }
}

/** A report as its blob holds it. Those of the time when there were only classifiers do not say what they are of. */
export function readReport(stored: Report): Report {
  return { ...stored, task: stored.task ?? 'classify' } as Report;
}
