import { expect, it } from 'vitest';
import { lookUp, pertTable } from './pert-quantiles.ts';
import { Random } from './random.ts';

/** ln Gamma (Lanczos 1964, g = 7), which owes nothing to the tables. */
function logGamma(x: number): number {
  const g = [
    0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
    12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
  ];
  const at = x - 1;
  const sum = g.slice(1).reduce((total, one, n) => total + one / (at + n + 1), g[0]!);
  const t = at + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (at + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The regularized incomplete beta function by its power series (Abramowitz & Stegun 26.5.4), on the side where it is short. */
function betaBelow(x: number, a: number, b: number): number {
  if (x > 0.5) return 1 - betaBelow(1 - x, b, a);
  let [sum, factor] = [0, 1];
  for (let n = 0; n < 120; n++) {
    sum += factor / (a + n);
    factor *= ((1 - b + n) / (n + 1)) * x;
  }
  return x ** a * sum * Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b));
}

/** By halving: exact to the last digits, where F is not flat. */
function exactQuantile(u: number, a: number, b: number): number {
  let [low, high] = [0, 1];
  for (let turn = 0; turn < 60; turn++) {
    const middle = (low + high) / 2;
    if (betaBelow(middle, a, b) < u) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The word of a probability: 31 bits of the smaller tail, and the side. */
const wordOf = (tail: number, upper: boolean) =>
  (Math.floor(tail * 2 ** 32) & 0x7fffffff) | (upper ? 1 << 31 : 0);

const WEIGHTS = [0, 0.003, 0.0078125, 0.05, 0.1, 0.24, 0.25, 0.33, 0.5, 0.61, 0.75, 0.9, 0.99, 1];
const TAILS = [
  1e-8, 1e-6, 3e-5, 0.001, 0.004, 0.01, 0.0333, 0.07, 0.126, 0.2, 0.2511, 0.313, 0.38, 0.44, 0.4999,
];

it.each(WEIGHTS)('the quantiles of PERT are off by less than 1e-4 of the width, w = %d', (w) => {
  const table = pertTable(0, w, 1);
  const [a, b] = [1 + 4 * w, 5 - 4 * w];
  for (const tail of TAILS)
    for (const upper of [false, true]) {
      const word = wordOf(tail, upper);
      const read = new Float64Array(1);
      lookUp(table, Int32Array.of(word), read, 1);
      const half = ((word & 0x7fffffff) | 1) / 2 ** 32;
      const exact = upper ? 1 - exactQuantile(half, b, a) : exactQuantile(half, a, b);
      expect(Math.abs(read[0]! - exact), `U ${tail} ${upper}`).toBeLessThan(1e-4);
    }
});

it('a table goes up all the way, stays within the three points, and meets itself at the median', () => {
  for (const w of WEIGHTS) {
    const table = pertTable(60, w, 480);
    const side = table.length / 2;
    expect(table[0]).toBeGreaterThanOrEqual(60);
    expect(table[side]).toBeLessThanOrEqual(480);
    for (let at = 1; at < side; at++) {
      expect(table[at]!).toBeGreaterThan(table[at - 1]!);
      expect(table[side + at]!).toBeLessThanOrEqual(table[side + at - 1]!);
    }
    // Integrated from either tail.
    expect(Math.abs(table[side - 1]! - table[2 * side - 1]!)).toBeLessThan(420e-6);
  }
});

it('words are those that uniform numbers are made of', () => {
  const words = new Int32Array(1000);
  new Random(5, 'words').fillWords(words, 400);
  const random = new Random(5, 'words');
  random.fillWords(words.subarray(400), 600);
  const other = new Random(5, 'words');
  const uniform = Array.from({ length: 400 }, () => other.uniform());
  expect([...words.subarray(0, 400)].map((word) => ((word >>> 0) + 0.5) / 2 ** 32)).toEqual(uniform);
  expect(words.subarray(400, 800)).toEqual(words.subarray(0, 400));
});
