import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitScale, Viewport } from './viewport.svelte.ts';

const frame = { width: 800, height: 600 };

function viewportOf(image: { width: number; height: number }, density = 1): Viewport {
  const viewport = new Viewport(density);
  viewport.show(image);
  viewport.frame = frame;
  return viewport;
}

describe('an image in its frame', () => {
  it.each([
    ['a photo', 4000, 3000, 0.2],
    ['a panorama', 8000, 1000, 0.1],
    ['a portrait', 1000, 3000, 0.2],
    ['one that fits as it is', 500, 400, 1],
    ['an icon', 20, 20, 24],
    ['a drawing of 128 pixels', 128, 128, 3],
    ['a single pixel', 1, 1, 480],
  ])('%s is whole', (_what, width, height, scale) => {
    expect(fitScale(frame, { width, height })).toBeCloseTo(scale);
  });

  it('is whole in a frame of any size, and in its middle', () => {
    const length = fc.integer({ min: 1, max: 12_000 });
    fc.assert(
      fc.property(length, length, length, length, (width, height, wide, high) => {
        const viewport = viewportOf({ width, height });
        viewport.frame = { width: wide, height: high };
        const { place } = viewport;
        expect(place.left).toBeGreaterThanOrEqual(-1e-6);
        expect(place.top).toBeGreaterThanOrEqual(-1e-6);
        expect(place.left * 2 + place.width).toBeCloseTo(wide);
        expect(place.top * 2 + place.height).toBeCloseTo(high);
        expect(viewport.isCut).toBe(false);
      }),
    );
  });

  it('at 1:1 has one pixel of the screen for each of its own', () => {
    const viewport = viewportOf({ width: 1600, height: 1067 }, 2);
    viewport.actual();
    expect([viewport.place.width, viewport.share, viewport.isActual]).toEqual([800, 1, true]);
  });

  it('keeps the point under the pointer while it is zoomed', () => {
    const viewport = viewportOf({ width: 1600, height: 1200 });
    const at = { x: 600, y: 150 };
    const shareOf = () => (at.x - viewport.place.left) / viewport.place.width;
    const before = shareOf();
    viewport.zoom(3, at);
    viewport.zoom(2, at);
    expect(shareOf()).toBeCloseTo(before);
  });

  it('moves as far as there is image, and not at all when it is whole', () => {
    const viewport = viewportOf({ width: 1600, height: 1200 });
    viewport.pan({ x: 500, y: 0 });
    expect(viewport.place.left).toBe(0);
    viewport.actual();
    viewport.pan({ x: 10_000, y: -10_000 });
    expect([viewport.place.left, viewport.place.top]).toEqual([-800, 0]);
  });

  it('is no smaller than whole or 1:1, and whole again for the next image', () => {
    const viewport = viewportOf({ width: 1600, height: 1200 });
    viewport.zoom(-50);
    expect(viewport.scale).toBe(0.5);
    viewport.zoom(5);
    viewport.show({ width: 800, height: 600 });
    expect([viewport.isFit, viewport.scale]).toEqual([true, 1]);
  });
});
