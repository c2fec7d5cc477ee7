/** @file Counts the answers of a model that gives several labels. */
import type { LabelsMissed, MultilabelReport } from '../../../src-shared/contract.ts';
import { scoresOf } from '../../../src-shared/evaluation/multilabel.ts';
import type { LabeledBatch } from '../worker/batches.ts';
import { SMALLEST_PROBABILITY } from '../metrics.ts';
import { Foremost, type Tally } from './tally.ts';

/** Samples that a report tells of. */
const KEPT = 100;

export class MultilabelTally implements Tally<LabeledBatch, MultilabelReport> {
  readonly #labels: readonly string[];
  readonly #hits: number[];
  readonly #support: number[];
  readonly #predicted: number[];
  readonly #missed = new Foremost<LabelsMissed>(
    KEPT,
    (a, b) => b.loss - a.loss || (a.sample < b.sample ? -1 : 1),
  );
  #thresholds: readonly number[] = [];
  #unknownLabels = 0;
  #samples = 0;
  #exact = 0;
  #lossSum = 0;

  /** `labels` in the order of the model's outputs. */
  constructor(labels: readonly string[]) {
    this.#labels = labels;
    [this.#hits, this.#support, this.#predicted] = [labels.map(zero), labels.map(zero), labels.map(zero)];
  }

  add(batch: LabeledBatch): void {
    this.#thresholds = batch.thresholds;
    this.#unknownLabels += batch.unknownLabels;
    for (const [row, sample] of batch.ids.entries()) this.#addRow(batch, row, sample);
  }

  #addRow({ truths, probabilities, thresholds, texts }: LabeledBatch, row: number, sample: string): void {
    const count = this.#labels.length;
    const [actual, predicted]: [string[], string[]] = [[], []];
    let [right, lossSum] = [true, 0];
    for (const [at, label] of this.#labels.entries()) {
      const [has, p] = [truths[row * count + at] !== 0, probabilities[row * count + at]!];
      const given = p >= thresholds[at]!;
      if (has) actual.push(label);
      if (given) predicted.push(label);
      this.#support[at]! += Number(has);
      this.#predicted[at]! += Number(given);
      this.#hits[at]! += Number(has && given);
      right &&= has === given;
      lossSum -= Math.log(Math.max(SMALLEST_PROBABILITY, has ? p : 1 - p));
    }
    const loss = lossSum / count;
    this.#samples++;
    this.#exact += Number(right);
    this.#lossSum += loss;
    if (!right) this.#missed.add({ sample, text: texts[row]!, actual, predicted, loss });
  }

  result() {
    const classes = this.#labels.map((label, at) => ({
      label,
      ...scoresOf(this.#hits[at]!, this.#support[at]!, this.#predicted[at]!),
      threshold: this.#thresholds[at] ?? 0,
    }));
    return {
      task: 'multilabel' as const,
      samples: this.#samples,
      loss: this.#lossSum / Math.max(1, this.#samples),
      microF1: scoresOf(sum(this.#hits), sum(this.#support), sum(this.#predicted)).f1,
      macroF1: sum(classes.map(({ f1 }) => f1)) / Math.max(1, classes.length),
      exactMatch: this.#exact / Math.max(1, this.#samples),
      labels: [...this.#labels],
      classes,
      unknownLabels: this.#unknownLabels,
      missed: this.#missed.items(),
    };
  }
}

const zero = (): number => 0;

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
