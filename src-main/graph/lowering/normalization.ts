/** @file Batch normalization of blocked images, with the sum and the max(·, 0) that often follow it. */
import { inverseDeviation } from '../autodiff/normalization.ts';
import type { Value } from '../builder.ts';
import { sizeOf } from '../ir.ts';
import { channelProducts, channelSums } from './blocked.ts';
import { image, stepOf, type Blocks } from './image.ts';

export interface BlockedNormalization {
  /** Blocked. */
  readonly x: Value;
  readonly scale: Value;
  readonly bias: Value;
  readonly epsilon: number;
  /** Added to the result; blocked. */
  readonly residual: Value | undefined;
  /** Whether max(·, 0) follows. */
  readonly relu: boolean;
}

export interface Statistics {
  readonly mean: Value;
  readonly variance: Value;
}

interface Affine {
  /** Factor and offset of each channel. */
  readonly factor: Value;
  readonly offset: Value;
  readonly sum?: Value | undefined;
  readonly relu?: boolean;
}

/** `x factor + offset + sum`, channel by channel, in one pass: a depthwise 1 x 1 convolution. */
function affine({ builder }: Blocks, x: Value, { factor, offset, sum, relu }: Affine): Value {
  const channels = sizeOf(x.shape[1]);
  const filter = builder.reshape(factor, channels, 1, 1, 1);
  return builder.emit('com.microsoft.nchwc.Conv', [x, filter, offset, ...(sum ? [sum] : [])], {
    group: channels,
    kernel_shape: [1, 1],
    ...(relu ? { activation: 'Relu' } : {}),
  });
}

/** By running statistics; nothing learns here. */
export function normalizeBy(
  blocks: Blocks,
  { x, scale, bias, epsilon, residual, relu }: BlockedNormalization,
  { mean, variance }: Statistics,
): Value {
  const { builder } = blocks;
  const factor = builder.mul(scale, inverseDeviation(builder, variance, epsilon));
  const offset = builder.sub(bias, builder.mul(mean, factor));
  return affine(blocks, x, { factor, offset, sum: residual, relu });
}

/** By the batch's statistics, in two passes; the formulas stand in `autodiff/normalization.ts`. */
export function normalize(blocks: Blocks, given: BlockedNormalization): Statistics & { readonly y: Value } {
  const { builder } = blocks;
  const { x, scale, bias, epsilon, residual, relu } = given;
  const { batch, channels, places } = image(x);
  const share = builder.scalar(1 / (batch * places));
  const made: Partial<Record<'y' | 'mean' | 'variance' | 'centred' | 'inverse' | 'factor', Value>> = {};
  const y = builder.withGradient(
    [x, scale, bias, ...(residual ? [residual] : [])],
    () => {
      const ones = builder.full([channels], 1);
      made.mean = builder.mul(channelSums(blocks, x), share);
      made.centred = affine(blocks, x, { factor: ones, offset: builder.emit('Neg', [made.mean]) });
      made.variance = builder.mul(channelProducts(blocks, made.centred, made.centred), share);
      made.inverse = inverseDeviation(builder, made.variance, epsilon);
      made.factor = builder.mul(scale, made.inverse);
      made.y = affine(blocks, made.centred, { factor: made.factor, offset: bias, sum: residual, relu });
      return made.y;
    },
    (upstream) => {
      const { centred, inverse, factor } = made as Required<typeof made>;
      const dy = relu ? builder.mul(upstream, stepOf(builder, made.y!)) : upstream;
      const dBias = channelSums(blocks, dy);
      const dScale = builder.mul(channelProducts(blocks, dy, centred), inverse);
      const down = builder.emit('Neg', [builder.mul(factor, share)]);
      const slope = builder.mul(builder.mul(dScale, inverse), down);
      const line = affine(blocks, centred, { factor: slope, offset: builder.mul(dBias, down) });
      const zeros = builder.full([channels], 0);
      const dx = affine(blocks, dy, { factor, offset: zeros, sum: line });
      return [dx, dScale, dBias, ...(residual ? [dy] : [])];
    },
  );
  return { y, mean: made.mean!, variance: made.variance! };
}
