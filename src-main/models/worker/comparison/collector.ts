/** @file Takes what a model says of a split, row by row, until it can be compared. */
import { byTask } from '../../../../src-shared/tasks/by-task.ts';
import type { Split } from '../../../versions/worker/index.ts';
import type { AskedRow } from '../asked-rows.ts';
import type { Predictions } from '../rows.ts';
import type { Answered } from './compare.ts';

/** Collects the answers of classifiers and regressors; those of other models are left out. */
export class AnswerCollector {
  readonly #actual: number[] = [];
  readonly #predicted: number[] = [];
  #labels: readonly string[];
  #last = '';
  #fits = true;

  /** @param labels of the version, for models that do not name their classes */
  constructor(labels: readonly string[]) {
    this.#labels = labels;
  }

  add(rows: readonly AskedRow[], predictions: Predictions): void {
    for (const { id } of rows) {
      if (id < this.#last) this.#fits = false;
      this.#last = id;
    }
    this.#take(predictions, rows);
  }

  readonly #take = byTask<Predictions, void, readonly [rows: readonly AskedRow[]]>({
    classify: (predictions, rows) => this.#addClasses(rows, predictions),
    regress: ({ values }, rows) => this.#addNumbers(rows, values),
    multilabel: () => void (this.#fits = false),
    tag: () => void (this.#fits = false),
    detect: () => void (this.#fits = false),
    segment: () => void (this.#fits = false),
    rank: () => void (this.#fits = false),
    reconstruct: () => void (this.#fits = false),
  });

  #addClasses(rows: readonly AskedRow[], predictions: Extract<Predictions, { task: 'classify' }>): void {
    if (predictions.classes.length > 0) this.#labels = predictions.classes;
    const classes = this.#labels.length;
    for (const [row, { label }] of rows.entries()) {
      let best = 0;
      for (let index = 1; index < classes; index++)
        if (
          predictions.probabilities[row * classes + index]! > predictions.probabilities[row * classes + best]!
        )
          best = index;
      this.#actual.push(this.#labels.indexOf(label ?? ''));
      this.#predicted.push(best);
    }
  }

  #addNumbers(rows: readonly AskedRow[], values: ArrayLike<number>): void {
    this.#labels = [];
    for (const [row, { target }] of rows.entries()) {
      this.#actual.push(target ?? Number.NaN);
      this.#predicted.push(values[row]!);
    }
  }

  /** Null where the rows did not come in the order of their ids, or there is nothing to compare. */
  answered(split: Split, recipe: string | null): Answered | null {
    if (!this.#fits || this.#actual.length === 0 || this.#actual.includes(-1)) return null;
    return { split, recipe, actual: this.#actual, predicted: this.#predicted, labels: this.#labels };
  }
}
