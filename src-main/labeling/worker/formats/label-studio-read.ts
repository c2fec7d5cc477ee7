/** @file Reads Label Studio JSON, task by task. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import { isObject, isSafeName, listIn, member, sizeIn, textIn, type JsonObject } from './fields.ts';
import type { ReadContext } from './format.ts';
import { elementsOf, readValue, tooLongElement, type Element } from './json-stream.ts';
import { readAnswer } from './label-studio-answer.ts';
import { CodePoints } from './parts.ts';
import { Refusing, shown } from './report.ts';
import { LearnedSchema, type AnnotatedItem, type ImageSize, type ItemAnswer, type ReadSet } from './set.ts';
import type { Source } from './source.ts';

/** So many tasks are looked at to tell which kind they are of. */
const LOOKED_AT = 200;

export async function readLabelStudio(source: Source, context: ReadContext): Promise<ReadSet> {
  const [file] = source.files;
  if (file === undefined)
    throw new AppError('labeling.annotationFileFormat', {
      file: '',
      format: 'Label Studio JSON',
      value: '*.json',
    });
  const schema = new LearnedSchema(context.kind ?? (await kindOf(source, file)));
  return { schema, items: itemsOf(source, { file, schema, context }) };
}

const KIND_OF_TYPE: Readonly<Record<string, TaskKind>> = {
  taxonomy: 'classification',
  rating: 'rating',
  labels: 'spans',
  hypertextlabels: 'spans',
  rectanglelabels: 'regions',
  polygonlabels: 'regions',
  keypointlabels: 'regions',
  brushlabels: 'regions',
  pairwise: 'preference',
};
/** Types that may be about a part only: they count where nothing else does. */
const WEAK: Readonly<Record<string, TaskKind>> = { choices: 'classification', textarea: 'text' };

/** By the first results that leave no doubt; choices are of several labels once one of them has two. */
async function kindOf(source: Source, file: string): Promise<TaskKind> {
  let [weak, looked]: [TaskKind | null, number] = [null, 0];
  for await (const element of elementsOf(source, file, { keep: (key) => key === null })) {
    if (element.bytes === null || looked++ === LOOKED_AT) break;
    const read = readValue(element.bytes);
    const task = 'value' in read && isObject(read.value) ? read.value : {};
    for (const result of resultsIn(task)) {
      const type = String(member(result, 'type'));
      if (Object.hasOwn(KIND_OF_TYPE, type)) return KIND_OF_TYPE[type]!;
      const value = member(result, 'value');
      const choices = isObject(value) ? member(value, 'choices') : undefined;
      if (Array.isArray(choices) && choices.length > 1) weak = 'multilabel';
      else if (Object.hasOwn(WEAK, type)) weak ??= WEAK[type]!;
    }
  }
  return weak ?? 'classification';
}

function* resultsIn(task: JsonObject): Generator<JsonObject> {
  const annotations = member(task, 'annotations') ?? member(task, 'completions');
  for (const annotation of Array.isArray(annotations) ? annotations : []) {
    const results = isObject(annotation) ? member(annotation, 'result') : undefined;
    for (const result of Array.isArray(results) ? results : []) if (isObject(result)) yield result;
  }
}

interface Reading {
  readonly file: string;
  readonly schema: LearnedSchema;
  readonly context: ReadContext;
}

async function* itemsOf(source: Source, { file, schema, context }: Reading): AsyncGenerator<AnnotatedItem> {
  let tasks = 0;
  for await (const element of elementsOf(source, file, { keep: (key) => key === null })) {
    if (element.key !== null)
      throw new AppError('labeling.annotationFileFormat', {
        file,
        format: 'Label Studio JSON',
        value: '[{"data": …}]',
      });
    const refusing = new Refusing(context.rejects, { file, record: ++tasks });
    const task = taskOf(element, refusing);
    const item = task && itemOf(task, { number: tasks, refusing, schema });
    if (item) yield item;
  }
}

function taskOf({ bytes, length }: Element, refusing: Refusing): JsonObject | null {
  if (bytes === null) return refusing.refuse('labeling.annotationTooLarge', 'task', tooLongElement(length));
  const read = readValue(bytes);
  if ('problem' in read)
    return refusing.refuse('labeling.annotationBadRecord', 'task', { value: read.problem });
  return isObject(read.value) ? read.value : refusing.wrongType('task', read.value, '{…}');
}

interface TaskReading {
  readonly number: number;
  readonly refusing: Refusing;
  readonly schema: LearnedSchema;
}

function itemOf(task: JsonObject, { number, refusing, schema }: TaskReading): AnnotatedItem | null {
  const data = member(task, 'data');
  if (!isObject(data)) return refusing.wrongType('data', data, '{…}');
  const name = nameOf(task, data, { number, refusing });
  if (name === null) return null;
  const given = textOf(data, schema.kind);
  const text = given === undefined ? null : textIn(refusing, 'data.text', given);
  if (given !== undefined && text === null) return null;
  const columns = columnsOf(data);
  const annotations = listIn(
    refusing,
    'annotations',
    member(task, 'annotations') ?? member(task, 'completions') ?? [],
  );
  if (!annotations) return null;
  const size = sizeOfImage(task, refusing);
  const points = new CodePoints(text ?? '');
  const answers: ItemAnswer[] = [];
  for (const [i, annotation] of annotations.entries()) {
    const field = `annotations[${i}]`;
    const answer = isObject(annotation)
      ? readAnswer(annotation, { field, refusing, schema, text, points, size })
      : refusing.wrongType(field, annotation, '{…}');
    if (answer) answers.push(answer);
  }
  return { name, text, columns, size, answers };
}

/** The first of them that is there; places where Label Studio keeps uploads are left away. */
function nameOf(
  task: JsonObject,
  data: JsonObject,
  { number, refusing }: { readonly number: number; readonly refusing: Refusing },
): string | null {
  const given =
    member(data, 'image') ??
    member(data, 'name') ??
    member(task, 'file_upload') ??
    member(task, 'id') ??
    number;
  const name = String(given)
    .replace(/^\/data\/local-files\/\?d=/, '')
    .replace(/^\/data\/upload\/(?:\d+\/)?(?:[0-9a-f]{8}-)?/, '')
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*\//i, '')
    .replace(/^(?:\.\/)+/, '');
  return isSafeName(name)
    ? name
    : refusing.refuse('labeling.annotationName', 'data', { value: shown(String(given)) });
}

const OWN_FIELDS = new Set(['text', 'image', 'name']);

/** The text that is labeled: `text`, or what is the only text there is. */
function textOf(data: JsonObject, kind: TaskKind): unknown {
  const own = member(data, 'text');
  if (own !== undefined || kind !== 'spans') return own;
  const texts = Object.entries(data).filter(
    ([key, value]) => typeof value === 'string' && !OWN_FIELDS.has(key),
  );
  return texts.length === 1 ? texts[0]![1] : undefined;
}

function columnsOf(data: JsonObject): Record<string, string> | null {
  const columns = Object.entries(data).flatMap(([key, value]) => {
    if (OWN_FIELDS.has(key) || (typeof value !== 'string' && typeof value !== 'number')) return [];
    return [[key.replace(/^column\./, ''), String(value)] as const];
  });
  return columns.length === 0 ? null : Object.fromEntries(columns);
}

/** Each result tells the size of the image it is on. */
function sizeOfImage(task: JsonObject, refusing: Refusing): ImageSize | null {
  for (const result of resultsIn(task)) {
    const [width, height] = [member(result, 'original_width'), member(result, 'original_height')];
    if (width !== undefined && height !== undefined) return sizeIn(refusing, width, height);
  }
  return null;
}
