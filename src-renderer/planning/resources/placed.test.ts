import { expect, it } from 'vitest';
import type { PlanBody, PlanDocument } from '../../../src-shared/planning/contract.ts';
import { DocumentStore } from '../../platform/documents.svelte.ts';
import { newMilestone, newProject, newTask } from '../new-documents.ts';
import type { PlanStore } from '../plan.svelte.ts';
import { fillOf, workOf } from './placed.ts';

const estimate = { optimistic: 5, likely: 10, pessimistic: 20 };

async function storeOf(
  ...tasks: readonly [id: string, body: Partial<PlanBody<'task'>>][]
): Promise<PlanStore> {
  const documents: PlanDocument[] = [
    { id: 'p', kind: 'project', body: { ...newProject('P', '2026-03-02'), due: '2026-06-30' } },
    { id: 'm', kind: 'milestone', body: { ...newMilestone('M', 0), due: '2026-04-30' } },
    ...tasks.map(([id, body]) => ({ id, kind: 'task' as const, body: { ...newTask(id, 0), ...body } })),
  ];
  const never = () => Promise.reject(new Error('not asked'));
  const client = {
    read: () => Promise.resolve({ at: 1, documents }),
    since: never,
    change: never,
    undo: never,
    redo: never,
  };
  const store: PlanStore = new DocumentStore({ client, scope: 'p', refused: () => undefined });
  await store.open();
  return store;
}

it('what is left of a task lies between today and its due day, or its milestone’s, or the project’s', async () => {
  const owners = ['mei'];
  const store = await storeOf(
    ['due', { owners, estimate, due: '2026-03-20', done: 0.5 }],
    ['milestone', { owners, estimate, milestones: ['m'], start: '2026-04-01' }],
    ['project', { owners, estimate }],
    ['late', { owners, estimate, due: '2026-03-05' }],
    ['done', { owners, estimate, column: 'done' }],
    ['nobody', { estimate }],
    ['parent', { owners, estimate }],
    ['child', { owners, estimate: null, parent: 'parent' }],
  );
  const { placed, unplaced } = workOf(store, '2026-03-10');
  expect(placed.map(({ from, until, hours }) => [from, until, hours])).toEqual([
    ['2026-03-10', '2026-03-20', 5],
    ['2026-04-01', '2026-04-30', 10],
    ['2026-03-10', '2026-06-30', 10],
    ['2026-03-10', '2026-03-10', 10],
  ]);
  expect(unplaced).toEqual({ hours: 10, tasks: 1 });
});

it('a week without hours is too full with any work', () => {
  expect([
    fillOf(0, 0),
    fillOf(1, 0),
    fillOf(10, 40),
    fillOf(36, 40),
    fillOf(40, 40),
    fillOf(41, 40),
  ]).toEqual(['free', 'over', 'fine', 'full', 'full', 'over']);
});
