/** @file What one model's graph has that another's has not, and both as one drawing. */
import type { ModelDrawing } from '../contract.ts';
import { align } from './align.ts';

type Drawing = NonNullable<ModelDrawing['drawing']>;
type Box = Drawing['boxes'][number];
export type Mark = 'added' | 'removed' | 'changed';

export interface GraphDiff {
  /** Operations, inputs and outputs; those that only one of the graphs has, or that have other types or constants. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly { readonly title: string; readonly before: string; readonly after: string }[];
  readonly same: number;
  /**
   * The later graph, with what is gone where it stood, and the marks of its boxes by their id. Of graphs with bodies in
   * them the later graph alone.
   */
  readonly drawing: Pick<Drawing, 'boxes' | 'arrows' | 'frames'>;
  readonly marks: ReadonlyMap<string, Mark>;
}

/** What a box is, without the type of an input or output. */
const nameOf = ({ kind, title }: Box): string =>
  kind === 'operation' ? title : title.slice(0, Math.max(0, title.lastIndexOf(': ')));

function factsOf(box: Box, { arrows }: Drawing): string {
  const given = new Set(arrows.flatMap(({ from, type }) => (from === box.id && type !== '' ? [type] : [])));
  const own = box.kind === 'operation' ? box.constants : [box.title.slice(box.title.lastIndexOf(': ') + 2)];
  return [...own, ...Array.from(given, (type) => `→ ${type}`)].join(', ');
}

/** @param before, after graphs of at most some hundred boxes each, as drawings hold them */
export function graphDiff(before: Drawing, after: Drawing): GraphDiff {
  const facts = new Map<Box, string>([
    ...before.boxes.map((box) => [box, factsOf(box, before)] as const),
    ...after.boxes.map((box) => [box, factsOf(box, after)] as const),
  ]);
  const likeness = (a: Box, b: Box): number => {
    if (a.kind !== b.kind || nameOf(a) !== nameOf(b)) return 0;
    return facts.get(a) === facts.get(b) ? 3 : 2;
  };
  const pairs = align(before.boxes, after.boxes, likeness);
  const isChanged = (a: Box, b: Box) => facts.get(a) !== facts.get(b);
  const changed = pairs.flatMap(({ before: a, after: b }) =>
    a && b && isChanged(a, b)
      ? [{ title: nameOf(b), before: facts.get(a) ?? '', after: facts.get(b) ?? '' }]
      : [],
  );
  const [added, removed] = [
    pairs.flatMap(({ before: a, after: b }) => (b && !a ? [b] : [])),
    pairs.flatMap(({ before: a, after: b }) => (a && !b ? [a] : [])),
  ];
  const together = before.frames.length === 0 && after.frames.length === 0;
  const goneId = ({ id }: Box): string => `gone ${id}`;
  const marks = new Map<string, Mark>([
    ...added.map(({ id }) => [id, 'added'] as const),
    ...pairs.flatMap(({ before: a, after: b }) =>
      a && b && isChanged(a, b) ? [[b.id, 'changed'] as const] : [],
    ),
    ...(together ? removed.map((box) => [goneId(box), 'removed'] as const) : []),
  ]);
  const said = { added: added.map(nameOf), removed: removed.map(nameOf), changed };
  const same = pairs.length - added.length - removed.length - changed.length;
  if (!together) return { ...said, same, marks, drawing: after };
  const idNow = new Map(
    pairs.flatMap(({ before: a, after: b }) => (a ? [[a.id, b ? b.id : goneId(a)] as const] : [])),
  );
  const gone = new Set(removed.map(({ id }) => id));
  const arrows = before.arrows
    .filter(({ from, to }) => gone.has(from) || gone.has(to))
    .map(({ from, to, type }) => ({ from: idNow.get(from) ?? from, to: idNow.get(to) ?? to, type }));
  const boxes = pairs.flatMap(({ before: a, after: b }) => b ?? (a ? [{ ...a, id: goneId(a) }] : []));
  return { ...said, same, marks, drawing: { boxes, arrows: [...after.arrows, ...arrows], frames: [] } };
}
