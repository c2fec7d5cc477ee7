/** @file What a model says of each sample of a split, as columns and rows of an exported file. */
import type { Model } from '../../src-shared/contract.ts';
import { preferredShare } from '../../src-shared/evaluation/preferences.ts';
import { masksOf } from '../../src-shared/labeling/geometry/class-masks.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { byTask } from '../../src-shared/tasks/by-task.ts';
import type { AnsweredBatch } from '../evaluation/index.ts';
import type { ExportBatch, ExportColumn } from './worker/write.ts';

/** Which samples are written: all, those that the model got wrong, or those of one cell of the confusion matrix. */
export type Chosen = 'all' | 'mistakes' | { readonly actual: string; readonly predicted: string };

type Asked = Pick<Model, 'task' | 'labels'>;

/** The columns beside those of the version; null where there is nothing to say of single samples. */
const COLUMNS: Readonly<Record<Model['task'], ((model: Asked) => readonly ExportColumn[]) | null>> = {
  classify: ({ labels }) => [
    { name: 'predicted', type: 'text' },
    { name: 'confidence', type: 'number' },
    ...labels.map((label): ExportColumn => ({ name: `p: ${label}`, type: 'number' })),
  ],
  regress: () => [
    { name: 'predicted', type: 'number' },
    { name: 'error', type: 'number' },
  ],
  multilabel: ({ labels }) => [
    { name: 'predicted', type: 'text' },
    ...labels.map((label): ExportColumn => ({ name: `p: ${label}`, type: 'number' })),
  ],
  tag: () => [{ name: 'predicted', type: 'text' }],
  detect: () => [{ name: 'predicted', type: 'text' }],
  segment: () => [{ name: 'predicted', type: 'text' }],
  rank: () => [
    { name: 'score of the first', type: 'number' },
    { name: 'score of the second', type: 'number' },
    { name: 'p: first', type: 'number' },
  ],
  reconstruct: () => [{ name: 'error', type: 'number' }],
  generate: null,
  other: null,
};

/** @throws AppError `exports.noPredictions` */
export function answerColumns(model: Asked): readonly ExportColumn[] {
  const columns = COLUMNS[model.task];
  if (!columns) throw new AppError('exports.noPredictions');
  return columns(model);
}

/** The ids of the chosen samples of a batch, and the cells of each of those columns. */
export const answerRows = byTask<AnsweredBatch, ExportBatch, readonly [model: Asked, chosen: Chosen]>({
  classify({ ids, actual, probabilities }, { labels }, chosen) {
    const shares = (i: number) => Array.from(labels, (_, k) => probabilities[i * labels.length + k] ?? 0);
    const all = Array.from(ids, (id, i) => {
      const of = shares(i);
      const best = argmax(of);
      return {
        id,
        of,
        predicted: labels[best] ?? '',
        confidence: of[best] ?? null,
        actual: labels[actual[i] ?? -1] ?? '',
      };
    });
    const kept = all.filter((one) => isChosen(chosen, one.actual, one.predicted));
    return [
      kept.map(({ id }) => id),
      kept.map(({ predicted }) => predicted),
      kept.map(({ confidence }) => confidence),
      ...labels.map((_, k) => kept.map(({ of }) => of[k] ?? null)),
    ];
  },
  regress({ ids, actual, predicted }) {
    const values = Array.from(ids, (_, i) => predicted[i] ?? Number.NaN);
    return [[...ids], values, values.map((value, i) => value - (actual[i] ?? Number.NaN))];
  },
  multilabel({ ids, probabilities, thresholds }, { labels }) {
    const of = (row: number, at: number): number => probabilities[row * labels.length + at]!;
    return [
      [...ids],
      ids.map((_, row) => JSON.stringify(labels.filter((_label, at) => of(row, at) >= thresholds[at]!))),
      ...labels.map((_, at) => ids.map((_id, row) => of(row, at))),
    ];
  },
  tag: ({ ids, predicted }) => [[...ids], predicted.map((spans) => JSON.stringify(spans))],
  detect: ({ ids, predicted }) => [[...ids], predicted.map((boxes) => JSON.stringify(boxes))],
  segment: ({ ids, size, predicted }, { labels }) => [
    [...ids],
    predicted.map((map) => JSON.stringify(masksOf(map, size, labels))),
  ],
  rank({ ids, scores }) {
    const [first, second] = [0, 1].map((side) => ids.map((_, row) => Number(scores[2 * row + side])));
    return [[...ids], first!, second!, ids.map((_, row) => preferredShare(first![row]! - second![row]!))];
  },
  reconstruct: ({ ids, errors }) => [[...ids], Array.from(ids, (_, i) => errors[i] ?? Number.NaN)],
  generate: () => [],
});

function isChosen(chosen: Chosen, actual: string, predicted: string): boolean {
  if (chosen === 'all') return true;
  if (chosen === 'mistakes') return actual !== predicted;
  return actual === chosen.actual && predicted === chosen.predicted;
}

function argmax(values: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
  return best;
}
