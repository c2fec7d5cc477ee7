/**
 * @file Answers as they are stored: with the ids of classes in place of their names, so that renaming a class changes one
 * row and no answer.
 */
import { TASK_KIND_TABLE, type TaskKind } from './kinds.ts';
import type { AnswerValue } from './values.ts';

type Renaming = {
  readonly [Kind in TaskKind]: (
    value: AnswerValue<Kind>,
    rename: (label: string) => string,
  ) => AnswerValue<Kind>;
};

/** Total: an answer with every class called otherwise. */
const RENAMED: Renaming = {
  classification: ({ label }, rename) => ({ label: rename(label) }),
  multilabel: ({ labels }, rename) => ({ labels: labels.map(rename) }),
  rating: (value) => value,
  spans: ({ spans, relations }, rename) => ({
    spans: spans.map((span) => ({ ...span, label: rename(span.label) })),
    relations,
  }),
  regions: ({ regions }, rename) => ({
    regions: regions.map((region) => ({ ...region, label: rename(region.label) })),
  }),
  preference: (value) => value,
  text: (value) => value,
};

function renamed(kind: TaskKind, value: AnswerValue, rename: (label: string) => string): AnswerValue {
  // The kind says what its answers are.
  return (RENAMED[kind] as (value: AnswerValue, rename: (label: string) => string) => AnswerValue)(
    value,
    rename,
  );
}

/** @param idOf the id of a class of the schema by its name */
export function storedValue(kind: TaskKind, value: AnswerValue, idOf: (name: string) => number): string {
  return JSON.stringify(renamed(kind, value, (name) => String(idOf(name))));
}

/** @param nameOf the name of a class by its id */
export function readStored(kind: TaskKind, stored: string, nameOf: (id: number) => string): AnswerValue {
  return renamed(kind, parsed(stored), (id) => nameOf(Number(id)));
}

/** As it is stored. It was checked before it was. */
export function parsed(stored: string): AnswerValue {
  return JSON.parse(stored) as AnswerValue;
}

type Facets = { readonly [Kind in TaskKind]: (value: AnswerValue<Kind>) => readonly string[] };

const labelOf = ({ label }: { readonly label: string }): string => label;

/** Total: what an item is found by that is answered so. */
const FACETS: Facets = {
  classification: ({ label }) => [label],
  multilabel: ({ labels }) => labels,
  rating: ({ rating }) => [String(rating)],
  spans: ({ spans }) => spans.map(labelOf),
  regions: ({ regions }) => regions.map(labelOf),
  preference: ({ preferred }) => [preferred],
  text: () => [],
};

/** What an item is found by, each once: the ids of the classes that its stored answer names, its rating, or which is preferred. */
export function facetsIn(kind: TaskKind, stored: string): string[] {
  // The kind says what its answers are.
  return [...new Set((FACETS[kind] as (value: AnswerValue) => readonly string[])(parsed(stored)))];
}

/** The ids of the classes that a stored answer names, each once. */
export function classesIn(kind: TaskKind, stored: string): number[] {
  return TASK_KIND_TABLE[kind].hasClasses ? facetsIn(kind, stored).map(Number) : [];
}

/** What the answers of classes that left the schema count as: another class by its id, or nothing (0). */
export type Becomes = ReadonlyMap<number, number>;

/**
 * A stored answer with such classes replaced. Parts of a class that counts as nothing are left out, with the relations they
 * are in; an answer that would say "nothing here" only because of that says nothing: null.
 */
export function withBecome(stored: string, becomes: Becomes): string | null {
  const value = parsed(stored);
  const now = (label: string): string => String(becomes.get(Number(label)) ?? label);
  const counts = (label: string): boolean => label !== NOTHING;
  if ('labels' in value) {
    const labels = [...new Set(value.labels.map(now))].filter(counts);
    return isEmptied(value.labels, labels) ? null : JSON.stringify({ labels });
  }
  if ('spans' in value) {
    const spans = value.spans
      .map((span) => ({ ...span, label: now(span.label) }))
      .filter(({ label }) => counts(label));
    const left = new Set(spans.map(({ id }) => id));
    const relations = value.relations.filter(({ from, to }) => left.has(from) && left.has(to));
    return isEmptied(value.spans, spans) ? null : JSON.stringify({ spans, relations });
  }
  if ('regions' in value) {
    const regions = value.regions
      .map((region) => ({ ...region, label: now(region.label) }))
      .filter(({ label }) => counts(label));
    return isEmptied(value.regions, regions) ? null : JSON.stringify({ regions });
  }
  return stored;
}

const NOTHING = '0';

const isEmptied = (before: readonly unknown[], after: readonly unknown[]): boolean =>
  before.length > 0 && after.length === 0;
