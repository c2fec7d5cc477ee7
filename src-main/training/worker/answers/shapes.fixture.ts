/** @file Images of shapes on noise: what is on them, and where, is known exactly. */
import { Random } from '../../../graph/index.ts';
import type { Region } from '../../../../src-shared/labeling/tasks/values.ts';

export const shapeLabels = ['square', 'disk'];

export interface ShapeImages {
  /** `[count, size, size, 3]`. */
  readonly pixels: Uint8Array;
  /** A region for each shape, a polygon; of one image at a time. */
  readonly regions: readonly (readonly Extract<Region, { shape: 'polygon' }>[])[];
}

export interface ShapeOptions {
  readonly count: number;
  /** Pixels of a side. */
  readonly size: number;
  /** Most shapes on an image; at least one. */
  readonly most: number;
  readonly seed: number;
}

/** Squares are bright red to yellow, disks the same: only their outline tells them apart. Shapes do not overlap. */
export function shapesOnNoise({ count, size, most, seed }: ShapeOptions): ShapeImages {
  const random = new Random(seed);
  const between = (low: number, high: number) => low + (high - low) * random.uniform();
  const pixels = new Uint8Array(count * size * size * 3);
  for (const at of pixels.keys()) pixels[at] = between(0, 110);
  const regions = Array.from({ length: count }, (_, image) => {
    const shapes: { x: number; y: number; radius: number; label: string }[] = [];
    const wanted = 1 + Math.floor(most * random.uniform());
    for (let tries = 0; shapes.length < wanted && tries < 20; tries++) {
      const radius = between(size / 10, size / 5);
      const [x, y] = [between(radius, size - radius), between(radius, size - radius)];
      const label = shapeLabels[Math.floor(2 * random.uniform())]!;
      const apart = shapes.every(
        (other) => Math.max(Math.abs(other.x - x), Math.abs(other.y - y)) > other.radius + radius + 1,
      );
      if (apart) shapes.push({ x, y, radius, label });
    }
    for (const shape of shapes) {
      const [red, green] = [between(170, 255), between(120, 255)];
      for (let row = 0; row < size; row++)
        for (let column = 0; column < size; column++) {
          const [dx, dy] = [column + 0.5 - shape.x, row + 0.5 - shape.y];
          const far = shape.label === 'disk' ? Math.hypot(dx, dy) : Math.max(Math.abs(dx), Math.abs(dy));
          if (far > shape.radius) continue;
          const at = ((image * size + row) * size + column) * 3;
          pixels[at] = red + between(-15, 0);
          pixels[at + 1] = green + between(-15, 0);
        }
    }
    return shapes.map((shape, index) => {
      const corners = shape.label === 'disk' ? 40 : 4;
      const reach = shape.label === 'disk' ? shape.radius : shape.radius * Math.SQRT2;
      const ring = Array.from({ length: corners }, (_, corner) => {
        const angle = (2 * Math.PI * (corner + 0.5)) / corners;
        return [shape.x + reach * Math.cos(angle), shape.y + reach * Math.sin(angle)];
      }).flat();
      const outlines = [{ ring, holes: [] }];
      return { id: `s${index}`, label: shape.label, attributes: {}, shape: 'polygon' as const, outlines };
    });
  });
  return { pixels, regions };
}
