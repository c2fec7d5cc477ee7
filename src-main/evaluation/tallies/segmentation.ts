/** @file Counts the pixels of a model that gives each a class. */
import type { LabeledMask, SegmentationReport } from '../../../src-shared/contract.ts';
import { PixelTally } from '../../../src-shared/evaluation/masks.ts';
import { masksOf } from '../../../src-shared/labeling/geometry/class-masks.ts';
import type { SegmentedBatch } from '../worker/batches.ts';
import { Foremost, type Tally } from './tally.ts';

/** Images that a report tells of: a mask takes more room than a list of boxes. */
const KEPT = 24;

export class SegmentationTally implements Tally<SegmentedBatch, SegmentationReport> {
  readonly #labels: readonly string[];
  readonly #pixels: PixelTally;
  readonly #missed = new Foremost<SegmentationReport['missed'][number]>(
    KEPT,
    (a, b) => b.wrong - a.wrong || (a.sample < b.sample ? -1 : 1),
  );
  #samples = 0;
  #unknownLabels = 0;

  constructor(labels: readonly string[]) {
    this.#labels = labels;
    this.#pixels = new PixelTally(labels.length + 1);
  }

  add({ ids, texts, size, sizes, truths, predicted, unknownLabels }: SegmentedBatch): void {
    this.#unknownLabels += unknownLabels;
    for (const [row, sample] of ids.entries()) {
      const [is, said] = [truths[row]!, predicted[row]!];
      this.#pixels.add(is, said);
      const wrong = 1 - rightShare(is, said);
      this.#samples++;
      if (wrong === 0) continue;
      const masks = (map: Uint8Array): LabeledMask[] => masksOf(map, size, this.#labels);
      this.#missed.add({
        sample,
        text: texts[row]!,
        ...sizes[row]!,
        actual: masks(is),
        predicted: masks(said),
        wrong,
      });
    }
  }

  result() {
    const { iou, dice, shares, meanIou, pixelAccuracy } = this.#pixels.metrics();
    return {
      task: 'segment' as const,
      samples: this.#samples,
      labels: [...this.#labels],
      unknownLabels: this.#unknownLabels,
      meanIou,
      pixelAccuracy,
      classes: ['', ...this.#labels].map((label, at) => ({
        label,
        iou: iou[at]!,
        dice: dice[at]!,
        share: shares[at]!,
      })),
      missed: this.#missed.items(),
    };
  }
}

/** Of the pixels of an image. */
export function rightShare(a: Uint8Array, b: Uint8Array): number {
  let right = 0;
  for (let at = 0; at < a.length; at++) right += Number(a[at] === b[at]);
  return right / a.length;
}
