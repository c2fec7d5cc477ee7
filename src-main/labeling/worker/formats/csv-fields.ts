/** @file What an answer says, as cells of CSV and back. */
import type * as z from 'zod';
import type { TaskKind } from '../../../../src-shared/labeling/tasks/kinds.ts';
import { Region, Relation, Span, type AnswerValue } from '../../../../src-shared/labeling/tasks/values.ts';
import { labelIn, listIn, numberOfText, textIn } from './fields.ts';
import { readText } from './json-stream.ts';
import {
  CodePoints,
  MOST_PARTS,
  keypointsIn,
  maskIn,
  polygonIn,
  boxIn,
  spanIn,
  type Shape,
} from './parts.ts';
import { shown, type Refusing } from './report.ts';
import type { LearnedSchema } from './set.ts';

export interface CellReading {
  readonly cell: string;
  /** Of spans. */
  readonly relations: string;
  readonly text: string;
  readonly refusing: Refusing;
  readonly schema: LearnedSchema;
}

interface Cells {
  readonly column: string;
  readonly write: (value: AnswerValue, text: string) => string;
  readonly read: (reading: CellReading) => AnswerValue | null;
}

const LONGEST = 20_000;

/** Total. Offsets of spans are code points, as Python counts them. */
export const CELLS: Readonly<Record<TaskKind, Cells>> = {
  classification: {
    column: 'label',
    write: (value) => ('label' in value ? value.label : ''),
    read({ cell, refusing, schema }) {
      const label = labelIn(refusing, 'label', cell);
      if (label === null) return null;
      schema.learn(label);
      return { label };
    },
  },
  multilabel: {
    column: 'labels',
    write: (value) => ('labels' in value ? JSON.stringify(value.labels) : ''),
    read({ cell, refusing, schema }) {
      const list = jsonList(cell, { field: 'labels', refusing, most: 500 });
      const labels = list?.flatMap((one, i) => labelIn(refusing, `labels[${i}]`, one) ?? []);
      for (const label of labels ?? []) schema.learn(label);
      return labels ? { labels: [...new Set(labels)] } : null;
    },
  },
  rating: {
    column: 'rating',
    write: (value) => ('rating' in value ? String(value.rating) : ''),
    read({ cell, refusing }) {
      const rating = numberOfText(refusing, 'rating', cell);
      if (rating === null || Number.isSafeInteger(rating)) return rating === null ? null : { rating };
      return refusing.wrongType('rating', cell, '1');
    },
  },
  preference: {
    column: 'preferred',
    write: (value) => ('preferred' in value ? value.preferred : ''),
    read({ cell, refusing }) {
      if (cell === 'first' || cell === 'second' || cell === 'tie') return { preferred: cell };
      return refusing.wrongType('preferred', cell, 'first / second / tie');
    },
  },
  text: {
    column: 'answer',
    write: (value) => ('text' in value ? value.text : ''),
    read({ cell, refusing }) {
      const text = textIn(refusing, 'answer', cell, { longest: LONGEST });
      return text === null ? null : { text };
    },
  },
  spans: { column: 'spans', write: writeSpans, read: readSpans },
  regions: {
    column: 'regions',
    write: (value) => ('regions' in value ? JSON.stringify(value.regions) : ''),
    read: readRegions,
  },
};

/** Relations stand in a column of their own. */
export const relationsCell = (value: AnswerValue): string =>
  'relations' in value && value.relations.length > 0 ? JSON.stringify(value.relations) : '';

interface ListReading {
  readonly field: string;
  readonly refusing: Refusing;
  readonly most: number;
}

function jsonList(cell: string, { field, refusing, most }: ListReading): readonly unknown[] | null {
  const read = readText(cell);
  if ('problem' in read)
    return refusing.refuse('labeling.annotationBadRecord', field, { value: `${field}: ${read.problem}` });
  return listIn(refusing, field, read.value, most);
}

function writeSpans(value: AnswerValue, text: string): string {
  if (!('spans' in value)) return '';
  const points = new CodePoints(text);
  return JSON.stringify(
    value.spans.map((one) => ({ ...one, start: points.points(one.start), end: points.points(one.end) })),
  );
}

/** The part that a schema of answers makes of a value; what does not fit is refused by its first field that does not. */
function parsed<Part>(
  schema: z.ZodType<Part>,
  value: unknown,
  { field, refusing }: Omit<ListReading, 'most'>,
): Part | null {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  const [issue] = error.issues;
  const place = [field, ...(issue?.path ?? [])].join('.');
  return refusing.wrongType(place, value, issue?.message ?? '{…}');
}

function readSpans({ cell, relations, text, refusing, schema }: CellReading): AnswerValue | null {
  const list = jsonList(cell, { field: 'spans', refusing, most: MOST_PARTS });
  if (!list) return null;
  const points = new CodePoints(text);
  const ids = new Set<string>();
  const spans = list.flatMap((one, i) => {
    const field = `spans[${i}]`;
    const part = parsed(Span, one, { field, refusing });
    const label = part && labelIn(refusing, `${field}.label`, part.label);
    const place = part && spanIn(refusing, field, { ...part, text: points, unit: 'point' });
    if (!part || label === null || !place || !isFree(part.id, { ids, field, refusing })) return [];
    schema.learn(label);
    return [{ ...part, ...place, label }];
  });
  const given =
    relations === '' ? [] : jsonList(relations, { field: 'relations', refusing, most: MOST_PARTS });
  const kept = (given ?? []).flatMap((one, i) => {
    const field = `relations[${i}]`;
    const relation = parsed(Relation, one, { field, refusing });
    const label = relation && labelIn(refusing, `${field}.label`, relation.label);
    if (!relation || label === null) return [];
    if (!ids.has(relation.from) || !ids.has(relation.to)) {
      refusing.refuse('labeling.annotationDangling', field, { value: shown(one) });
      return [];
    }
    schema.learnRelation(label);
    return [{ ...relation, label }];
  });
  return { spans, relations: kept };
}

interface Free {
  readonly ids: Set<string>;
  readonly field: string;
  readonly refusing: Refusing;
}

function isFree(id: string, { ids, field, refusing }: Free): boolean {
  if (ids.has(id)) refusing.refuse('labeling.annotationTwice', `${field}.id`, { value: shown(id) });
  else return ids.add(id) !== undefined;
  return false;
}

function readRegions({ cell, refusing, schema }: CellReading): AnswerValue | null {
  const list = jsonList(cell, { field: 'regions', refusing, most: MOST_PARTS });
  if (!list) return null;
  const ids = new Set<string>();
  const regions = list.flatMap((one, i) => {
    const field = `regions[${i}]`;
    const part = parsed(Region, one, { field, refusing });
    const label = part && labelIn(refusing, `${field}.label`, part.label);
    if (
      !part ||
      label === null ||
      !isSound(part, field, refusing) ||
      !isFree(part.id, { ids, field, refusing })
    )
      return [];
    schema.learn(label);
    return [{ ...part, label }];
  });
  return { regions };
}

/** What the schema of answers does not say of a shape. */
function isSound(part: z.infer<typeof Region>, field: string, refusing: Refusing): boolean {
  return soundShape(part, field, refusing) !== null;
}

function soundShape(part: z.infer<typeof Region>, field: string, refusing: Refusing): Shape | null {
  switch (part.shape) {
    case 'box':
      return boxIn(refusing, field, [part.x, part.y, part.width, part.height, part.rotation]);
    case 'polygon':
      return polygonIn(
        refusing,
        field,
        part.outlines.flatMap(({ ring, holes }) => [ring, ...holes]),
      );
    case 'keypoints':
      return keypointsIn(
        refusing,
        field,
        part.points.map((p) => [p?.x, p?.y, p ? (p.visible ? 2 : 1) : 0] as const),
      );
    case 'mask':
      return maskIn(refusing, field, part);
  }
}
