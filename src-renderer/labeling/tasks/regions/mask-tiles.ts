/** @file Masks as small images in the color of their class, made once for each mask and size. */
import { stretches } from '../../../../src-shared/labeling/geometry/runs.ts';
import { boundsOf, type Of } from './geometry.ts';

/** Where a tile lies, in pixels of the image it is of. */
export interface Tile {
  readonly canvas: OffscreenCanvas;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** More pixels than this are drawn coarser. */
const MOST_PIXELS = 4_000_000;
const tiles = new WeakMap<Of<'mask'>, { color: string; tile: Tile }>();

/** @param color `#rrggbb` */
export function tileOf(mask: Of<'mask'>, color: string): Tile {
  const known = tiles.get(mask);
  if (known?.color === color) return known.tile;
  const tile = draw(mask, color);
  tiles.set(mask, { color, tile });
  return tile;
}

function draw(mask: Of<'mask'>, color: string): Tile {
  const { left, top, right, bottom } = boundsOf(mask);
  const [width, height] = [Math.max(1, right - left), Math.max(1, bottom - top)];
  const step = Math.max(1, Math.ceil(Math.sqrt((width * height) / MOST_PIXELS)));
  const [columns, rows] = [Math.ceil(width / step), Math.ceil(height / step)];
  const canvas = new OffscreenCanvas(columns, rows);
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(columns, rows);
  const pixels = new Uint32Array(image.data.buffer);
  const value = pixelOf(color);
  for (const [from, to] of stretches(mask))
    for (let at = from; at < to;) {
      const column = Math.floor(at / mask.height);
      const until = Math.min(to, (column + 1) * mask.height);
      if ((column - left) % step === 0) {
        const first = Math.floor((at - column * mask.height - top) / step);
        const last = Math.floor((until - 1 - column * mask.height - top) / step);
        const x = (column - left) / step;
        for (let y = first; y <= last; y++) pixels[y * columns + x] = value;
      }
      at = until;
    }
  context.putImageData(image, 0, 0);
  return { canvas, left, top, width: columns * step, height: rows * step };
}

/** Opaque, as a canvas keeps it: red first in memory. */
function pixelOf(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return new Uint32Array(new Uint8Array([red!, green!, blue!, 255]).buffer)[0]!;
}
