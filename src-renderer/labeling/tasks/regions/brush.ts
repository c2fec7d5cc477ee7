/** @file A mask while it is painted: a byte for each pixel by columns, so that its run lengths are read in one walk. Pure. */
import { canonicalRuns, stretches, type Runs } from '../../../../src-shared/labeling/geometry/runs.ts';
import type { Place, Size } from './geometry.ts';

export class BrushMask {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Uint8Array;
  /** Columns that may hold something. */
  #left: number;
  #right = 0;

  constructor({ width, height }: Size, runs?: Runs) {
    this.width = width;
    this.height = height;
    this.#pixels = new Uint8Array(width * height);
    this.#left = width;
    if (!runs || runs.width !== width || runs.height !== height) return;
    for (const [from, to] of stretches(runs)) {
      this.#pixels.fill(1, from, to);
      this.#touch(Math.floor(from / height), Math.ceil(to / height));
    }
  }

  /** Sets, or clears, every pixel whose middle is within `radius` of the line from one place to another. */
  stroke({ from, to, radius, erase }: { from: Place; to: Place; radius: number; erase: boolean }): void {
    const value = erase ? 0 : 1;
    const first = Math.max(0, Math.floor(Math.min(from.x, to.x) - radius));
    const last = Math.min(this.width - 1, Math.ceil(Math.max(from.x, to.x) + radius));
    for (let column = first; column <= last; column++) {
      const reach = reachInColumn(column + 0.5, { from, to, radius });
      if (reach === null) continue;
      const top = Math.max(0, Math.ceil(reach[0] - 0.5));
      const bottom = Math.min(this.height, Math.floor(reach[1] - 0.5) + 1);
      if (top < bottom) this.#pixels.fill(value, column * this.height + top, column * this.height + bottom);
    }
    if (!erase) this.#touch(first, last + 1);
  }

  #touch(from: number, to: number): void {
    this.#left = Math.min(this.#left, from);
    this.#right = Math.max(this.#right, to);
  }

  runs(): Runs {
    const { width, height } = this;
    const counts: number[] = [];
    const begin = Math.min(this.#left, width) * height;
    const end = Math.max(begin, this.#right * height);
    let [on, since] = [0, 0];
    for (let place = begin; place < end; place++)
      if (this.#pixels[place] !== on) {
        counts.push(place - since);
        [on, since] = [1 - on, place];
      }
    if (on === 1 && end < width * height) {
      counts.push(end - since);
      since = end;
    }
    counts.push(width * height - since);
    return canonicalRuns({ width, height, counts });
  }
}

/** Where a thick line with round ends lies in a column: from top to bottom; null where it does not. */
function reachInColumn(
  x: number,
  { from, to, radius }: { from: Place; to: Place; radius: number },
): [top: number, bottom: number] | null {
  let [top, bottom] = [Infinity, -Infinity];
  const add = (y: number, reach: number): void => {
    top = Math.min(top, y - reach);
    bottom = Math.max(bottom, y + reach);
  };
  for (const end of [from, to]) {
    const across = radius ** 2 - (x - end.x) ** 2;
    if (across >= 0) add(end.y, Math.sqrt(across));
  }
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  if (length > 0)
    // The two straight sides of the line, each where it passes this column.
    for (const side of [-1, 1]) {
      const [sideX, sideY] = [from.x - (side * radius * dy) / length, from.y + (side * radius * dx) / length];
      if (dx === 0) continue;
      const share = (x - sideX) / dx;
      if (share >= 0 && share <= 1) add(sideY + share * dy, 0);
    }
  return top <= bottom ? [top, bottom] : null;
}
