/** import(export(plan)) is the plan: as properties of any plan. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { PlanDocument } from '../../../src-shared/planning/contract.ts';
import { ofKind } from '../../../src-shared/planning/read-plan.ts';
import { isProblem } from '../../../src-shared/planning/exchange/notes.ts';
import { milestone, plans, planWith, take, task, withoutIds, write } from './exchange.fixture.ts';

const RUNS = { numRuns: 150 };

it.each(['csv', 'json'] as const)(
  '%s comes back unchanged, into the plan it is of and into an empty one',
  (format) => {
    fc.assert(
      fc.property(plans, (source) => {
        const { text } = write(source, format);
        const again = take(text, source);
        expect(again.notes.filter(isProblem)).toEqual([]);
        expect(again.changes).toEqual([]);
        const elsewhere = take(text);
        expect(elsewhere.notes.filter(isProblem)).toEqual([]);
        const kept = [...ofKind(source.documents, 'milestone'), ...ofKind(source.documents, 'task')];
        expect(withoutIds(elsewhere.changes)).toEqual(withoutIds(kept));
      }),
      RUNS,
    );
  },
);

/** A task as MS-Project XML can say it. */
const asMspdi = (one: PlanDocument): PlanDocument =>
  one.kind === 'task' ? { ...one, body: { ...one.body, checklist: [], recurrence: null } } : one;

it('MS-Project XML keeps outline, dependencies, people, estimates, dates, labels and texts', () => {
  fc.assert(
    fc.property(plans, (source) => {
      const documents = source.documents.map(asMspdi);
      const { changes, notes } = take(write({ ...source, documents }, 'mspdi').text);
      expect(notes.filter(isProblem)).toEqual([]);
      expect(withoutIds(changes)).toEqual(withoutIds(documents).map((one, i) => ranked(one, i + 1)));
    }),
    RUNS,
  );
});

/** New documents stand in the order of the file. */
const ranked = <One extends { readonly body: unknown }>(one: One, rank: number) => ({
  ...one,
  body: { ...(one.body as object), rank },
});

it('sub-tasks of sub-tasks come back below their parents by CSV, JSON, MS-Project XML and iCalendar', () => {
  const source = planWith([
    task('a', { rank: 1 }),
    task('c', { rank: 3, parent: 'b' }),
    task('b', { rank: 2, parent: 'a' }),
    task('d', { rank: 4 }),
    milestone('m', { due: '2026-05-01', after: [{ task: 'd', type: 'SS', lag: 4 }] }),
  ]);
  for (const format of ['csv', 'json', 'mspdi', 'ics'] as const) {
    const { changes } = take(write(source, format).text);
    const bodies = changes.flatMap(({ id, kind, body }) => (kind === 'task' && body ? [{ id, body }] : []));
    const idOf = (title: string) => bodies.find(({ body }) => body.title === title)?.id;
    const parent = (title: string) => bodies.find(({ body }) => body.title === title)?.body.parent;
    expect([parent('a'), parent('b'), parent('c'), parent('d')], format).toEqual([
      null,
      idOf('a'),
      idOf('b'),
      null,
    ]);
    const point = changes.find(({ kind }) => kind === 'milestone')?.body;
    expect(point, format).toMatchObject({
      due: '2026-05-01',
      after: [{ task: idOf('d'), type: 'SS', lag: 4 }],
    });
  }
});

it('JSON keeps every kind of document, and the ids in them point to the new ones', () => {
  const gate = {
    milestone: 'm',
    name: 'labels',
    fact: 'labeling.labels',
    parameters: { dataset: 'm' },
  } as const;
  const source = planWith([
    milestone('m'),
    task('t', { title: 'm', text: 't', milestones: ['m'] }),
    { id: 'g', kind: 'gate', body: { ...gate, comparison: '>=', value: 3, holds: 0, rank: 0 } },
    {
      id: 'h',
      kind: 'timeEntry',
      body: { task: 't', person: 'person-mei', day: '2026-03-03', hours: 2, running: null, note: 't' },
    },
  ]);
  const { changes, notes } = take(write(source, 'json').text);
  const [point, work, own, entry] = changes;
  expect(notes).toEqual([]);
  expect(work?.body).toMatchObject({ title: 'm', text: 't', milestones: [point?.id] });
  // A parameter of a fact is none of the plan's ids.
  expect(own?.body).toMatchObject({ milestone: point?.id, parameters: { dataset: 'm' } });
  expect(entry?.body).toMatchObject({ task: work?.id, person: 'person-mei', note: 't' });
});
