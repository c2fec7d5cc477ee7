import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { allocateSplits } from './splits.ts';

const counts = fc
  .array(fc.integer({ min: 2, max: 5000 }), { minLength: 2, maxLength: 12 })
  .map((sizes) => sizes.map((count, i) => ({ label: `class ${i}`, count })));
const share = fc.double({ min: 0.01, max: 0.45, noNaN: true });

describe('stratified shares', () => {
  test('give every sample to one split, leave each class something to train on, and stay within one of the share', () => {
    fc.assert(
      fc.property(counts, share, share, (classes, validation, test) => {
        fc.pre(classes.some(({ count }) => count >= 3));
        for (const each of allocateSplits(classes, { validation, test })) {
          expect(each.train + each.validation + each.test).toBe(each.count);
          expect(each.train).toBeGreaterThanOrEqual(1);
          expect(each.validation).toBeGreaterThanOrEqual(0);
          if (each.count >= 3) expect(Math.min(each.validation, each.test)).toBeGreaterThanOrEqual(1);
          expect(Math.abs(each.test - each.count * test)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  test('that leave nothing for training are refused', () => {
    const classes = [
      { label: 'a', count: 100 },
      { label: 'b', count: 100 },
    ];
    expect(() => allocateSplits(classes, { validation: 0.5, test: 0.5 })).toThrow('100 %');
  });
});
