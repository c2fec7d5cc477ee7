/** @file Ways to hold two sets of answers against each other. */
import { canonicalRuns } from '../../../../src-shared/labeling/geometry/runs.ts';
import type { AnswerValue, Region } from '../../../../src-shared/labeling/tasks/values.ts';
import type { AnnotatedItem, Piece } from './set.ts';
import { memorySource, type Source } from './source.ts';

/** What is written, as files to read. */
export async function filesOf(pieces: AsyncIterable<Piece>): Promise<Source> {
  const files: Record<string, string> = {};
  for await (const { file, text: content } of pieces) files[file] = (files[file] ?? '') + content;
  return memorySource(files);
}

export async function allOf<T>(items: AsyncIterable<T> | Iterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Items whose parts are called by their place, since only some formats keep ids; the same masks, angles and sets are equal. */
export const comparable = (items: readonly AnnotatedItem[]): AnnotatedItem[] =>
  items.map((item) => ({
    ...item,
    answers: item.answers.map((answer) => ({ ...answer, value: answer.value && numbered(answer.value) })),
  }));

function numbered(value: AnswerValue): AnswerValue {
  if ('regions' in value)
    return { regions: value.regions.map((one, i) => ({ ...plain(one), id: String(i) })) };
  if ('labels' in value) return { labels: value.labels.toSorted() };
  if (!('spans' in value)) return value;
  const ids = new Map(value.spans.map(({ id }, i) => [id, String(i)]));
  return {
    spans: value.spans.map((one) => ({ ...one, id: ids.get(one.id)! })),
    relations: value.relations.map((one) => ({ ...one, from: ids.get(one.from)!, to: ids.get(one.to)! })),
  };
}

function plain(one: Region): Region {
  if (one.shape === 'mask') return { ...one, counts: [...canonicalRuns(one).counts] };
  return one.shape === 'box' ? { ...one, rotation: ((one.rotation % 360) + 360) % 360 } : one;
}
