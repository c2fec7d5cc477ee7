/** The functional ANOVA against functions whose shares are known. */
import { describe, expect, it } from 'vitest';
import { Random } from '../../planning/engine/forecast/random.ts';
import { anovaOf } from './anova.ts';
import { grow } from './forest.ts';
import { importance } from './importance.ts';

const number = { kind: 'number' } as const;

/** f = x + 2y + xy on the unit square: V(x) = 1.5²/12, V(y) = 2.5²/12, V(xy) = 1/144. */
const known = ([x, y]: readonly number[]): number => x! + 2 * y! + x! * y!;
const [VX, VY, VXY] = [1.5 ** 2 / 12, 2.5 ** 2 / 12, 1 / 144];
const TOTAL = VX + VY + VXY;

it('a tree on the cells of a grid has exactly the shares of the step function', () => {
  const side = 16;
  const cells = Array.from({ length: side * side }, (_, at) => [
    ((at % side) + 0.5) / side,
    (Math.floor(at / side) + 0.5) / side,
  ]);
  const rows = { features: [number, number], inputs: cells, values: cells.map(known) };
  const anova = anovaOf(grow(rows, [...cells.keys()]), rows.features);
  // Midpoints of equal steps: each factor's variance is (1 - 1/n²) / 12 instead of 1/12.
  const step = 1 - 1 / side ** 2;
  expect(anova.alone[0]).toBeCloseTo(VX * step, 12);
  expect(anova.alone[1]).toBeCloseTo(VY * step, 12);
  expect(anova.together(0, 1)).toBeCloseTo(VXY * step ** 2, 12);
  expect(anova.variance).toBeCloseTo(VX * step + VY * step + VXY * step ** 2, 12);
});

it('a choice has the variance of the means of its options', () => {
  const inputs = [0, 1, 2].flatMap((option) => [0.25, 0.75].map((x) => [option, x]));
  const gains = [5, 1, 3];
  const values = inputs.map(([option, x]) => gains[option!]! + x!);
  const features = [{ kind: 'choice', options: 3 } as const, number];
  const anova = anovaOf(grow({ features, inputs, values }, [...inputs.keys()]), features);
  expect(anova.alone[0]).toBeCloseTo(8 / 3, 12);
  expect(anova.alone[1]).toBeCloseTo(1 / 16, 12);
  expect(anova.together(0, 1)).toBeCloseTo(0, 12);
});

describe('a forest', () => {
  const random = new Random(3);
  const inputs = Array.from({ length: 250 }, () => [random.uniform(), random.uniform(), random.uniform()]);
  const features = [number, number, number];

  it('finds the shares of a known function on random points', () => {
    const result = importance({ features, inputs, values: inputs.map(known) }, { trees: 16, pairs: true });
    if (!result.applies) throw new Error(result.reason);
    expect(Math.abs(result.alone[0]!.share - VX / TOTAL)).toBeLessThan(0.04);
    expect(Math.abs(result.alone[1]!.share - VY / TOTAL)).toBeLessThan(0.04);
    expect(result.alone[2]!.share).toBeLessThan(0.01);
    expect(result.pairs[0]!.features).toEqual([0, 1]);
    expect(Math.abs(result.pairs[0]!.share - VXY / TOTAL)).toBeLessThan(0.03);
    expect(importance({ features, inputs, values: inputs.map(known) }, { trees: 16, pairs: true })).toEqual(
      result,
    );
  });

  it('says when it does not apply', () => {
    expect(importance({ features, inputs, values: inputs.map(() => 1) })).toMatchObject({
      reason: 'allEqual',
    });
    expect(importance({ features, inputs: inputs.slice(0, 4), values: [1, 2, 3, 4] })).toMatchObject({
      reason: 'tooFewValues',
      have: 4,
    });
    expect(importance({ features, inputs, values: inputs.map(() => NaN) })).toMatchObject({
      reason: 'notFinite',
    });
  });
});
