import { describe, expect, it } from 'vitest';
import { firstPart, isShort } from './text.ts';

describe('a text on the desk', () => {
  it('is drawn in part when it is very long, and never cut within a character', () => {
    expect(firstPart('short')).toBe('short');
    expect(firstPart('x'.repeat(30_000))).toHaveLength(20_000);
    const cut = firstPart(`${'x'.repeat(19_999)}${'😀'.repeat(10)}`);
    expect(cut).toBe('x'.repeat(19_999));
  });

  it('is set large when it is short in characters and in lines', () => {
    expect(isShort('这家店很好')).toBe(true);
    expect(isShort('x'.repeat(281))).toBe(false);
    expect(isShort('a\n'.repeat(9))).toBe(false);
  });
});
