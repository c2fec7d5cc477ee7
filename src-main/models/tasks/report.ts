/** @file A report as the command line says it, by what the model does. */
import type { Report } from '../../../src-shared/contract.ts';
import { comparisonInWords } from '../../../src-shared/evaluation/baselines.ts';
import { unknownWarnings } from '../../../src-shared/evaluation/unknown-words.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import { percent, table } from '../../platform/cli/terminal.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The fields of a report that scripts rely on: everything but the samples it tells of. */
export function scores(report: Report): Fields {
  const { id, loss, samples, task, slices = [], comparison } = report;
  const verdict = comparison && comparisonInWords(comparison).en;
  return scoresOf(report, { task, loss, samples, report: id, slices, comparison, verdict });
}

const scoresOf = byTask<Report, Fields, readonly [known: Fields]>({
  classify({ accuracy, macro, weighted, confusion, labels, unknown }, known) {
    const averages = {
      macroPrecision: macro.precision,
      macroRecall: macro.recall,
      macroF1: macro.f1,
      weightedPrecision: weighted.precision,
      weightedRecall: weighted.recall,
      weightedF1: weighted.f1,
    };
    const words = unknown && { unknown, warnings: unknownWarnings(unknown) };
    return { accuracy, ...averages, ...known, labels, confusion, ...words };
  },
  regress: ({ rmse, mae, r2 }, known) => ({ rmse, mae, r2, ...known }),
  reconstruct: ({ rmse, quantiles }, known) => ({ rmse, quantiles, ...known }),
  generate: ({ perplexity, bitsPerCharacter }, known) => ({ perplexity, bitsPerCharacter, ...known }),
});

/** The numbers a report begins with. */
export const headlineOf = byTask<Report, string>({
  classify: ({ accuracy, macro }) => `Accuracy ${percent(accuracy)}, macro F1 ${percent(macro.f1)}`,
  regress(report) {
    const [rmse, mae, r2] = [report.rmse, report.mae, report.r2].map((value) => value.toPrecision(4));
    return `RMSE ${rmse}, mean absolute error ${mae}, R² ${r2}`;
  },
  reconstruct: ({ loss, quantiles }) =>
    `Mean squared error ${loss.toPrecision(4)}, 99 % quantile ${quantiles.p99.toPrecision(4)}`,
  generate: ({ perplexity, bitsPerCharacter }) =>
    `Perplexity ${perplexity.toFixed(2)}, ${bitsPerCharacter.toFixed(3)} bits per character`,
});

/** A report in a few lines. */
export const reportInWords = byTask<Report, string>({
  classify(report) {
    const rows = report.classes.map(({ label, precision, recall, f1, support }) => [
      label,
      ...[precision, recall, f1].map(percent),
      support,
    ]);
    const warnings = report.unknown ? unknownWarnings(report.unknown) : [];
    return [
      onSamples(report),
      table(['class', 'precision', 'recall', 'F1', 'samples'], rows),
      ...warnings.map(({ en }) => `Warning: ${en}`),
    ].join('\n');
  },
  regress: onSamples,
  reconstruct: onSamples,
  generate: (report) =>
    `${headlineOf(report)}, on ${report.characters} characters of the ${report.split} split.`,
});

function onSamples(report: Report): string {
  return `${headlineOf(report)} on ${report.samples} samples of the ${report.split} split.`;
}

/** How much data was evaluated. @param many so many samples, in words */
export const amountOf = byTask<Report, string, readonly [many: (count: number) => string]>({
  classify: ({ samples }, many) => many(samples),
  regress: ({ samples }, many) => many(samples),
  reconstruct: ({ samples }, many) => many(samples),
  generate: ({ characters }) => `${characters} characters`,
});
