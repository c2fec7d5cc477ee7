/** @file Polygons added, cut out of each other and split, by polyclip-ts. Pure. */
import { difference, intersection, union, type Geom } from 'polyclip-ts';
import { signedArea, type Outline } from '../../../../src-shared/labeling/geometry/polygon.ts';
import { LEAST_AREA, tidy, type Place } from './geometry.ts';

type MultiPoly = ReturnType<typeof union>;
type Writable = { ring: number[]; holes: number[][] };
type Pair = [number, number];

/** What is covered by any of some shapes. */
export function merged(shapes: readonly (readonly Outline[])[]): Writable[] {
  const [first, ...others] = shapes.map(toGeom);
  return first ? fromGeom(union(first, ...others)) : [];
}

/** What is left of a shape where others are cut out of it. */
export function without(shape: readonly Outline[], others: readonly (readonly Outline[])[]): Writable[] {
  return fromGeom(difference(toGeom(shape), ...others.map(toGeom)));
}

/**
 * The pieces of a shape along a line of at least two points, the largest first; what the line does not cut stays with that.
 * Null where the line cuts nothing.
 */
export function splitAlong(shape: readonly Outline[], line: readonly Place[]): Writable[][] | null {
  const side = oneSideOf(line, shape);
  const pieces: Writable[][] = [];
  const uncut: Writable[] = [];
  for (const outline of shape) {
    const [here, there] = [toGeom([outline]), side];
    const parts = [fromGeom(intersection(here, there)), fromGeom(difference(here, there))];
    if (parts.some((part) => part.length === 0)) uncut.push(writable(outline));
    else pieces.push(...parts.flat().map((part) => [part]));
  }
  if (pieces.length < 2) return null;
  pieces.sort((a, b) => sizeOf(b[0]!) - sizeOf(a[0]!));
  pieces[0]!.push(...uncut);
  return pieces;
}

const sizeOf = ({ ring }: Outline): number => Math.abs(signedArea(ring));

/**
 * What lies on one side of a line: the line, made longer at both ends until it is far out, then back around. Whatever polygon
 * it is, what a shape shares with it and what is left of the shape are the whole shape.
 */
function oneSideOf(line: readonly Place[], shape: readonly Outline[]): Geom {
  const places = [...shape.flatMap(({ ring }) => ring), ...line.flatMap(({ x, y }) => [x, y])];
  const far = 4 * (Math.max(...places.map(Math.abs)) + 1);
  const out = (end: Place, before: Place): Pair => {
    const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
    return [end.x + ((end.x - before.x) / length) * far, end.y + ((end.y - before.y) / length) * far];
  };
  const begin = out(line[0]!, line[1]!);
  const end = out(line.at(-1)!, line.at(-2)!);
  // At right angles to the way from the beginning to the end, so far that the shape lies between.
  const [dx, dy] = [end[0] - begin[0], end[1] - begin[1]];
  const length = Math.hypot(dx, dy) || 1;
  const [acrossX, acrossY] = [(-dy / length) * far, (dx / length) * far];
  const around: Pair[] = [
    [end[0] + acrossX, end[1] + acrossY],
    [begin[0] + acrossX, begin[1] + acrossY],
  ];
  return [[begin, ...line.map(({ x, y }): Pair => [x, y]), end, ...around]];
}

const toGeom = (outlines: readonly Outline[]): MultiPoly =>
  outlines.map(({ ring, holes }) => [ring, ...holes].map(pairsOf));

const pairsOf = (ring: readonly number[]): Pair[] =>
  Array.from({ length: ring.length >> 1 }, (_, i) => [ring[2 * i]!, ring[2 * i + 1]!]);

/** Rings of the library repeat their first corner; what is too small to be seen is left out. */
function fromGeom(shapes: MultiPoly): Writable[] {
  return shapes.flatMap(([outer, ...inner]) => {
    const ring = ringOf(outer ?? []);
    if (ring === null) return [];
    return [{ ring, holes: inner.map(ringOf).filter((hole) => hole !== null) }];
  });
}

function ringOf(pairs: readonly (readonly number[])[]): number[] | null {
  const corners = pairs.map(([x, y]): Pair => [tidy(x!), tidy(y!)]);
  const kept = corners.filter(([x, y], i) => {
    const [lastX, lastY] = corners.at(i - 1)!;
    return x !== lastX || y !== lastY || corners.length === 1;
  });
  const ring = kept.flat();
  return ring.length >= 6 && Math.abs(signedArea(ring)) >= LEAST_AREA ? ring : null;
}

const writable = ({ ring, holes }: Outline): Writable => ({
  ring: [...ring],
  holes: holes.map((hole) => [...hole]),
});
