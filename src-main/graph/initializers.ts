/** @file How parameters start. */
import { float32, type Tensor } from './ir.ts';
import type { Random } from './random.ts';

export type Initializer =
  | { readonly kind: 'zeros' }
  /** Uniform in (-limit, limit). */
  | { readonly kind: 'uniform'; readonly limit: number }
  /** `blocks` square orthogonal matrices `[size, size]` stacked by rows (Saxe et al. 2014). */
  | { readonly kind: 'orthogonal'; readonly size: number; readonly blocks: number }
  /** `value` from element `start` to `end - 1`, zero elsewhere. */
  | { readonly kind: 'band'; readonly value: number; readonly start: number; readonly end: number };

/** Uniform with limit sqrt(6 / (fanIn + fanOut)) (Glorot & Bengio 2010, equation 16). */
export function glorotUniform(fanIn: number, fanOut: number): Initializer {
  return { kind: 'uniform', limit: Math.sqrt(6 / (fanIn + fanOut)) };
}

/** A fresh tensor; the numbers it draws depend on the state of `random` alone. */
export function initialize(shape: readonly number[], initializer: Initializer, random: Random): Tensor {
  const data = new Float32Array(shape.reduce((product, size) => product * size, 1));
  switch (initializer.kind) {
    case 'zeros':
      break;
    case 'uniform':
      for (const index of data.keys()) data[index] = (2 * random.uniform() - 1) * initializer.limit;
      break;
    case 'orthogonal': {
      const { size, blocks } = initializer;
      for (let block = 0; block < blocks; block++) data.set(orthogonal(size, random), block * size * size);
      break;
    }
    case 'band':
      data.fill(initializer.value, initializer.start, initializer.end);
      break;
  }
  return float32(shape, data);
}

/** Rows of normal numbers made orthonormal one after the other (modified Gram-Schmidt, in double precision). */
function orthogonal(size: number, random: Random): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const current = matrix.subarray(row * size, (row + 1) * size);
    for (const index of current.keys()) current[index] = random.normal();
    for (let earlier = 0; earlier < row; earlier++) {
      const other = matrix.subarray(earlier * size, (earlier + 1) * size);
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
