/** @file Reads files from anywhere, and checks that what comes of it are answers and words. */
import { expect } from 'vitest';
import type { AnnotationFormat } from '../../../../src-shared/labeling/formats/formats.ts';
import { isWireError, wording } from '../../../../src-shared/platform/errors.ts';
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import { ANSWER_VALUES, type Region } from '../../../../src-shared/labeling/tasks/values.ts';
import { allOf } from './compare.fixture.ts';
import { readAnnotations } from './index.ts';
import { Rejects } from './report.ts';
import type { AnnotatedItem } from './set.ts';
import { memorySource, type Source } from './source.ts';

export interface Read {
  readonly items: readonly AnnotatedItem[];
  readonly rejects: Rejects;
  /** Keys of problems, each with its field. */
  readonly told: readonly string[];
}

export async function read(
  source: Source,
  format: AnnotationFormat,
  kind: TaskKind | null = null,
): Promise<Read> {
  const rejects = new Rejects();
  const context = { rejects, kind, sizeOf: () => ({ width: 100, height: 50 }) };
  const set = await readAnnotations(source, format, context);
  const items = await allOf(set.items);
  for (const { answers } of items)
    for (const { value } of answers)
      if (value) expect(ANSWER_VALUES[set.schema.kind].safeParse(value).error).toBeUndefined();
  for (const one of rejects.listed) requireWords(one);
  const told = rejects.listed.map(
    ({ key, parameters }) => `${key.replace('labeling.annotation', '')} ${parameters['field']}`,
  );
  return { items, rejects, told };
}

/** Words in both languages with every place filled. */
export function requireWords(problem: unknown): void {
  if (!isWireError(problem)) throw new Error('no problem');
  for (const language of ['en', 'zh'] as const) {
    const { message, hint } = wording(problem, language);
    expect(message).not.toMatch(/\{\w+\}/);
    expect(hint.length).toBeGreaterThan(5);
  }
}

export const json = (content: unknown): string => JSON.stringify(content);
export const file = (content: string | Uint8Array, name = 'file.json'): Source =>
  memorySource({ [name]: content });
export const regionsIn = ({ items }: Read): readonly Region[] =>
  items.flatMap(({ answers }) =>
    answers.flatMap(({ value }) => (value && 'regions' in value ? value.regions : [])),
  );
