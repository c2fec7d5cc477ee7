/** @file Normalizations over batches, instances and groups of channels: `[batch, channels, …space]`. */
import { elementCount } from '../ir.ts';
import { type Layer, type Parameter } from './layer.ts';

export interface BatchNormOptions {
  readonly name: string;
  readonly channels: number;
  /** What remains of the running statistics after a step; 0.9 unless said otherwise (PyTorch counts what is new, 0.1). */
  readonly momentum?: number;
  /** Added to the variance; 1e-5 unless said otherwise. */
  readonly epsilon?: number;
}

/** One number a channel, all `value`. */
function perChannel(name: string, channels: number, value: 0 | 1): Parameter {
  const initializer =
    value === 0 ? ({ kind: 'zeros' } as const) : ({ kind: 'band', value, start: 0, end: channels } as const);
  return { name, shape: [channels], initializer };
}

/**
 * Batch normalization (Ioffe & Szegedy 2015): by the batch's own statistics in training, by running ones afterwards.
 * The running variance is the unbiased one, as in PyTorch.
 */
export function batchNorm({ name, channels, momentum = 0.9, epsilon = 1e-5 }: BatchNormOptions): Layer {
  const names = {
    scale: `${name}.scale`,
    bias: `${name}.bias`,
    mean: `${name}.mean`,
    variance: `${name}.variance`,
  };
  return {
    parameters: [perChannel(names.scale, channels, 1), perChannel(names.bias, channels, 0)],
    buffers: [perChannel(names.mean, channels, 0), perChannel(names.variance, channels, 1)],
    apply(builder, input, scope) {
      const [mean, variance] = [scope.parameter(names.mean), scope.parameter(names.variance)];
      const inputs = [input, scope.parameter(names.scale), scope.parameter(names.bias), mean, variance];
      if (!scope.training) return builder.emit('BatchNormalization', inputs, { epsilon });
      const attributes = { epsilon, momentum: 0, training_mode: 1 };
      const [output, batchMean, batchVariance] = builder.emitAll('BatchNormalization', inputs, attributes, 3);
      const count = elementCount(input.shape) / channels;
      const blend = (running: typeof mean, current: typeof mean | undefined, factor: number) =>
        builder.add(
          builder.mul(running, builder.scalar(momentum)),
          builder.mul(current!, builder.scalar((1 - momentum) * factor)),
        );
      scope.update(names.mean, blend(mean, batchMean, 1));
      scope.update(names.variance, blend(variance, batchVariance, count / Math.max(1, count - 1)));
      return output!;
    },
  };
}

export interface NormOptions {
  readonly name: string;
  readonly channels: number;
  /** Added to the variance; 1e-5 unless said otherwise. */
  readonly epsilon?: number;
}

/** Group normalization (Wu & He 2018): the statistics of each row over groups of channels. */
export function groupNorm({
  name,
  channels,
  groups,
  epsilon = 1e-5,
}: NormOptions & { readonly groups: number }): Layer {
  return byRow(name, channels, (builder, inputs) =>
    builder.emit('GroupNormalization', inputs, { epsilon, num_groups: groups }),
  );
}

/** Instance normalization (Ulyanov et al. 2016): the statistics of each channel of each row. */
export function instanceNorm({ name, channels, epsilon = 1e-5 }: NormOptions): Layer {
  return byRow(name, channels, (builder, inputs) =>
    builder.emit('InstanceNormalization', inputs, { epsilon }),
  );
}

type Emit = (
  builder: Parameters<Layer['apply']>[0],
  inputs: readonly Parameters<Layer['apply']>[1][],
) => ReturnType<Layer['apply']>;

function byRow(name: string, channels: number, emit: Emit): Layer {
  const names = { scale: `${name}.scale`, bias: `${name}.bias` };
  return {
    parameters: [perChannel(names.scale, channels, 1), perChannel(names.bias, channels, 0)],
    apply: (builder, input, scope) =>
      emit(builder, [input, scope.parameter(names.scale), scope.parameter(names.bias)]),
  };
}
