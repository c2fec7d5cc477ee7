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

/** Rooms that stand on labels, and what else each of them tells annotators. */
const OF_LABELS = ['bisections', 'datasets', 'evaluation', 'exports', 'labeling', 'models', 'versions'];
/** These tell what answers come to: an annotator of a blind task is told less of it, or nothing (`hidden-doors.test.ts`). */
const TELLING_TOTALS = [
  'datasets.get',
  'datasets.list',
  'datasets.rename',
  'labeling.agreement',
  'labeling.ownProgress',
  'labeling.preferenceRanking',
];
/** What is written is asked for by who may have it (`exports/blind.test.ts`). */
const WRITING_FILES = ['exports.get', 'exports.start'];
/** Files, schemas, settings, scores of models, one's own queue and pace; how many items are labeled, whatever as. */
const TELLING_NO_LABEL = [
  'bisections.get',
  'bisections.list',
  'datasets.files',
  'datasets.import',
  'datasets.rejected',
  'datasets.samplesOnOffer',
  'datasets.setLicence',
  'evaluation.bestByVersion',
  'evaluation.reports',
  'labeling.activeLearning',
  'labeling.annotate',
  'labeling.annotationImport',
  'labeling.annotationImports',
  'labeling.answerAuthors',
  'labeling.byDay',
  'labeling.dropRanking',
  'labeling.functions',
  'labeling.progress',
  'labeling.rank',
  'labeling.ranking',
  'labeling.schema',
  'labeling.suggestedItems',
  'labeling.suggestions',
  'labeling.task',
  'labeling.tasks',
  'models.card',
  'models.drawing',
  'models.get',
  'models.lineage',
  'models.list',
  'versions.get',
  'versions.list',
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

it('every other procedure of a room that stands on labels was looked at before annotators may call it', () => {
  const open = [...proceduresIn(contract)].map(([name]) => name);
  const ofLabels = open.filter((name) => OF_LABELS.includes(name.split('.')[0]!));
  const known = [HIDING, TELLING_OTHER, TELLING_TOTALS, WRITING_FILES, TELLING_NO_LABEL].flat();
  expect(ofLabels.filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => !open.includes(name))).toEqual([]);
});
