/** @file Programs that classify images. */
import {
  cifarNet,
  classify,
  compileInference,
  elementTypes,
  float32,
  networkOf,
  residualNet,
  smallCnn,
  type GraphBuilder,
  type ImageSizes,
  type Layer,
  type Network,
  type Tensor,
  type Value,
} from '../../../graph/index.ts';
import type { ImageForm } from '../../../../src-shared/contract.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { ImageRecipeName, RecipeParameters } from '../../recipes/index.ts';
import { classificationEvaluator, type Encoded } from '../trainer/index.ts';
import { changesImages, type Augmentation } from './augmentation.ts';
import { classColumn, classHeads, classNumbers } from './classes.ts';
import { countRows, rowsOf, type Split } from '../../../versions/worker/index.ts';
import { bytesOf, pixelsOf } from '../../../images/worker/index.ts';
import { tensorsOf, type Program, type Source } from './program.ts';

/** What is learned of the images before the first step. */
export interface FittedImages {
  /** Their size, and how they become bytes. */
  readonly size: ImageForm;
  /** Mean and deviation of each channel over the training split, of bytes. */
  readonly mean: readonly number[];
  readonly scale: readonly number[];
}

/** What every recipe for images has. */
export type ImageParameters = RecipeParameters<ImageRecipeName>;

type ImageNetwork<Parameters> = (sizes: ImageSizes, parameters: Parameters) => Layer;

/** Images that are decoded at the same time. */
const atOnce = 16;

/** All images of a split as bytes `[rows, height, width, channels]`, and their labels. */
async function decode({ version, read }: Pick<Source, 'version' | 'read'>, split: Split, size: ImageForm) {
  const rows = await countRows(version, split);
  const bytes = size.height * size.width * size.channels;
  const pixels = new Uint8Array(rows * bytes);
  const labels = new Int32Array(rows);
  const numberOfClass = classNumbers(version.labels);
  let row = 0;
  for await (const some of rowsOf(version, { split, columns: ['id', 'label', 'image'] }))
    for (let start = 0; start < some.length; start += atOnce) {
      const decoded = await Promise.all(
        some.slice(start, start + atOnce).map(async ([id, label, image]) => {
          return {
            label: numberOfClass(String(label), String(id)),
            image: await pixelsOf(bytesOf(image), size),
          };
        }),
      );
      for (const { label, image } of decoded) {
        pixels.set(image, row * bytes);
        labels[row++] = label;
      }
      await read?.(decoded.length);
    }
  return { rows, pixels, labels };
}

/** What images are scaled to. @throws AppError `training.badImage` when the version holds none */
export function sizeOf({
  version,
  parameters: { imageSize },
}: Pick<Source<Pick<ImageParameters, 'imageSize'>>, 'version' | 'parameters'>): ImageForm {
  if (!version.image) throw new AppError('training.badImage', { why: 'the version contains no images' });
  return imageSize === 0 ? version.image : { ...version.image, width: imageSize, height: imageSize };
}

/** Images decoded to learn their means, until they are trained on: decoding a large set takes longer than an epoch. */
const decoded = new Map<string, ReturnType<typeof decode>>();

function keyOf({ version }: Pick<Source, 'version'>, split: Split, size: ImageForm): string {
  return JSON.stringify([version.path, split, size]);
}

async function fitImages(source: Source<ImageParameters>): Promise<FittedImages> {
  const { labels } = source.version;
  if (labels.length < 2) throw new AppError('training.oneClass', { count: labels.length });
  const size = sizeOf(source);
  const pending = decode(source, 'train', size);
  decoded.set(keyOf(source, 'train', size), pending);
  const { pixels } = await pending;
  return fittedTo(pixels, size);
}

/** Mean and deviation of each channel of bytes `[rows, height, width, channels]`. */
export function fittedTo(pixels: Uint8Array, size: ImageForm): FittedImages {
  const channels = Array.from({ length: size.channels }, (_, channel) =>
    channelSpread(pixels, channel, size.channels),
  );
  return { size, mean: channels.map(({ mean }) => mean), scale: channels.map(({ scale }) => scale) };
}

function channelSpread(pixels: Uint8Array, channel: number, channels: number) {
  let [sum, squares] = [0, 0];
  for (let at = channel; at < pixels.length; at += channels) {
    const value = pixels[at] ?? 0;
    sum += value;
    squares += value * value;
  }
  const count = pixels.length / channels;
  const mean = sum / count;
  return { mean, scale: Math.sqrt(squares / count - mean * mean) || 1 };
}

async function encodeImages(
  source: Pick<Source, 'version' | 'read'>,
  split: Split,
  { size }: FittedImages,
): Promise<Encoded> {
  const key = keyOf(source, split, size);
  const { rows, pixels, labels } = await (decoded.get(key) ?? decode(source, split, size));
  decoded.delete(key);
  return {
    rows,
    columns: [
      { name: 'pixels', elementType: 'uint8', shape: [size.height, size.width, size.channels], data: pixels },
      classColumn(labels),
    ],
  };
}

/**
 * A black image, which stands in for a batch without rows where ONNX Runtime would refuse one: it pads the channels of its
 * blocked convolutions by a Reshape to a size unknown.
 */
export function blank({ size: { height, width, channels } }: Pick<FittedImages, 'size'>): Tensor {
  const shape = [1, height, width, channels];
  return { elementType: 'uint8', shape, data: new Uint8Array(height * width * channels) };
}

/** Bytes `[batch, height, width, channels]` -> float32 `[batch, channels, height, width]` with mean 0 and deviation 1. */
export function normalized(builder: GraphBuilder, pixels: Value, { mean, scale }: FittedImages): Value {
  const channel = (values: readonly number[]) => builder.constant(float32([values.length], values));
  const floats = builder.emit('Cast', [pixels], { to: elementTypes.indexOf('float32') });
  const scaled = builder.mul(builder.sub(floats, channel(mean)), channel(scale.map((value) => 1 / value)));
  return builder.transpose(scaled, 0, 3, 1, 2);
}

function imageProgram<Parameters extends ImageParameters>(
  network: ImageNetwork<Parameters>,
): Program<FittedImages, Parameters> {
  const networkFor = ({ version, parameters }: Source<Parameters>, fitted: FittedImages): Network => {
    const { height, width, channels } = fitted.size;
    const layers = network({ height, width, channels, classes: version.labels.length }, parameters);
    const input = { name: 'pixels', elementType: 'uint8', shape: [height, width, channels] } as const;
    return networkOf(
      {
        ...layers,
        apply: (builder, pixels, scope) => layers.apply(builder, normalized(builder, pixels, fitted), scope),
      },
      input,
    );
  };
  return {
    task: 'classify',
    fit: fitImages,
    encode: encodeImages,
    model: (source, fitted) => ({
      network: networkFor(source, fitted),
      heads: classHeads(source),
    }),
    evaluator: ({ version }) => classificationEvaluator(version.labels.length),
    describe: ({ size }) => `images of ${size.width} x ${size.height} x ${size.channels}`,
    /** `image` uint8 `[N, height, width, channels]` -> `probabilities` float32 `[N, classes]`, `label` string `[N]`. */
    export(source, fitted, state) {
      const made = networkFor(source, fitted);
      const { height, width, channels } = fitted.size;
      const { labels } = source.version;
      const graph = compileInference({
        network: made,
        parameters: tensorsOf(made, state),
        build(builder, apply) {
          const pixels = builder.input('image', {
            elementType: 'uint8',
            shape: ['N', height, width, channels],
          });
          classify(builder, apply({ pixels })['logits']!, labels);
        },
      });
      return { graph, metadata: { labels: JSON.stringify(labels), image: JSON.stringify(fitted.size) } };
    },
    augmentation: ({ parameters }) => {
      const how = augmentationOf(parameters);
      return changesImages(how) ? how : undefined;
    },
  };
}

/** What the parameters ask for. */
export function augmentationOf({
  augment,
  crop,
  flip,
  rotate,
  color,
}: Augmentation & Pick<ImageParameters, 'augment'>): Augmentation {
  return augment ? { crop, flip, rotate, color } : { crop: 0, flip: false, rotate: 0, color: 0 };
}

/** Two convolutions with pools, and a dense layer: made for digits. */
export const imageCnn = imageProgram((sizes, { dropout }: RecipeParameters<'image-cnn'>) =>
  smallCnn({ ...sizes, filters: [32, 64], dense: 128, dropout }),
);

/** The network of the CIFAR-10 tutorial. */
export const imageCifar = imageProgram((sizes) => cifarNet({ ...sizes, filters: [32, 64, 64], dense: 64 }));

/** Three stages of residual blocks. */
export const imageResnet = imageProgram(
  ({ channels, classes }, { width, blocks }: RecipeParameters<'image-resnet'>) =>
    residualNet({ channels, classes, stages: [width, 2 * width, 4 * width], blocks }),
);
