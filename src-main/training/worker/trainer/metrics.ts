/** @file What a classifier's predictions are worth. */

export interface ClassificationMetrics {
  readonly accuracy: number;
  readonly macroPrecision: number;
  readonly macroRecall: number;
  readonly macroF1: number;
}

/**
 * Metrics from a confusion matrix, `confusion[truth][predicted]`. Macro values are unweighted means over the classes;
 * a class that is never predicted has precision 0, one that never occurs has recall 0 (scikit-learn's zero_division=0).
 */
export function classificationMetrics(confusion: readonly (readonly number[])[]): ClassificationMetrics {
  const classes = [...confusion.keys()];
  const at = (truth: number, predicted: number) => confusion[truth]?.[predicted] ?? 0;
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole);
  const perClass = classes.map((each) => {
    const hits = at(each, each);
    const precision = ratio(hits, sum(classes.map((truth) => at(truth, each))));
    const recall = ratio(hits, sum(classes.map((predicted) => at(each, predicted))));
    return { hits, precision, recall, f1: ratio(2 * precision * recall, precision + recall) };
  });
  const mean = (values: readonly number[]) => ratio(sum(values), values.length);
  return {
    accuracy: ratio(sum(perClass.map(({ hits }) => hits)), sum(confusion.map(sum))),
    macroPrecision: mean(perClass.map(({ precision }) => precision)),
    macroRecall: mean(perClass.map(({ recall }) => recall)),
    macroF1: mean(perClass.map(({ f1 }) => f1)),
  };
}

export function emptyConfusion(classes: number): number[][] {
  return Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
}
