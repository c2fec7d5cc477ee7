/** @file What doccano and spaCy have in common: a text, its name, and spans. */
import type { Span } from '../../../../src-shared/labeling/tasks/values.ts';
import { isSafeName, labelIn, textIn } from './fields.ts';
import type { FitItem, Note } from './format.ts';
import { CodePoints, MOST_PARTS, span, spanIn } from './parts.ts';
import type { Refusing } from './report.ts';
import type { LearnedSchema } from './set.ts';

/** A span as it stands in a file. */
export interface GivenSpan {
  readonly field: string;
  readonly id?: unknown;
  readonly start: unknown;
  readonly end: unknown;
  readonly label: unknown;
}

export interface SpanReading {
  /** What offsets count. */
  readonly unit: 'point' | 'utf16';
  readonly text: string;
  readonly refusing: Refusing;
  readonly schema: LearnedSchema;
}

/** Spans, with the ids they have in the file. */
export function spansIn(
  given: readonly GivenSpan[],
  { text, refusing, schema, unit }: SpanReading,
): { readonly spans: Span[]; readonly ids: ReadonlyMap<unknown, string> } | null {
  if (given.length > MOST_PARTS)
    return refusing.refuse('labeling.annotationTooLarge', 'spans', { value: given.length, most: MOST_PARTS });
  const points = new CodePoints(text);
  const spans: Span[] = [];
  const ids = new Map<unknown, string>();
  for (const { field, id, start, end, label } of given) {
    const place = spanIn(refusing, field, { start, end, text: points, unit });
    const name = labelIn(refusing, field, label);
    if (!place || name === null) continue;
    schema.learn(name);
    spans.push(span(`s${spans.length + 1}`, place, name));
    if (id !== undefined) ids.set(id, spans.at(-1)!.id);
  }
  return { spans, ids };
}

/** The name of a text; its number in the file where it has none that can be used. */
export function nameOfText(given: unknown, number: number): string {
  const name = typeof given === 'number' ? String(given) : given;
  return typeof name === 'string' && isSafeName(name) ? name : String(number);
}

export const requireText = (refusing: Refusing, text: unknown): string | null =>
  textIn(refusing, 'text', text);

/** Items with a text, be it empty, and with names that are read again as they are. */
export function fitText(fit: FitItem, note: Note): FitItem {
  let number = 0;
  return (item) => {
    const own = fit(item);
    if (!own) return null;
    number++;
    if (own.text === null) note('noText');
    const name = nameOfText(own.name, number);
    if (name !== own.name) note('itemNames');
    return { ...own, name, text: own.text ?? '' };
  };
}
