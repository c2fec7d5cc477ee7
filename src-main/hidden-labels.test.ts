/**
 * Which procedures tell somebody who answers what others made of an item. Each of them asks `labeling/hidden.ts`, by way of
 * what is named here; a new one fails this test until it does, and its name is written down.
 */
import { isContractProcedure } from '@orpc/contract';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { contract } from '../src-shared/contract.ts';
import type { ProcedureMeta } from '../src-shared/platform/procedure.ts';

/** Names an item, or is one. */
const ITEM = ['sample', 'text', 'excerpt', 'item'];
/** What somebody or a file said of it. */
const SAID = ['label', 'labelValue', 'actual', 'given', 'before', 'after', 'preferred', 'answers', 'answer'];

/** These ask, or tell what a person said themself. */
const HIDING = [
  'bisections.samples',
  'datasets.contradicting',
  'datasets.sample',
  'datasets.samples',
  'evaluation.report',
  'labeling.given',
  'labeling.history',
  'labeling.labelsOf',
  'labeling.queue',
  'versions.diff',
];
/** Files before they are imported, texts of plans, and what a model predicts of what is sent. */
const TELLING_OTHER = [
  'datasets.preview',
  'planning.read',
  'planning.scopeHistory',
  'planning.since',
  'serving.predict',
];

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly [part: string]: unknown;
}

/** Whether some object in it names an item and says what it is labeled. */
function tellsLabels(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false;
  if (Array.isArray(schema)) return schema.some(tellsLabels);
  const { properties } = schema as Schema;
  const names = Object.keys(properties ?? {});
  const tells = ITEM.some((name) => names.includes(name)) && SAID.some((name) => names.includes(name));
  return tells || Object.values(schema).some(tellsLabels);
}

function* proceduresIn(part: unknown, path: readonly string[] = []): Generator<[string, unknown]> {
  if (isContractProcedure(part)) {
    const { meta, outputSchema } = part['~orpc'];
    if ((meta as ProcedureMeta).roles.includes('labeler') && outputSchema instanceof z.ZodType)
      yield [path.join('.'), z.toJSONSchema(outputSchema, { unrepresentable: 'any' })];
  } else if (typeof part === 'object' && part !== null)
    for (const [name, value] of Object.entries(part)) yield* proceduresIn(value, [...path, name]);
}

it('every procedure that tells labels of items to annotators is known to hide those of blind tasks', () => {
  const found = [...proceduresIn(contract)].flatMap(([name, schema]) => (tellsLabels(schema) ? [name] : []));
  expect(found.toSorted()).toEqual([...HIDING, ...TELLING_OTHER].toSorted());
});
