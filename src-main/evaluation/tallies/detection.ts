/** @file Counts the boxes of a detector. */
import type { DetectionReport } from '../../../src-shared/contract.ts';
import {
  DetectionTally as BoxTally,
  LEAST_SCORE,
  wrongBoxes,
} from '../../../src-shared/evaluation/detection.ts';
import type { DetectedBatch } from '../worker/batches.ts';
import { Foremost, type Tally } from './tally.ts';

/** Images that a report tells of. */
const KEPT = 50;

export class DetectionTally implements Tally<DetectedBatch, DetectionReport> {
  readonly #labels: readonly string[];
  readonly #boxes: BoxTally;
  readonly #missed = new Foremost<DetectionReport['missed'][number]>(
    KEPT,
    (a, b) => b.wrong - a.wrong || (a.sample < b.sample ? -1 : 1),
  );
  #samples = 0;
  #exact = 0;
  #unknownLabels = 0;

  constructor(labels: readonly string[]) {
    this.#labels = labels;
    this.#boxes = new BoxTally(labels);
  }

  add({ ids, texts, sizes, truths, predicted, unknownLabels }: DetectedBatch): void {
    this.#unknownLabels += unknownLabels;
    for (const [row, sample] of ids.entries()) {
      const [actual, all] = [truths[row]!, predicted[row]!];
      this.#boxes.add(actual, all);
      const found = all.filter(({ score }) => score >= LEAST_SCORE);
      const wrong = wrongBoxes(actual, found);
      this.#samples++;
      this.#exact += Number(wrong === 0);
      if (wrong > 0)
        this.#missed.add({
          sample,
          text: texts[row]!,
          ...sizes[row]!,
          actual: [...actual],
          predicted: found,
          wrong,
        });
    }
  }

  result() {
    const { map, map50, perLabel, perLabel50, support, curves50 } = this.#boxes.metrics();
    return {
      task: 'detect' as const,
      samples: this.#samples,
      labels: [...this.#labels],
      unknownLabels: this.#unknownLabels,
      map,
      map50,
      exactMatch: this.#exact / Math.max(1, this.#samples),
      classes: this.#labels.map((label, at) => ({
        label,
        ap: perLabel[at]!,
        ap50: perLabel50[at]!,
        support: support[at]!,
        curve: [...curves50[at]!],
      })),
      missed: this.#missed.items(),
    };
  }
}
