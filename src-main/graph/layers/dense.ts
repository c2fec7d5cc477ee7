/** @file Fully connected layers. */
import { glorotUniform, type Initializer } from '../initializers.ts';
import type { Shape } from '../ir.ts';
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
      const operands = bias
        ? [scope.parameter(names.weight), scope.parameter(names.bias)]
        : [scope.parameter(names.weight)];
      if (value.shape.length === 2) return builder.emit('Gemm', [value, ...operands]);
      const leading = value.shape.slice(0, -1);
      const rows = builder.emit('Reshape', [value, builder.integers(-1, input)]);
      const product = builder.emit('Gemm', [rows, ...operands]);
      return builder.emit('Reshape', [product, builder.integers(...flexible(leading), output)]);
    },
  };
}

/** Sizes for Reshape: known ones as they are, at most one unknown as -1 (the element count gives it). */
function flexible(sizes: Shape): readonly number[] {
  return sizes.map((size) => (typeof size === 'number' ? size : -1));
}
