/** @file Predictions as people and programs read them. */
import type { Prediction } from '../../src-shared/contract/index.ts';
import type { TextPredictions } from '../workers/index.ts';

/** Predictions by label, in the model's order. */
export function toPredictions({ labels, classes, probabilities }: TextPredictions): Prediction[] {
  return labels.map((label, row) => ({
    label,
    probabilities: Object.fromEntries(
      classes.map((name, i) => [name, probabilities[row * classes.length + i]!]),
    ),
  }));
}
