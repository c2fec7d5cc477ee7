/**
 * @file Relations as lines over the text: each runs in a lane above its line of text, from the head to an arrow at the tail. One
 * between two lines of text goes out at the edge of the first and comes in at the edge of the second. Pure.
 */
import type { Box } from './text-nodes.ts';
import { widthIn } from './layers.ts';

/** Pixels from one lane to the next; a label of 10 px stands in it. */
export const LANE = 14;
/** As many as are told apart; what finds no free one shares the highest. */
const MOST_LANES = 8;
/** Between two lines in one lane. */
const GAP = 8;
/** Of a letter of a label. */
const LETTER = 5.5;
/** Where two spans have the same middle, their ends still stand apart. */
const APART = 4;

export interface RelationLine {
  /** Names it among the others. */
  readonly id: string;
  readonly label: string;
  /** The boxes of the head and of the tail. */
  readonly from: Box;
  readonly to: Box;
}

/** A part of a relation on one line of text. */
export interface Stretch {
  readonly id: string;
  readonly label: string;
  /** The upper edge of its line of text. */
  readonly top: number;
  readonly left: number;
  readonly right: number;
  /** Where it goes down to its head and, with an arrow, to its tail; undefined at the edge of the text. */
  readonly head: number | undefined;
  readonly tail: number | undefined;
  /** From 0, the nearest to the text. */
  readonly lane: number;
}

const middle = ({ left, right }: Box): number => (left + right) / 2;
const isOneLine = (a: Box, b: Box): boolean => Math.abs(a.top - b.top) < 2;

/** @param edges the left and the right edge of the text, or the other way round where it reads from right to left */
export function arcsOf(
  relations: readonly RelationLine[],
  edges: { readonly first: number; readonly last: number },
): readonly Stretch[] {
  const unplaced = relations.flatMap((relation) => stretchesOf(relation, edges));
  const lanes = new Map<number, { left: number; right: number }[][]>();
  return unplaced
    .toSorted((a, b) => a.right - a.left - (b.right - b.left))
    .map((stretch) => {
      const line = lanes.get(Math.round(stretch.top)) ?? [];
      lanes.set(Math.round(stretch.top), line);
      const reach = reachOf(stretch);
      const isFree = (taken: readonly { left: number; right: number }[] | undefined): boolean =>
        !taken?.some(({ left, right }) => reach.left < right + GAP && left < reach.right + GAP);
      let lane = 0;
      while (lane < MOST_LANES - 1 && !isFree(line[lane])) lane++;
      (line[lane] ??= []).push(reach);
      return { ...stretch, lane };
    });
}

/** How many lanes a line of text needs at most. */
export const lanesOf = (stretches: readonly Stretch[]): number =>
  Math.max(0, ...stretches.map(({ lane }) => lane + 1));

/** A label may be wider than its line. */
function reachOf({ left, right, label }: Omit<Stretch, 'lane'>): { left: number; right: number } {
  const half = Math.max(right - left, widthIn(label) * LETTER) / 2;
  const center = (left + right) / 2;
  return { left: center - half, right: center + half };
}

function stretchesOf(
  { id, label, from, to }: RelationLine,
  { first, last }: { readonly first: number; readonly last: number },
): readonly Omit<Stretch, 'lane'>[] {
  const between = (top: number, head: number | undefined, tail: number | undefined, edge: number) => {
    const [a, b] = [head ?? edge, tail ?? edge];
    return { id, label, top, left: Math.min(a, b), right: Math.max(a, b), head, tail };
  };
  let [head, tail] = [middle(from), middle(to)];
  if (isOneLine(from, to)) {
    if (Math.abs(head - tail) < 2 * APART) [head, tail] = [head - APART, tail + APART];
    return [between(from.top, head, tail, head)];
  }
  const [out, into] = from.top < to.top ? [last, first] : [first, last];
  return [between(from.top, head, undefined, out), between(to.top, undefined, tail, into)];
}
