/** @file Predictions as people and programs read them. */
import type { Prediction } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Predictions } from '../models/index.ts';

/**
 * A prediction a row; probabilities by label, in the model's order.
 * @throws AppError `serving.cannotBeAsked` when the model answers with what is no number
 */
export function toPredictions(predictions: Predictions): Prediction[] {
  switch (predictions.task) {
    case 'classify': {
      const { labels, classes, probabilities } = predictions;
      return labels.map((label, row) => ({
        label,
        probabilities: Object.fromEntries(
          classes.map((name, i) => [name, finite(probabilities[row * classes.length + i])]),
        ),
      }));
    }
    case 'regress':
      return Array.from(predictions.values, (value) => ({ value: finite(value) }));
    case 'reconstruct':
      return Array.from(predictions.errors, (error) => ({ error: finite(error) }));
  }
}

function finite(value: number | undefined): number {
  if (value !== undefined && Number.isFinite(value)) return value;
  throw new AppError('serving.cannotBeAsked', { why: `returns ${value}` });
}
