import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { componentsOf, stretchedRuns } from './components.ts';
import { areaOfRuns, decodeRuns, encodeRuns, sharedArea, unionOfRuns } from './runs.ts';

const bitmap = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))
  .chain(([width, height]) =>
    fc
      .array(fc.boolean(), { minLength: width * height, maxLength: width * height })
      .map((on) => ({ width, height, pixels: Uint8Array.from(on, Number) })),
  );

describe('pieces of a mask', () => {
  it('are its pixels that touch by an edge: two blobs are two, touching corners do not count', () => {
    const pixels = Uint8Array.from([1, 0, 0, 0, 1, 1, 1, 0, 1]);
    const pieces = componentsOf(encodeRuns({ width: 3, height: 3, pixels }));
    expect(pieces.map(areaOfRuns)).toEqual([1, 1, 3]);
    expect(componentsOf(encodeRuns({ width: 3, height: 3, pixels }), 2).map(areaOfRuns)).toEqual([3]);
  });

  it('are apart, and together the mask', () => {
    fc.assert(
      fc.property(bitmap, (given) => {
        const mask = encodeRuns(given);
        const pieces = componentsOf(mask);
        if (pieces.length > 0) expect(unionOfRuns(pieces)).toEqual(mask);
        else expect(areaOfRuns(mask)).toBe(0);
        for (const [i, piece] of pieces.entries())
          for (const other of pieces.slice(i + 1)) expect(sharedArea(piece, other)).toBe(0);
      }),
    );
  });
});

it('a mask of another size has at each pixel what the nearest one has', () => {
  const size = fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 20 }));
  fc.assert(
    fc.property(bitmap, size, (given, [width, height]) => {
      const { pixels } = decodeRuns(stretchedRuns(encodeRuns(given), { width, height }));
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const [column, row] = [
            Math.floor(((x + 0.5) * given.width) / width),
            Math.floor(((y + 0.5) * given.height) / height),
          ];
          expect(pixels[y * width + x]).toBe(given.pixels[row * given.width + column]);
        }
    }),
  );
});
