/** @file How overlapping spans are drawn: each on the first line under the text that is free for it. Pure. */
import type { Range } from './breaks.ts';

/** A span as it is drawn, with the words of its tag. */
export interface Drawn extends Range {
  readonly id: string;
  readonly tag: string;
}

/** A piece of the text that carries the same spans from its start to its end. */
export interface Piece<One extends Drawn = Drawn> extends Range {
  /** The spans over it, with the line under the text that each is drawn on, from 0. */
  readonly over: readonly { readonly span: One; readonly layer: number }[];
  /** Those that begin here. */
  readonly begins: readonly { readonly span: One; readonly layer: number }[];
}

/** A tag's letters are smaller than the text's; a wide letter takes the room of two. */
const TAG_SHARE = 0.72;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u;

/** How many characters of the text a tag is about as wide as. */
function tagWidth(tag: string): number {
  const width = [...tag].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
  return Math.ceil(width * TAG_SHARE) + 1;
}

/** The line of each span, by its id: the first on which neither a span nor its tag is in the way. Spans in reading order. */
export function layersOf(spans: readonly Drawn[]): ReadonlyMap<string, number> {
  const free: number[] = [];
  const layers = new Map<string, number>();
  for (const { id, start, end, tag } of spans) {
    const found = free.findIndex((from) => from <= start);
    const layer = found === -1 ? free.length : found;
    free[layer] = Math.max(end, start + tagWidth(tag));
    layers.set(id, layer);
  }
  return layers;
}

/** The text cut where spans begin and end; the pieces are the whole text. @param spans in reading order */
export function piecesOf<One extends Drawn>(length: number, spans: readonly One[]): readonly Piece<One>[] {
  const layers = layersOf(spans);
  const cuts = [...new Set([0, length, ...spans.flatMap(({ start, end }) => [start, end])])]
    .filter((cut) => cut >= 0 && cut <= length)
    .sort((a, b) => a - b);
  let open: { span: One; layer: number }[] = [];
  let next = 0;
  return cuts.slice(0, -1).map((start, i) => {
    open = open.filter(({ span }) => span.end > start);
    const begins: { span: One; layer: number }[] = [];
    for (; next < spans.length && spans[next]!.start <= start; next++)
      begins.push({ span: spans[next]!, layer: layers.get(spans[next]!.id)! });
    open = [...open, ...begins];
    return { start, end: cuts[i + 1]!, over: open, begins };
  });
}
