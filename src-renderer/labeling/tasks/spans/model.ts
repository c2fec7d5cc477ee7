/** @file What a labeler does to the spans of a text. Pure: each step gives the answer after it. */
import { keyOfSpan } from '../../../../src-shared/labeling/resolution/parts.ts';
import type { SchemaOptions } from '../../../../src-shared/labeling/tasks/schema.ts';
import type { Relation, Span } from '../../../../src-shared/labeling/tasks/values.ts';
import type { TaskValue } from '../../../../src-shared/labeling/tasks/values.ts';
import type { Breaks, Range } from './breaks.ts';

export { keyOfSpan };

export interface SpansAnswer {
  readonly spans: readonly Span[];
  readonly relations: readonly Relation[];
}

export const NOTHING: SpansAnswer = { spans: [], relations: [] };

/** An answer as the workbench told it. */
export function asSpans(value: TaskValue | undefined): SpansAnswer {
  if (!Array.isArray(value?.['spans'])) return NOTHING;
  const { spans, relations } = value as unknown as { spans: Span[]; relations?: Relation[] };
  return { spans, relations: relations ?? [] };
}

/** By what spans are known: their ids, and place and class. */
export const namesOf = (spans: readonly Span[]): ReadonlySet<string> =>
  new Set(spans.flatMap((span) => [span.id, keyOfSpan(span)]));

/** In reading order; what begins earlier, then what is longer, stands first. */
export function inOrder(spans: readonly Span[]): readonly Span[] {
  return spans.toSorted((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
}

/** Adds a span. What is there already with this class is not marked twice. @returns the answer and the span's id */
export function mark(answer: SpansAnswer, range: Range, label: string): { answer: SpansAnswer; id: string } {
  const { start, end } = range;
  const same = answer.spans.find((span) => span.start === start && span.end === end && span.label === label);
  if (same) return { answer, id: same.id };
  const id = freeId(answer.spans);
  const added: Span = { id, start, end, label, attributes: {} };
  return { answer: { ...answer, spans: [...answer.spans, added] }, id };
}

function freeId(spans: readonly Span[]): string {
  const taken = new Set(spans.map(({ id }) => id));
  for (let i = spans.length + 1; ; i++) if (!taken.has(`s${i}`)) return `s${i}`;
}

/** Removes a span, and with it the relations that it is in. */
export function remove(answer: SpansAnswer, id: string): SpansAnswer {
  return {
    spans: answer.spans.filter((span) => span.id !== id),
    relations: answer.relations.filter(({ from, to }) => from !== id && to !== id),
  };
}

function changed(answer: SpansAnswer, id: string, change: (span: Span) => Span): SpansAnswer {
  return { ...answer, spans: answer.spans.map((span) => (span.id === id ? change(span) : span)) };
}

/** Gives a span another class; answers to questions that are not asked of that class are left behind. */
export function relabel(
  answer: SpansAnswer,
  id: string,
  { label, options }: { label: string; options: Asked },
): SpansAnswer {
  const asked = new Set(attributesFor(label, options).map(({ name }) => name));
  return changed(answer, id, (span) => ({
    ...span,
    label,
    attributes: Object.fromEntries(Object.entries(span.attributes).filter(([name]) => asked.has(name))),
  }));
}

/** @param value undefined takes the answer away */
export function setAttribute(
  answer: SpansAnswer,
  id: string,
  { name, value }: { name: string; value: string | number | boolean | undefined },
): SpansAnswer {
  return changed(answer, id, (span) => {
    const { [name]: _before, ...others } = span.attributes;
    return { ...span, attributes: value === undefined ? others : { ...others, [name]: value } };
  });
}

export type End = 'start' | 'end';
export type Stride = 'next' | 'previous' | 'nextWord' | 'previousWord';

/** Moves one end of a span; a span never becomes empty. */
export function resize(
  answer: SpansAnswer,
  id: string,
  { side, by, breaks }: { side: End; by: Stride; breaks: Breaks },
): SpansAnswer {
  const span = answer.spans.find((each) => each.id === id);
  if (!span) return answer;
  const at = breaks[by](span[side]);
  const range = { ...span, [side]: at };
  return at === span[side] || range.start >= range.end ? answer : changed(answer, id, () => range);
}

/** Relates two spans; a relation that is there already, or of a span to itself, changes nothing. */
export function relate(answer: SpansAnswer, relation: Relation): SpansAnswer {
  const { from, to, label } = relation;
  const known = answer.relations.some((each) => each.from === from && each.to === to && each.label === label);
  return known || from === to ? answer : { ...answer, relations: [...answer.relations, relation] };
}

export function unrelate(answer: SpansAnswer, relation: Relation): SpansAnswer {
  return { ...answer, relations: answer.relations.filter((each) => each !== relation) };
}

type Asked = Pick<SchemaOptions, 'attributes'>;

/** The questions asked of a span of a class. */
export function attributesFor(label: string, { attributes }: Asked): SchemaOptions['attributes'] {
  return attributes.filter(({ classes }) => classes.length === 0 || classes.includes(label));
}

/** The first required question without an answer. */
export function missingAttribute(
  { spans }: SpansAnswer,
  options: Asked,
): { readonly span: Span; readonly name: string } | undefined {
  for (const span of inOrder(spans))
    for (const { name, required } of attributesFor(span.label, options)) {
      const value = Object.hasOwn(span.attributes, name) ? span.attributes[name] : undefined;
      if (required && (value === undefined || value === '')) return { span, name };
    }
  return undefined;
}

/** The span that a range may not share characters with, by the schema's rule; undefined where it may stand. */
export function inTheWay(
  { spans }: SpansAnswer,
  range: Range & { readonly id?: string },
  overlap: SchemaOptions['overlap'],
): Span | undefined {
  if (overlap === 'any') return undefined;
  const others = spans.filter(
    ({ id, start, end }) => id !== range.id && start < range.end && range.start < end,
  );
  if (overlap === 'none') return others[0];
  return others.find((other) => !holds(other, range) && !holds(range, other));
}

const holds = (outer: Range, inner: Range): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** The spans at a place, the shortest first: what a click there can mean. */
export function spansAt(spans: readonly Span[], at: number): readonly Span[] {
  return spans
    .filter(({ start, end }) => start <= at && at <= end)
    .toSorted((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start);
}
