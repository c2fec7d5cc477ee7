/**
 * @file doccano JSONL: texts with labels, with spans, with spans and relations, or with other texts. Its offsets are UTF-16
 * units, as its editor counts (doccano issue 2290).
 */
import type { AnswerValue, Relation } from '../../../../src-shared/labeling/tasks/values.ts';
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import { attributesHeld, fitWith } from './fit.ts';
import { isObject, labelIn, listIn, member, textIn } from './fields.ts';
import type { FormatAdapter, Note, ReadContext } from './format.ts';
import { jsonRecords, type JsonRecord } from './jsonl.ts';
import { Rejects, shown } from './report.ts';
import {
  LearnedSchema,
  answersOf,
  type AnnotatedItem,
  type AnnotatedSet,
  type Piece,
  type ReadSet,
  type SetSchema,
} from './set.ts';
import type { Source } from './source.ts';
import { fitText, nameOfText, requireText, spansIn, type GivenSpan } from './text-items.ts';

const LONGEST = 20_000;
const FORMAT = 'doccano JSONL';

export const doccano: FormatAdapter = {
  holds: { listsClasses: false, parents: false, options: [] },
  read: readDoccano,
  fitting: (_schema, note) =>
    fitText(
      fitWith({ comments: true, texts: true }, note, (value) => fitValue(value, note)),
      note,
    ),
  write: writeDoccano,
};

function fitValue(value: AnswerValue, note: Note): AnswerValue {
  if (!('spans' in value)) return value;
  return { spans: value.spans.map((one) => attributesHeld(one, note)), relations: value.relations };
}

async function readDoccano(source: Source, context: ReadContext): Promise<ReadSet> {
  const schema = new LearnedSchema(context.kind ?? (await kindOf(source)));
  return { schema, items: itemsOf(source, { schema, context }) };
}

/** By the first record that leaves no doubt. A list of texts is what labels and other texts are written as alike: labels. */
async function kindOf(source: Source): Promise<TaskKind> {
  for await (const { record, number } of jsonRecords(source, { format: FORMAT, rejects: new Rejects() })) {
    const label = member(record, 'label') ?? member(record, 'labels');
    if (member(record, 'entities') !== undefined) return 'spans';
    if (typeof label === 'string') return 'classification';
    if (Array.isArray(label) && label.length > 0) return Array.isArray(label[0]) ? 'spans' : 'multilabel';
    if (number > 200) break;
  }
  return 'multilabel';
}

interface Reading {
  readonly schema: LearnedSchema;
  readonly context: ReadContext;
}

async function* itemsOf(source: Source, { schema, context }: Reading): AsyncGenerator<AnnotatedItem> {
  for await (const one of jsonRecords(source, { format: FORMAT, rejects: context.rejects })) {
    const { record, number, refusing } = one;
    const text = requireText(refusing, member(record, 'text') ?? member(record, 'data'));
    if (text === null) continue;
    const before = refusing.refused;
    const value = holdsOther(one, schema) ? null : VALUES[schema.kind](one, text, schema);
    if (value === null) continue;
    const name = nameOfText(member(record, 'name') ?? member(record, 'id'), number);
    const comment = commentOf(member(record, 'Comments') ?? member(record, 'comments'));
    yield {
      name,
      text,
      columns: null,
      size: null,
      answers: answersOf(value, refusing.refused > before).map((answer) => ({ ...answer, comment })),
    };
  }
}

/** Spans that a task of another kind cannot hold are refused: their record is no answer without labels. */
function holdsOther({ record, refusing }: JsonRecord, { kind }: LearnedSchema): boolean {
  const entities = member(record, 'entities');
  if (kind === 'spans' || !Array.isArray(entities) || entities.length === 0) return false;
  refusing.refuse('labeling.annotationUnknownType', 'entities', { value: shown(entities), kind });
  return true;
}

function commentOf(given: unknown): string | null {
  const comments = (Array.isArray(given) ? (given as unknown[]) : [given]).map((one) =>
    isObject(one) ? member(one, 'text') : one,
  );
  const text = comments.filter((one): one is string => typeof one === 'string' && one !== '').join('\n');
  return text === '' ? null : text.toWellFormed();
}

type ReadValue = (one: JsonRecord, text: string, schema: LearnedSchema) => AnswerValue | null;

const refused: ReadValue = ({ refusing }, _text, { kind }) =>
  refusing.refuse('labeling.annotationUnknownType', 'label', { value: FORMAT, kind });

const VALUES: Readonly<Record<TaskKind, ReadValue>> = {
  classification(one, text, schema) {
    const labels = labelsOf(one, text, schema);
    if (labels?.length === 1) return { label: labels[0]! };
    return labels && one.refusing.wrongType('label', labels, '["…"]');
  },
  multilabel(one, text, schema) {
    const labels = labelsOf(one, text, schema);
    return labels && { labels };
  },
  text({ record, refusing }) {
    const label = member(record, 'label') ?? member(record, 'labels');
    const texts = Array.isArray(label) ? (label as unknown[]) : [label];
    if (texts.length !== 1) return refusing.wrongType('label', label, '["…"]');
    const text = textIn(refusing, 'label', texts[0], { longest: LONGEST });
    return text === null ? null : { text };
  },
  spans: spansOf,
  regions: refused,
  rating: refused,
  preference: refused,
};

function labelsOf({ record, refusing }: JsonRecord, _text: string, schema: LearnedSchema): string[] | null {
  const given = member(record, 'label') ?? member(record, 'labels') ?? [];
  const list = typeof given === 'string' ? [given] : listIn(refusing, 'label', given, 500);
  const labels = new Set<string>();
  for (const [i, one] of list?.entries() ?? []) {
    const label = labelIn(refusing, `label[${i}]`, one);
    if (label === null) continue;
    schema.learn(label);
    labels.add(label);
  }
  return list && [...labels];
}

function spansOf({ record, refusing }: JsonRecord, text: string, schema: LearnedSchema): AnswerValue | null {
  const entities = member(record, 'entities');
  const field = entities === undefined ? 'label' : 'entities';
  const list = listIn(refusing, field, entities ?? member(record, 'label') ?? member(record, 'labels') ?? []);
  const read =
    list &&
    spansIn(
      list.flatMap(
        (one, i) =>
          givenSpan(one, `${field}[${i}]`) ?? refusing.wrongType(`${field}[${i}]`, one, '[0, 1, "…"]') ?? [],
      ),
      { text, refusing, schema, unit: 'utf16' },
    );
  if (!read) return null;
  const relations: Relation[] = [];
  for (const [i, one] of (
    listIn(refusing, 'relations', member(record, 'relations') ?? [], LONGEST) ?? []
  ).entries()) {
    const at = `relations[${i}]`;
    if (!isObject(one)) {
      refusing.wrongType(at, one, '{…}');
      continue;
    }
    const [from, to] = ['from_id', 'to_id'].map((key) => read.ids.get(member(one, key)));
    const label = labelIn(refusing, `${at}.type`, member(one, 'type'));
    if (from === undefined || to === undefined)
      refusing.refuse('labeling.annotationDangling', `${at}.from_id, to_id`, {
        value: shown([member(one, 'from_id'), member(one, 'to_id')]),
      });
    else if (label !== null) {
      schema.learnRelation(label);
      relations.push({ from, to, label });
    }
  }
  return { spans: read.spans, relations };
}

function givenSpan(one: unknown, field: string): GivenSpan | null {
  if (Array.isArray(one) && one.length === 3) return { field, start: one[0], end: one[1], label: one[2] };
  if (!isObject(one)) return null;
  const [start, end, id, label] = ['start_offset', 'end_offset', 'id', 'label'].map((key) =>
    member(one, key),
  );
  return { field, start, end, id, label };
}

async function* writeDoccano(set: AnnotatedSet): AsyncGenerator<Piece> {
  yield { file: 'doccano.jsonl', text: '' };
  let id = 0;
  for await (const item of set.items) {
    const [answer] = item.answers;
    if (!answer?.value) continue;
    const comments = answer.comment === null ? [] : [answer.comment];
    const record = {
      id: ++id,
      name: item.name,
      text: item.text,
      ...contentOf(answer.value, set),
      Comments: comments,
    };
    yield { file: 'doccano.jsonl', text: `${JSON.stringify(record)}\n` };
  }
}

function contentOf(value: AnswerValue, { options }: SetSchema): object {
  if ('label' in value) return { label: [value.label] };
  if ('labels' in value) return { label: value.labels };
  if ('text' in value) return { label: [value.text] };
  if (!('spans' in value)) return {};
  if (options.relations.length === 0 && value.relations.length === 0)
    return { label: value.spans.map(({ start, end, label }) => [start, end, label]) };
  const ids = new Map(value.spans.map(({ id }, i) => [id, i + 1]));
  const entities = value.spans.map(({ id, label, start, end }) => ({
    id: ids.get(id),
    label,
    start_offset: start,
    end_offset: end,
  }));
  const relations = value.relations.map(({ from, to, label }, i) => ({
    id: i + 1,
    from_id: ids.get(from),
    to_id: ids.get(to),
    type: label,
  }));
  return { entities, relations };
}
