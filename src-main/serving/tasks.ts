/** @file Predictions as people and programs read them, by what the model does. */
import type { Prediction, PredictionWarning } from '../../src-shared/contract.ts';
import { LEAST_SCORE } from '../../src-shared/evaluation/detection.ts';
import { candidatesOf, type Evidence } from '../../src-shared/evaluation/uncertainty.ts';
import { masksOf } from '../../src-shared/labeling/geometry/class-masks.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { warningInWords } from '../../src-shared/serving/warnings.ts';
import { byTask } from '../../src-shared/tasks/by-task.ts';
import type { Numbers, Predictions, RowWarning } from '../models/index.ts';
import type { RowAnswers } from './worker/inference.ts';

/** What a model said of rows, a prediction a row, with the warnings of each in words. */
export function toAnswers({ predictions, warnings }: RowAnswers): Prediction[] {
  return toPredictions(predictions).map((prediction, row) => {
    const told = warnings[row] ?? [];
    return told.length === 0 ? prediction : { ...prediction, warnings: told.map(inWords) };
  });
}

/** A prediction, and how sure the model is of it; null where only the prediction says it, or the model does not. */
export interface WeighedAnswer {
  readonly prediction: Prediction;
  readonly evidence: Evidence | null;
}

/** The same with what is known of how sure the model is of each row. */
export function toWeighedAnswers(answers: RowAnswers): WeighedAnswer[] {
  const evidence = evidenceOf(answers.predictions);
  return toAnswers(answers).map((prediction, row) => ({ prediction, evidence: evidence[row] ?? null }));
}

const evidenceOf = byTask<Predictions, readonly Evidence[]>({
  classify: () => [],
  multilabel: ({ labels, classes, probabilities }) =>
    labels.map((_, row) => {
      const p = (at: number): number => finite(probabilities[row * classes.length + at]);
      return { of: 'labels', candidates: candidatesOf(classes.map((label, at) => ({ label, p: p(at) }))) };
    }),
  tag: ({ uncertainties = [] }) => uncertainties.map((uncertainty) => ({ of: 'tokens', uncertainty })),
  detect: ({ boxes }) =>
    boxes.map((own) => ({
      of: 'boxes',
      candidates: candidatesOf(own.map(({ label, score }) => ({ label, p: finite(score) }))),
    })),
  segment: ({ uncertainties = [] }) => uncertainties.map((uncertainty) => ({ of: 'pixels', uncertainty })),
  regress: () => [],
  rank: () => [],
  reconstruct: () => [],
});

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
    labels.map((label, row) => ({ label, probabilities: byClass(classes, probabilities, row) })),
  multilabel: ({ labels, classes, probabilities }) =>
    labels.map((own, row) => ({ labels: [...own], probabilities: byClass(classes, probabilities, row) })),
  tag: ({ spans, texts }) =>
    spans.map((own, row) => ({
      spans: own.map((span) => ({ ...span, text: texts[row]!.slice(span.start, span.end) })),
    })),
  detect: ({ boxes }) =>
    boxes.map((own) => ({
      boxes: own
        .filter(({ score }) => finite(score) >= LEAST_SCORE)
        .map(({ label, score, x, y, width, height }) => ({ label, score, x, y, width, height })),
    })),
  segment: ({ maps, size, classes, confidences }) =>
    maps.map((map, row) => ({
      masks: masksOf(map, size, classes).map((mask) => {
        const confidence = confidences?.[row]?.[classes.indexOf(mask.label)];
        return confidence === undefined ? mask : { ...mask, confidence };
      }),
    })),
  regress: ({ values }) => Array.from(values, (value) => ({ value: finite(value) })),
  rank({ scores }) {
    const all = Array.from(scores, finite);
    const places = all.toSorted((a, b) => b - a);
    return all.map((score) => ({ score, rank: places.indexOf(score) + 1 }));
  },
  reconstruct: ({ errors }) => Array.from(errors, (error) => ({ error: finite(error) })),
});

function byClass(classes: readonly string[], probabilities: Numbers, row: number): Record<string, number> {
  return Object.fromEntries(
    classes.map((name, at) => [name, finite(probabilities[row * classes.length + at])]),
  );
}

function finite(value: number | undefined): number {
  if (value !== undefined && Number.isFinite(value)) return value;
  throw new AppError('serving.cannotBeAsked', { why: `returns ${value}` });
}
