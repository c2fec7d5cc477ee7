/** @file Predictions as people and programs read them, by what the model does. */
import type { Prediction } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { byTask } from '../../src-shared/tasks/by-task.ts';
import type { Predictions } from '../models/index.ts';

/**
 * A prediction a row; probabilities by label, in the model's order.
 * @throws AppError `serving.cannotBeAsked` when the model answers with what is no number
 */
export const toPredictions = byTask<Predictions, Prediction[]>({
  classify: ({ labels, classes, probabilities }) =>
    labels.map((label, row) => ({
      label,
      probabilities: Object.fromEntries(
        classes.map((name, i) => [name, finite(probabilities[row * classes.length + i])]),
      ),
    })),
  regress: ({ values }) => Array.from(values, (value) => ({ value: finite(value) })),
  reconstruct: ({ errors }) => Array.from(errors, (error) => ({ error: finite(error) })),
});

function finite(value: number | undefined): number {
  if (value !== undefined && Number.isFinite(value)) return value;
  throw new AppError('serving.cannotBeAsked', { why: `returns ${value}` });
}
