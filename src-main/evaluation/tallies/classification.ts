/** @file Counts the answers of a classifier. */
import type { ClassificationReport, Mistake, UnknownWords } from '../../../src-shared/contract.ts';
import type { ClassifiedBatch } from '../worker/batches.ts';
import {
  accuracy,
  argmaxRows,
  classScores,
  crossEntropySum,
  emptyConfusion,
  macroAverage,
  weightedAverage,
} from '../metrics.ts';
import type { Tally } from './tally.ts';

/** How many of the most confident mistakes a report keeps. */
export const KEPT_MISTAKES = 200;

export class ClassificationTally implements Tally<ClassifiedBatch, ClassificationReport> {
  readonly #labels: readonly string[];
  readonly #confusion: number[][];
  #mistakes: Mistake[] = [];
  #unknown: UnknownWords | undefined;
  #lossSum = 0;
  #samples = 0;

  /** `labels` in the order of the model's outputs. */
  constructor(labels: readonly string[]) {
    this.#labels = labels;
    this.#confusion = emptyConfusion(labels.length);
  }

  add({ ids, texts, actual, probabilities, unknown }: ClassifiedBatch): void {
    this.#unknown = unknown;
    const classes = this.#labels.length;
    const predicted = argmaxRows(probabilities, classes);
    for (let i = 0; i < actual.length; i++) {
      const [is, answer] = [actual[i]!, predicted[i]!];
      this.#confusion[is]![answer]! += 1;
      if (is === answer) continue;
      this.#mistakes.push({
        sample: ids[i]!,
        text: texts[i]!,
        actual: this.#labels[is]!,
        predicted: this.#labels[answer]!,
        confidence: probabilities[i * classes + answer]!,
      });
    }
    this.#lossSum += crossEntropySum(probabilities, actual, classes);
    this.#samples += actual.length;
    if (this.#mistakes.length > 4 * KEPT_MISTAKES) this.#mistakes = mostConfident(this.#mistakes);
  }

  result() {
    const scores = classScores(this.#confusion);
    return {
      task: 'classify' as const,
      samples: this.#samples,
      accuracy: accuracy(this.#confusion),
      macro: macroAverage(scores),
      weighted: weightedAverage(scores),
      loss: this.#samples === 0 ? 0 : this.#lossSum / this.#samples,
      labels: [...this.#labels],
      confusion: this.#confusion.map((row) => [...row]),
      classes: scores.map(
        ({ precision, recall, f1, support }, i): ClassificationReport['classes'][number] => ({
          label: this.#labels[i]!,
          precision,
          recall,
          f1,
          support,
        }),
      ),
      ...(this.#unknown && { unknown: this.#unknown }),
      mistakes: mostConfident(this.#mistakes),
    };
  }
}

/** The most confident first; equals by sample, so that a report does not depend on the order of reading. */
export function mostConfident(mistakes: readonly Mistake[]): Mistake[] {
  return mistakes
    .toSorted((a, b) => b.confidence - a.confidence || (a.sample < b.sample ? -1 : 1))
    .slice(0, KEPT_MISTAKES);
}
