/** @file Metrics of detections as COCO counts them: average precision at overlaps of .5 to .95. Pure. */

/** Upright, in pixels, from its left and upper edge. */
export interface BoxArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface TrueBox extends BoxArea {
  readonly label: string;
}

export interface DetectedBox extends TrueBox {
  readonly score: number;
}

export interface DetectionMetrics {
  /** The mean over the labels that occur and the overlaps .5, .55, … .95; null where no label occurs. */
  readonly map: number | null;
  /** The same at the overlap .5 alone. */
  readonly map50: number | null;
  /** The mean over overlaps of each label; null for one that does not occur. */
  readonly perLabel: readonly (number | null)[];
  readonly perLabel50: readonly (number | null)[];
  /** Of each label the boxes that it has. */
  readonly support: readonly number[];
  /** Of each label the precision at recalls of 0, .01, … 1 at the overlap .5; empty for one that does not occur. */
  readonly curves50: readonly (readonly number[])[];
}

/** Detections of an image and label that count: those with the highest scores. */
const mostDetections = 100;
const overlaps = Array.from({ length: 10 }, (_, index) => 0.5 + index * ((0.95 - 0.5) / 9));
const recalls = Array.from({ length: 101 }, (_, index) => (index === 100 ? 1 : index * 0.01));

/** |A ∩ B| / |A ∪ B|. */
export function overlapOf(a: BoxArea, b: BoxArea): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** What was detected of one label: scores of an image, the highest first, and for each overlap whether it is right. */
interface Ranked {
  readonly scores: readonly number[];
  readonly right: readonly (readonly boolean[])[];
}

interface LabelTally {
  support: number;
  readonly images: Ranked[];
}

/** Counts images; holds scores and hits, not boxes. */
export class DetectionTally {
  readonly #labels: readonly string[];
  readonly #tallies: readonly LabelTally[];

  constructor(labels: readonly string[]) {
    this.#labels = labels;
    this.#tallies = labels.map(() => ({ support: 0, images: [] }));
  }

  /** Adds an image. Of each label its 100 best detections count; unknown labels do not. */
  add(truth: readonly TrueBox[], detected: readonly DetectedBox[]): void {
    for (const [index, label] of this.#labels.entries()) {
      const tally = this.#tallies[index]!;
      const boxes = truth.filter((box) => box.label === label);
      const own = detected
        .filter((box) => box.label === label)
        .toSorted((a, b) => b.score - a.score)
        .slice(0, mostDetections);
      tally.support += boxes.length;
      if (own.length === 0) continue;
      const shares = own.map((box) => boxes.map((other) => overlapOf(box, other)));
      tally.images.push({
        scores: own.map(({ score }) => score),
        right: overlaps.map((least) => matched(shares, least)),
      });
    }
  }

  /**
   * Average precision (Lin et al. 2014, COCO): precision, made to never rise with recall, at 101 recalls from 0 to 1. As
   * pycocotools' COCOeval has it for boxes of all sizes without crowds, 100 detections.
   */
  metrics(): DetectionMetrics {
    const curves = this.#tallies.map((tally) => overlaps.map((_, at) => precisions(tally, at)));
    const byLabel = curves.map((each) => each.map((curve) => (curve ? meanOf(curve) : null)));
    const perLabel = byLabel.map(meanOf);
    const perLabel50 = byLabel.map(([first]) => first ?? null);
    return {
      map: meanOf(byLabel.flat()),
      map50: meanOf(perLabel50),
      perLabel,
      perLabel50,
      support: this.#tallies.map(({ support }) => support),
      curves50: curves.map(([first]) => first ?? []),
    };
  }
}

/** From this score on a detection counts as found where boxes are shown or answered; average precision looks at all. */
export const LEAST_SCORE = 0.3;

/** How many boxes are on one side only: true ones that none overlaps by half, and detections that overlap none. */
export function wrongBoxes(truth: readonly TrueBox[], detected: readonly DetectedBox[]): number {
  let hits = 0;
  for (const label of new Set(detected.map((box) => box.label))) {
    const boxes = truth.filter((box) => box.label === label);
    const own = detected.filter((box) => box.label === label).toSorted((a, b) => b.score - a.score);
    hits += matched(
      own.map((box) => boxes.map((other) => overlapOf(box, other))),
      overlaps[0]!,
    ).filter(Boolean).length;
  }
  return truth.length + detected.length - 2 * hits;
}

/**
 * Whether each detection, the best first, is right: whether it overlaps a true box that no better one took by at least
 * so much. It takes the one that it overlaps most, of equal ones the last.
 */
function matched(shares: readonly (readonly number[])[], least: number): readonly boolean[] {
  const taken = new Set<number>();
  return shares.map((row) => {
    let [best, most] = [-1, Math.min(least, 1 - 1e-10)];
    for (const [index, share] of row.entries())
      if (!taken.has(index) && share >= most) [best, most] = [index, share];
    if (best >= 0) taken.add(best);
    return best >= 0;
  });
}

/** Keeps a division by zero away, as numpy.spacing(1) does in COCOeval. */
const tiny = 2 ** -52;

/** Precision at each of the recalls; null for a label that does not occur. */
function precisions({ support, images }: LabelTally, overlap: number): readonly number[] | null {
  if (support === 0) return null;
  const ranked = images
    .flatMap(({ scores, right }) => scores.map((score, at) => ({ score, right: right[overlap]![at]! })))
    // Equal scores stay in the order of the images.
    .sort((a, b) => b.score - a.score);
  const [best, found]: [number[], number[]] = [[], []];
  let hits = 0;
  for (const [index, { right }] of ranked.entries()) {
    if (right) hits++;
    best.push(hits / (index + 1 + tiny));
    found.push(hits / support);
  }
  for (let index = best.length - 1; index > 0; index--)
    best[index - 1] = Math.max(best[index - 1]!, best[index]!);
  let at = 0;
  return recalls.map((recall) => {
    while (at < found.length && found[at]! < recall) at++;
    return best[at] ?? 0;
  });
}

function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((a, b) => a + b, 0) / known.length;
}
