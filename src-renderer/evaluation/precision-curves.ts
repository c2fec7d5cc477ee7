/** @file Precision over recall of a detector's classes, as curves. */
import type { DetectionReport } from '../../src-shared/contract.ts';
import type { LineSeries } from '../ui/charts/line-data.ts';

/** More curves than these are no picture: those of the most frequent classes are drawn. */
const MOST_CURVES = 8;

/** Recall in percent against precision, of each class that occurs. */
export function precisionCurves(classes: DetectionReport['classes']): readonly LineSeries[] {
  return classes
    .filter(({ curve }) => curve.length > 0)
    .toSorted((a, b) => b.support - a.support)
    .slice(0, MOST_CURVES)
    .map(({ label, curve }) => ({
      name: label,
      points: curve.map((precision, at) => [at / (curve.length - 1), precision] as const),
    }));
}
