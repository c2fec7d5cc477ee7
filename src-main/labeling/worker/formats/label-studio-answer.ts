/** @file One annotation of Label Studio as an answer: the results that the kind of task is about, and what is said of them. */
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import type { AnswerValue, Region, Relation, Span } from '../../../../src-shared/labeling/tasks/values.ts';
import type { Attributes } from './attributes.ts';
import { isObject, labelIn, listIn, member, numberIn, textIn, type JsonObject } from './fields.ts';
import { attributesOfPart, shapeOf } from './label-studio-shapes.ts';
import { MOST_PARTS, region, span, spanIn, type CodePoints } from './parts.ts';
import { shown, type Refusing } from './report.ts';
import { isBare, type ImageSize, type ItemAnswer, type LearnedSchema } from './set.ts';

const LONGEST_TEXT = 20_000;
const LONGEST_AUTHOR = 200;

export interface AnswerReading {
  readonly field: string;
  readonly refusing: Refusing;
  readonly schema: LearnedSchema;
  readonly text: string | null;
  readonly points: CodePoints;
  readonly size: ImageSize | null;
}

interface Result {
  readonly field: string;
  readonly type: string;
  readonly result: JsonObject;
  readonly value: JsonObject;
}

export function readAnswer(annotation: JsonObject, reading: AnswerReading): ItemAnswer | null {
  const { field, refusing } = reading;
  const list = listIn(refusing, `${field}.result`, member(annotation, 'result') ?? [], 3 * MOST_PARTS);
  if (!list) return null;
  const skipped = member(annotation, 'was_cancelled') === true || member(annotation, 'skipped') === true;
  const before = refusing.refused;
  const results = list.flatMap((result, i) => resultIn(result, `${field}.result[${i}]`, refusing) ?? []);
  const value = skipped ? null : VALUES[reading.schema.kind](results, reading);
  if (value === undefined || (value && isBare(value) && refusing.refused > before)) return null;
  return {
    value,
    author: authorOf(member(annotation, 'completed_by')),
    at: instantOf(annotation),
    comment: null,
  };
}

function resultIn(result: unknown, field: string, refusing: Refusing): Result | null {
  if (!isObject(result)) return refusing.wrongType(field, result, '{…}');
  const type = member(result, 'type');
  const value = member(result, 'value') ?? {};
  if (typeof type !== 'string' || !isObject(value))
    return refusing.wrongType(field, result, '{"type": "…", "value": {…}}');
  return { field, type, result, value };
}

function authorOf(by: unknown): string | null {
  const [email, first, last, id] = isObject(by)
    ? ['email', 'first_name', 'last_name', 'id'].map((key) => member(by, key))
    : [by];
  const name = [first, last].filter((part) => typeof part === 'string' && part !== '').join(' ');
  const author = email ?? (name === '' ? id : name);
  if (typeof author !== 'string' && typeof author !== 'number') return null;
  const text = String(author).toWellFormed().slice(0, LONGEST_AUTHOR);
  return text === '' ? null : text;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function instantOf(annotation: JsonObject): string | null {
  const at = member(annotation, 'updated_at') ?? member(annotation, 'created_at');
  if (typeof at !== 'string' || !INSTANT.test(at)) return null;
  const time = Date.parse(at);
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** An answer of each kind; undefined where there is none, which was refused with its words. */
type ReadValue = (results: readonly Result[], reading: AnswerReading) => AnswerValue | undefined;

const VALUES: Readonly<Record<TaskKind, ReadValue>> = {
  classification(results, reading) {
    const labels = labelsOf(results, reading);
    if (labels.length === 1) return { label: labels[0]! };
    const { refusing, field } = reading;
    refusing.wrongType(`${field}.result`, labels, '{"choices": ["…"]}');
    return undefined;
  },
  multilabel: (results, reading) => ({ labels: labelsOf(results, reading) }),
  rating(results, { refusing, field }) {
    const result = onlyOne(results, { type: 'rating', refusing, field });
    const rating =
      result && numberIn(refusing, `${result.field}.value.rating`, member(result.value, 'rating'));
    if (rating === null) return undefined;
    if (Number.isInteger(rating)) return { rating };
    refusing.wrongType(`${result!.field}.value.rating`, rating, '1');
    return undefined;
  },
  preference(results, { refusing, field }) {
    const result = onlyOne(results, { type: 'pairwise', refusing, field });
    const selected = result && member(result.value, 'selected');
    if (selected === 'left') return { preferred: 'first' };
    if (selected === 'right') return { preferred: 'second' };
    if (result) refusing.wrongType(`${result.field}.value.selected`, selected, 'left / right');
    return undefined;
  },
  text(results, { refusing, field }) {
    const result = onlyOne(results, { type: 'textarea', refusing, field });
    const written = result && member(result.value, 'text');
    const texts = Array.isArray(written) ? (written as unknown[]) : [written];
    const text =
      result && textIn(refusing, `${result.field}.value.text`, texts[0], { longest: LONGEST_TEXT });
    if (texts.length > 1 && result) refusing.wrongType(`${result.field}.value.text`, texts, '["…"]');
    return text === null ? undefined : { text };
  },
  spans: spansOf,
  regions: regionsOf,
};

interface Wanted {
  readonly type: string;
  readonly refusing: Refusing;
  readonly field: string;
}

function onlyOne(results: readonly Result[], { type, refusing, field }: Wanted): Result | null {
  const wanted = results.filter((result) => result.type === type);
  if (wanted.length === 1) return wanted[0]!;
  const types = results.map((result) => result.type);
  return refusing.wrongType(`${field}.result`, types, `[{"type": "${type}"}]`);
}

/** Choices, and the last step of each path through a taxonomy, whose steps are classes of each other. */
function labelsOf(results: readonly Result[], { refusing, schema }: AnswerReading): string[] {
  const labels = new Set<string>();
  for (const { field, type, value } of results) {
    const key = type === 'choices' || type === 'taxonomy' ? type : null;
    if (key === null) {
      refusing.refuse('labeling.annotationUnknownType', `${field}.type`, {
        value: shown(type),
        kind: schema.kind,
      });
      continue;
    }
    const list = listIn(refusing, `${field}.value.${key}`, member(value, key), 500) ?? [];
    for (const [i, one] of list.entries()) {
      const label = labelOfPath(Array.isArray(one) ? one : [one], {
        field: `${field}.value.${key}[${i}]`,
        refusing,
        schema,
      });
      if (label !== null) labels.add(label);
    }
  }
  return [...labels];
}

interface Naming {
  readonly field: string;
  readonly refusing: Refusing;
  readonly schema: LearnedSchema;
}

function labelOfPath(path: readonly unknown[], { field, refusing, schema }: Naming): string | null {
  let parent: string | null = null;
  if (path.length === 0) return refusing.wrongType(field, path, '["…"]');
  for (const step of path) {
    const label = labelIn(refusing, field, step);
    if (label === null) return null;
    schema.learn(label, parent);
    parent = label;
  }
  return parent;
}

/** Results of parts in their order, each with the attributes that other results give it. */
function* partsOf(
  results: readonly Result[],
  { refusing, schema }: AnswerReading,
  isPart: (type: string) => boolean,
): Generator<{
  readonly one: Result;
  readonly id: string;
  readonly label: string;
  readonly attributes: Attributes;
}> {
  const others = Map.groupBy(
    results.filter(({ type }) => !isPart(type) && type !== 'relation'),
    ({ result }) => member(result, 'id'),
  );
  const ids = new Set<string>();
  for (const one of results) {
    if (!isPart(one.type)) continue;
    const labels = listIn(
      refusing,
      `${one.field}.value.${one.type}`,
      member(one.value, one.type) ?? member(one.value, 'labels'),
      100,
    );
    if (!labels) continue;
    const given = member(one.result, 'id');
    const attributes = attributesOfPart(others.get(given) ?? [], refusing);
    others.delete(given);
    for (const [i, name] of labels.entries()) {
      const label = labelIn(refusing, `${one.field}.value.${one.type}[${i}]`, name);
      if (label === null) continue;
      const id = freeId(i === 0 && typeof given === 'string' ? given : null, ids);
      if (i === 0 && given !== undefined && id !== given)
        refusing.refuse('labeling.annotationTwice', `${one.field}.id`, { value: shown(given) });
      ids.add(id);
      schema.learn(label);
      yield { one, id, label, attributes };
    }
  }
  for (const stray of [...others.values()].flat())
    refusing.refuse('labeling.annotationUnknownType', `${stray.field}.type`, {
      value: shown(stray.type),
      kind: schema.kind,
    });
}

function freeId(wanted: string | null, taken: ReadonlySet<string>): string {
  if (
    wanted !== null &&
    wanted.length >= 1 &&
    wanted.length <= 40 &&
    wanted.isWellFormed() &&
    !taken.has(wanted)
  )
    return wanted;
  for (let n = taken.size + 1; ; n++) if (!taken.has(`p${n}`)) return `p${n}`;
}

const isSpan = (type: string): boolean => type === 'labels' || type === 'hypertextlabels';

function spansOf(results: readonly Result[], reading: AnswerReading): AnswerValue {
  const { refusing, text, points } = reading;
  const spans: Span[] = [];
  for (const { one, id, label, attributes } of partsOf(results, reading, isSpan)) {
    const [start, end] = [member(one.value, 'start'), member(one.value, 'end')];
    const unit = unitOf(one.value, text, points);
    const place = spanIn(refusing, `${one.field}.value`, { start, end, text: points, unit });
    if (place) spans.push(span(id, place, label, attributes));
  }
  return { spans: spans.slice(0, MOST_PARTS), relations: relationsOf(results, spans, reading) };
}

/** Exports of Label Studio before 1.6 count UTF-16 units: the text that stands beside the offsets tells. */
function unitOf(value: JsonObject, text: string | null, points: CodePoints): 'point' | 'utf16' {
  const [start, end, said] = ['start', 'end', 'text'].map((key) => member(value, key));
  if (typeof said !== 'string' || typeof start !== 'number' || typeof end !== 'number' || text === null)
    return 'point';
  if (!Number.isInteger(start) || !Number.isInteger(end) || start < 0 || start >= end) return 'point';
  if (end <= points.length && text.slice(points.units(start), points.units(end)) === said) return 'point';
  return text.slice(start, end) === said ? 'utf16' : 'point';
}

function relationsOf(
  results: readonly Result[],
  spans: readonly Span[],
  { refusing, schema }: AnswerReading,
): Relation[] {
  const ids = new Set(spans.map(({ id }) => id));
  return results.flatMap(({ type, field, result }) => {
    if (type !== 'relation') return [];
    const [from, to] = ['from_id', 'to_id'].map((key) => member(result, key));
    const dangling = [from, to].find((id) => typeof id !== 'string' || !ids.has(id));
    if (typeof from !== 'string' || typeof to !== 'string' || dangling !== undefined) {
      refusing.refuse('labeling.annotationDangling', `${field}.from_id, to_id`, { value: shown(dangling) });
      return [];
    }
    const labels = member(result, 'labels');
    const given = Array.isArray(labels) && labels.length > 0 ? (labels as unknown[])[0] : 'relation';
    const label = labelIn(refusing, `${field}.labels`, given);
    if (label === null) return [];
    schema.learnRelation(label);
    return [{ from, to, label }];
  });
}

const SHAPES = new Set(['rectanglelabels', 'polygonlabels', 'keypointlabels', 'brushlabels']);

function regionsOf(results: readonly Result[], reading: AnswerReading): AnswerValue | undefined {
  const { refusing, schema, size, field } = reading;
  const regions: Region[] = [];
  if (results.length > 0 && !size) {
    refusing.wrongType(`${field}.result[0].original_width`, undefined, '640');
    return undefined;
  }
  for (const { one, id, label, attributes } of partsOf(results, reading, (type) => SHAPES.has(type))) {
    const shape = shapeOf(one.type, one.value, { refusing, field: `${one.field}.value`, size: size! });
    if (!shape) continue;
    if (shape.shape === 'keypoints' && !schema.options.skeleton)
      schema.set({ skeleton: { points: ['point'], edges: [] } });
    regions.push(region(id, shape, label, attributes));
  }
  if (regions.length <= MOST_PARTS) return { regions };
  refusing.refuse('labeling.annotationTooLarge', `${field}.result`, {
    value: regions.length,
    most: MOST_PARTS,
  });
  return undefined;
}
