/** @file How overlapping spans are drawn: each on the first line under the text that is free for it. Pure. */
import type { Range } from './breaks.ts';

/** A span as it is drawn, with the words of its tag. */
export interface Drawn extends Range {
  readonly id: string;
  readonly tag: string;
}

/** A tag's letters are smaller than the text's; a wide letter takes the room of two. */
const TAG_SHARE = 0.72;
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60]/u;

/** How many narrow letters some words are about as wide as. */
export function widthIn(words: string): number {
  return [...words].reduce((sum, letter) => sum + (WIDE.test(letter) ? 2 : 1), 0);
}

/** How many characters of the text a tag is about as wide as. */
const tagWidth = (tag: string): number => Math.ceil(widthIn(tag) * TAG_SHARE) + 1;

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
