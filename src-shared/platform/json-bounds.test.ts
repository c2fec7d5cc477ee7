import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundExceeded } from './json-bounds.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const WIDE = { depth: 1e9, containers: 1e9, values: 1e9 };

/** Counted on the parsed value, by another road. */
function measure(value: unknown): { depth: number; containers: number; values: number } {
  if (typeof value !== 'object' || value === null) return { depth: 0, containers: 0, values: 0 };
  const inside = Object.values(value).map(measure);
  const sum = (of: 'containers' | 'values') => inside.reduce((total, each) => total + each[of], 0);
  return {
    depth: 1 + Math.max(0, ...inside.map(({ depth }) => depth)),
    containers: 1 + sum('containers'),
    values: Math.max(0, inside.length - 1) + sum('values'),
  };
}

describe('bounds of a JSON text', () => {
  it('are exact for any JSON, whatever its texts hold', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const bytes = bytesOf(JSON.stringify(value, null, indent));
        const { depth, containers, values } = measure(value);
        expect(boundExceeded(bytes, { depth, containers, values })).toBeNull();
        if (depth > 0) expect(boundExceeded(bytes, { ...WIDE, depth: depth - 1 })).toBe('depth');
        if (values > 0) expect(boundExceeded(bytes, { ...WIDE, values: values - 1 })).toBe('values');
        if (containers > 0)
          expect(boundExceeded(bytes, { ...WIDE, containers: containers - 1 })).toBe('containers');
      }),
      { numRuns: 500 },
    );
  });

  it('are seen in what only begins like JSON, and texts end where their quote does', () => {
    expect(boundExceeded(bytesOf('['.repeat(5_000_000)), { ...WIDE, depth: 40 })).toBe('depth');
    expect(boundExceeded(bytesOf('"[[[[[['), { ...WIDE, depth: 1 })).toBeNull();
    expect(boundExceeded(bytesOf(String.raw`["a\\",[["\"[[["]]]`), { ...WIDE, depth: 3 })).toBeNull();
    expect(boundExceeded(bytesOf(String.raw`["a\\",[["\"[[["]]]`), { ...WIDE, depth: 2 })).toBe('depth');
  });
});
