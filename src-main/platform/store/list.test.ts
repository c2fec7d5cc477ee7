import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { naturalKey } from './list.ts';

const inOrder = (texts: readonly string[]) =>
  texts.toSorted((a, b) => (naturalKey(a) < naturalKey(b) ? -1 : naturalKey(a) > naturalKey(b) ? 1 : 0));

describe('the key that texts are compared by', () => {
  test('counts digits as numbers', () => {
    expect(inOrder(['v10', 'v9', 'v0010', 'v1'])).toEqual(['v1', 'v9', 'v10', 'v0010']);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        expect(naturalKey(`v${a}`) < naturalKey(`v${b}`)).toBe(a < b);
      }),
    );
  });

  test('takes letters with accents and in capitals for the letter', () => {
    expect(naturalKey('ÉLAN')).toBe(naturalKey('elan'));
    expect(naturalKey('e\u0301')).toBe(naturalKey('\u00e9'));
  });
});
