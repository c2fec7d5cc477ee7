/** @file Normalizations of each row over its features, as Transformers use them: `[…, size]`. */
import { rmsNormalized } from '../autodiff/attention.ts';
import type { GraphBuilder, Value } from '../builder.ts';
import { float32 } from '../ir.ts';
import type { Layer, Parameter, Scope } from './layer.ts';

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

/** A layer of normalized rows: how to write the normalization, and in which scope to apply the layers that read it. */
export interface Folded {
  readonly value: Value;
  readonly scope: Scope;
}

/**
 * Layer normalization `layer` before the dense layers `readers`, with its gain g and bias b moved into them:
 * (n g + b) W + c = n (g W) + (b W + c). The gradients of g and b then come from the small matrices and not from all rows.
 * In training only; elsewhere the normalization stands as it is.
 */
export function normalizedFor(
  builder: GraphBuilder,
  input: Value,
  scope: Scope,
  {
    layer,
    options,
    readers,
  }: { readonly layer: Layer; readonly options: RowNormOptions; readonly readers: readonly string[] },
): Folded {
  if (!scope.training) return { value: layer.apply(builder, input, scope), scope };
  const { name, size, epsilon = 1e-5 } = options;
  const [gain, bias] = [scope.parameter(`${name}.gain`), scope.parameter(`${name}.bias`)];
  const ones = builder.constant(float32([size], new Float32Array(size).fill(1)));
  const value = builder.emit('LayerNormalization', [input, ones], { axis: -1, epsilon });
  const parameter = (of: string): Value => {
    const own = scope.parameter(of);
    const reader = readers.find((name) => of.startsWith(`${name}.`));
    if (reader === undefined) return own;
    if (of.endsWith('.weight')) return builder.mul(own, builder.reshape(gain, size, 1));
    const moved = [builder.reshape(bias, 1, size), scope.parameter(`${reader}.weight`), own];
    return builder.reshape(builder.emit('Gemm', moved), ...own.shape);
  };
  return { value, scope: { ...scope, parameter } };
}
