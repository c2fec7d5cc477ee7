/** @file Predictions as people and programs read them, by what the model does. */
import type { Prediction, PredictionWarning } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { warningInWords } from '../../src-shared/serving/warnings.ts';
import { byTask } from '../../src-shared/tasks/by-task.ts';
import type { Predictions, RowWarning } from '../models/index.ts';
import type { RowAnswers } from './worker/inference.ts';

/** What a model said of rows, a prediction a row, with the warnings of each in words. */
export function toAnswers({ predictions, warnings }: RowAnswers): Prediction[] {
  return toPredictions(predictions).map((prediction, row) => {
    const told = warnings[row] ?? [];
    return told.length === 0 ? prediction : { ...prediction, warnings: told.map(inWords) };
  });
}

/** A warning as programs and people read it. */
export function inWords(warning: RowWarning): PredictionWarning {
  return { ...warning, known: [...warning.known], message: warningInWords(warning).en };
}

/**
 * A prediction a row; probabilities by label, in the model's order.
 * @throws AppError `serving.cannotBeAsked` when the model answers with what is no number
 */
const toPredictions = byTask<Predictions, Prediction[]>({
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
