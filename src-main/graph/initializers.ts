/** @file How parameters start. */
import { GraphError, float32, type Tensor } from './ir.ts';
import type { Random } from './random.ts';

export type Initializer =
  | { readonly kind: 'zeros' }
  | { readonly kind: 'constant'; readonly value: number }
  /** Uniform in (-limit, limit). */
  | { readonly kind: 'uniform'; readonly limit: number }
  | { readonly kind: 'normal'; readonly deviation: number }
  /** Normal numbers within two deviations of zero; others are drawn again. `deviation` is that before the cut. */
  | { readonly kind: 'truncatedNormal'; readonly deviation: number }
  /**
   * `blocks` orthogonal matrices stacked by rows (Saxe et al. 2014), times `gain`. A block is `[size, size]`, or
   * `[size, columns]` with orthonormal rows or columns, whichever are fewer.
   */
  | {
      readonly kind: 'orthogonal';
      readonly size: number;
      readonly blocks: number;
      readonly columns?: number;
      readonly gain?: number;
    }
  /** Ones where row and column agree: `[rows, columns]`. */
  | { readonly kind: 'identity' }
  /** `value` from element `start` to `end - 1` of every `period` elements (of all unless said), zero elsewhere. */
  | {
      readonly kind: 'band';
      readonly value: number;
      readonly start: number;
      readonly end: number;
      readonly period?: number;
    };

/** How many numbers each output is made of, and how many outputs each input goes into. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/**
 * Fans of a weight: `[input, output]` of a dense layer, or `[output, input / groups, …kernel]` of a convolution, where
 * each place of the kernel counts. Throws GraphError for fewer than two axes.
 */
export function fansOf(shape: readonly number[], groups = 1): Fans {
  const [first, second, ...kernel] = shape;
  if (first === undefined || second === undefined)
    throw new GraphError(`a weight [${shape.join(',')}] has no fans: it needs two axes`);
  if (kernel.length === 0) return { fanIn: first, fanOut: second };
  const places = kernel.reduce((a, b) => a * b, 1);
  return { fanIn: second * places, fanOut: (first / groups) * places };
}

/** Uniform with limit sqrt(6 / (fanIn + fanOut)) (Glorot & Bengio 2010, equation 16). */
export function glorotUniform(fanIn: number, fanOut: number): Initializer {
  return { kind: 'uniform', limit: Math.sqrt(6 / (fanIn + fanOut)) };
}

/** Normal with variance 2 / (fanIn + fanOut) (Glorot & Bengio 2010, equation 12). */
export function glorotNormal(fanIn: number, fanOut: number): Initializer {
  return { kind: 'normal', deviation: Math.sqrt(2 / (fanIn + fanOut)) };
}

/** Uniform with variance 2 / fanIn, in front of rectified units (He et al. 2015, equation 10). */
export function heUniform(fanIn: number): Initializer {
  return { kind: 'uniform', limit: Math.sqrt(6 / fanIn) };
}

/** Normal with variance 2 / fanIn, in front of rectified units (He et al. 2015, equation 10). */
export function heNormal(fanIn: number): Initializer {
  return { kind: 'normal', deviation: Math.sqrt(2 / fanIn) };
}

/** Uniform with variance 1 / fanIn (LeCun et al. 1998, section 4.6). */
export function lecunUniform(fanIn: number): Initializer {
  return { kind: 'uniform', limit: Math.sqrt(3 / fanIn) };
}

/** Normal with variance 1 / fanIn (LeCun et al. 1998, section 4.6), in front of SELU. */
export function lecunNormal(fanIn: number): Initializer {
  return { kind: 'normal', deviation: Math.sqrt(1 / fanIn) };
}

/** Orthonormal rows or columns, whichever are fewer, times a gain (Saxe et al. 2014): `[rows, columns]`. */
export function orthogonal(rows: number, columns: number, gain = 1): Initializer {
  return { kind: 'orthogonal', size: rows, blocks: 1, columns, gain };
}

/** A fresh tensor; the numbers it draws depend on the state of `random` alone. Throws GraphError where shapes do not fit. */
export function initialize(shape: readonly number[], initializer: Initializer, random: Random): Tensor {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  switch (initializer.kind) {
    case 'zeros':
      break;
    case 'constant':
      data.fill(initializer.value);
      break;
    case 'uniform':
      for (const index of data.keys()) data[index] = (2 * random.uniform() - 1) * initializer.limit;
      break;
    case 'normal':
      for (const index of data.keys()) data[index] = random.normal() * initializer.deviation;
      break;
    case 'truncatedNormal':
      for (const index of data.keys()) data[index] = truncated(random) * initializer.deviation;
      break;
    case 'orthogonal':
      fillOrthogonal(data, initializer, random);
      break;
    case 'identity':
      fillIdentity(data, shape);
      break;
    case 'band': {
      const { value, start, end, period = data.length } = initializer;
      for (let from = 0; from < data.length; from += period) data.fill(value, from + start, from + end);
      break;
    }
  }
  return float32(shape, data);
}

function truncated(random: Random): number {
  for (;;) {
    const value = random.normal();
    if (Math.abs(value) <= 2) return value;
  }
}

function fillIdentity(data: Float32Array, shape: readonly number[]): void {
  const [rows = 0, columns = 0] = shape;
  if (shape.length !== 2) throw new GraphError(`an identity is a matrix, not [${shape.join(',')}]`);
  for (let index = 0; index < Math.min(rows, columns); index++) data[index * columns + index] = 1;
}

type Orthogonal = Extract<Initializer, { kind: 'orthogonal' }>;

function fillOrthogonal(data: Float32Array, initializer: Orthogonal, random: Random): void {
  const { size: rows, blocks, columns = rows, gain = 1 } = initializer;
  if (data.length !== rows * columns * blocks)
    throw new GraphError(`${blocks} orthogonal [${rows},${columns}] do not make up ${data.length} numbers`);
  for (let block = 0; block < blocks; block++) {
    const wide = columns >= rows;
    const matrix = wide ? orthonormalRows(rows, columns, random) : orthonormalRows(columns, rows, random);
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const value = wide ? matrix[row * columns + column] : matrix[column * rows + row];
        data[(block * rows + row) * columns + column] = gain * (value ?? 0);
      }
  }
}

/** Rows of normal numbers made orthonormal one after the other (modified Gram-Schmidt, in double precision). */
function orthonormalRows(rows: number, columns: number, random: Random): Float64Array {
  const matrix = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    const current = matrix.subarray(row * columns, (row + 1) * columns);
    for (const index of current.keys()) current[index] = random.normal();
    for (let earlier = 0; earlier < row; earlier++) {
      const other = matrix.subarray(earlier * columns, (earlier + 1) * columns);
      const projection = dot(current, other);
      for (const index of current.keys()) current[index]! -= projection * (other[index] ?? 0);
    }
    const length = Math.sqrt(dot(current, current));
    for (const index of current.keys()) current[index]! /= length;
  }
  return matrix;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((total, value, index) => total + value * (b[index] ?? 0), 0);
}
