/**
 * @file Boxes: what a small one-stage detector without anchors learns (Zhou et al. 2019, Objects as Points).
 *
 * Images are uint8 `[batch, height, width, channels]`, both sides divisible by 8. The network gives for each cell of a grid,
 * 4 or 8 pixels wide, `heat` float32 `[batch, rows, columns, labels]`, logits of an object's middle, and `boxes` float32
 * `[batch, rows, columns, 4]`, where in the cell the middle is and ln width and ln height in cells. Targets are those of
 * `cellsOf`; losses the penalty-reduced focal loss and the absolute distance (CenterNet, equations 1 to 3).
 *
 * Limits: boxes are upright (of a rotated one the box around it is learned), one object a cell, and images are stretched
 * to one size, so that objects narrower than about a cell there are hard to find.
 */
import {
  centerDetector,
  centerFocal,
  compileInference,
  detections,
  layerOf,
  maskedDistance,
  occupied,
  type GraphBuilder,
  type Head,
  type Network,
  type Value,
} from '../../../graph/index.ts';
import { cellsOf, detectionsOf } from '../../../images/index.ts';
import {
  DetectionTally,
  type DetectionMetrics,
  type TrueBox,
} from '../../../../src-shared/evaluation/detection.ts';
import { blank, normalized, type FittedImages } from '../programs/images.ts';
import { tensorsOf } from '../programs/program.ts';
import type { Answers, Encoded, Evaluator, State } from '../trainer/index.ts';

export interface DetectorOptions {
  readonly labels: readonly string[];
  /** Channels of the first convolution. */
  readonly width: number;
  /** Pixels of a cell's side; 4 finds smaller objects, 8 is four times as fast. */
  readonly stride: 4 | 8;
}

const input = 'pixels';
/** Detections of an image that are looked at. */
const mostDetections = 100;

export function detectorNetwork({ labels, ...sizes }: DetectorOptions, fitted: FittedImages): Network {
  const { height, width, channels } = fitted.size;
  return centerDetector(
    { name: input, elementType: 'uint8', shape: [height, width, channels] },
    layerOf((builder, pixels) => normalized(builder, pixels, fitted)),
    { ...sizes, channels, classes: labels.length },
  );
}

function gridOf({ size }: Pick<FittedImages, 'size'>, { stride }: Pick<DetectorOptions, 'stride'>) {
  return { rows: size.height / stride, columns: size.width / stride };
}

/** Learns `heat` and `boxes`; both count alike. */
export function detectorHeads(fitted: Pick<FittedImages, 'size'>, options: DetectorOptions): readonly Head[] {
  const { rows, columns } = gridOf(fitted, options);
  return [
    {
      output: 'heat',
      target: { name: 'middles', elementType: 'float32', shape: [rows, columns, options.labels.length] },
      loss: centerFocal(),
    },
    {
      output: 'boxes',
      target: { name: 'places', elementType: 'float32', shape: [rows, columns, 5] },
      loss: maskedDistance(),
    },
  ];
}

export interface EncodedBoxes extends Encoded {
  /** Boxes that cannot be learned: outside of the image, or with their middle in the cell of a smaller one. */
  readonly untaken: number;
}

/** Numbers of a true box in the column `truth`: x, y, width, height, and 1 + its label, 0 where there is none. */
const truthNumbers = 5;

/**
 * Rows from bytes `[rows, height, width, channels]` and the boxes of each image in the network's pixels. Beside the targets
 * stands `truth` float32 `[rows, most, 5]`, every box as it is, for the evaluator.
 */
export function encodeBoxes(
  pixels: Uint8Array,
  boxes: readonly (readonly TrueBox[])[],
  { fitted, options }: { readonly fitted: Pick<FittedImages, 'size'>; readonly options: DetectorOptions },
): EncodedBoxes {
  const { height, width, channels } = fitted.size;
  const { labels, stride } = options;
  const { rows, columns } = gridOf(fitted, options);
  const most = Math.max(1, ...boxes.map((list) => list.length));
  const cells = rows * columns;
  const middles = new Float32Array(boxes.length * cells * labels.length);
  const places = new Float32Array(boxes.length * cells * 5);
  const truth = new Float32Array(boxes.length * most * truthNumbers);
  let untaken = 0;
  for (const [row, list] of boxes.entries()) {
    const made = cellsOf(list, { size: { width, height }, stride, labels });
    middles.set(made.heat, row * made.heat.length);
    places.set(made.boxes, row * made.boxes.length);
    untaken += made.untaken;
    for (const [index, { x, y, width: wide, height: high, label }] of list.entries())
      truth.set([x, y, wide, high, 1 + labels.indexOf(label)], (row * most + index) * truthNumbers);
  }
  return {
    untaken,
    rows: boxes.length,
    columns: [
      { name: input, elementType: 'uint8', shape: [height, width, channels], data: pixels },
      { name: 'middles', elementType: 'float32', shape: [rows, columns, labels.length], data: middles },
      { name: 'places', elementType: 'float32', shape: [rows, columns, 5], data: places },
      { name: 'truth', elementType: 'float32', shape: [most, truthNumbers], data: truth },
    ],
  };
}

/**
 * Adds to a detector's network what is exported of it: `scores` `[N, 100]`, the best first, `classes` int64 `[N, 100]` and
 * `areas` `[N, 100, 4]` (x, y, width, height in the network's pixels).
 */
export function detecting(network: Network, options: Pick<DetectorOptions, 'stride'>): Network {
  return {
    ...network,
    apply(builder, inputs, scope) {
      const given = network.apply(builder, inputs, scope);
      return { ...given, ...foundIn(builder, given as Detecting, options) };
    },
  };
}

type Detecting = Readonly<Record<'heat' | 'boxes', Value>>;

function foundIn(builder: GraphBuilder, given: Detecting, { stride }: Pick<DetectorOptions, 'stride'>) {
  return detections(builder, given, { stride, most: mostDetections });
}

export interface BoxEvaluator extends Evaluator {
  readonly report: () => DetectionMetrics;
}

/** Numbers of a row's answer. */
const rowNumbers = 6 * mostDetections;

function rowsIn(answers: Answers): Answers[] {
  const rows = answers.length / rowNumbers;
  return Array.from({ length: rows }, (_, row) => answers.subarray(row * rowNumbers, (row + 1) * rowNumbers));
}

/**
 * What is compared of a box: its middle and class, and its sides as they are learned, by their logarithm: a side that a wild
 * network makes a thousand pixels long is not exact to the pixel.
 */
const PLACED: readonly ((answers: Answers, at: number) => number)[] = [
  (answers, at) => answers[at]! + answers[at + 2]! / 2,
  (answers, at) => answers[at + 1]! + answers[at + 3]! / 2,
  (answers, at) => Math.log(Math.max(1, answers[at + 2]!)),
  (answers, at) => Math.log(Math.max(1, answers[at + 3]!)),
  (answers, at) => answers[at + 5]!,
];

/**
 * Of a row's detections all scores, and where they are on the whole: sums over places and classes, weighted by how far a
 * score is above the last. Neighbors with nearly the same score may change places, which moves none of these by much.
 */
function summaryOf(answers: Answers): number[] {
  const scores = Array.from({ length: mostDetections }, (_, place) => answers[6 * place + 4]!);
  const last = scores.at(-1)!;
  const sums = PLACED.map((read) =>
    scores.reduce((sum, score, place) => sum + (score - last) * read(answers, 6 * place), 0),
  );
  return [...scores, ...sums];
}

/**
 * mAP at .5 and at .5 to .95 from the outputs of a {@link detecting} network and the column `truth`. Answers are
 * `[rows, detections, 6]`: x, y, width, height, score, class. It has no loss of its own: answers leave out where nothing was found.
 */
export function boxEvaluator(labels: readonly string[]): BoxEvaluator {
  const tally = new DetectionTally(labels);
  return {
    answersOf(_, { scores, classes, areas }) {
      return Float32Array.from({ length: scores!.length * 6 }, (_, at) => {
        const [place, number] = [Math.floor(at / 6), at % 6];
        if (number < 4) return areas![4 * place + number]!;
        return number === 4 ? scores![place]! : Number(classes![place]);
      });
    },
    // Of a row first all scores, then all classes, then all boxes.
    answersIn: (numbers) =>
      Float32Array.from(numbers, (_, at) => {
        const [row, within] = [Math.floor(at / rowNumbers) * rowNumbers, at % rowNumbers];
        const [place, number] = [Math.floor(within / 6), within % 6];
        if (number < 4) return numbers[row + 2 * mostDetections + 4 * place + number]!;
        return numbers[row + (number - 4) * mostDetections + place]!;
      }),
    comparable: (answers) => Float64Array.from(rowsIn(answers).flatMap(summaryOf)),
    add({ rows, tensors }, answers) {
      const truth = tensors['truth'] as Float32Array;
      const [most, count] = [truth.length / truthNumbers / rows, answers.length / 6 / rows];
      const of = (number: number) =>
        Float32Array.from({ length: answers.length / 6 }, (_, at) => answers[6 * at + number]!);
      const areas = Float32Array.from(
        { length: (answers.length / 6) * 4 },
        (_, at) => answers[6 * Math.floor(at / 4) + (at % 4)]!,
      );
      const found = { scores: of(4), classes: of(5), areas };
      for (let row = 0; row < rows; row++)
        tally.add(
          truthOf(truth, row * most, { most, labels }),
          detectionsOf(found, { labels, count, start: row * count }),
        );
    },
    metrics() {
      const { map, map50 } = tally.metrics();
      return { map: map ?? 0, map50: map50 ?? 0 };
    },
    loss: () => Number.NaN,
    report: () => tally.metrics(),
  };
}

function truthOf(
  truth: Float32Array,
  start: number,
  { most, labels }: { readonly most: number; readonly labels: readonly string[] },
): readonly TrueBox[] {
  return Array.from({ length: most }, (_, index) => {
    const at = (start + index) * truthNumbers;
    const [x, y, width, height, label] = truth.subarray(at, at + truthNumbers) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    return { x, y, width, height, label: labels[label - 1] ?? '' };
  }).filter(({ label }) => label !== '');
}

/**
 * The exported detector: `image` uint8 `[N, height, width, channels]` -> `scores` float32 `[N, 100]`, the best first,
 * `classes` int64 `[N, 100]`, `boxes` float32 `[N, 100, 4]`: x, y, width, height in the pixels of `image`. Each is the
 * greatest of its 3 x 3 cells; neighbors may still overlap: greedy non-maximum suppression by class at .5 is up to the reader.
 */
export function exportDetector(options: DetectorOptions, fitted: FittedImages, state: State) {
  const network = detecting(detectorNetwork(options, fitted), options);
  const { height, width, channels } = fitted.size;
  const graph = compileInference({
    network,
    parameters: tensorsOf(network, state),
    build(builder, apply) {
      const image = builder.input('image', { elementType: 'uint8', shape: ['N', height, width, channels] });
      const { rows, cut } = occupied(builder, image, blank(fitted));
      const { scores, classes, areas } = apply({ [input]: rows });
      builder.output('scores', cut(scores!));
      builder.output('classes', cut(classes!));
      builder.output('boxes', cut(areas!));
    },
  });
  const detector = { classes: options.labels, box: 'xywh', suppress: 0.5 };
  return { graph, metadata: { image: JSON.stringify(fitted.size), detector: JSON.stringify(detector) } };
}
