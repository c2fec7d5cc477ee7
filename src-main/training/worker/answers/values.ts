/** @file Answers as frozen versions keep them, a column of JSON, as what the nets learn from. */
import {
  MultilabelValue,
  RegionsValue,
  SpansValue,
  type Region,
} from '../../../../src-shared/labeling/tasks/values.ts';
import type { MarkedText } from './tagger.ts';

/** The labels of a row. @throws ZodError for what is no such answer */
export function labelsIn(value: string): readonly string[] {
  return MultilabelValue.parse(JSON.parse(value)).labels;
}

/** A text with the spans of its answer; relations and attributes are not learned. @throws ZodError as above */
export function markedText(text: string, value: string): MarkedText {
  const { spans } = SpansValue.parse(JSON.parse(value));
  return { text, spans: spans.map(({ start, end, label }) => ({ start, end, label })) };
}

/** The regions of an image, in pixels of the stored one. @throws ZodError as above */
export function regionsIn(value: string): readonly Region[] {
  return RegionsValue.parse(JSON.parse(value)).regions;
}

/**
 * The labels that answers name, those of the schema first and in its order: what nobody used has no place in a network,
 * and what an older schema allowed is learned all the same.
 */
export function labelsUsed(names: Iterable<string>, schema: readonly string[]): readonly string[] {
  const used = new Set(names);
  const others = [...used].filter((name) => !schema.includes(name)).toSorted();
  return [...schema.filter((name) => used.has(name)), ...others];
}
