/** @file A report as the command line says it, by what the model does. */
import type { Report } from '../../../src-shared/contract.ts';
import { comparisonInWords } from '../../../src-shared/evaluation/baselines.ts';
import { unknownWarnings } from '../../../src-shared/evaluation/unknown-words.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import { percent, table } from '../../platform/cli/terminal.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The fields of a report that scripts rely on: everything but the samples it tells of. */
export function scores(report: Report): Fields {
  const { id, samples, task, slices = [], comparison } = report;
  const loss = 'loss' in report ? report.loss : undefined;
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
  multilabel: ({ macroF1, microF1, exactMatch, classes, unknownLabels }, known) => {
    return { macroF1, microF1, exactMatch, ...known, classes, unknownLabels };
  },
  tag: ({ exact, overlap, macroF1, exactMatch, classes, unknownLabels }, known) => {
    const f1 = { spanF1: exact.f1, spanMacroF1: macroF1, spanOverlapF1: overlap.f1 };
    return { ...f1, exactMatch, ...known, classes, unknownLabels };
  },
  detect: ({ map, map50, exactMatch, classes, unknownLabels }, known) => {
    const plain = classes.map(({ curve: _, ...scored }) => scored);
    return { map, map50, exactMatch, ...known, classes: plain, unknownLabels };
  },
  segment: ({ meanIou, pixelAccuracy, classes, unknownLabels }, known) => {
    return { meanIou, pixelAccuracy, ...known, classes, unknownLabels };
  },
  rank: ({ accuracy, low, high, ties, longer, side, seen, bins }, known) => {
    return { accuracy, low, high, ...known, ties, longer, side, seen, bins };
  },
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
  multilabel: ({ macroF1, microF1, exactMatch }) =>
    `Macro F1 ${percent(macroF1)}, micro F1 ${percent(microF1)}, exact match ${percent(exactMatch)}`,
  tag: ({ exact, overlap }) => `Span F1 ${percent(exact.f1)}, overlapping ${percent(overlap.f1)}`,
  detect: ({ map, map50 }) => `mAP@.5:.95 ${orNone(map)}, mAP@.5 ${orNone(map50)}`,
  segment: ({ meanIou, pixelAccuracy }) =>
    `Mean IoU ${percent(meanIou)}, pixel accuracy ${percent(pixelAccuracy)}`,
  rank: ({ accuracy, low, high, loss }) =>
    `Accuracy on pairs ${percent(accuracy)} (95 % interval ${percent(low)} to ${percent(high)}), log loss ${loss.toFixed(3)}`,
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
  multilabel(report) {
    const rows = report.classes.map(({ label, precision, recall, f1, threshold, support }) => [
      label,
      ...[precision, recall, f1].map(percent),
      threshold.toFixed(3),
      support,
    ]);
    return [
      onSamples(report),
      table(['label', 'precision', 'recall', 'F1', 'threshold', 'samples'], rows),
      ...untold(report.unknownLabels),
    ].join('\n');
  },
  tag(report) {
    const rows = report.classes.map(({ label, precision, recall, f1, overlapF1, support }) => [
      label,
      ...[precision, recall, f1, overlapF1].map(percent),
      support,
    ]);
    const head = ['class', 'precision', 'recall', 'F1', 'overlapping', 'spans'];
    return [onSamples(report), table(head, rows), ...untold(report.unknownLabels)].join('\n');
  },
  detect(report) {
    const rows = report.classes.map(({ label, ap, ap50, support }) => [
      label,
      orNone(ap),
      orNone(ap50),
      support,
    ]);
    const head = ['class', 'AP@.5:.95', 'AP@.5', 'boxes'];
    return [onSamples(report), table(head, rows), ...untold(report.unknownLabels)].join('\n');
  },
  segment(report) {
    const rows = report.classes.map(({ label, iou, dice, share }) => [
      label || '(background)',
      orNone(iou),
      orNone(dice),
      percent(share),
    ]);
    const head = ['class', 'IoU', 'Dice', 'pixels'];
    return [onSamples(report), table(head, rows), ...untold(report.unknownLabels)].join('\n');
  },
  rank(report) {
    const rows = report.bins.map(({ from, to, pairs, confidence, right }) => [
      `${percent(from)} to ${percent(to)}`,
      pairs,
      percent(confidence),
      percent(right),
    ]);
    const { longer, side, seen, samples } = report;
    return [
      onSamples(report),
      `Preferring the longer text: ${percent(longer)}; always the same side: ${percent(side)}.`,
      table(['confidence', 'pairs', 'mean', 'right'], rows),
      ...(seen
        ? [`Warning: ${seen} of ${samples} pairs hold a text that the training split holds, too.`]
        : []),
    ].join('\n');
  },
  reconstruct: onSamples,
  generate: (report) =>
    `${headlineOf(report)}, on ${report.characters} characters of the ${report.split} split.`,
});

/** A class that does not occur has none. */
function orNone(value: number | null): string {
  return value === null ? '–' : percent(value);
}

/** What the data name and the model does not know. */
function untold(count: number): readonly string[] {
  return count === 0
    ? []
    : [`Warning: ${count} labels in the data are unknown to the model and count nowhere.`];
}

function onSamples(report: Report): string {
  return `${headlineOf(report)} on ${report.samples} samples of the ${report.split} split.`;
}

/** How much data was evaluated. @param many so many samples, in words */
export const amountOf = byTask<Report, string, readonly [many: (count: number) => string]>({
  classify: ({ samples }, many) => many(samples),
  regress: ({ samples }, many) => many(samples),
  multilabel: ({ samples }, many) => many(samples),
  tag: ({ samples }, many) => many(samples),
  detect: ({ samples }, many) => many(samples),
  segment: ({ samples }, many) => many(samples),
  rank: ({ samples }, many) => many(samples),
  reconstruct: ({ samples }, many) => many(samples),
  generate: ({ characters }) => `${characters} characters`,
});
