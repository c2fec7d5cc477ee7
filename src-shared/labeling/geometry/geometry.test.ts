/** Shapes: what is drawn is what comes back, and areas are those of another way to count them. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boxOfCorners, cornersOf, rotated, uprightOf } from './box.ts';
import { iouOfBoxes, iouOfOutlines, iouOfRotatedBoxes, iouOfRuns, keypointSimilarity } from './overlap.ts';
import {
  areaOf,
  boundsOfRings,
  isInside,
  sharedAreaOfOutlines,
  signedArea,
  type Outline,
} from './polygon.ts';
import { maskOfOutlines, outlinesOfMask, runsOfRing } from './raster.ts';
import {
  areOfSize,
  areaOfRuns,
  boxOfRuns,
  canonicalRuns,
  decodeRuns,
  encodeRuns,
  readCounts,
  sharedArea,
  unionOfRuns,
  writeCounts,
  type Bitmap,
} from './runs.ts';

const bitmap: fc.Arbitrary<Bitmap> = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) =>
    fc
      .array(fc.boolean(), { minLength: width * height, maxLength: width * height })
      .map((on) => ({ width, height, pixels: Uint8Array.from(on, Number) })),
  );

describe('run lengths', () => {
  it('give the same mask again', () => {
    fc.assert(fc.property(bitmap, (mask) => void expect(decodeRuns(encodeRuns(mask))).toEqual(mask)));
  });

  it('count by columns, off first', () => {
    const runs = encodeRuns({ width: 3, height: 2, pixels: Uint8Array.from([1, 0, 0, 1, 1, 0]) });
    expect(runs.counts).toEqual([0, 2, 1, 1, 2]);
  });

  it('lose their empty runs and stay the same mask', () => {
    const runs = fc.array(fc.nat(3), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(runs, (counts) => {
        const height = counts.reduce((sum, count) => sum + count, 0);
        fc.pre(height > 0);
        const canonical = canonicalRuns({ width: 1, height, counts });
        expect(decodeRuns(canonical)).toEqual(decodeRuns({ width: 1, height, counts }));
        expect(canonical.counts.slice(1)).not.toContain(0);
        expect(canonical).toEqual(encodeRuns(decodeRuns({ width: 1, height, counts })));
      }),
    );
  });

  it('become COCO’s string and come back, however large', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(65_535 * 65_535), { maxLength: 30 }), (counts) => {
        expect(readCounts(writeCounts(counts), 100)).toEqual(counts);
      }),
    );
  });

  it('refuse what is no string of counts, without end or too long', () => {
    for (const text of ['\u0000', 'P', 'ooooooooooooo', '好', '1'.repeat(101)])
      expect(readCounts(text, 100)).toBeNull();
    expect(areOfSize({ width: 2, height: 2, counts: [1, 2] })).toBe(false);
    expect(areOfSize({ width: 2, height: 2, counts: [5, -1] })).toBe(false);
    expect(areOfSize({ width: 2, height: 2, counts: [NaN, 4] })).toBe(false);
    expect(() => decodeRuns({ width: 2, height: 2, counts: [1e15] })).toThrow(RangeError);
  });

  it('share and unite as pixels do', () => {
    const pair = bitmap.chain((a) =>
      fc.tuple(
        fc.constant(a),
        fc.array(fc.boolean(), { minLength: a.pixels.length, maxLength: a.pixels.length }),
      ),
    );
    fc.assert(
      fc.property(pair, ([a, on]) => {
        const b = { ...a, pixels: Uint8Array.from(on, Number) };
        const both = a.pixels.filter((pixel, i) => pixel && b.pixels[i]).length;
        const either = a.pixels.filter((pixel, i) => pixel || b.pixels[i]).length;
        const [first, second] = [encodeRuns(a), encodeRuns(b)];
        expect(sharedArea(first, second)).toBe(both);
        expect(areaOfRuns(unionOfRuns([first, second]))).toBe(either);
        expect(iouOfRuns(first, second)).toBe(either === 0 ? 0 : both / either);
      }),
    );
  });

  it('know the box around what is on', () => {
    expect(
      boxOfRuns(
        encodeRuns({ width: 4, height: 3, pixels: Uint8Array.from([0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0, 0]) }),
      ),
    ).toEqual({
      x: 1,
      y: 1,
      width: 2,
      height: 2,
    });
    expect(boxOfRuns({ width: 2, height: 2, counts: [4] })).toBeNull();
  });
});

describe('polygons', () => {
  it('around any mask are that mask again, holes and corners that touch among it', () => {
    fc.assert(
      fc.property(bitmap, (mask) => {
        const outlines = outlinesOfMask(mask);
        expect(maskOfOutlines(outlines, mask)).toEqual(mask);
        expect(areaOf(outlines)).toBe(areaOfRuns(encodeRuns(mask)));
      }),
    );
  });

  it('of whole numbers are drawn by COCO’s way as by the middles of pixels', () => {
    fc.assert(
      fc.property(bitmap, (mask) => {
        const rings = outlinesOfMask(mask).filter(({ holes }) => holes.length === 0);
        for (const outline of rings)
          expect(areaOfRuns(runsOfRing(outline.ring, mask)!)).toBe(
            areaOfRuns(encodeRuns(maskOfOutlines([outline], mask))),
          );
      }),
    );
  });

  it('have an area less their holes, whichever way they run', () => {
    const square = [0, 0, 10, 0, 10, 10, 0, 10];
    const hole = [2, 2, 2, 4, 4, 4, 4, 2];
    expect(signedArea(square)).toBe(100);
    expect(signedArea(hole)).toBe(-4);
    expect(areaOf([{ ring: square, holes: [hole] }])).toBe(96);
    expect(isInside([{ ring: square, holes: [hole] }], 3, 3)).toBe(false);
    expect(isInside([{ ring: square, holes: [hole] }], 5, 5)).toBe(true);
    expect(boundsOfRings([])).toBeNull();
  });

  it('share the area that a fine grid counts', () => {
    const ring = fc
      .array(fc.integer({ min: 0, max: 64 }), { minLength: 6, maxLength: 12 })
      .filter((places) => places.length % 2 === 0);
    const outline = fc.record({ ring, holes: fc.array(ring, { maxLength: 1 }) });
    const outlines = fc.array(outline, { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(outlines, outlines, (a, b) => {
        const size = { width: 512, height: 512 };
        const fine = (many: readonly Outline[]) =>
          many.map(({ ring: one, holes }) => ({
            ring: one.map((p) => p * 8),
            holes: holes.map((hole) => hole.map((p) => p * 8)),
          }));
        const counted =
          sharedArea(encodeRuns(maskOfOutlines(fine(a), size)), encodeRuns(maskOfOutlines(fine(b), size))) /
          64;
        expect(Math.abs(sharedAreaOfOutlines(a, b) - counted)).toBeLessThan(60);
      }),
      { numRuns: 40 },
    );
  });

  it('that are the same overlap wholly, a half by a third', () => {
    const left = [{ ring: [0, 0, 10, 0, 10, 10, 0, 10], holes: [] }];
    const right = [{ ring: [5, 0, 15, 0, 15, 10, 5, 10], holes: [] }];
    expect(iouOfOutlines(left, left)).toBeCloseTo(1, 12);
    expect(iouOfOutlines(left, right)).toBeCloseTo(1 / 3, 12);
    // A bow tie covers two triangles of 25 each.
    expect(iouOfOutlines([{ ring: [0, 0, 10, 10, 10, 0, 0, 10], holes: [] }], left)).toBeCloseTo(0.5, 12);
  });

  it('that are too long for their steps are not walked along', () => {
    const ring = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? 1e6 : -1e6) * (i % 3 === 0 ? 1 : -1));
    expect(runsOfRing(ring, { width: 10, height: 10 })).toBeNull();
  });
});

describe('boxes', () => {
  const box = fc.record({
    x: fc.integer({ min: -50, max: 50 }),
    y: fc.integer({ min: -50, max: 50 }),
    width: fc.integer({ min: 1, max: 80 }),
    height: fc.integer({ min: 1, max: 80 }),
    rotation: fc.integer({ min: -179, max: 180 }),
  });

  it('rotated are found again by their corners', () => {
    fc.assert(
      fc.property(box, (one) => {
        const again = boxOfCorners(cornersOf(one))!;
        for (const key of ['x', 'y', 'width', 'height', 'rotation'] as const)
          expect(again[key]).toBeCloseTo(one[key], 8);
      }),
    );
  });

  it('that are no rectangle are none', () => {
    expect(boxOfCorners([0, 0, 10, 0, 12, 10, 0, 10])).toBeNull();
    expect(boxOfCorners([0, 0, 0, 10, 10, 10, 10, 0])).toBeNull();
    expect(boxOfCorners([0, 0, NaN, 0, 10, 10, 0, 10])).toBeNull();
    expect(boxOfCorners([0, 0, 0, 0, 0, 0, 0, 0])).toBeNull();
  });

  it('overlap alike as boxes, as rotated boxes and as polygons', () => {
    fc.assert(
      fc.property(box, box, (a, b) => {
        const polygons = [a, b].map((one) => [{ ring: cornersOf(one), holes: [] }]);
        expect(iouOfRotatedBoxes(a, b)).toBeCloseTo(iouOfOutlines(polygons[0]!, polygons[1]!), 9);
        const [flatA, flatB] = [
          { ...a, rotation: 0 },
          { ...b, rotation: 0 },
        ];
        expect(iouOfRotatedBoxes(flatA, flatB)).toBe(iouOfBoxes(flatA, flatB));
        expect(iouOfRotatedBoxes({ ...a, rotation: 1e-9 }, flatB)).toBeCloseTo(iouOfBoxes(flatA, flatB), 6);
      }),
    );
  });

  it('turn by quarters without noise', () => {
    expect(rotated([1, 0], [0, 0], 90)).toEqual([0, 1]);
    expect(rotated([1, 0], [0, 0], -90)).toEqual([0, -1]);
    expect(uprightOf({ x: 0, y: 0, width: 4, height: 2, rotation: 90 })).toEqual({
      x: 1,
      y: -1,
      width: 2,
      height: 4,
    });
  });
});

it('keypoints are alike by their distance on the body’s scale', () => {
  const truth = [{ x: 0, y: 0 }, null, { x: 10, y: 0 }];
  expect(keypointSimilarity(truth, truth, { area: 100, sigmas: [0.1, 0.1, 0.1] })).toBe(1);
  expect(keypointSimilarity([null], [null], { area: 100, sigmas: [0.1] })).toBeNull();
  // d² = 4, (2σ)² = 0.04, area 100: exp(-4 / 0.04 / 100 / 2) = exp(-0.5), and a point that is missing counts 0.
  const near = keypointSimilarity(truth, [{ x: 2, y: 0 }], { area: 100, sigmas: [0.1, 0.1, 0.1] });
  expect(near).toBeCloseTo(Math.exp(-0.5) / 2, 12);
});
