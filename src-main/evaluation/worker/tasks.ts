/** @file What a model's answers to rows are, beside what they should be, by what it does. */
import { AppError } from '../../../src-shared/platform/errors.ts';
import { byTask } from '../../../src-shared/tasks/by-task.ts';
import type { UnknownWords } from '../../../src-shared/contract.ts';
import type { AskedRow, Predictions } from '../../models/worker/index.ts';
import type { Named, RowsBatch } from './batches.ts';

/** What was asked. */
export interface Asked {
  readonly named: Named;
  readonly rows: readonly AskedRow[];
  /** Of the version, for a model that names none. */
  readonly labels: readonly string[];
}

/** @throws AppError `evaluation.labelUnknown` */
export const batchOf = byTask<Predictions, RowsBatch, readonly [asked: Asked]>({
  classify({ task, classes, probabilities }, { named, rows, labels }) {
    const known = classes.length > 0 ? classes : labels;
    const actual = Int32Array.from(rows, ({ label }) => classOf(label ?? '', known));
    return { task, ...named, actual, probabilities };
  },
  regress({ task, values }, { named, rows }) {
    const actual = Float64Array.from(rows, ({ target }) => target ?? Number.NaN);
    return { task, ...named, actual, predicted: values };
  },
  reconstruct: ({ task, errors }, { named }) => ({ task, ...named, errors }),
});

/** With the words that the model does not know, where it tells classes apart. */
export const withUnknown = byTask<RowsBatch, RowsBatch, readonly [unknown: UnknownWords]>({
  classify: (batch, unknown) => ({ ...batch, unknown }),
  regress: (batch) => batch,
  reconstruct: (batch) => batch,
});

function classOf(label: string, classes: readonly string[]): number {
  const index = classes.indexOf(label);
  if (index < 0) throw new AppError('evaluation.labelUnknown', { label, labels: classes.join(', ') });
  return index;
}
