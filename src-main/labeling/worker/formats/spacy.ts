/** @file spaCy and Prodigy JSONL: a text with `entities` or `spans` in code points, or with categories in `cats`. */
import type { AnswerValue } from '../../../../src-shared/labeling/tasks/values.ts';
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import { attributesHeld, fitWith } from './fit.ts';
import { isObject, labelIn, listIn, member, numberIn, type JsonObject } from './fields.ts';
import type { FormatAdapter, Note, ReadContext } from './format.ts';
import { jsonRecords, type JsonRecord } from './jsonl.ts';
import { CodePoints } from './parts.ts';
import { Rejects, shown } from './report.ts';
import {
  LearnedSchema,
  isBare,
  type AnnotatedItem,
  type AnnotatedSet,
  type ItemAnswer,
  type Piece,
  type ReadSet,
  type SetSchema,
} from './set.ts';
import type { Source } from './source.ts';
import { fitText, nameOfText, requireText, spansIn, type GivenSpan } from './text-items.ts';

const FORMAT = 'spaCy JSONL';
/** A category is given from this score on. */
const GIVEN = 0.5;

export const spacy: FormatAdapter = {
  holds: { listsClasses: false, parents: false, options: [] },
  read: readSpacy,
  fitting: (_schema, note) =>
    fitText(
      fitWith({ skips: true, texts: true }, note, (value) => fitValue(value, note)),
      note,
    ),
  write: writeSpacy,
};

function fitValue(value: AnswerValue, note: Note): AnswerValue {
  if (!('spans' in value)) return value;
  if (value.relations.length > 0) note('relations', value.relations.length);
  return { spans: value.spans.map((one) => attributesHeld(one, note)), relations: [] };
}

async function readSpacy(source: Source, context: ReadContext): Promise<ReadSet> {
  const schema = new LearnedSchema(context.kind ?? (await kindOf(source)));
  return { schema, items: itemsOf(source, { schema, context }) };
}

async function kindOf(source: Source): Promise<TaskKind> {
  for await (const { record } of jsonRecords(source, { format: FORMAT, rejects: new Rejects() })) {
    const cats = member(record, 'cats');
    if (!isObject(cats)) return 'spans';
    const given = Object.values(cats).filter((score) => typeof score === 'number' && score >= GIVEN);
    if (given.length !== 1) return 'multilabel';
  }
  return 'classification';
}

interface Reading {
  readonly schema: LearnedSchema;
  readonly context: ReadContext;
}

async function* itemsOf(source: Source, { schema, context }: Reading): AsyncGenerator<AnnotatedItem> {
  for await (const one of jsonRecords(source, { format: FORMAT, rejects: context.rejects })) {
    const { record, number, refusing } = one;
    const text = requireText(refusing, member(record, 'text'));
    const answer = text === null ? null : answerOf(one, text, schema);
    if (text === null || !answer) continue;
    const meta = member(record, 'meta');
    const name = nameOfText(isObject(meta) ? member(meta, 'name') : undefined, number);
    yield {
      name,
      text,
      columns: null,
      size: null,
      answers: [answer].filter(({ value }) => !value || !isBare(value) || refusing.refused === 0),
    };
  }
}

/** Prodigy marks what was ignored; what was rejected is known to be wrong, which is no answer. */
function answerOf(one: JsonRecord, text: string, schema: LearnedSchema): ItemAnswer | null {
  const decided = member(one.record, 'answer');
  const of = (value: AnswerValue | null): ItemAnswer => ({ value, author: null, at: null, comment: null });
  if (decided === 'ignore') return of(null);
  if (decided === 'reject') return one.refusing.wrongType('answer', decided, 'accept / ignore');
  const value = VALUES[schema.kind](one, text, schema);
  return value && of(value);
}

type ReadValue = (one: JsonRecord, text: string, schema: LearnedSchema) => AnswerValue | null;

const refused: ReadValue = ({ refusing }, _text, { kind }) =>
  refusing.refuse('labeling.annotationUnknownType', 'record', { value: FORMAT, kind });

const VALUES: Readonly<Record<TaskKind, ReadValue>> = {
  classification(one, _text, schema) {
    const labels = categoriesOf(one, schema);
    if (labels?.length === 1) return { label: labels[0]! };
    return labels && one.refusing.wrongType('cats', labels, '{"…": 1}');
  },
  multilabel(one, _text, schema) {
    const labels = categoriesOf(one, schema);
    return labels && { labels };
  },
  spans: spansOf,
  text: refused,
  regions: refused,
  rating: refused,
  preference: refused,
};

function categoriesOf({ record, refusing }: JsonRecord, schema: LearnedSchema): string[] | null {
  const cats = member(record, 'cats');
  if (!isObject(cats)) return refusing.wrongType('cats', cats, '{"…": 1}');
  const labels = new Set<string>();
  for (const [key, given] of Object.entries(cats)) {
    const field = `cats.${shown(key)}`;
    const label = labelIn(refusing, field, key);
    const score = typeof given === 'boolean' ? Number(given) : numberIn(refusing, field, given);
    if (label === null || score === null) continue;
    schema.learn(label);
    if (score >= GIVEN) labels.add(label);
  }
  return [...labels];
}

function spansOf({ record, refusing }: JsonRecord, text: string, schema: LearnedSchema): AnswerValue | null {
  const given: GivenSpan[] = [];
  for (const key of ['entities', 'spans'])
    for (const [i, one] of (listIn(refusing, key, member(record, key) ?? []) ?? []).entries()) {
      const span = givenSpan(one, `${key}[${i}]`);
      if (span) given.push(span);
      else refusing.wrongType(`${key}[${i}]`, one, '[0, 1, "…"]');
    }
  const read = spansIn(given, { text, refusing, schema, unit: 'point' });
  return read && { spans: read.spans, relations: [] };
}

function givenSpan(one: unknown, field: string): GivenSpan | null {
  if (Array.isArray(one) && one.length >= 3) return { field, start: one[0], end: one[1], label: one[2] };
  if (!isObject(one)) return null;
  return { field, start: member(one, 'start'), end: member(one, 'end'), label: member(one, 'label') };
}

async function* writeSpacy(set: AnnotatedSet): AsyncGenerator<Piece> {
  yield { file: 'spacy.jsonl', text: '' };
  for await (const item of set.items) {
    const [answer] = item.answers;
    if (!answer) continue;
    const content = answer.value ? contentOf(answer.value, item, set) : {};
    const decided = answer.value ? 'accept' : 'ignore';
    const record = { text: item.text, ...content, meta: { name: item.name }, answer: decided };
    yield { file: 'spacy.jsonl', text: `${JSON.stringify(record)}\n` };
  }
}

/** `doc.ents` may not overlap: what does is written as `spans`. */
function contentOf(value: AnswerValue, { text }: AnnotatedItem, { classes }: SetSchema): JsonObject {
  const cats = (given: readonly string[]): JsonObject => ({
    cats: Object.fromEntries(classes.map(({ name }) => [name, given.includes(name) ? 1 : 0])),
  });
  if ('label' in value) return cats([value.label]);
  if ('labels' in value) return cats(value.labels);
  if (!('spans' in value)) return {};
  const points = new CodePoints(text ?? '');
  const spans = value.spans.map(({ start, end, label }) => ({
    start: points.points(start),
    end: points.points(end),
    label,
  }));
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  const overlap = sorted.some(({ start }, i) => i > 0 && start < sorted[i - 1]!.end);
  return overlap ? { spans } : { entities: spans.map(({ start, end, label }) => [start, end, label]) };
}
