import { describe, expect, it } from 'vitest';
import {
  binaryEntropy,
  candidatesOf,
  uncertaintyOf,
  uncertaintyOfPixels,
  uncertaintyOfTokens,
  type Evidence,
} from './uncertainty.ts';

const HALF = Math.LN2;
const all = (): boolean => true;
const evidence = (of: 'labels' | 'boxes', ...given: readonly [label: string, p: number][]): Evidence => ({
  of,
  candidates: candidatesOf(given.map(([label, p]) => ({ label, p }))),
});

it('several labels are as unsure as the one closest to one half, and their entropies add up', () => {
  const sure = uncertaintyOf(evidence('labels', ['a', 0.01], ['b', 0.98]), all)!;
  const unsure = uncertaintyOf(evidence('labels', ['a', 0.01], ['b', 0.45]), all)!;
  expect(sure.leastConfident).toBeCloseTo(0.02, 12);
  expect(unsure).toMatchObject({ leastConfident: 0.45, least: { first: 'b', p: 0.45 } });
  expect(unsure.entropy).toBeCloseTo(binaryEntropy(0.01) + binaryEntropy(0.45), 12);
  expect(binaryEntropy(0.5)).toBeCloseTo(HALF, 12);
  expect([binaryEntropy(0), binaryEntropy(1)]).toEqual([0, 0]);
  // What nobody asks for says nothing.
  const asked = uncertaintyOf(evidence('labels', ['a', 0.01], ['b', 0.45]), (label) => label === 'a')!;
  expect(asked.leastConfident).toBeCloseTo(0.01, 12);
  expect(uncertaintyOf(evidence('labels'), all)).toBeNull();
});

describe('boxes', () => {
  it('that were not found because their score is low count, so that nothing found is not sure', () => {
    const nothing = uncertaintyOf(evidence('boxes', ['car', 0.28], ['car', 0.05]), all)!;
    const found = uncertaintyOf(evidence('boxes', ['car', 0.95]), all)!;
    expect(nothing).toMatchObject({ leastConfident: 0.28, least: { first: 'car', p: 0.28 } });
    expect(nothing.entropy).toBeCloseTo(binaryEntropy(0.28) + binaryEntropy(0.05), 12);
    expect(nothing.leastConfident).toBeGreaterThan(found.leastConfident);
  });

  it('of which a detector says none at all count as one that just missed being answered', () => {
    const silent = uncertaintyOf(evidence('boxes'), all)!;
    expect(silent).toMatchObject({ leastConfident: 0.3, least: null });
    expect(uncertaintyOf(evidence('boxes', ['car', 0.5]), all)!.leastConfident).toBeGreaterThan(0.3);
    expect(uncertaintyOf(evidence('boxes', ['car', 0.99]), all)!.leastConfident).toBeLessThan(0.3);
  });
});

describe('tokens', () => {
  const tagNames = ['O', 'B-PER', 'I-PER'];
  const of = (rows: readonly (readonly number[])[], tags: readonly number[]) =>
    uncertaintyOfTokens({
      scores: rows.flat().map(Math.log),
      tags,
      tagNames,
      tokens: rows.map((_, i) => `t${i}`),
    });

  it('are as unsure as the least sure of them, also one outside of all spans', () => {
    const rows = [
      [0.9, 0.05, 0.05],
      [0.5, 0.4, 0.1],
      [0.1, 0.8, 0.1],
    ];
    const unsure = of(rows, [0, 0, 1])!;
    expect(unsure.least).toMatchObject({ part: 't1', first: 'O', second: 'B-PER' });
    expect(unsure.leastConfident).toBeCloseTo(0.5, 12);
    expect(unsure.margin).toBeCloseTo(0.9, 12);
    const entropies = rows.map((row) => -row.reduce((sum, p) => sum + p * Math.log(p), 0));
    expect(unsure.entropy).toBeCloseTo(entropies.reduce((a, b) => a + b) / 3, 12);
  });

  it('do not count more where there are more of them', () => {
    const row = [0.9, 0.06, 0.04];
    const [short, long] = [of([row], [0])!, of(Array<number[]>(50).fill(row), Array<number>(50).fill(0))!];
    expect(long.leastConfident).toBeCloseTo(short.leastConfident, 12);
    expect(long.margin).toBeCloseTo(short.margin!, 12);
    expect(long.entropy).toBeCloseTo(short.entropy, 12);
  });

  it('of which the way through is not the likeliest tag are told by the tag that was taken', () => {
    expect(of([[0.3, 0.2, 0.5]], [0])!.least).toMatchObject({ first: 'O', second: 'I-PER' });
    expect(of([], [])).toBeNull();
  });
});

it('pixels count by their mean, background among them', () => {
  const even = uncertaintyOfPixels([0.5, 0.5, 0.5, 0.5], 2);
  expect(even).toMatchObject({ leastConfident: 0.5, least: null });
  expect(even.entropy).toBeCloseTo(HALF, 12);
  expect(uncertaintyOfPixels([1, 0, 0.5, 0.5], 2).leastConfident).toBe(0.25);
});
