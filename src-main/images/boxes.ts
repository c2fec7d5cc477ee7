/** @file Boxes as the cells of a detector's grid, and detections without doubles. Pure. */
import { overlapOf, type DetectedBox, type TrueBox } from '../../src-shared/evaluation/detection.ts';
import type { Size } from '../../src-shared/labeling/geometry/raster.ts';
import { boxOfRuns } from '../../src-shared/labeling/geometry/runs.ts';
import type { Region } from '../../src-shared/labeling/tasks/values.ts';

export interface CellOptions {
  /** In whose pixels the boxes are: the network's. Both sides divide by `stride`. */
  readonly size: Size;
  /** Pixels of a cell's side. */
  readonly stride: number;
  readonly labels: readonly string[];
}

export interface BoxCells {
  /** `[rows, columns, labels]`: 1 where a box has its middle, less around it (a Gaussian bell), 0 far away. */
  readonly heat: Float32Array;
  /** `[rows, columns, 5]`: of a cell with a middle where in the cell it is (x, y), ln width and ln height in cells, and 1. */
  readonly boxes: Float32Array;
  /** Boxes whose middle lies in the cell of a smaller one, or outside of the image, and those of unknown labels. */
  readonly untaken: number;
}

/** Numbers of a cell of {@link BoxCells.boxes}. */
const numbers = 5;

/**
 * What a detector should say of an image (Zhou et al. 2019, section 3). The bell's deviation is a sixth of the width of
 * the smallest window whose every middle still gives a box with an overlap of .7 (Law & Deng 2018). Of boxes with
 * their middle in one cell the smallest is learned.
 */
export function cellsOf(boxes: readonly TrueBox[], { size, stride, labels }: CellOptions): BoxCells {
  const [columns, rows] = [size.width / stride, size.height / stride];
  const heat = new Float32Array(rows * columns * labels.length);
  const cells = new Float32Array(rows * columns * numbers);
  let untaken = 0;
  for (const box of boxes.toSorted((a, b) => b.width * b.height - a.width * a.height)) {
    const label = labels.indexOf(box.label);
    const [width, height] = [box.width / stride, box.height / stride];
    const [x, y] = [box.x / stride + width / 2, box.y / stride + height / 2];
    const [column, row] = [Math.floor(x), Math.floor(y)];
    if (label < 0 || column < 0 || row < 0 || column >= columns || row >= rows) {
      untaken++;
      continue;
    }
    const start = (row * columns + column) * numbers;
    if (cells[start + 4] === 1) untaken++;
    cells.set([x - column, y - row, Math.log(width), Math.log(height), 1], start);
    const radius = Math.max(0, Math.floor(radiusOf(width, height)));
    const deviation = (2 * radius + 1) / 6;
    for (let dy = -Math.min(radius, row); dy <= Math.min(radius, rows - 1 - row); dy++)
      for (let dx = -Math.min(radius, column); dx <= Math.min(radius, columns - 1 - column); dx++) {
        const at = ((row + dy) * columns + column + dx) * labels.length + label;
        heat[at] = Math.max(heat[at]!, Math.exp(-(dx * dx + dy * dy) / (2 * deviation * deviation)));
      }
  }
  return { heat, boxes: cells, untaken };
}

const leastOverlap = 0.7;

/** How far corners may be off, in the three ways in which two boxes can lie, before the overlap is below .7 (CornerNet's gaussian_radius). */
function radiusOf(width: number, height: number): number {
  const [sum, product, least] = [width + height, width * height, leastOverlap];
  const root = (a: number, b: number, c: number) => (b - Math.sqrt(Math.max(0, b * b - 4 * a * c))) / (2 * a);
  const shifted = root(1, sum, (product * (1 - least)) / (1 + least));
  const inside = root(4, 2 * sum, (1 - least) * product);
  const outside =
    (-2 * least * sum + Math.sqrt(4 * least * least * sum * sum + 16 * least * (1 - least) * product)) /
    (8 * least);
  return Math.min(shifted, inside, outside);
}

/**
 * The best detections: of two of one label that overlap by more than `most` the one with the higher score (greedy
 * non-maximum suppression). Those with a score below `least` are left out. @returns the best first
 */
export function withoutDoubles(
  detected: readonly DetectedBox[],
  { least = 0, most = 0.5 }: { readonly least?: number; readonly most?: number } = {},
): readonly DetectedBox[] {
  const kept: DetectedBox[] = [];
  for (const box of detected.filter(({ score }) => score >= least).toSorted((a, b) => b.score - a.score))
    if (!kept.some((other) => other.label === box.label && overlapOf(other, box) > most)) kept.push(box);
  return kept;
}

/** What an exported detector gives of an image. */
export interface Detections {
  readonly scores: ArrayLike<number>;
  readonly classes: ArrayLike<number | bigint>;
  /** Four numbers each: x, y, width, height. */
  readonly areas: ArrayLike<number>;
}

/** The first `count` detections without doubles, in the network's pixels. @param start of the first among those of several images */
export function detectionsOf(
  { scores, classes, areas }: Detections,
  {
    labels,
    count,
    start = 0,
    least = 0,
  }: {
    readonly labels: readonly string[];
    readonly count: number;
    readonly start?: number;
    readonly least?: number;
  },
): readonly DetectedBox[] {
  const boxes: DetectedBox[] = [];
  for (let place = start; place < start + count; place++) {
    const [score, label] = [scores[place]!, labels[Number(classes[place])]];
    if (!(score > 0) || label === undefined) continue;
    boxes.push({
      x: areas[4 * place]!,
      y: areas[4 * place + 1]!,
      width: areas[4 * place + 2]!,
      height: areas[4 * place + 3]!,
      score,
      label,
    });
  }
  return withoutDoubles(boxes, { least });
}

/**
 * The upright box around the part of each region that lies on the image, in the pixels of another size. A region without
 * one (away from the image, keypoints without a point) gives none.
 */
export function boxesOf(regions: readonly Region[], from: Size, to: Size): readonly TrueBox[] {
  const [across, down] = [to.width / from.width, to.height / from.height];
  return regions.flatMap((region) => {
    const points = pointsOf(region);
    const [left, right] = rangeOf(
      points.map(([x]) => x),
      from.width,
    );
    const [top, bottom] = rangeOf(
      points.map(([, y]) => y),
      from.height,
    );
    if (!(right > left && bottom > top)) return [];
    const [x, y, width, height] = [left * across, top * down, (right - left) * across, (bottom - top) * down];
    return [{ x, y, width, height, label: region.label }];
  });
}

/** From the least to the greatest, within 0 and `most`; not ascending where there is none. */
function rangeOf(values: readonly number[], most: number): readonly [number, number] {
  const [low, high] = values.reduce(
    ([least, greatest], value) => [Math.min(least, value), Math.max(greatest, value)] as const,
    [Infinity, -Infinity] as readonly [number, number],
  );
  return [Math.max(0, low), Math.min(most, high)];
}

type Point = readonly [x: number, y: number];

/** Points whose upright box is the region's. */
function pointsOf(region: Region): readonly Point[] {
  switch (region.shape) {
    case 'box':
      return pairs(cornersOf(region));
    case 'polygon':
      return region.outlines.flatMap(({ ring }) => pairs(ring));
    case 'mask':
      return cornersOfRuns(region);
    case 'keypoints':
      return region.points.flatMap((point) => (point ? [[point.x, point.y] as const] : []));
  }
}

function pairs(ring: readonly number[]): readonly Point[] {
  return Array.from({ length: ring.length >> 1 }, (_, at) => [ring[2 * at]!, ring[2 * at + 1]!]);
}

/** The corners of a box turned clockwise around its middle: x, y, x, y … */
export function cornersOf({
  x,
  y,
  width,
  height,
  rotation,
}: Extract<Region, { shape: 'box' }>): readonly number[] {
  const angle = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [middleX, middleY] = [x + width / 2, y + height / 2];
  const corners = [
    [-width / 2, -height / 2],
    [width / 2, -height / 2],
    [width / 2, height / 2],
    [-width / 2, height / 2],
  ] as const;
  return corners.flatMap(([dx, dy]) => [middleX + dx * cos - dy * sin, middleY + dx * sin + dy * cos]);
}

function cornersOfRuns(runs: Extract<Region, { shape: 'mask' }>): readonly Point[] {
  const box = boxOfRuns(runs);
  return box
    ? [
        [box.x, box.y],
        [box.x + box.width, box.y + box.height],
      ]
    : [];
}
