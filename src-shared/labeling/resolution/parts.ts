/** @file Several people's sets of parts as one set: what more than half of them gave. Pure. */
import type { AnswerValue, Region, Span } from '../tasks/values.ts';
import { boundsOf, intersectionOverUnion } from './overlap.ts';

/** Regions of one class that cover each other at least so far are the same one. */
export const SAME_REGION = 0.5;

/** Null where as many gave a part as did not: nobody's majority. */
export function mergeLabels(answers: readonly AnswerValue<'multilabel'>[]): AnswerValue<'multilabel'> | null {
  const votes = new Map<string, number>();
  for (const { labels } of answers)
    for (const label of new Set(labels)) votes.set(label, (votes.get(label) ?? 0) + 1);
  if (isEven(votes.values(), answers.length)) return null;
  return { labels: [...votes].filter(([, count]) => count * 2 > answers.length).map(([label]) => label) };
}

/** Spans are the same with the same start, end and class; attributes are those of the first who gave it. */
export function mergeSpans(answers: readonly AnswerValue<'spans'>[]): AnswerValue<'spans'> | null {
  const votes = new Map<string, { span: Span; count: number }>();
  const relations = new Map<string, { relation: AnswerValue<'spans'>['relations'][number]; count: number }>();
  for (const { spans, relations: given } of answers) {
    const keys = new Map(spans.map((span) => [span.id, keyOfSpan(span)]));
    for (const [key, span] of new Map(spans.map((one) => [keyOfSpan(one), one])))
      votes.set(key, { span: votes.get(key)?.span ?? span, count: (votes.get(key)?.count ?? 0) + 1 });
    const own = new Map(
      given.map((one) => [`${keys.get(one.from)} ${one.label} ${keys.get(one.to)}`, one] as const),
    );
    for (const [key, { label }] of own) {
      const [from, to] = [keys.get(own.get(key)!.from)!, keys.get(own.get(key)!.to)!];
      const count = (relations.get(key)?.count ?? 0) + 1;
      relations.set(key, { relation: { from, to, label }, count });
    }
  }
  const counts = [...votes.values(), ...relations.values()].map(({ count }) => count);
  if (isEven(counts, answers.length)) return null;
  const kept = [...votes].filter(([, { count }]) => count * 2 > answers.length);
  const ids = new Map(kept.map(([key], i) => [key, `m${i + 1}`]));
  return {
    spans: kept
      .map(([key, { span }]) => ({ ...span, id: ids.get(key)! }))
      .sort((a, b) => a.start - b.start || b.end - a.end),
    relations: [...relations.values()].flatMap(({ relation: { from, to, label }, count }) => {
      const ends = [ids.get(from), ids.get(to)] as const;
      if (count * 2 <= answers.length || ends[0] === undefined || ends[1] === undefined) return [];
      return [{ from: ends[0], to: ends[1], label }];
    }),
  };
}

export const keyOfSpan = ({ start, end, label }: Pick<Span, 'start' | 'end' | 'label'>): string =>
  `${start}-${end} ${label}`;

/** Regions of one class and shape that overlap are one: a box of medians, of another shape the one nearest to all. */
export function mergeRegions(answers: readonly AnswerValue<'regions'>[]): AnswerValue<'regions'> | null {
  const groups: Region[][] = [];
  for (const { regions } of answers) {
    const taken = new Set<Region[]>();
    for (const region of regions) {
      const group = nearest(region, groups, taken);
      if (group) group.push(region);
      else groups.push([region]);
      taken.add(group ?? groups.at(-1)!);
    }
  }
  if (
    isEven(
      groups.map(({ length }) => length),
      answers.length,
    )
  )
    return null;
  const kept = groups.filter(({ length }) => length * 2 > answers.length);
  return { regions: kept.map((group, i) => ({ ...middleOf(group), id: `m${i + 1}` })) };
}

/** The group that covers a region most; each person is in a group once. */
function nearest(
  region: Region,
  groups: readonly Region[][],
  taken: ReadonlySet<Region[]>,
): Region[] | undefined {
  let [best, most] = [undefined as Region[] | undefined, 0];
  for (const group of groups) {
    const [first] = group;
    if (taken.has(group) || first!.label !== region.label || first!.shape !== region.shape) continue;
    const overlap = Math.max(...group.map((one) => intersectionOverUnion(one, region)));
    if (overlap >= SAME_REGION && overlap > most) [best, most] = [group, overlap];
  }
  return best;
}

function middleOf(group: readonly Region[]): Region {
  const boxes = group.filter((region) => region.shape === 'box');
  if (boxes.length === group.length && boxes.every(({ rotation }) => rotation % 360 === 0)) {
    const bounds = boxes.map(boundsOf);
    const [left, top] = [median(bounds.map((each) => each.left)), median(bounds.map((each) => each.top))];
    const width = median(bounds.map(({ right }) => right)) - left;
    const height = median(bounds.map(({ bottom }) => bottom)) - top;
    return { ...boxes[0]!, x: left, y: top, width, height, rotation: 0 };
  }
  const closeness = group.map((one) =>
    group.reduce((sum, other) => sum + intersectionOverUnion(one, other), 0),
  );
  return group[closeness.indexOf(Math.max(...closeness))]!;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function isEven(counts: Iterable<number>, people: number): boolean {
  for (const count of counts) if (count * 2 === people) return true;
  return false;
}
