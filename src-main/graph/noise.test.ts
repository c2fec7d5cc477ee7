import { InferenceSession, Tensor } from '../platform/worker/onnxruntime.ts';
import { describe, expect, it } from 'vitest';
import { GraphBuilder, modelOf, serialize, uniform, verify } from './index.ts';

async function drawer(shape: readonly number[], stream: number, intraOpNumThreads = 1) {
  const builder = new GraphBuilder();
  const seed = builder.input('seed', { elementType: 'int32', shape: [] });
  builder.output('u', uniform(builder, seed, stream, shape));
  const graph = builder.finish('noise');
  verify(graph);
  const session = await InferenceSession.create(serialize(modelOf(graph)), { intraOpNumThreads });
  return async (value: number) => {
    const { u } = await session.run({ seed: new Tensor('int32', Int32Array.of(value), []) });
    expect(u?.dims).toEqual(shape);
    return u?.data as Float32Array;
  };
}

const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Correlation of a with b, whose elements are uniform: near 0 within 1 / sqrt(n) where they are independent. */
function correlation(a: Float32Array, b: Float32Array): number {
  const sum = a.reduce((total, value, index) => total + (value - 0.5) * ((b[index] ?? 0) - 0.5), 0);
  return (12 * sum) / a.length;
}

/** χ² of a table of counts that should be equal, as standard deviations from its mean. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  const statistic = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return (statistic - (counts.length - 1)) / Math.sqrt(2 * (counts.length - 1));
}

describe('noise', () => {
  it('is the documented hash of the position, to the bit', async () => {
    const draw = await drawer([3, 5, 7], 2);
    const stream = (lane: number) => {
      let x = Math.imul(5 + lane, 0x9e3779b9);
      x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
      x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
      return x ^ (x >>> 16);
    };
    for (const seed of [0, 1, -1, 2 ** 31 - 1, -(2 ** 31), 123_456_789]) {
      const [k0, k1] = [Math.imul(seed, 0x85ebca6b) + stream(0), Math.imul(seed, 0xc2b2ae35) + stream(1)];
      const expected = Float32Array.from({ length: 105 }, (_, n) => {
        const a = (Math.imul(n, 0x9e3779b9) + k0) | 0;
        const b = (2 * (Math.imul(n, 0x85ebca6b) + k1) + 1) | 0;
        const x = Math.imul(a, b);
        const z = Math.imul((x + Math.trunc(x / 2 ** 16)) | 0, b);
        return Math.trunc(z / 2 ** 8) / 2 ** 24 + 0.5;
      });
      expect(await draw(seed)).toEqual(expected);
    }
  });

  it('does not depend on the number of threads', async () => {
    const [one, two] = [await drawer([64, 4096], 1, 1), await drawer([64, 4096], 1, 2)];
    expect(await one(7)).toEqual(await two(7));
  });

  it('is uniform: mean, variance, and every sixteenth as often', async () => {
    const draw = await drawer([512, 512], 0);
    for (const seed of [1, 2, 3, -5, 1_000_003]) {
      const values = await draw(seed);
      const count = values.length;
      expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
      expect(Math.abs(mean(values) - 0.5)).toBeLessThan(5 / Math.sqrt(12 * count));
      expect(Math.abs(correlation(values, values) - 1)).toBeLessThan(5 * Math.sqrt(0.8 / count));
      const bins = new Array<number>(256).fill(0);
      for (const value of values) bins[Math.floor(value * 256)]!++;
      expect(Math.abs(chiSquare(bins))).toBeLessThan(5);
    }
  });

  it('shows no correlation with itself at any near or round distance', async () => {
    const values = await (await drawer([512, 1024], 0))(11);
    for (const lag of [1, 2, 3, 4, 7, 8, 16, 32, 64, 100, 128, 256, 512, 1000, 1024, 4096, 65_536]) {
      const count = values.length - lag;
      expect(Math.abs(correlation(values.subarray(0, count), values.subarray(lag)))).toBeLessThan(
        5 / Math.sqrt(count),
      );
      const pairs = new Array<number>(1024).fill(0);
      for (let index = 0; index < count; index++)
        pairs[Math.floor(values[index]! * 32) * 32 + Math.floor(values[index + lag]! * 32)]!++;
      expect(Math.abs(chiSquare(pairs))).toBeLessThan(5);
    }
  });

  it('gives unrelated numbers for other seeds and streams', async () => {
    const [first, second] = [await drawer([512, 256], 0), await drawer([512, 256], 1)];
    const base = await first(42);
    const bound = 5 / Math.sqrt(base.length);
    for (let bit = 0; bit < 32; bit++)
      expect(Math.abs(correlation(base, await first(42 ^ (1 << bit))))).toBeLessThan(bound);
    for (let seed = 43; seed < 75; seed++)
      expect(Math.abs(correlation(base, await first(seed)))).toBeLessThan(bound);
    for (const seed of [41, 42, 43])
      expect(Math.abs(correlation(base, await second(seed)))).toBeLessThan(bound);
  });

  it('gives unrelated numbers in the same place over steps', async () => {
    const draw = await drawer([64], 3);
    const steps: Float32Array[] = [];
    for (let seed = 0; seed < 2048; seed++) steps.push(await draw(seed));
    const bound = 5 / Math.sqrt(steps.length);
    for (let place = 0; place < 64; place += 7) {
      const series = Float32Array.from(steps, (values) => values[place]!);
      expect(Math.abs(mean(series) - 0.5)).toBeLessThan(bound);
      expect(Math.abs(correlation(series.subarray(1), series.subarray(0, -1)))).toBeLessThan(bound);
    }
  });

  it('has no more equal neighbours in a dropout mask than chance makes', async () => {
    const values = await (await drawer([1024, 256], 5))(9);
    const kept = Array.from(values, (value) => Number(value >= 0.1));
    expect(Math.abs(kept.reduce((a, b) => a + b, 0) / kept.length - 0.9)).toBeLessThan(
      5 * Math.sqrt(0.09 / kept.length),
    );
    const both = kept.filter((value, index) => value === 0 && kept[index + 256] === 0).length;
    expect(Math.abs(both / kept.length - 0.01)).toBeLessThan(5 * Math.sqrt(0.0099 / kept.length));
  });
});
