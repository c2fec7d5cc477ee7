/** @file Plans for browser tests: one of a few weeks, one of given documents, and a look at a page in both languages. */
import { expect, type Page } from '@playwright/test';
import type { Client } from '../src-shared/contract.ts';
import type { PlanBody, PlanChange } from '../src-shared/planning/contract.ts';
import { MILESTONE, PROJECT, TASK } from '../src-main/planning/plan.fixture.ts';

export const PLAN = 'project-work';
/** The date so many days from today. */
export const day = (from: number) => {
  const date = new Date(Date.now() + from * 86_400_000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
};
const person = (name: string) => ({
  name,
  account: null,
  role: null,
  capacity: 1,
  cost: 60,
  skills: { nlp: 3 },
  daysOff: [],
  from: null,
  until: null,
});
const after = (...tasks: string[]) => tasks.map((task) => ({ task, type: 'FS' as const, lag: 0 }));
const hours = (likely: number) => ({ optimistic: likely / 2, likely, pessimistic: likely * 2 });

/** A project of a few weeks with people, a milestone, summary tasks, dependencies and work that is done. */
export async function makePlan(client: Client): Promise<void> {
  const task = (id: string, body: Partial<PlanBody<'task'>>, rank: number): PlanChange => ({
    id,
    kind: 'task',
    body: { ...TASK, title: id, rank, ...body },
  });
  await client.team.change({
    scope: 'team',
    operation: crypto.randomUUID(),
    changes: [
      { id: 'person-mei', kind: 'person', body: person('Mei Li') },
      { id: 'person-max', kind: 'person', body: person('Maximilian von Hohenlohe-Langenburg') },
    ],
  });
  const mei = ['person-mei'];
  const max = ['person-max'];
  await client.planning.change({
    scope: PLAN,
    operation: crypto.randomUUID(),
    changes: [
      { id: PLAN, kind: 'project', body: { ...PROJECT, start: day(-14), limits: { doing: 2 } } },
      { id: 'milestone-beta', kind: 'milestone', body: { ...MILESTONE, name: 'Beta', due: day(21) } },
      task('task-data', { title: 'Data' }, 1),
      task(
        'task-collect',
        {
          title: 'Collect complaints of the first quarter',
          parent: 'task-data',
          owners: mei,
          estimate: hours(24),
          column: 'done',
          done: 1,
          actualStart: day(-12),
          actualFinish: day(-8),
          labels: ['data'],
        },
        2,
      ),
      task(
        'task-label',
        {
          title: 'Label 500 complaints',
          parent: 'task-data',
          owners: mei,
          estimate: hours(30),
          column: 'doing',
          done: 0.4,
          actualStart: day(-7),
          after: after('task-collect'),
          labels: ['data', 'nlp'],
          priority: 'high',
          due: day(2),
          checklist: [
            { text: 'guideline', done: true },
            { text: 'gold items', done: false },
          ],
        },
        3,
      ),
      task(
        'task-train',
        {
          title: 'Train the classifier',
          owners: max,
          estimate: hours(20),
          column: 'ready',
          after: after('task-label'),
          labels: ['model'],
        },
        4,
      ),
      task(
        'task-tune',
        {
          title: 'Tune hyperparameters',
          owners: max,
          estimate: hours(16),
          after: after('task-train'),
          milestones: ['milestone-beta'],
        },
        5,
      ),
      task(
        'task-docs',
        {
          title:
            '撰写模型卡片 and a title that is long enough to be clipped in every narrow column of the window',
          owners: max,
          estimate: hours(6),
          milestones: ['milestone-beta'],
          column: 'doing',
          priority: 'urgent',
        },
        6,
      ),
      task(
        'task-ui',
        {
          title: 'Ask for feedback',
          column: 'doing',
          blockedBy: 'customer',
          owners: max,
          estimate: hours(12),
        },
        7,
      ),
      task(
        'task-weekly',
        {
          title: 'Weekly report',
          recurrence: { every: 'weekly', interval: 1, weekdays: [1], nth: null, until: null },
        },
        8,
      ),
    ],
  });
}

/** The body of a task as the workbench has it. */
export const bodyOf = async (client: Client, id: string) => {
  const { documents } = await client.planning.read({ scope: PLAN });
  const found = documents.find((document) => document.id === id);
  return found?.kind === 'task' ? found.body : undefined;
};

/** Keeps what the window goes by; it holds from the next load on. */
export const prefer = (
  page: Page,
  preferences: { readonly theme: 'system' | 'light' | 'dark'; readonly language: 'en' | 'zh' },
): Promise<void> =>
  page.evaluate((kept) => localStorage.setItem('lathe.preferences', kept), JSON.stringify(preferences));

/** Makes the plan {@link PLAN} with these documents. */
export async function planOf(client: Client, ...changes: PlanChange[]): Promise<void> {
  const all: PlanChange[] = [
    { id: PLAN, kind: 'project', body: { ...PROJECT, due: '2026-12-18' } },
    ...changes,
  ];
  await client.planning.change({ scope: PLAN, operation: crypto.randomUUID(), changes: all });
}

/** Waits until nothing is left to save: a page that is left before asks whether to. */
const saved = (page: Page) => expect(page.getByText(/not saved yet|尚未保存/)).toBeHidden();

/** Opens a part of the plan. */
export async function openTab(page: Page, tab: string, query = ''): Promise<void> {
  await saved(page);
  await page.goto(`${new URL(page.url()).origin}/plan/${PLAN}?tab=${tab}${query}`);
}
