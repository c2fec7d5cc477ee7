/** @file Metrics of masks, a class for each pixel, as counts that grow image by image. Pure. */

export interface MaskMetrics {
  /** Intersection over union of each class, |A ∩ B| / |A ∪ B| (Jaccard 1912); null for one that is on neither side. */
  readonly iou: readonly (number | null)[];
  /** The mean over the classes that are on one side at least. */
  readonly meanIou: number;
  /** 2 |A ∩ B| / (|A| + |B|) of each class (Dice 1945); null as above. */
  readonly dice: readonly (number | null)[];
  /** Share of the pixels that have each class. */
  readonly shares: readonly number[];
  /** Share of the pixels whose class is right. */
  readonly pixelAccuracy: number;
}

/** Counts pixels by their class and the one predicted. */
export class PixelTally {
  readonly #classes: number;
  readonly #confusion: Float64Array;

  constructor(classes: number) {
    this.#classes = classes;
    this.#confusion = new Float64Array(classes * classes);
  }

  /** Adds pixels: the class of each, below the number of classes, on both sides in one order. */
  add(truth: ArrayLike<number>, predicted: ArrayLike<number>): void {
    for (let pixel = 0; pixel < truth.length; pixel++)
      this.#confusion[truth[pixel]! * this.#classes + predicted[pixel]!]! += 1;
  }

  metrics(): MaskMetrics {
    const classes = Array.from({ length: this.#classes }, (_, index) => this.#of(index));
    const iou = classes.map(({ shared, truth, predicted }) => share(shared, truth + predicted - shared));
    const seen = iou.filter((value) => value !== null);
    const all = classes.reduce((sum, { truth }) => sum + truth, 0);
    const right = classes.reduce((sum, { shared }) => sum + shared, 0);
    return {
      iou,
      meanIou: seen.length === 0 ? 0 : seen.reduce((a, b) => a + b, 0) / seen.length,
      dice: classes.map(({ shared, truth, predicted }) => share(2 * shared, truth + predicted)),
      shares: classes.map(({ truth }) => (all === 0 ? 0 : truth / all)),
      pixelAccuracy: all === 0 ? 0 : right / all,
    };
  }

  #of(index: number) {
    let [truth, predicted] = [0, 0];
    for (let other = 0; other < this.#classes; other++) {
      truth += this.#confusion[index * this.#classes + other]!;
      predicted += this.#confusion[other * this.#classes + index]!;
    }
    return { shared: this.#confusion[index * this.#classes + index]!, truth, predicted };
  }
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
