/** The work of a plan in the window: quick entry, board, list, timeline, the task beside; by mouse and by keys. */
import type { Page } from '@playwright/test';
import type { Client } from '../src-shared/contract.ts';
import type { PlanBody, PlanChange } from '../src-shared/planning/contract.ts';
import { MILESTONE, PROJECT, TASK } from '../src-main/planning/plan.fixture.ts';
import { expect, test } from './fixtures.ts';

const PLAN = 'project-work';
const day = (from: number) => {
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
async function makePlan(client: Client): Promise<void> {
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

const preferences = (page: Page, language: 'en' | 'zh') =>
  page.evaluate(
    (kept) => localStorage.setItem('lathe.preferences', kept),
    JSON.stringify({ theme: 'system', language }),
  );

const bodyOf = async (client: Client, id: string) => {
  const { documents } = await client.planning.read({ scope: PLAN });
  const found = documents.find((document) => document.id === id);
  return found?.kind === 'task' ? found.body : undefined;
};

test.beforeEach(() => test.setTimeout(120_000));

test('a task is written in one line, opened, changed, deleted and brought back', async ({
  workbench,
  shell,
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  await makePlan(client);
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=board`);
  const entry = page.getByLabel('New task');
  await page.keyboard.press('n');
  await entry.fill('Review labels @mei t2h #data !high >beta fri');
  await expect(page.getByText('Owner Mei Li')).toBeVisible();
  await keepScreenshot('plan-entry');
  await page.keyboard.press('Enter');
  const card = page.getByRole('button', { name: /Review labels/ }).first();
  await expect(card).toBeVisible();
  await card.click();
  const pane = page.getByRole('complementary', { name: 'Task: Review labels' });
  await expect(pane).toBeVisible();

  await test.step('a cycle is refused at the field and named', async () => {
    await pane.getByRole('combobox', { name: 'Add a task' }).fill('Tune');
    await page.keyboard.press('Enter');
    await expect(pane.getByRole('button', { name: 'Tune hyperparameters', exact: true })).toBeVisible();
    await page
      .getByRole('button', { name: /^Tune hyperparameters/ })
      .first()
      .click();
    const other = page.getByRole('complementary', { name: 'Task: Tune hyperparameters' });
    await other.getByRole('combobox', { name: 'Add a task' }).fill('Review labels');
    await page.keyboard.press('Enter');
    await expect(other.getByText(/would wait for each other: .*Review labels.*Tune/)).toBeVisible();
  });

  await test.step('hours, checklist and comments', async () => {
    const other = page.getByRole('complementary', { name: 'Task: Tune hyperparameters' });
    await other.getByLabel('Most likely').fill('40');
    await page.keyboard.press('Tab');
    await expect(other.getByText('Give all three')).toBeVisible();
    await other.getByLabel('If much goes wrong').fill('60');
    await page.keyboard.press('Tab');
    await expect(other.getByText('Expected 38')).toBeVisible();
    await other.getByLabel('Add an item').fill('seeds');
    await page.keyboard.press('Enter');
    await expect(other.getByRole('checkbox', { name: 'seeds' })).toBeVisible();
    await other.getByLabel('Hours', { exact: true }).last().fill('3');
    await other.getByRole('button', { name: 'Add hours' }).click();
    await expect(other.getByText('Tracked 3 h')).toBeVisible();
    await checkAccess();
    await keepScreenshot('plan-pane');
  });

  await page.getByRole('button', { name: 'Delete task' }).click();
  await expect(page.getByText('“Tune hyperparameters” deleted')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('button', { name: /^Tune hyperparameters/ }).first()).toBeVisible();
  expect((await bodyOf(client, 'task-tune'))?.after).toHaveLength(1);
  await shell.isOpen();
});

test('cards move by keys, by menu and by hand, and undo takes them back', async ({
  workbench,
  page,
  client,
  shell,
  checkAccess,
  keepScreenshot,
}) => {
  await makePlan(client);
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=board`);
  await shell.isOpen();
  const card = (name: RegExp) => page.getByRole('button', { name }).first();
  const column = (name: string) => page.getByRole('list', { name });
  await expect(column('Doing').getByRole('listitem')).toHaveCount(3);
  await expect(page.getByTitle(/Doing has 3 tasks/)).toBeVisible();
  await checkAccess();
  await keepScreenshot('plan-board');
  await card(/^Train the classifier/).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(column('Doing').getByRole('button', { name: /^Train/ })).toBeFocused();
  expect(await bodyOf(client, 'task-train')).toMatchObject({ column: 'doing', actualStart: day(0) });
  await page.keyboard.press('m');
  await page.getByRole('menuitem', { name: 'Review' }).click();
  await expect(column('Review').getByRole('button', { name: /^Train/ })).toBeVisible();
  await page.keyboard.press('u');
  await expect(column('Doing').getByRole('button', { name: /^Train/ })).toBeVisible();

  const from = await card(/^Ask for feedback/).boundingBox();
  const to = await column('Done').boundingBox();
  if (!from || !to) throw new Error('no card');
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(from.x + 80, from.y + 20);
  await page.mouse.move(to.x + 40, to.y + 12, { steps: 4 });
  await page.mouse.up();
  await expect(column('Done').getByRole('button', { name: /^Ask/ })).toBeVisible();
  expect(await bodyOf(client, 'task-ui')).toMatchObject({ column: 'done', done: 1, actualFinish: day(0) });
});

test('the list filters, sorts and edits in its rows', async ({
  workbench,
  page,
  client,
  shell,
  checkAccess,
  keepScreenshot,
}) => {
  await makePlan(client);
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=list`);
  await shell.isOpen();
  const grid = page.getByRole('grid', { name: 'Tasks' });
  await expect(grid).toHaveAttribute('aria-rowcount', '9');
  await checkAccess();
  await keepScreenshot('plan-list');
  await page.keyboard.press('/');
  await page.keyboard.type('owner:mei and not is:done');
  await expect(grid).toHaveAttribute('aria-rowcount', '3');
  await page.getByLabel('Filter tasks').fill('owner:mei and (');
  await expect(page.getByText(/^Character 16: /)).toBeVisible();
  await page.getByLabel('Filter tasks').fill('');
  await expect(grid).toHaveAttribute('aria-rowcount', '9');
  await grid.getByText('17.3 h').dblclick();
  await page.keyboard.type('12');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await bodyOf(client, 'task-tune'))?.estimate?.likely).toBe(12);
});

test('the timeline shows the schedule, and bars move by hand and by keys', async ({
  workbench,
  page,
  client,
  shell,
  checkAccess,
  keepScreenshot,
}) => {
  await makePlan(client);
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=timeline`);
  await shell.isOpen();
  const tree = page.getByRole('tree', { name: 'Timeline' });
  await expect(tree.getByRole('treeitem', { name: /^Tune hyperparameters: .*critical/ })).toBeVisible();
  await checkAccess();
  await page.setViewportSize({ width: 1024, height: 768 });
  await keepScreenshot('plan-timeline-1024');
  await tree.getByRole('treeitem', { name: /^Train the classifier/ }).click();
  await page.keyboard.press('Escape');
  await tree.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(async () => (await bodyOf(client, 'task-train'))?.start).not.toBeNull();
  await page.keyboard.press(']');
  await expect.poll(async () => (await bodyOf(client, 'task-train'))?.estimate?.likely).not.toBe(20);

  await page.getByRole('button', { name: 'Schedule' }).click();
  await page.getByRole('menuitem', { name: 'Save baseline…' }).click();
  await page.getByRole('button', { name: 'Save baseline' }).click();
  await expect(page.getByText(/Baseline “.*” saved/)).toBeVisible();
  await page.getByRole('button', { name: 'Schedule' }).click();
  await page.getByRole('menuitem', { name: 'Level…' }).click();
  await expect(page.getByRole('dialog', { name: 'Level the work' })).toBeVisible();
  await expect(page.getByText(/Maximilian.* works on/).first()).toBeVisible();
  await keepScreenshot('plan-level');
  await page.getByRole('button', { name: 'Move these tasks' }).click();
  const levelled = async () =>
    (await client.planning.read({ scope: PLAN })).documents.filter(
      (document) => document.kind === 'task' && document.body.levelled !== undefined,
    ).length;
  await expect.poll(levelled).toBeGreaterThan(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(levelled).toBe(0);
  await page.getByRole('button', { name: 'Schedule' }).click();
  await page.getByRole('menuitem', { name: 'Earned value…' }).click();
  await expect(page.getByText('Planned value (PV)').first()).toBeVisible();
  await checkAccess();
  await keepScreenshot('plan-earned');
  await page.keyboard.press('Escape');

  await page.emulateMedia({ colorScheme: 'dark' });
  await preferences(page, 'zh');
  await page.setViewportSize({ width: 1920, height: 1080 });
  for (const tab of ['board', 'list', 'timeline']) {
    await page.goto(`${workbench.address}/plan/${PLAN}?tab=${tab}&task=task-label`);
    await expect(page.getByRole('complementary')).toBeVisible();
    await checkAccess();
    await keepScreenshot(`plan-${tab}-zh-dark-1920`);
  }
});
