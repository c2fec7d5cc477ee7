/** @file Images through models from elsewhere: bytes as the numbers that they take, and their outputs as detections or classes. */
import * as ort from '../../platform/worker/onnxruntime.ts';
import type { DetectedBox } from '../../../src-shared/evaluation/detection.ts';
import { withoutDoubles } from '../../images/index.ts';
import type { ImageForm } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { ImageReading } from '../../../src-shared/models/contract.ts';
import type { ForeignReading, OutputForm } from './image-reading.ts';
import type { Numbers } from './rows.ts';

/** Of the training images of ImageNet, by red, green and blue: what most classifiers are given. */
const IMAGENET = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] } as const;
/** As many detections as detectors of our own give. */
export const MOST_DETECTIONS = 100;
/** Of a grid, in which many places say the same object. */
const MOST_COMPARED = 1000;
/** Below that nothing is a detection, and sorting would take long. */
const LEAST = 0.01;

type Values = ImageReading['values'];

/** Total: a byte of a channel (0 red, 1 green, 2 blue) as a number. */
const VALUES: Readonly<Record<Values, (byte: number, channel: number) => number>> = {
  unit: (byte) => byte / 255,
  byte: (byte) => byte,
  signed: (byte) => byte / 127.5 - 1,
  imagenet: (byte, channel) => (byte / 255 - IMAGENET.mean[channel]!) / IMAGENET.deviation[channel]!,
};

/** Bytes `[height, width, channels]` as the tensor that a model takes, of one image. */
export function imageTensor(
  pixels: Uint8Array,
  { width, height, channels }: ImageForm,
  { values, colors, tensor }: ForeignReading,
): ort.Tensor {
  const data = new Float32Array(pixels.length);
  const area = width * height;
  const valueOf = VALUES[values];
  for (let pixel = 0; pixel < area; pixel++)
    for (let channel = 0; channel < channels; channel++) {
      const color = colors === 'bgr' && channels === 3 ? 2 - channel : channel;
      const at = tensor === 'channels first' ? channel * area + pixel : pixel * channels + channel;
      data[at] = valueOf(pixels[pixel * channels + color]!, color);
    }
  const shape = tensor === 'channels first' ? [1, channels, height, width] : [1, height, width, channels];
  return new ort.Tensor('float32', data, shape);
}

type Outputs = Readonly<Record<string, Pick<ort.Tensor, 'data' | 'dims'> | undefined>>;

interface Asked {
  readonly reading: ForeignReading;
  readonly image: Pick<ImageForm, 'width' | 'height'>;
  readonly labels: number;
}

/** The numbers of one image as a model of our own gives them: probabilities, or scores, classes and boxes of detections. */
export function foreignNumbers(outputs: Outputs, asked: Asked): Numbers {
  const { outputs: form } = asked.reading;
  if (form.form === 'classes') return probabilities(floats(outputs, form.output));
  const found = DETECTIONS[form.form](outputs, form as never, asked.labels);
  return packed(found, asked);
}

export interface Detection {
  readonly score: number;
  readonly label: number;
  /** Four numbers, in the form that the reading says. */
  readonly box: readonly [number, number, number, number];
}

type Reader<Form extends OutputForm['form']> = (
  outputs: Outputs,
  form: Extract<OutputForm, { readonly form: Form }>,
  labels: number,
) => Detection[];

const DETECTIONS: { readonly [Form in Exclude<OutputForm['form'], 'classes'>]: Reader<Form> } = {
  grid(outputs, { output, byPlace, hasObject }, labels) {
    const data = floats(outputs, output);
    const numbers = (hasObject ? 5 : 4) + labels;
    const places = data.length / numbers;
    const at = (place: number, number: number): number =>
      data[byPlace ? place * numbers + number : number * places + place]!;
    return range(places).flatMap((place) => {
      const sure = hasObject ? at(place, 4) : 1;
      const scores = (label: number): number => sure * at(place, numbers - labels + label);
      return best(labels, scores, [at(place, 0), at(place, 1), at(place, 2), at(place, 3)]);
    });
  },
  scored(outputs, { boxes, scores }, labels) {
    const [areas, given] = [floats(outputs, boxes), floats(outputs, scores)];
    return range(areas.length / 4).flatMap((place) =>
      best(labels, (label) => given[place * labels + label]!, fourOf(areas, place)),
    );
  },
  listed(outputs, { boxes, scores, classes }, labels) {
    const [areas, given] = [floats(outputs, boxes), floats(outputs, scores)];
    const numbers = Array.from((outputs[classes]?.data ?? []) as ArrayLike<bigint | number>, Number);
    return range(Math.min(given.length, areas.length / 4)).flatMap((place) => {
      const label = numbers[place] ?? -1;
      const [score, isKnown] = [given[place]!, label >= 0 && label < labels];
      return isKnown && score >= LEAST ? [{ score, label, box: fourOf(areas, place) }] : [];
    });
  },
};

const range = (length: number): number[] => Array.from({ length: Math.floor(length) }, (_, at) => at);
const fourOf = (data: Float32Array, place: number): Detection['box'] =>
  [...data.subarray(4 * place, 4 * place + 4)] as unknown as Detection['box'];

function best(labels: number, scoreOf: (label: number) => number, box: Detection['box']): Detection[] {
  let label = 0;
  for (let other = 1; other < labels; other++) if (scoreOf(other) > scoreOf(label)) label = other;
  const score = scoreOf(label);
  return score >= LEAST ? [{ score, label, box }] : [];
}

function floats(outputs: Outputs, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (data instanceof Float32Array) return data;
  throw new AppError('serving.cannotBeAsked', { why: `does not give “${name}” as FP32` });
}

/** Logits become probabilities; what is between 0 and 1 and adds up to 1 already stays. */
function probabilities(given: Float32Array): Float32Array {
  const sum = given.reduce((all, each) => all + each, 0);
  if (given.every((each) => each >= 0 && each <= 1) && Math.abs(sum - 1) < 0.01) return given;
  const most = given.reduce((a, b) => Math.max(a, b), -Infinity);
  const raised = given.map((each) => Math.exp(each - most));
  const total = raised.reduce((all, each) => all + each, 0);
  return raised.map((each) => each / total);
}

/** Total: x, y, width, height of each form of a box. */
const BOXES: Readonly<Record<ImageReading['boxes'], (box: Detection['box']) => Detection['box']>> = {
  center: ([x, y, width, height]) => [x - width / 2, y - height / 2, width, height],
  corners: ([left, top, right, bottom]) => [left, top, right - left, bottom - top],
  rowsFirst: ([top, left, bottom, right]) => [left, top, right - left, bottom - top],
  size: (box) => box,
};

/** No box of an image in pixels is so small; shares of its sides are. */
const MOST_SHARE = 1.5;

/** The best detections as `scores`, `classes` and `boxes` of a detector of our own, one behind the other. */
function packed(found: readonly Detection[], { reading, image }: Asked): Float32Array {
  const compared = found.toSorted((a, b) => b.score - a.score).slice(0, MOST_COMPARED);
  const inShares = compared.every(({ box }) => box.every((each) => Math.abs(each) <= MOST_SHARE));
  const [across, down] = inShares ? [image.width, image.height] : [1, 1];
  const boxes = compared.map(({ score, label, box }): DetectedBox => {
    const [x, y, width, height] = BOXES[reading.boxes](box);
    const place = { x: x * across, y: y * down, width: width * across, height: height * down };
    return { ...place, score, label: String(label) };
  });
  const numbers = new Float32Array(6 * MOST_DETECTIONS);
  for (const [at, box] of withoutDoubles(boxes).slice(0, MOST_DETECTIONS).entries()) {
    const { x, y, width, height, score, label } = box;
    numbers[at] = score;
    numbers[MOST_DETECTIONS + at] = Number(label);
    numbers.set([x, y, width, height], 2 * MOST_DETECTIONS + 4 * at);
  }
  return numbers;
}
