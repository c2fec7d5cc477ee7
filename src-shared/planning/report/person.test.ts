import { expect, it } from 'vitest';
import type { PlanBody, PlanDocument } from '../contract.ts';
import { markdownOf } from './render.ts';
import { personReportOf } from './person.ts';

const body: PlanBody<'project'> = {
  name: 'Mail',
  vision: '',
  scope: '',
  start: '2026-03-02',
  due: null,
  state: 'active',
  currency: 'EUR',
  after: [],
  limits: {},
};
const task = (id: string, fields: Partial<PlanBody<'task'>>): PlanDocument => ({
  id,
  kind: 'task',
  body: {
    title: id,
    text: '',
    parent: null,
    milestones: [],
    column: 'ready',
    priority: 'normal',
    owners: ['mei'],
    estimate: null,
    done: 0,
    start: null,
    due: null,
    actualStart: null,
    actualFinish: null,
    after: [],
    labels: [],
    skill: null,
    gpuHours: 0,
    checklist: [],
    links: [],
    recurrence: null,
    blockedBy: '',
    rank: 0,
    ...fields,
  },
});
const report = (...documents: PlanDocument[]) =>
  personReportOf(
    {
      project: 'p',
      body,
      plan: { documents, milestones: [], names: (_, id) => id },
      forecast: null,
      stale: false,
      events: [],
      at: new Date('2026-03-20T12:00:00'),
    },
    { id: 'mei', name: 'Mei' },
    'en',
  );

it('has the person’s open work by when it is due, with what is left of it, and what was done this week', () => {
  const made = report(
    task('later', { due: '2026-04-02' }),
    task('soon', {
      due: '2026-03-22',
      estimate: { optimistic: 8, likely: 8, pessimistic: 8 },
      done: 0.5,
      blockedBy: 'customer',
    }),
    task('urgent', { priority: 'urgent' }),
    task('whenever', { rank: -1 }),
    task('of another', { owners: ['tom'] }),
    task('done', { column: 'done', actualFinish: '2026-03-18' }),
    task('long done', { column: 'done', actualFinish: '2026-03-01' }),
  );
  const tables = made.blocks.flatMap((block) =>
    block.type === 'table' ? [block.rows.map((row) => row.map(({ text }) => text))] : [],
  );
  expect(tables[0]!.map(([title]) => title)).toEqual(['soon', 'later', 'urgent', 'whenever']);
  expect(tables[0]![0]).toEqual(['soon', 'Blocked: customer', 'Normal', '–', '2026-03-22', '4 h']);
  expect(tables[1]).toEqual([['done', '2026-03-18']]);
  expect(markdownOf(made, '')).toContain('Open tasks: 4, with 4 h left');
});

it('says so where there is nothing to do', () => {
  expect(report().blocks).toEqual([{ type: 'paragraph', parts: [{ text: 'No open task.' }] }]);
});
