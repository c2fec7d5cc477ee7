/**
 * @file How images are put to a model from elsewhere and its outputs are read: what a person said of it when it was imported,
 * and what the shapes of its outputs say. Kept in the model's file as `reading`. Pure.
 *
 * Outputs that are understood, for `C` labels:
 * - classes: one output `[N, C]`, logits or probabilities;
 * - `grid` (YOLO): one output `[N, 4 + C, places]` or `[N, places, 4 + C]`, with `5 + C` the first of the others is how likely an
 *   object is there (YOLOv5, Redmon et al. 2016);
 * - `listed`: boxes `[N, K, 4]` or `[K, 4]`, scores and whole numbers of classes of the same K, as detectors with suppression
 *   inside give them;
 * - `scored`: boxes `[N, A, 4]` and scores of each class `[N, A, C]`.
 */
import type { ImageForm } from '../../../src-shared/contract.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { ImageReading } from '../../../src-shared/models/contract.ts';
import type { TensorInfo } from './tensors.ts';

export type OutputForm =
  | { readonly form: 'classes'; readonly output: string }
  | {
      readonly form: 'grid';
      readonly output: string;
      /** Whether the numbers of a place stand together. */
      readonly byPlace: boolean;
      /** Whether the fifth number says how likely an object is there. */
      readonly hasObject: boolean;
    }
  | {
      readonly form: 'listed';
      readonly boxes: string;
      readonly scores: string;
      readonly classes: string;
    }
  | { readonly form: 'scored'; readonly boxes: string; readonly scores: string };

/** What stands in the file. */
export interface ForeignReading extends ImageReading {
  readonly tensor: 'channels first' | 'channels last';
  readonly outputs: OutputForm;
}

const isFloat = ({ datatype }: TensorInfo): boolean => datatype === 'FP32';
const isWhole = ({ datatype }: TensorInfo): boolean => datatype === 'INT64' || datatype === 'INT32';

/**
 * Works out how images of a model are read. @throws AppError `models.imagesUnfit` where its input or outputs are not understood,
 * with what they are
 */
export function foreignReading(
  { inputs, outputs }: { readonly inputs: readonly TensorInfo[]; readonly outputs: readonly TensorInfo[] },
  labels: readonly string[],
  asked: ImageReading,
): { readonly reading: ForeignReading; readonly image: ImageForm; readonly task: 'classify' | 'detect' } {
  const [input, ...others] = inputs;
  if (!input || others.length > 0 || !isFloat(input) || input.shape.length !== 4)
    throw unfit(`it takes ${inWords(inputs)}, and images go in as one FP32 tensor of four axes`);
  if (labels.length === 0) throw unfit('its classes are not named; give them in the order of its scores');
  const { tensor, channels, height, width } = formOf(input, asked);
  const form = outputForm(outputs, labels.length);
  const task = form.form === 'classes' ? 'classify' : 'detect';
  return { reading: { ...asked, tensor, outputs: form }, image: { width, height, channels }, task };
}

function formOf(input: TensorInfo, { width, height }: ImageReading) {
  const [, a, b, c] = input.shape as [number, number, number, number];
  const isColors = (size: number): size is 1 | 3 => size === 1 || size === 3;
  const [tensor, channels, high, wide] = isColors(a)
    ? (['channels first', a, b, c] as const)
    : (['channels last', c, a, b] as const);
  if (!isColors(channels)) throw unfit(`it takes ${inWords([input])}, and 1 or 3 of them must be colors`);
  const size = { width: wide > 0 ? wide : width, height: high > 0 ? high : height };
  if (size.width === undefined || size.height === undefined)
    throw unfit(
      `it takes images of any size (${inWords([input])}); say the width and height to bring them to`,
    );
  return { tensor, channels, width: size.width, height: size.height };
}

/** @throws AppError `models.imagesUnfit` */
export function outputForm(outputs: readonly TensorInfo[], labels: number): OutputForm {
  const [first, ...others] = outputs;
  if (first && isFloat(first)) {
    if (others.length === 0 && first.shape.length === 3) return gridForm(first, labels);
    const classes = outputs.find(
      (each) => isFloat(each) && each.shape.length === 2 && each.shape[1] === labels,
    );
    const hasBoxes = outputs.some(({ shape }) => shape.at(-1) === 4 && shape.length > 1);
    if (classes && (!hasBoxes || labels === 4) && others.length === 0)
      return { form: 'classes', output: classes.name };
  }
  const boxes = outputs.find((each) => isFloat(each) && each.shape.length > 1 && each.shape.at(-1) === 4);
  if (boxes) {
    const rest = outputs.filter((each) => each !== boxes);
    const each = rest.find(
      ({ shape, datatype }) =>
        datatype === 'FP32' && shape.length === boxes.shape.length && shape.at(-1) === labels,
    );
    if (each) return { form: 'scored', boxes: boxes.name, scores: each.name };
    const flat = rest.filter(({ shape }) => shape.length === boxes.shape.length - 1 && shape.length > 0);
    const classes = flat.find(isWhole) ?? flat.find(({ name }) => /class|label/i.test(name));
    const scores = flat.find((one) => one !== classes && isFloat(one));
    if (classes && scores)
      return { form: 'listed', boxes: boxes.name, scores: scores.name, classes: classes.name };
  }
  throw unfit(
    `it gives ${inWords(outputs)}; with ${labels} classes that is none of [N, ${labels}], ` +
      `[N, ${4 + labels} or ${5 + labels}, places], boxes with scores and classes`,
  );
}

function gridForm({ name, shape }: TensorInfo, labels: number): OutputForm {
  const fits = [4 + labels, 5 + labels].flatMap((numbers, i) => [
    ...(shape[1] === numbers ? [{ byPlace: false, hasObject: i === 1 }] : []),
    ...(shape[2] === numbers ? [{ byPlace: true, hasObject: i === 1 }] : []),
  ]);
  if (fits.length === 1) return { form: 'grid', output: name, ...fits[0]! };
  const given = `it gives “${name}” [${shape.join(', ')}]`;
  throw unfit(
    fits.length > 1
      ? `${given}, which can be read in ${fits.length} ways for ${labels} classes`
      : `${given}; for ${labels} classes one axis must be ${4 + labels} (box and classes) or ${5 + labels} (with an object's score)`,
  );
}

const inWords = (tensors: readonly TensorInfo[]): string =>
  tensors.map(({ name, datatype, shape }) => `“${name}” ${datatype}[${shape.join(', ')}]`).join(', ');

const unfit = (why: string): AppError => new AppError('models.imagesUnfit', { why });

/** What a file says of itself; undefined where it says nothing, or not as it is written here. */
export function readingIn(text: string | undefined): ForeignReading | undefined {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return isReading(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const KNOWN: {
  readonly [Name in 'values' | 'colors' | 'boxes' | 'tensor']: readonly ForeignReading[Name][];
} = {
  values: ['unit', 'byte', 'signed', 'imagenet'],
  colors: ['rgb', 'bgr'],
  boxes: ['center', 'corners', 'rowsFirst', 'size'],
  tensor: ['channels first', 'channels last'],
};

/** The names of outputs that each form says. */
const NAMES: Readonly<Record<OutputForm['form'], readonly string[]>> = {
  classes: ['output'],
  grid: ['output'],
  listed: ['boxes', 'scores', 'classes'],
  scored: ['boxes', 'scores'],
};

function isReading(value: unknown): value is ForeignReading {
  if (!isRecord(value) || !isRecord(value['outputs'])) return false;
  const { outputs } = value;
  const form = Object.entries(NAMES).find(([name]) => name === outputs['form']);
  return (
    form?.[1].every((name) => typeof outputs[name] === 'string') === true &&
    Object.entries(KNOWN).every(([name, known]) => known.some((each) => each === value[name]))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
