/** @file Normalizations of each row over its features, as Transformers use them: `[…, size]`. */
import { rmsNormalized } from '../autodiff/attention.ts';
import type { Layer, Parameter } from './layer.ts';

export interface RowNormOptions {
  readonly name: string;
  /** Features of a row. */
  readonly size: number;
  /** Added to the variance (or the mean square); 1e-5 unless said otherwise. */
  readonly epsilon?: number;
}

/** Layer normalization (Ba et al. 2016): each row with mean 0 and variance 1, then a learned gain and bias. */
export function layerNorm({ name, size, epsilon = 1e-5 }: RowNormOptions): Layer {
  const names = { gain: `${name}.gain`, bias: `${name}.bias` };
  return {
    parameters: [
      gainOf(names.gain, size),
      { name: names.bias, shape: [size], initializer: { kind: 'zeros' } },
    ],
    apply: (builder, input, scope) =>
      builder.emit('LayerNormalization', [input, scope.parameter(names.gain), scope.parameter(names.bias)], {
        axis: -1,
        epsilon,
      }),
  };
}

/** Root mean square normalization (Zhang & Sennrich 2019): each row with mean square 1, then a learned gain. */
export function rmsNorm({ name, size, epsilon = 1e-5 }: RowNormOptions): Layer {
  const gain = `${name}.gain`;
  return {
    parameters: [gainOf(gain, size)],
    apply(builder, x, scope) {
      const inputs = { x, gain: scope.parameter(gain), axis: -1, epsilon };
      // The operator is younger than the set that graphs are written in; the tape writes its training form instead.
      if (!scope.training) return rmsNormalized(builder, inputs).y;
      return builder.emit('RMSNormalization', [x, inputs.gain], { axis: -1, epsilon });
    },
  };
}

function gainOf(name: string, size: number): Parameter {
  return { name, shape: [size], initializer: { kind: 'band', value: 1, start: 0, end: size } };
}
