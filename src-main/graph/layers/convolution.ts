/** @file Convolutions and pools over `[batch, channels, …space]`. */
import { glorotUniform, type Initializer } from '../initializers.ts';
import { GraphError, elementCount, float32, sizeOf, type Shape } from '../ir.ts';
import { layerOf, type Layer } from './layer.ts';

/** Elements added around an axis: as many as keep its size (`same`), none (`valid`), or so many on both sides. */
export type Padding = 'same' | 'valid' | number;

export interface ConvolutionOptions {
  readonly name: string;
  /** Channels that come in. */
  readonly input: number;
  /** Channels that go out. */
  readonly output: number;
  /** Size of the kernel along each axis of space. */
  readonly kernel: readonly number[];
  /** Step of the window along every axis; 1 unless said otherwise. */
  readonly stride?: number;
  readonly dilation?: number;
  /** `valid` unless said otherwise. */
  readonly padding?: Padding;
  /** Groups of channels that do not see each other; 1 unless said otherwise. */
  readonly groups?: number;
  readonly bias?: boolean;
  /** How the weight starts; Glorot-uniform unless said otherwise. */
  readonly initializer?: Initializer;
}

/**
 * A convolution over as many axes of space as the kernel has (cross-correlation, as everywhere in deep learning):
 * `[batch, input, …space] -> [batch, output, …space]`. The weight is `[output, input / groups, …kernel]`.
 */
export function convolution(options: ConvolutionOptions): Layer {
  const { name, input, output, kernel, groups = 1, bias = true } = options;
  if (input % groups !== 0 || output % groups !== 0)
    throw new GraphError(`"${name}": ${input} and ${output} channels do not divide into ${groups} groups`);
  const names = { weight: `${name}.weight`, bias: `${name}.bias` };
  const taps = elementCount(kernel);
  const start = options.initializer ?? glorotUniform((input / groups) * taps, (output / groups) * taps);
  const weight = { name: names.weight, shape: [output, input / groups, ...kernel], initializer: start };
  const offset = { name: names.bias, shape: [output], initializer: { kind: 'zeros' } } as const;
  return {
    parameters: bias ? [weight, offset] : [weight],
    apply(builder, value, scope) {
      const operands = bias
        ? [scope.parameter(names.weight), scope.parameter(names.bias)]
        : [scope.parameter(names.weight)];
      return builder.emit('Conv', [value, ...operands], {
        ...windowAttributes(options, value.shape),
        ...(groups === 1 ? {} : { group: groups }),
      });
    },
  };
}

type FlatOptions = Omit<ConvolutionOptions, 'kernel'> & {
  /** Size of the kernel along every axis. */
  readonly kernel: number;
};

/** A convolution over time: `[batch, channels, time]`. */
export function conv1d(options: FlatOptions): Layer {
  return convolution({ ...options, kernel: [options.kernel] });
}

/** A convolution over images: `[batch, channels, height, width]`. */
export function conv2d(options: FlatOptions): Layer {
  return convolution({ ...options, kernel: [options.kernel, options.kernel] });
}

/** A convolution over volumes: `[batch, channels, depth, height, width]`. */
export function conv3d(options: FlatOptions): Layer {
  return convolution({ ...options, kernel: [options.kernel, options.kernel, options.kernel] });
}

interface WindowOptions {
  readonly kernel: readonly number[];
  readonly stride?: number;
  readonly dilation?: number;
  readonly padding?: Padding;
}

/** The attributes of a window, its padding written out. */
function windowAttributes(
  { kernel, stride = 1, dilation = 1, padding = 'valid' }: WindowOptions,
  shape: Shape,
) {
  const space = shape.slice(2);
  if (space.length !== kernel.length)
    throw new GraphError(`a kernel of ${kernel.length} axes on ${space.length} axes of space`);
  const pads = kernel.map((size, axis) => {
    if (padding === 'valid') return [0, 0] as const;
    if (padding !== 'same') return [padding, padding] as const;
    const length = sizeOf(space[axis]);
    const covered = (Math.ceil(length / stride) - 1) * stride + (size - 1) * dilation + 1;
    const total = Math.max(0, covered - length);
    return [Math.floor(total / 2), Math.ceil(total / 2)] as const;
  });
  const every = (value: number) => kernel.map(() => value);
  return {
    kernel_shape: kernel,
    strides: every(stride),
    ...(dilation === 1 ? {} : { dilations: every(dilation) }),
    pads: [...pads.map(([before]) => before), ...pads.map(([, after]) => after)],
  };
}

export interface PoolOptions {
  /** Size of the window along every axis. */
  readonly size: number;
  /** The window's size unless said otherwise. */
  readonly stride?: number;
  readonly padding?: Padding;
}

/** The largest of each window. */
export function maxPool(options: PoolOptions): Layer {
  return poolOf('MaxPool', options);
}

/** The mean of each window; padding does not count. */
export function averagePool(options: PoolOptions): Layer {
  return poolOf('AveragePool', options);
}

function poolOf(
  op: 'MaxPool' | 'AveragePool',
  { size, stride = size, padding = 'valid' }: PoolOptions,
): Layer {
  return layerOf((builder, input) => {
    const kernel = input.shape.slice(2).map(() => size);
    return builder.emit(op, [input], windowAttributes({ kernel, stride, padding }, input.shape));
  });
}

/** Each element repeated `factor` times along every axis of space: `[batch, channels, …space]`, nearest neighbor. */
export function upsample(factor: number): Layer {
  return layerOf((builder, input) => {
    const scales = input.shape.map((_, axis) => (axis < 2 ? 1 : factor));
    return builder.emit('Resize', [input, undefined, builder.constant(float32([scales.length], scales))], {
      mode: 'nearest',
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    });
  });
}

/** The mean of each channel: `[batch, channels, …space] -> [batch, channels]`. */
export const globalAveragePool: Layer = layerOf((builder, input) => {
  const channels = sizeOf(input.shape[1]);
  return builder.emit('Reshape', [
    builder.emit('GlobalAveragePool', [input]),
    builder.integers(-1, channels),
  ]);
});

/** Everything of a row side by side: `[batch, …] -> [batch, elements]`. */
export const flatten: Layer = layerOf((builder, input) =>
  builder.emit('Reshape', [input, builder.integers(-1, elementCount(input.shape.slice(1)))]),
);

/** `body(x) + shortcut(x)`, the shortcut being x itself unless given (He et al. 2016). */
export function residual(body: Layer, shortcut?: Layer): Layer {
  const layers = shortcut ? [body, shortcut] : [body];
  return {
    parameters: layers.flatMap(({ parameters }) => parameters),
    buffers: layers.flatMap(({ buffers = [] }) => buffers),
    apply: (builder, input, scope) =>
      builder.add(
        body.apply(builder, input, scope),
        shortcut ? shortcut.apply(builder, input, scope) : input,
      ),
  };
}
