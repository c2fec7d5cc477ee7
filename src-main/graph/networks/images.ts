/** @file Networks that read images, `[batch, channels, height, width]`. */
import { GraphError } from '../ir.ts';
import {
  batchNorm,
  conv2d,
  dense,
  flatten,
  globalAveragePool,
  maxPool,
  optionalDropout,
  relu,
  residual,
  sequential,
  type Layer,
  type Padding,
} from '../layers/index.ts';

export interface ImageSizes {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  readonly classes: number;
}

export interface ConvolutionalSizes extends ImageSizes {
  /** Channels of each 3 x 3 convolution. */
  readonly filters: readonly number[];
  /** Units of the dense layer before the last. */
  readonly dense: number;
  /** Share of those units that training leaves out; none unless said otherwise. */
  readonly dropout?: number;
}

/**
 * The network of Keras's tutorial for CIFAR-10: 3 x 3 convolutions without padding, a 2 x 2 pool between them, then a
 * dense layer. With filters 32, 64, 64 and dense 64 on 3 x 32 x 32 it has 122,570 parameters.
 */
export function cifarNet(sizes: ConvolutionalSizes): Layer {
  return convolutional(sizes, { padding: 'valid', poolLast: false });
}

/** A small network for digits: 3 x 3 convolutions that keep the size, each with a 2 x 2 pool, then a dense layer. */
export function smallCnn(sizes: ConvolutionalSizes): Layer {
  return convolutional(sizes, { padding: 'same', poolLast: true });
}

interface Arrangement {
  readonly padding: Padding;
  /** Whether the last convolution is pooled too. */
  readonly poolLast: boolean;
}

function convolutional(
  { channels, height, width, classes, filters, dense: units, dropout = 0 }: ConvolutionalSizes,
  { padding, poolLast }: Arrangement,
): Layer {
  const layers: Layer[] = [];
  let [rows, columns] = [height, width];
  for (const [index, output] of filters.entries()) {
    const input = filters[index - 1] ?? channels;
    layers.push(conv2d({ name: `conv${index + 1}`, input, output, kernel: 3, padding }), relu);
    [rows, columns] = padding === 'same' ? [rows, columns] : [rows - 2, columns - 2];
    if (!poolLast && index === filters.length - 1) continue;
    layers.push(maxPool({ size: 2 }));
    [rows, columns] = [Math.floor(rows / 2), Math.floor(columns / 2)];
  }
  if (rows < 1 || columns < 1)
    throw new GraphError(
      `images of ${height} x ${width} are too small for ${filters.length} convolutions with pools`,
    );
  return sequential(
    ...layers,
    flatten,
    dense({ name: 'dense', input: rows * columns * (filters.at(-1) ?? channels), output: units }),
    relu,
    ...optionalDropout({ name: 'dropout', rate: dropout }),
    dense({ name: 'output', input: units, output: classes }),
  );
}

export interface ResidualSizes extends Pick<ImageSizes, 'channels' | 'classes'> {
  /** Channels of each stage; every stage but the first halves the image. */
  readonly stages: readonly number[];
  /** Residual blocks of a stage. */
  readonly blocks: number;
}

/**
 * A residual network for small images (He et al. 2016, section 4.2): a 3 x 3 convolution, stages of blocks, the mean
 * of each channel. Stages 16, 32 with one block are a small one; 64, 128, 256, 512 with two are ResNet-18 without the
 * first pool, which small images do not need.
 */
export function residualNet({ channels, classes, stages, blocks }: ResidualSizes): Layer {
  const [first = channels] = stages;
  const body = stages.flatMap((output, stage) =>
    Array.from({ length: blocks }, (_, block) => {
      const input = block > 0 ? output : (stages[stage - 1] ?? output);
      const stride = block === 0 && stage > 0 ? 2 : 1;
      return residualBlock({ name: `stage${stage + 1}.block${block + 1}`, input, output, stride });
    }),
  );
  return sequential(
    normalized({ name: 'stem', input: channels, output: first, kernel: 3, stride: 1 }),
    relu,
    ...body,
    globalAveragePool,
    dense({ name: 'output', input: stages.at(-1) ?? channels, output: classes }),
  );
}

export interface BlockOptions {
  readonly name: string;
  readonly input: number;
  readonly output: number;
  readonly stride: number;
}

/** Two 3 x 3 convolutions with batch normalization beside a shortcut; a 1 x 1 convolution where sizes change. */
export function residualBlock({ name, input, output, stride }: BlockOptions): Layer {
  const body = sequential(
    normalized({ name: `${name}.first`, input, output, kernel: 3, stride }),
    relu,
    normalized({ name: `${name}.second`, input: output, output, kernel: 3, stride: 1 }),
  );
  const same = stride === 1 && input === output;
  const shortcut = normalized({ name: `${name}.shortcut`, input, output, kernel: 1, stride });
  return sequential(same ? residual(body) : residual(body, shortcut), relu);
}

/** A convolution with batch normalization behind it. */
export function normalized({ name, kernel, ...sizes }: BlockOptions & { readonly kernel: number }): Layer {
  return sequential(
    conv2d({ name: `${name}.conv`, ...sizes, kernel, padding: (kernel - 1) / 2, bias: false }),
    batchNorm({ name: `${name}.norm`, channels: sizes.output }),
  );
}
