/** @file Reads the JSON that Lathe writes of a plan. */
import * as z from 'zod';
import type { Draft } from '../../exchange/draft.ts';
import { JSON_VERSION } from '../../exchange/write-json.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { PLAN_KINDS } from '../../../../src-shared/planning/kinds/index.ts';
import type { PlanKind } from '../../../../src-shared/planning/contract.ts';
import { Notes } from '../../../../src-shared/planning/exchange/notes.ts';

const PlanFile = z.object({
  lathe: z.literal('plan'),
  version: z.number(),
  people: z.array(z.object({ id: z.string(), name: z.string() })),
  documents: z.array(z.object({ id: z.string(), kind: z.string(), body: z.record(z.string(), z.unknown()) })),
});

export const isPlanFile = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'lathe' in value && value.lathe === 'plan';

/** @throws AppError `planning.fileNewer`, `planning.fileShape` */
export function readPlanJson(value: unknown): Draft {
  const read = PlanFile.safeParse(value);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new AppError('planning.fileShape', {
      where: issue?.path.join('.') ?? '',
      why: issue?.message ?? '',
    });
  }
  const { version, people, documents } = read.data;
  if (version > JSON_VERSION) throw new AppError('planning.fileNewer', { version });
  const notes = new Notes();
  const isKind = (kind: string): kind is PlanKind => Object.hasOwn(PLAN_KINDS, kind);
  const ids = new Set<string>();
  const known = documents.flatMap(({ id, kind, body }) => {
    const where = `${kind} ${id}`;
    if (ids.has(id)) notes.add('twice', id, where);
    ids.add(id);
    if (isKind(kind)) return [{ id, kind, body, where }];
    notes.add('kind', kind, where);
    return [];
  });
  return {
    format: 'json',
    documents: known,
    people: people.map((one) => ({ ...one, daysOff: [] })),
    calendar: null,
    start: null,
    notes: notes.list(),
  };
}
