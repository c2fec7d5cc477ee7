/** @file Operators that make values: constants, shapes, ranges, random numbers. */
import { unary, type Signature } from './signature.ts';

const source = { inputs: [0, 0], outputs: [1, 1] } as const;

export const creation = {
  Constant: {
    ...source,
    attributes: {
      value: 'tensor',
      value_float: 'float',
      value_floats: 'floats',
      value_int: 'int',
      value_ints: 'ints',
      value_string: 'string',
      value_strings: 'strings',
    },
  },
  ConstantOfShape: { ...unary, attributes: { value: 'tensor' } },
  EyeLike: { ...unary, attributes: { dtype: 'int', k: 'int' } },
  Range: { inputs: [3, 3], outputs: [1, 1], attributes: {} },
  Shape: { ...unary, attributes: { start: 'int', end: 'int' } },
  Size: unary,
  RandomNormal: {
    ...source,
    attributes: { dtype: 'int', mean: 'float', scale: 'float', seed: 'float', shape: 'ints' },
  },
  RandomNormalLike: {
    ...unary,
    attributes: { dtype: 'int', mean: 'float', scale: 'float', seed: 'float' },
  },
  RandomUniform: {
    ...source,
    attributes: { dtype: 'int', high: 'float', low: 'float', seed: 'float', shape: 'ints' },
  },
  RandomUniformLike: {
    ...unary,
    attributes: { dtype: 'int', high: 'float', low: 'float', seed: 'float' },
  },
  Multinomial: { ...unary, attributes: { dtype: 'int', sample_size: 'int', seed: 'float' } },
  Bernoulli: { ...unary, attributes: { dtype: 'int', seed: 'float' } },
} as const satisfies Readonly<Record<string, Signature>>;
