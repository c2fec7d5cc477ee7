/**
 * @file Masks: what a small U-Net (Ronneberger et al. 2015) learns, a class for each pixel.
 *
 * Images are uint8 `[batch, height, width, channels]`, both sides 64 to 256 and divisible by 2^(stages - 1); targets uint8
 * `[batch, height, width]`, 0 being background and 1 … the classes (`classMapOf` makes them of polygons, boxes and run
 * lengths); `logits` float32 `[batch, height, width, 1 + classes]`. The loss is pixel cross-entropy, with a weight for
 * each class, plus soft Dice (Milletari et al. 2016).
 *
 * Limits: one class a pixel, so of regions that overlap the later one counts, and two objects of a class that touch are one
 * (semantic, not instance, segmentation). Images are stretched to one size; what is smaller than a pixel there is lost.
 */
import {
  addLosses,
  compileInference,
  dice,
  networkOf,
  occupied,
  softmaxCrossEntropy,
  unet,
  type Head,
  type Network,
} from '../../../graph/index.ts';
import { PixelTally, type MaskMetrics } from '../../../../src-shared/evaluation/masks.ts';
import { blank, normalized, type FittedImages } from '../programs/images.ts';
import { tensorsOf } from '../programs/program.ts';
import type { Answers, Column, Encoded, Evaluator, State } from '../trainer/index.ts';

export interface SegmenterSizes {
  /** Without the background. */
  readonly labels: readonly string[];
  /** Channels of each stage, at least two. */
  readonly stages: readonly number[];
}

const input = 'pixels';
const target = 'labels';

/** Normalizes the bytes and gives each pixel its logits. */
export function segmenterNetwork({ labels, stages }: SegmenterSizes, fitted: FittedImages): Network {
  const { height, width, channels } = fitted.size;
  const layer = unet({ channels, classes: labels.length + 1, stages });
  return networkOf(
    {
      ...layer,
      apply: (builder, pixels, scope) => layer.apply(builder, normalized(builder, pixels, fitted), scope),
    },
    { name: input, elementType: 'uint8', shape: [height, width, channels] },
  );
}

export interface SegmenterLoss {
  /** What the pixels of each class count for in the cross-entropy, the background first; 1 unless given. */
  readonly classWeights?: readonly number[] | undefined;
  /** Of the Dice loss beside the cross-entropy; 1 unless given. */
  readonly diceWeight?: number;
}

/** Learns `logits` from the column of class maps. */
export function segmenterHeads(
  { size: { height, width } }: Pick<FittedImages, 'size'>,
  { classWeights, diceWeight = 1 }: SegmenterLoss = {},
): readonly Head[] {
  const crossEntropy = { loss: softmaxCrossEntropy(classWeights && { classWeights }) };
  return [
    {
      output: 'logits',
      target: { name: target, elementType: 'uint8', shape: [height, width] },
      loss:
        diceWeight > 0 ? addLosses(crossEntropy, { loss: dice(), weight: diceWeight }) : crossEntropy.loss,
    },
  ];
}

/** Rows from bytes `[rows, height, width, channels]` and class maps `[rows, height, width]`. */
export function encodeMasks(
  pixels: Uint8Array,
  classes: Uint8Array,
  { size: { height, width, channels } }: Pick<FittedImages, 'size'>,
): Encoded {
  return {
    rows: classes.length / (height * width),
    columns: [
      { name: input, elementType: 'uint8', shape: [height, width, channels], data: pixels },
      { name: target, elementType: 'uint8', shape: [height, width], data: classes },
    ],
  };
}

/** No pixel counts for more than this, however rare its class is. */
const greatestWeight = 20;

/**
 * A weight for each class, the background first: sqrt(most frequent / own frequency), at most 20. The root, because
 * Dice looks after the balance, too. A class without pixels gets 1.
 */
export function pixelWeightsOf({ data }: Pick<Column, 'data'>, classes: number): readonly number[] {
  const counts = new Array<number>(classes + 1).fill(0);
  for (const each of data) counts[each]! += 1;
  const most = Math.max(...counts);
  return counts.map((count) => (count === 0 ? 1 : Math.min(greatestWeight, Math.sqrt(most / count))));
}

export interface MaskEvaluator extends Evaluator {
  readonly report: () => MaskMetrics;
}

/**
 * IoU and the share of right pixels. Answers are the class of each pixel, from logits `[rows, height, width, 1 + classes]`; how
 * sure they are, and so a loss, they do not say.
 */
export function maskEvaluator(
  classes: number,
  size: { readonly width: number; readonly height: number },
): MaskEvaluator {
  const tally = new PixelTally(classes + 1);
  return {
    answersOf: (_, { logits = new Float32Array() }) => likeliest(logits, classes + 1),
    answersIn: (numbers) => numbers,
    comparable: (answers) => shares(answers, classes + 1, size),
    add({ tensors }, answers) {
      const truth = tensors[target] as Uint8Array;
      tally.add(truth.subarray(0, answers.length), answers);
    },
    metrics() {
      const { meanIou, pixelAccuracy } = tally.metrics();
      return { meanIou, pixelAccuracy };
    },
    loss: () => Number.NaN,
    report: () => tally.metrics(),
  };
}

/** The place of the greatest of each `count` numbers. */
function likeliest(logits: Float32Array, count: number): Float32Array {
  const best = new Float32Array(logits.length / count);
  for (const pixel of best.keys()) {
    const start = pixel * count;
    let found = 0;
    for (let index = 1; index < count; index++)
      if (logits[start + index]! > logits[start + found]!) found = index;
    best[pixel] = found;
  }
  return best;
}

/** The share of each class in each quarter of an image: a pixel on an edge moves it little. */
function shares(
  answers: Answers,
  count: number,
  { width, height }: { readonly width: number; readonly height: number },
): Float64Array {
  const pixels = width * height;
  const result = new Float64Array((answers.length / pixels) * 4 * count);
  for (const [at, value] of answers.entries()) {
    const [row, pixel] = [Math.floor(at / pixels), at % pixels];
    const [right, below] = [pixel % width >= width / 2, Math.floor(pixel / width) >= height / 2];
    result[(row * 4 + 2 * Number(below) + Number(right)) * count + value]! += 4 / pixels;
  }
  return result;
}

/**
 * The exported segmenter: `image` uint8 `[N, height, width, channels]` -> `probabilities` float32
 * `[N, height, width, 1 + classes]` and `mask` int64 `[N, height, width]`, the likeliest class of each pixel.
 */
export function exportSegmenter(sizes: SegmenterSizes, fitted: FittedImages, state: State) {
  const network = segmenterNetwork(sizes, fitted);
  const { height, width, channels } = fitted.size;
  const graph = compileInference({
    network,
    parameters: tensorsOf(network, state),
    build(builder, apply) {
      const image = builder.input('image', { elementType: 'uint8', shape: ['N', height, width, channels] });
      const { rows, cut } = occupied(builder, image, blank(fitted));
      const { logits } = apply({ [input]: rows });
      builder.output('probabilities', cut(builder.emit('Softmax', [logits], { axis: -1 })));
      // Cut last: ONNX Runtime keeps the axis of classes where there are no rows.
      builder.output('mask', cut(builder.emit('ArgMax', [logits], { axis: -1, keepdims: 0 })));
    },
  });
  const segmenter = { classes: ['', ...sizes.labels], background: 0 };
  return { graph, metadata: { image: JSON.stringify(fitted.size), segmenter: JSON.stringify(segmenter) } };
}
