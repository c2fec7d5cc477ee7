/** @file How large the boxes of a model's graph are drawn, what stands in them, and where. */
import type { ModelDrawing } from '../../../src-shared/contract/index.ts';
import { curveOf, layered, type Link, type Spot } from '../../charts/layers.ts';

type Drawing = NonNullable<ModelDrawing['drawing']>;
type Box = Drawing['boxes'][number];

export interface DrawnBox extends Spot {
  readonly kind: Box['kind'];
  /** The operator, or the name of an input or output. */
  readonly title: string;
  /** Types of constants it reads, and of what it gives. */
  readonly facts: readonly string[];
  /** The body it lies in, e.g. `then_branch`; empty outside of all. */
  readonly body: string;
}

export interface DrawnArrow {
  readonly path: string;
  /** From an operation to the body inside of it. */
  readonly inside: boolean;
}

export interface DrawnGraph {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly DrawnBox[];
  readonly arrows: readonly DrawnArrow[];
}

/** Pixels; the letters of the monospace font are as wide as 0.6 of their size. */
export const LINE = 15;
export const LETTER = 11.5;
const PADDING = 8;
const LONGEST = 44;

interface Arrow extends Link {
  readonly inside: boolean;
}

export function drawnGraph(drawing: Drawing): DrawnGraph {
  const frames = new Map(drawing.frames.map((frame) => [frame.id, frame]));
  const outOf = Map.groupBy(drawing.arrows, ({ from }) => from);
  const fed = new Set(drawing.arrows.map(({ to }) => to));
  const boxes = drawing.boxes.map((box) => {
    const { title, facts } = wordsOf(box, outOf.get(box.id) ?? []);
    const longest = Math.max(...[title, ...facts].map(({ length }) => length));
    return {
      ...{ id: box.id, kind: box.kind, title, facts },
      body: frames.get(box.frame ?? '')?.title ?? '',
      width: Math.ceil(longest * LETTER * 0.6) + 2 * PADDING,
      height: (1 + facts.length) * LINE + PADDING,
    };
  });
  const entries = drawing.boxes.flatMap((box): Arrow[] => {
    const owner = frames.get(box.frame ?? '')?.owner;
    return owner !== undefined && !fed.has(box.id) ? [{ from: owner, to: box.id, inside: true }] : [];
  });
  const arrows: Arrow[] = drawing.arrows.map(({ from, to }) => ({ from, to, inside: false }));
  const layout = layered(boxes, [...arrows, ...entries]);
  return {
    width: layout.width,
    height: layout.height,
    boxes: boxes.flatMap((box) => {
      const spot = layout.boxes.get(box.id);
      return spot ? [{ ...box, ...spot }] : [];
    }),
    arrows: layout.routes.map(({ link, points }) => ({ path: curveOf(points), inside: link.inside })),
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
