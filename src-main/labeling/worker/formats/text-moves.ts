/** @file Where a span of one text is in another one that differs in its white space or in how its characters are composed. */
import type { SpanPlace } from './parts.ts';

/** Null for a span that would be cut, or of which nothing is left. */
export type MoveSpan = <One extends SpanPlace>(span: One) => One | null;

/**
 * Moves spans from a text to another with the same characters: compared as Unicode NFC, without white space.
 *
 * @returns null where the texts have other characters
 */
export function moveSpans(from: string, to: string): MoveSpan | null {
  const [before, after] = [charactersIn(from), charactersIn(to)];
  if (before.text !== after.text) return null;
  return (span) => {
    const first = before.count(span.start);
    const end = before.count(span.end);
    if (first === null || end === null || first >= end) return null;
    const [start, last] = [after.placeOf(first), after.placeOf(end - 1)];
    if (start === null || last === null) return null;
    return { ...span, start: start.from, end: last.to };
  };
}

interface Characters {
  /** What is seen, composed. */
  readonly text: string;
  /** How many units of `text` stand before a place; null for a place inside of what is composed to one. */
  count(place: number): number | null;
  /** Where a unit of `text` stands. */
  placeOf(unit: number): { readonly from: number; readonly to: number } | null;
}

/** A character with the marks that belong to it, as far as composing looks. */
const CLUSTER = /(?:\s|\P{M}\p{M}*|\p{M}+)/gu;

function charactersIn(text: string): Characters {
  const starts: number[] = [];
  const ends: number[] = [];
  const counts: number[] = [];
  const parts: string[] = [];
  let count = 0;
  for (const { 0: cluster, index } of text.matchAll(CLUSTER)) {
    const seen = /^\s/.test(cluster) ? '' : cluster.normalize('NFC');
    starts.push(index);
    ends.push(index + cluster.length);
    counts.push(count);
    parts.push(seen);
    count += seen.length;
  }
  counts.push(count);
  const clusterAt = (values: readonly number[], wanted: number): number => {
    let [low, high] = [0, values.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle]! <= wanted) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };
  return {
    text: parts.join(''),
    count(place) {
      if (place >= text.length) return count;
      const at = clusterAt(starts, place);
      if (starts[at] === place) return counts[at]!;
      // Inside of a cluster that is the same on both sides, each unit is itself.
      const inside = parts[at]!.length === ends[at]! - starts[at]! ? place - starts[at]! : null;
      return inside === null ? null : counts[at]! + inside;
    },
    placeOf(unit) {
      const at = clusterAt(counts.slice(0, -1), unit);
      if (at < 0 || parts[at] === '') return null;
      const plain = parts[at]!.length === ends[at]! - starts[at]!;
      if (!plain) return { from: starts[at]!, to: ends[at]! };
      const from = starts[at]! + unit - counts[at]!;
      return { from, to: from + 1 };
    },
  };
}
