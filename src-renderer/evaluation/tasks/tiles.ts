/** @file The numbers that a report begins with, by what the model does. */
import type { ReportSummary } from '../../../src-shared/contract.ts';
import type { MetricName } from '../../../src-shared/evaluation/metrics.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import type { App } from '../../platform/app.svelte.ts';
import type { AllWords } from '../../words.ts';

export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly unit?: string;
}

interface Saying {
  readonly words: AllWords['models']['report'];
  readonly format: App['format'];
  readonly metrics: App['metrics'];
}

/** A metric under its title, with its unit. */
function metricTile(name: MetricName, value: number, { metrics }: Saying): Tile {
  const unit = metrics.unit(name);
  const text = metrics.value(name, value, { places: 2 });
  return { name: metrics.title(name), value: text, ...(unit !== undefined && { unit }) };
}

export const tilesOf = byTask<ReportSummary, readonly Tile[], readonly [saying: Saying]>({
  classify({ accuracy, macro, weighted, loss, samples }, saying) {
    const { words, format } = saying;
    return [
      metricTile('accuracy', accuracy, saying),
      metricTile('macroF1', macro.f1, saying),
      metricTile('weightedF1', weighted.f1, saying),
      metricTile('crossEntropy', loss, saying),
      {
        name: words.wrong,
        value: format.count(Math.round((1 - accuracy) * samples)),
        unit: words.ofSamples(format.count(samples)),
      },
    ];
  },
  regress: ({ rmse, mae, r2, samples }, saying) => [
    metricTile('rmse', rmse, saying),
    metricTile('mae', mae, saying),
    { ...metricTile('r2', r2, saying), name: saying.words.r2 },
    { name: saying.words.samples, value: saying.format.count(samples) },
  ],
  multilabel: ({ macroF1, microF1, exactMatch, loss, samples }, saying) => [
    metricTile('macroF1', macroF1, saying),
    metricTile('microF1', microF1, saying),
    metricTile('exactMatch', exactMatch, saying),
    metricTile('crossEntropy', loss, saying),
    { name: saying.words.samples, value: saying.format.count(samples) },
  ],
  tag: ({ exact, overlap, macroF1, exactMatch, samples }, saying) => [
    metricTile('spanF1', exact.f1, saying),
    metricTile('spanOverlapF1', overlap.f1, saying),
    metricTile('spanMacroF1', macroF1, saying),
    metricTile('exactMatch', exactMatch, saying),
    { name: saying.words.samples, value: saying.format.count(samples) },
  ],
  detect: ({ map, map50, exactMatch, samples }, saying) => [
    metricTile('map', map ?? 0, saying),
    metricTile('map50', map50 ?? 0, saying),
    metricTile('exactMatch', exactMatch, saying),
    { name: saying.words.samples, value: saying.format.count(samples) },
  ],
  segment: ({ meanIou, pixelAccuracy, samples }, saying) => [
    metricTile('meanIou', meanIou, saying),
    metricTile('pixelAccuracy', pixelAccuracy, saying),
    { name: saying.words.samples, value: saying.format.count(samples) },
  ],
  rank: ({ accuracy, low, high, loss, longer, samples, ties }, saying) => {
    const { words, format } = saying;
    const interval = words.interval(format.percent(low), format.percent(high));
    return [
      { ...metricTile('accuracy', accuracy, saying), name: words.pairAccuracy, unit: interval },
      metricTile('crossEntropy', loss, saying),
      { name: words.longer, value: format.percent(longer) },
      { name: words.pairs, value: format.count(samples), unit: words.ties(format.count(ties)) },
    ];
  },
  reconstruct: ({ loss, quantiles, samples }, saying) => [
    metricTile('meanSquaredError', loss, saying),
    { ...metricTile('p50', quantiles.p50, saying), name: saying.words.quantile('50') },
    { ...metricTile('p90', quantiles.p90, saying), name: saying.words.quantile('90') },
    { ...metricTile('p99', quantiles.p99, saying), name: saying.words.quantile('99') },
    { name: saying.words.samples, value: saying.format.count(samples) },
  ],
  generate: ({ perplexity, bitsPerCharacter, loss, characters }, saying) => [
    metricTile('perplexity', perplexity, saying),
    metricTile('bitsPerCharacter', bitsPerCharacter, saying),
    metricTile('crossEntropy', loss, saying),
    { name: saying.words.characters, value: saying.format.count(characters) },
  ],
});
