/**
 * @file The sample with boxes: bolts, nuts and washers on a belt, as a camera above it would see them.
 *
 * No camera took them: a program draws each part by its outline, on uneven ground with noise and scratches, and knows
 * where it is to the pixel. What makes them hard is on purpose: parts differ in size, turn and brightness, lie over
 * each other, and are cut off by the edge; a nut seen small is nearly a washer.
 */
import { seededRandom } from './random.ts';
import { grayPng } from './png.ts';
import { zipOf } from './zip.ts';

export const PARTS = ['bolt', 'nut', 'washer'] as const;
export type PartName = (typeof PARTS)[number];

export const SIDE = 96;
const COUNT = 480;
const SEED = 20_261_130;
const LEVELS = 15;
/** Samples of a pixel in each direction, so that outlines are smooth. */
const FINE = 3;
/** Pixels of a part that must be seen for it to be labeled. */
const LEAST_SEEN = 25;

export interface Box {
  readonly name: PartName;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PartsImage {
  readonly file: string;
  readonly png: Buffer;
  readonly boxes: readonly Box[];
}

interface Placed {
  readonly name: PartName;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly turn: number;
  readonly light: number;
}

/** Whether a point is on a part of radius 1 around the origin. */
const IS_ON: Readonly<Record<PartName, (x: number, y: number) => boolean>> = {
  bolt: (x, y) =>
    (x > -0.95 && x < -0.55 && Math.abs(y) < 0.42) || (x >= -0.55 && x < 0.95 && Math.abs(y) < 0.2),
  nut: (x, y) => {
    const [across, up] = [Math.abs(x), Math.abs(y)];
    const isInside = up < 0.78 && across * 0.866 + up * 0.5 < 0.78;
    return isInside && x * x + y * y > 0.16;
  },
  washer: (x, y) => {
    const square = x * x + y * y;
    return square < 0.64 && square > 0.14;
  },
};

/** All images; the same on every machine. */
export function partsImages(count = COUNT): PartsImage[] {
  const random = seededRandom(SEED);
  return Array.from({ length: count }, (_, n) => {
    const { levels, boxes } = draw(placed(random), random);
    return { file: `belt-${String(n + 1).padStart(4, '0')}.png`, png: grayPng(levels, SIDE, SIDE), boxes };
  });
}

function placed(random: () => number): Placed[] {
  const between = (low: number, high: number) => low + (high - low) * random();
  return Array.from({ length: 1 + Math.floor(random() * 4) }, () => {
    const name = PARTS[Math.floor(random() * PARTS.length)]!;
    const size = name === 'bolt' ? between(12, 24) : between(8, 17);
    return {
      name,
      size,
      x: between(4, SIDE - 4),
      y: between(4, SIDE - 4),
      turn: between(0, 2 * Math.PI),
      light: between(7.5, 13.5),
    };
  });
}

/** The later part lies over the earlier ones; a box goes around what is seen of its part. */
function draw(parts: readonly Placed[], random: () => number): { levels: Uint8Array; boxes: Box[] } {
  const gray = ground(random);
  const owner = new Int8Array(SIDE * SIDE).fill(-1);
  for (const [index, part] of parts.entries()) paint(part, index, { gray, owner });
  const boxes = parts.flatMap((part, index) => {
    const box = seenBox(owner, index);
    return box ? [{ name: part.name, ...box }] : [];
  });
  const levels = Uint8Array.from(gray, (value) => {
    const noisy = value + (random() + random() + random() - 1.5) * 1.6;
    return Math.max(0, Math.min(LEVELS, Math.round(noisy)));
  });
  return { levels, boxes };
}

/** Uneven light, and scratches. */
function ground(random: () => number): Float32Array {
  const gray = new Float32Array(SIDE * SIDE);
  const [level, across, down] = [2 + 3 * random(), (random() - 0.5) * 3, (random() - 0.5) * 3];
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) gray[y * SIDE + x] = level + (across * x + down * y) / SIDE;
  for (let scratches = Math.floor(random() * 4); scratches > 0; scratches--) {
    const [x, y, slope] = [random() * SIDE, random() * SIDE, (random() - 0.5) * 2];
    const length = 10 + random() * 50;
    for (let step = 0; step < length; step++) {
      const [at, row] = [Math.floor(x + step), Math.floor(y + step * slope)];
      if (at < SIDE && row >= 0 && row < SIDE) gray[row * SIDE + at]! += 2.5;
    }
  }
  return gray;
}

function paint(
  { name, x, y, size, turn, light }: Placed,
  index: number,
  { gray, owner }: { readonly gray: Float32Array; readonly owner: Int8Array },
): void {
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const [left, right] = [Math.max(0, Math.floor(x - size)), Math.min(SIDE - 1, Math.ceil(x + size))];
  const [top, bottom] = [Math.max(0, Math.floor(y - size)), Math.min(SIDE - 1, Math.ceil(y + size))];
  for (let row = top; row <= bottom; row++)
    for (let column = left; column <= right; column++) {
      let hits = 0;
      for (let fine = 0; fine < FINE * FINE; fine++) {
        const dx = (column + ((fine % FINE) + 0.5) / FINE - x) / size;
        const dy = (row + (Math.floor(fine / FINE) + 0.5) / FINE - y) / size;
        if (IS_ON[name](dx * cos + dy * sin, dy * cos - dx * sin)) hits++;
      }
      if (hits === 0) continue;
      const at = row * SIDE + column;
      const share = hits / (FINE * FINE);
      // Brighter towards the lamp, above on the left.
      const shine = light - (1.2 * (column - x + (row - y))) / size;
      gray[at] = gray[at]! * (1 - share) + shine * share;
      if (share >= 0.5) owner[at] = index;
    }
}

function seenBox(owner: Int8Array, index: number): Omit<Box, 'name'> | undefined {
  let [left, top, right, bottom, seen] = [SIDE, SIDE, -1, -1, 0];
  for (const [at, whose] of owner.entries()) {
    if (whose !== index) continue;
    const [x, y] = [at % SIDE, Math.floor(at / SIDE)];
    [left, top, right, bottom] = [
      Math.min(left, x),
      Math.min(top, y),
      Math.max(right, x),
      Math.max(bottom, y),
    ];
    seen++;
  }
  if (seen < LEAST_SEEN) return undefined;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** The images in a ZIP archive, and their boxes as COCO tells them. */
export function parts(): { readonly images: Buffer; readonly boxes: Buffer; readonly count: number } {
  const images = partsImages();
  const annotations = images.flatMap(({ boxes }, image) =>
    boxes.map(({ name, x, y, width, height }) => ({
      image_id: image + 1,
      category_id: PARTS.indexOf(name) + 1,
      bbox: [x, y, width, height],
      area: width * height,
      iscrowd: 0,
    })),
  );
  const coco = {
    images: images.map(({ file }, image) => ({ id: image + 1, file_name: file, width: SIDE, height: SIDE })),
    annotations: annotations.map((one, index) => ({ id: index + 1, ...one })),
    categories: PARTS.map((name, index) => ({ id: index + 1, name })),
  };
  return {
    count: images.length,
    images: zipOf(new Map(images.map(({ file, png }) => [file, png]))),
    boxes: Buffer.from(`${JSON.stringify(coco)}\n`),
  };
}
