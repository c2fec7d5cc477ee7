/** @file How large the boxes of a model's graph are drawn, what stands in them, and where. */
import type { ModelDrawing } from '../../src-shared/contract.ts';
import { curveOf, layered, type Link, type Spot } from '../ui/charts/layers.ts';

type Drawing = NonNullable<ModelDrawing['drawing']>;
type Box = Drawing['boxes'][number];

export interface DrawnBox extends Spot {
  readonly kind: Box['kind'];
  /** The operator, or the name of an input or output. */
  readonly title: string;
  /** Types of constants it reads, and of what it gives. */
  readonly facts: readonly string[];
}

export interface DrawnArrow {
  readonly path: string;
  /** From an operation to the body inside of it. */
  readonly inside: boolean;
}

/** A body: a graph inside of an operation, e.g. `then_branch`, around its boxes. */
export interface DrawnFrame extends Spot {
  readonly title: string;
}

export interface DrawnGraph {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly DrawnBox[];
  readonly arrows: readonly DrawnArrow[];
  /** Outer ones before those inside of them. */
  readonly frames: readonly DrawnFrame[];
}

/** Pixels; the letters of the monospace font are as wide as 0.6 of their size. */
export const LINE = 15;
export const LETTER = 11.5;
const PADDING = 8;
const LONGEST = 44;
/** Pixels between a frame and what is in it; its title stands above that. */
const MARGIN = 12;

/** Each body is laid out by itself and stands as one large box below its operation. */
export function drawnGraph(drawing: Drawing): DrawnGraph {
  const { width, height, boxes, frames, routes } = arrange(null, drawing);
  const arrows = routes.map(({ points, inside }) => ({ path: curveOf(points), inside }));
  return { width, height, boxes, frames, arrows };
}

type Point = readonly [number, number];

interface Route {
  readonly points: readonly Point[];
  readonly inside: boolean;
}

/** What lies in one body, or outside of all, with the bodies in it. */
interface Part {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly DrawnBox[];
  readonly frames: readonly DrawnFrame[];
  readonly routes: readonly Route[];
}

interface Arrow extends Link {
  readonly inside: boolean;
  /** The box that it leads to, in a body where `to` is a frame. */
  readonly target: string;
}

function arrange(scope: string | null, drawing: Drawing): Part {
  const own = drawing.boxes.filter(({ frame }) => frame === scope);
  const bodies = drawing.frames
    .filter(({ owner }) => own.some(({ id }) => id === owner))
    .map((frame) => ({ ...frame, part: arrange(frame.id, drawing) }));
  const boxes = own.map((box) => sized(box, drawing));
  const sizedBodies = new Map(bodies.map((body) => [body.id, { ...body, ...sizeAround(body) }]));
  // A body comes after its operation, and what it takes from outside before that.
  const items = boxes.flatMap((box) => [
    box,
    ...[...sizedBodies.values()].filter(({ owner }) => owner === box.id),
  ]);
  const layout = layered(items, linksIn(scope, drawing, sizedBodies));
  const placed = [...sizedBodies.values()].flatMap((body) => {
    const spot = layout.boxes.get(body.id);
    return spot ? [{ frame: { ...spot, title: body.title }, part: moved(body.part, spot) }] : [];
  });
  const ownBoxes = boxes.flatMap((box) => {
    const spot = layout.boxes.get(box.id);
    return spot ? [{ ...box, ...spot }] : [];
  });
  const inner = new Map(placed.flatMap(({ part }) => part.boxes.map((box) => [box.id, box] as const)));
  const routes = layout.routes.map(({ link, points }): Route => {
    const box = inner.get(link.target);
    const end: readonly Point[] = box ? [[box.x + box.width / 2, box.y]] : [];
    return { points: [...points, ...end], inside: link.inside };
  });
  return {
    width: layout.width,
    height: layout.height,
    boxes: [...ownBoxes, ...placed.flatMap(({ part }) => part.boxes)],
    frames: placed.flatMap(({ frame, part }) => [frame, ...part.frames]),
    routes: [...routes, ...placed.flatMap(({ part }) => part.routes)],
  };
}

/** The arrows between what lies in a scope itself, and those from there into its bodies; and from operations to bodies. */
function linksIn(
  scope: string | null,
  { boxes, arrows, frames }: Drawing,
  bodies: ReadonlyMap<string, { readonly id: string; readonly owner: string }>,
): Arrow[] {
  const frameOf = new Map(boxes.map(({ id, frame }) => [id, frame]));
  const ownerOf = new Map(frames.map(({ id, owner }) => [id, owner]));
  const standsFor = (box: string): string | undefined => {
    const frame = frameOf.get(box) ?? null;
    if (frame === scope) return box;
    if (frame === null) return undefined;
    return bodies.has(frame) ? frame : standsFor(ownerOf.get(frame) ?? '');
  };
  const between = arrows.flatMap((arrow): Arrow[] => {
    const [from, to] = [standsFor(arrow.from), standsFor(arrow.to)];
    if (from === undefined || to === undefined || from === to) return [];
    return [{ from, to, inside: false, target: arrow.to }];
  });
  const entries = Array.from(bodies.values(), ({ id, owner }) => ({
    from: owner,
    to: id,
    inside: true,
    target: id,
  }));
  return [...between, ...entries];
}

function sized(box: Box, { arrows }: Drawing) {
  const { title, facts } = wordsOf(
    box,
    arrows.filter(({ from }) => from === box.id),
  );
  return {
    id: box.id,
    kind: box.kind,
    title,
    facts,
    width: widthOf([title, ...facts]) + 2 * PADDING,
    height: (1 + facts.length) * LINE + PADDING,
  };
}

function widthOf(lines: readonly string[]): number {
  return Math.ceil(Math.max(...lines.map(({ length }) => length)) * LETTER * 0.6);
}

function sizeAround({ title, part }: { readonly title: string; readonly part: Part }) {
  return {
    width: Math.max(part.width, widthOf([title])) + 2 * MARGIN,
    height: part.height + LINE + 2 * MARGIN,
  };
}

/** A part that was laid out by itself, in the middle of its frame. */
function moved(part: Part, frame: Spot): Part {
  const [right, down] = [frame.x + (frame.width - part.width) / 2, frame.y + MARGIN + LINE];
  const move = <S extends Spot>(spot: S): S => ({ ...spot, x: spot.x + right, y: spot.y + down });
  return {
    ...part,
    boxes: part.boxes.map(move),
    frames: part.frames.map(move),
    routes: part.routes.map(({ points, inside }) => ({
      points: points.map(([x, y]) => [x + right, y + down] as const),
      inside,
    })),
  };
}

function wordsOf(
  { kind, title, constants }: Box,
  out: readonly { readonly type: string }[],
): { title: string; facts: readonly string[] } {
  if (kind !== 'operation') {
    const at = title.lastIndexOf(': ');
    return { title: shortened(title.slice(0, at)), facts: [shortened(title.slice(at + 2))] };
  }
  const types = [...new Set(out.map(({ type }) => type))].filter((type) => type !== '');
  const given = types.length > 0 ? [`→ ${types.join(', ')}`] : [];
  return { title: shortened(title), facts: [...constants, ...given].map(shortened) };
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
