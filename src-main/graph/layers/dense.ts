/** @file Fully connected layers. */
import type { GraphBuilder, Value } from '../builder.ts';
import { glorotUniform, type Initializer } from '../initializers.ts';
import { sizeOf, type Shape } from '../ir.ts';
import type { Layer } from './layer.ts';

export interface DenseOptions {
  readonly name: string;
  readonly input: number;
  readonly output: number;
  /** How the weight starts; Glorot-uniform unless said otherwise. */
  readonly initializer?: Initializer;
  /** Whether a bias is added; true unless said otherwise. */
  readonly bias?: boolean;
}

/** `x W + b` over the last axis: `[…, input] -> […, output]`. W starts Glorot-uniform, b at zero. */
export function dense({ name, input, output, initializer, bias = true }: DenseOptions): Layer {
  const names = { weight: `${name}.weight`, bias: `${name}.bias` };
  const start = initializer ?? glorotUniform(input, output);
  const weight = { name: names.weight, shape: [input, output], initializer: start };
  const offset = { name: names.bias, shape: [output], initializer: { kind: 'zeros' } } as const;
  return {
    parameters: bias ? [weight, offset] : [weight],
    apply(builder, value, scope) {
      const matrix = scope.parameter(names.weight);
      const added = bias ? scope.parameter(names.bias) : undefined;
      const leading = value.shape.slice(0, -1);
      if (leading.filter((size) => typeof size !== 'number').length > 1) {
        const product = builder.emit('MatMul', [value, matrix]);
        return added ? builder.add(product, added) : product;
      }
      if (leading.length === 1) return rowsTimes(builder, value, [matrix, added]);
      const rows = builder.emit('Reshape', [value, builder.integers(-1, input)]);
      const product = rowsTimes(builder, rows, [matrix, added]);
      return builder.emit('Reshape', [product, builder.integers(...flexible(leading), output)]);
    },
  };
}

/** From this many results on, ONNX Runtime adds the bias faster after the product than Gemm spreads it before. */
const largeProduct = 2 ** 17;

/** `x W + b`, `[rows, input] -> [rows, output]`. A Reshape keeps ONNX Runtime from making a Gemm of product and sum. */
function rowsTimes(
  builder: GraphBuilder,
  rows: Value,
  [weight, bias]: readonly [Value, Value | undefined],
): Value {
  const count = rows.shape[0];
  const output = sizeOf(weight.shape[1]);
  if (!bias || typeof count !== 'number' || count * output < largeProduct)
    return builder.emit('Gemm', bias ? [rows, weight, bias] : [rows, weight]);
  const product = builder.reshape(builder.emit('MatMul', [rows, weight]), 1, count, output);
  return builder.reshape(builder.add(product, bias), count, output);
}

/** Sizes for Reshape: known ones as they are, at most one unknown as -1 (the element count gives it). */
function flexible(sizes: Shape): readonly number[] {
  return sizes.map((size) => (typeof size === 'number' ? size : -1));
}
