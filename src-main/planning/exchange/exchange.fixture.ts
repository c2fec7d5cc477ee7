/** @file For tests of exchange: plans as people make them, written and read back without a workbench. */
import * as fc from 'fast-check';
import type { PlanBody, PlanDocument } from '../../../src-shared/planning/contract.ts';
import type { PlanExportFormat } from '../../../src-shared/planning/exchange/values.ts';
import { ofKind } from '../../../src-shared/planning/read-plan.ts';
import type { Identified, PersonBody } from '../../../src-shared/planning/schedule-calendars.ts';
import { MILESTONE, PLAN, PROJECT, TASK } from '../plan.fixture.ts';
import { draftOf } from '../worker/exchange/read-file.ts';
import { changesOf, type DraftChanges } from './changes.ts';
import { PlanToWrite, type PlanSource } from './plan-to-write.ts';
import { planAsCsv } from './write-csv.ts';
import { planAsIcs } from './write-ics.ts';
import { planAsJson } from './write-json.ts';
import { planAsMermaid } from './write-mermaid.ts';
import { planAsMspdi } from './write-mspdi.ts';

const WRITERS = {
  csv: planAsCsv,
  mspdi: planAsMspdi,
  ics: planAsIcs,
  mermaid: planAsMermaid,
  json: planAsJson,
};

export const personOf = (id: string, name: string): Identified<PersonBody> => ({
  id,
  body: {
    name,
    account: null,
    role: null,
    capacity: 1,
    cost: 0,
    skills: {},
    daysOff: [],
    from: null,
    until: null,
  },
});

export const PEOPLE = [personOf('person-mei', 'Mei Li'), personOf('person-ada', 'Ada; "the" Countess')];

export const EMPTY: PlanSource = {
  documents: [{ id: PLAN, kind: 'project', body: PROJECT }],
  people: PEOPLE,
  calendar: undefined,
  holidays: [],
  today: '2026-03-02',
};

export const planWith = (documents: readonly PlanDocument[]): PlanSource => ({
  ...EMPTY,
  documents: [...EMPTY.documents, ...documents],
});

export const task = (id: string, body: Partial<PlanBody<'task'>> = {}): PlanDocument => ({
  id,
  kind: 'task',
  body: { ...TASK, title: id, ...body },
});

export const milestone = (id: string, body: Partial<PlanBody<'milestone'>> = {}): PlanDocument => ({
  id,
  kind: 'milestone',
  body: { ...MILESTONE, name: id, ...body },
});

export function write(source: PlanSource, format: PlanExportFormat) {
  const plan = new PlanToWrite(source, ofKind(source.documents, 'project')[0]!.body);
  const text = WRITERS[format](plan);
  return { text, losses: plan.notes.list() };
}

/** What a file would become in a plan; the empty one unless given. */
export const take = (text: string, into: PlanSource = EMPTY): DraftChanges =>
  changesOf(draftOf({ name: 'file', text }), into, PLAN);

/** Documents with their ids as numbers by their order, so that those with other ids compare. */
export function withoutIds(
  documents: readonly { readonly id: string; readonly kind: string; readonly body: unknown }[],
) {
  const ids = documents.filter(({ kind }) => kind !== 'project').map(({ id }) => id);
  const known = new Map(ids.map((id, i) => [id, `#${i}`]));
  const replaced = (value: unknown): unknown => {
    if (typeof value === 'string') return known.get(value) ?? value;
    if (Array.isArray(value)) return value.map(replaced);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [known.get(name) ?? name, replaced(one)]),
    );
  };
  return documents
    .filter(({ kind }) => kind !== 'project')
    .map(({ kind, body }) => ({ kind, body: replaced(body) }));
}

const day = fc
  .integer({ min: 0, max: 3000 })
  .map((days) => new Date(Date.UTC(2025, 0, 1) + days * 86_400_000).toISOString().slice(0, 10));
const maybeDay = fc.option(day);
/** Hostile and foreign texts, trimmed as titles are. */
const title = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((text) => text.trim())
  .filter((text) => text !== '' && !text.includes('\0'));
const cents = fc.integer({ min: 0, max: 400 }).map((quarters) => quarters / 4);
const points = fc
  .tuple(cents, cents, cents)
  .map((all) => all.toSorted((a, b) => a - b))
  .map(([optimistic = 0, likely = 0, pessimistic = 0]) => ({ optimistic, likely, pessimistic }));

/** A task that waits for earlier ones alone, below one of them, so that there is no circle. */
const taskBody = (index: number) =>
  fc.record({
    title,
    text: fc.string({ unit: 'grapheme', maxLength: 60 }).filter((text) => !text.includes('\0')),
    column: fc.constantFrom('backlog', 'ready', 'doing', 'review', 'done'),
    priority: fc.constantFrom('urgent', 'high', 'normal', 'low'),
    owners: fc.subarray(PEOPLE.map(({ id }) => id)),
    milestones: fc.subarray(['milestone-0']),
    estimate: fc.option(points),
    done: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
    start: maybeDay,
    due: maybeDay,
    actualStart: maybeDay,
    actualFinish: maybeDay,
    labels: fc.uniqueArray(title, { maxLength: 3 }),
    skill: fc.option(title),
    gpuHours: cents,
    blockedBy: fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0')),
    after: fc.subarray(Array.from({ length: index }, (_, i) => i)),
    type: fc.constantFrom('FS', 'SS', 'FF', 'SF'),
    lag: fc.integer({ min: -80, max: 80 }).map((halves) => halves / 2),
    checklist: fc.array(fc.record({ text: fc.string({ maxLength: 20 }), done: fc.boolean() }), {
      maxLength: 2,
    }),
    recurs: fc.boolean(),
  });

/** Plans with a milestone and up to six tasks that hang on one another. */
export const plans: fc.Arbitrary<PlanSource> = fc
  .tuple(fc.tuple(title, maybeDay), ...Array.from({ length: 6 }, (_, i) => taskBody(i)))
  .map(([[name, due], ...bodies]) => {
    const tasks = bodies.map(({ after, type, lag, recurs, ...body }, i) => {
      const rule = { every: 'weekly' as const, interval: 2, weekdays: [1, 3], nth: null, until: due };
      const before = after.map((one) => ({ task: `task-${one}`, type: type as 'FS', lag }));
      return task(`task-${i}`, {
        ...(body as Partial<PlanBody<'task'>>),
        after: before,
        recurrence: recurs ? rule : null,
        rank: i + 1,
      });
    });
    return planWith([milestone('milestone-0', { name, due }), ...tasks]);
  });
