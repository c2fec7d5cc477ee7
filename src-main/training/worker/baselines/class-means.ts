/** @file Nearest class mean: an image belongs to the class whose mean image is nearest (Rocchio; Hastie et al. 2009, 4.3). */
import type { Baseline } from '../../../models/worker/index.ts';
import type { FrozenVersion, Split } from '../../../versions/worker/index.ts';
import { completeParameters, recipeNamed } from '../../recipes/index.ts';
import { PROGRAMS, sizeOf } from '../programs/index.ts';

/** Images are brought to at most this edge: their means say no more at a greater one. */
const mostEdge = 32;

/** By the Euclidean distance of the pixels. */
export async function classMeans(version: FrozenVersion): Promise<Baseline> {
  const edge = Math.max(version.image?.width ?? 0, version.image?.height ?? 0) > mostEdge ? mostEdge : 0;
  const parameters = completeParameters(recipeNamed('image-cnn'), { imageSize: edge });
  const source = { version, parameters };
  const fitted = { size: sizeOf({ version, parameters: { imageSize: edge } }), mean: [], scale: [] };
  const pixelsOf = async (split: Split) => {
    const { rows, columns } = await PROGRAMS['image-cnn'].encode(source, split, fitted);
    return { rows, pixels: columns[0]!.data, labels: columns[1]!.data };
  };
  const train = await pixelsOf('train');
  const means = meansOf(train, version.labels.length);
  const answers = {
    train: nearest(train, means),
    validation: nearest(await pixelsOf('validation'), means),
    test: nearest(await pixelsOf('test'), means),
  };
  return { name: 'class-mean', recipe: null, answers };
}

interface Pixels {
  readonly rows: number;
  /** `[rows, bytes]` */
  readonly pixels: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
}

/** `[classes][bytes]`; a class without images has no mean and is never the nearest. */
function meansOf({ rows, pixels, labels }: Pixels, classes: number): readonly Float64Array[] {
  const width = pixels.length / rows;
  const sums = Array.from({ length: classes }, () => new Float64Array(width));
  const counts = new Array<number>(classes).fill(0);
  for (let row = 0; row < rows; row++) {
    const [label, start] = [labels[row]!, row * width];
    const sum = sums[label]!;
    counts[label] = counts[label]! + 1;
    for (let at = 0; at < width; at++) sum[at]! += pixels[start + at]!;
  }
  return sums.map((sum, label) => sum.map((value) => value / counts[label]!));
}

/** ‖x - m‖² = ‖x‖² - 2 x·m + ‖m‖², and ‖x‖² is the same for all. */
function nearest({ rows, pixels }: Pixels, means: readonly Float64Array[]): number[] {
  const width = pixels.length / rows;
  const norms = means.map((mean) => mean.reduce((sum, value) => sum + value * value, 0));
  return Array.from({ length: rows }, (_, row) => {
    let [best, least] = [0, Infinity];
    for (const [label, mean] of means.entries()) {
      let product = 0;
      for (let at = 0; at < width; at++) product += pixels[row * width + at]! * mean[at]!;
      const distance = norms[label]! - 2 * product;
      if (distance < least) [best, least] = [label, distance];
    }
    return best;
  });
}
