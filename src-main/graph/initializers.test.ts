import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Random,
  fansOf,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  initialize,
  lecunNormal,
  lecunUniform,
  orthogonal,
  type Initializer,
} from './index.ts';

const shape = [200, 300];
const draw = (initializer: Initializer, dims: readonly number[] = shape, seed = 1) =>
  initialize(dims, initializer, new Random(seed)).data as Float32Array;

function statistics(data: Float32Array) {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const central = (power: number) =>
    data.reduce((sum, value) => sum + (value - mean) ** power, 0) / data.length;
  const variance = central(2);
  return {
    mean,
    variance,
    kurtosis: central(4) / variance ** 2,
    most: data.reduce((a, b) => Math.max(a, Math.abs(b)), 0),
  };
}

const [fanIn, fanOut] = [200, 300];
const uniformKurtosis = 1.8;
const normalKurtosis = 3;
/** Variance 1 - 2aφ(a)/Z and fourth moment 3 - 2(a³ + 3a)φ(a)/Z of the standard normal within ±a = ±2, Z its share there. */
const truncated = { variance: 0.77374, kurtosis: 1.41623 / 0.77374 ** 2 };

/** Each initializer with its variance, its kurtosis and the largest magnitude it can have. */
const expected: Readonly<Record<string, readonly [Initializer, number, number, number]>> = {
  'Glorot uniform': [glorotUniform(fanIn, fanOut), 2 / 500, uniformKurtosis, Math.sqrt(6 / 500)],
  'Glorot normal': [glorotNormal(fanIn, fanOut), 2 / 500, normalKurtosis, Infinity],
  'He uniform': [heUniform(fanIn), 2 / 200, uniformKurtosis, Math.sqrt(6 / 200)],
  'He normal': [heNormal(fanIn), 2 / 200, normalKurtosis, Infinity],
  'LeCun uniform': [lecunUniform(fanIn), 1 / 200, uniformKurtosis, Math.sqrt(3 / 200)],
  'LeCun normal': [lecunNormal(fanIn), 1 / 200, normalKurtosis, Infinity],
  uniform: [{ kind: 'uniform', limit: 0.3 }, 0.09 / 3, uniformKurtosis, 0.3],
  normal: [{ kind: 'normal', deviation: 0.02 }, 0.0004, normalKurtosis, Infinity],
  'truncated normal': [
    { kind: 'truncatedNormal', deviation: 0.5 },
    0.25 * truncated.variance,
    truncated.kurtosis,
    1,
  ],
};

describe('initializers', () => {
  it.each(Object.entries(expected))('%s has its mean, variance, form and bounds', (_, row) => {
    const [initializer, variance, kurtosis, most] = row;
    const data = draw(initializer);
    const seen = statistics(data);
    // Five standard errors: of a mean, and of a variance, whose variance is (kurtosis - 1) σ⁴ / n.
    expect(Math.abs(seen.mean)).toBeLessThan(5 * Math.sqrt(variance / data.length));
    expect(Math.abs(seen.variance / variance - 1)).toBeLessThan(5 * Math.sqrt((kurtosis - 1) / data.length));
    expect(Math.abs(seen.kurtosis - kurtosis)).toBeLessThan(0.1);
    expect(seen.most).toBeLessThanOrEqual(Math.fround(most));
  });

  it('draw the same for a seed and else something else', () => {
    for (const [initializer] of Object.values(expected)) {
      expect(draw(initializer, [9])).toEqual(draw(initializer, [9]));
      expect(draw(initializer, [9], 2)).not.toEqual(draw(initializer, [9]));
    }
  });

  it('make orthonormal rows or columns, whichever are fewer, of any rectangle', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), fc.nat(1000));
    fc.assert(
      fc.property(sizes, ([rows, columns, seed]) => {
        const data = draw(orthogonal(rows, columns, 2), [rows, columns], seed);
        const [count, length] = rows <= columns ? [rows, columns] : [columns, rows];
        const at = (vector: number, place: number) =>
          (rows <= columns ? data[vector * columns + place] : data[place * columns + vector]) ?? Number.NaN;
        for (let a = 0; a < count; a++)
          for (let b = 0; b < count; b++) {
            let product = 0;
            for (let place = 0; place < length; place++) product += at(a, place) * at(b, place);
            expect(Math.abs(product - (a === b ? 4 : 0))).toBeLessThan(1e-5);
          }
      }),
      { seed: 1, numRuns: 40 },
    );
  });

  it('stack orthogonal squares as recurrent weights want them', () => {
    const data = draw({ kind: 'orthogonal', size: 3, blocks: 2 }, [1, 6, 3]);
    for (const block of [data.subarray(0, 9), data.subarray(9)])
      for (const row of [0, 1, 2])
        expect(Math.hypot(...block.subarray(3 * row, 3 * row + 3))).toBeCloseTo(1, 6);
    expect(data.subarray(0, 9)).not.toEqual(data.subarray(9));
  });

  it('fill with what is given', () => {
    expect([...draw({ kind: 'constant', value: 0.5 }, [3])]).toEqual([0.5, 0.5, 0.5]);
    expect([...draw({ kind: 'identity' }, [2, 3])]).toEqual([1, 0, 0, 0, 1, 0]);
    expect([...draw({ kind: 'band', value: 1, start: 1, end: 3 }, [4])]).toEqual([0, 1, 1, 0]);
    expect([...draw({ kind: 'zeros' }, [2])]).toEqual([0, 0]);
  });

  it('know the fans of dense and convolution weights', () => {
    expect(fansOf([784, 256])).toEqual({ fanIn: 784, fanOut: 256 });
    expect(fansOf([32, 3, 5, 5])).toEqual({ fanIn: 75, fanOut: 800 });
    expect(fansOf([8, 1, 3], 8)).toEqual({ fanIn: 3, fanOut: 3 });
    expect(() => fansOf([5])).toThrow('a weight [5] has no fans: it needs two axes');
  });

  it('say what does not fit', () => {
    expect(() => draw({ kind: 'identity' }, [4])).toThrow('an identity is a matrix, not [4]');
    expect(() => draw(orthogonal(2, 3), [2, 4])).toThrow('1 orthogonal [2,3] do not make up 8 numbers');
  });
});
