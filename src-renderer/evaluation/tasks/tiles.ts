/** @file The numbers that a report begins with, by what the model does. */
import type { Report } from '../../../src-shared/contract.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import type { App } from '../../platform/app.svelte.ts';
import type { AllWords } from '../../words.ts';
import { wrongCount } from '../confusion.ts';

export interface Tile {
  readonly name: string;
  readonly value: string;
  readonly unit?: string;
}

interface Saying {
  readonly words: AllWords['models']['report'];
  readonly format: App['format'];
}

export const tilesOf = byTask<Report, readonly Tile[], readonly [saying: Saying]>({
  classify({ accuracy, macro, weighted, loss, confusion, samples }, { words, format }) {
    const wrong = format.count(wrongCount(confusion));
    return [
      { name: words.accuracy, value: format.percent(accuracy, 2) },
      { name: words.macroF1, value: format.percent(macro.f1, 2) },
      { name: words.weightedF1, value: format.percent(weighted.f1, 2) },
      { name: words.loss, value: format.value(loss, 4), unit: words.nats },
      { name: words.wrong, value: wrong, unit: words.ofSamples(format.count(samples)) },
    ];
  },
  regress: ({ rmse, mae, r2, samples }, { words, format }) => [
    { name: words.rmse, value: format.value(rmse, 4) },
    { name: words.mae, value: format.value(mae, 4) },
    { name: words.r2, value: format.value(r2, 4) },
    { name: words.samples, value: format.count(samples) },
  ],
  reconstruct: ({ loss, quantiles, samples }, { words, format }) => [
    { name: words.meanError, value: format.value(loss, 4) },
    { name: words.quantile('50'), value: format.value(quantiles.p50, 4) },
    { name: words.quantile('90'), value: format.value(quantiles.p90, 4) },
    { name: words.quantile('99'), value: format.value(quantiles.p99, 4) },
    { name: words.samples, value: format.count(samples) },
  ],
  generate: ({ perplexity, bitsPerCharacter, loss, characters }, { words, format }) => [
    { name: words.perplexity, value: format.value(perplexity, 4) },
    { name: words.bitsPerCharacter, value: format.value(bitsPerCharacter, 4), unit: words.bits },
    { name: words.loss, value: format.value(loss, 4), unit: words.nats },
    { name: words.characters, value: format.count(characters) },
  ],
});
