import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentsOf, splitWhole } from './components.ts';

const wanted = { train: 8, validation: 1, test: 1 };

describe('pairs that share an item', () => {
  it('hang together over any number of others, and nothing else does', () => {
    const components = componentsOf(8, [[0, 1], [2, 3], [1, 2], [4, 5], [6, 6]]); // prettier-ignore
    expect(components[0]).toBe(components[1]);
    expect(components[1]).toBe(components[2]);
    expect(new Set(components).size).toBe(3);
  });

  it('go to one split, whatever pairs there are, or the splits cannot be filled', () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 29 }), fc.integer({ min: 0, max: 29 }));
    fc.assert(
      fc.property(fc.array(pair, { minLength: 5, maxLength: 60 }), (pairs) => {
        const test = Math.ceil(pairs.length / 10);
        const shares = { train: pairs.length - 2 * test, validation: test, test };
        const splits = splitWhole(componentsOf(30, pairs), shares);
        if (!splits) return;
        const known = new Map<number, string>();
        for (const [at, items] of pairs.entries())
          for (const item of items) {
            expect(known.get(item) ?? splits[at]).toBe(splits[at]);
            known.set(item, splits[at]!);
          }
        const count = (split: string) => splits.filter((each) => each === split).length;
        expect(count('test')).toBeGreaterThan(0);
        expect(count('test')).toBeLessThanOrEqual(test);
        expect(count('validation')).toBeLessThanOrEqual(test);
      }),
    );
  });

  it('are not kept together where nearly all of them hang together', () => {
    expect(splitWhole([1, 1, 1, 1, 1, 1, 1, 1, 1, 2], wanted)).toBeNull();
    expect(splitWhole([1, 2, 3, 3, 3, 3, 3, 3, 3, 3], wanted)).toEqual([
      'test',
      'validation',
      ...Array.from({ length: 8 }, () => 'train'),
    ]);
  });
});
