/** The work of a plan in the window: quick entry, board, list, timeline, the task beside; by mouse and by keys. */
import type { Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { openStore } from '../src-main/platform/store/index.ts';
import { expect, test as base } from './fixtures.ts';
import { bodyOf, day, makePlan, PLAN } from './plan.ts';

const COOKIE = 'the session of Vera';

/** A workspace where Vera looks on. */
const test = base.extend({
  workspace: async ({ workspace }, use) => {
    const store = openStore(workspace);
    const at = new Date().toISOString();
    const token = createHash('sha256').update(COOKIE).digest('hex');
    store.db.prepare('INSERT INTO people VALUES (?, ?, ?, ?)').run('person-vera', 'Vera', 'viewer', at);
    store.db.prepare('INSERT INTO sessions VALUES (?, ?, ?, ?)').run(token, 'person-vera', at, at);
    store.close();
    await use(workspace);
  },
});

const preferences = (page: Page, language: 'en' | 'zh') =>
  page.evaluate(
    (kept) => localStorage.setItem('lathe.preferences', kept),
    JSON.stringify({ theme: 'system', language }),
  );

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
  await expect.poll(async () => (await bodyOf(client, 'task-tune'))?.after).toHaveLength(1);
  await shell.isOpen();
});

test('cards move by keys, by menu and by hand, and undo takes them back', async ({
  workbench,
  page,
  client,
  shell,
}) => {
  await makePlan(client);
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=board`);
  await shell.isOpen();
  const card = (name: RegExp) => page.getByRole('button', { name }).first();
  const column = (name: string) => page.getByRole('list', { name });
  await expect(column('Doing').getByRole('listitem')).toHaveCount(3);
  await expect(page.getByTitle(/Doing has 3 tasks/)).toBeVisible();
  await card(/^Train the classifier/).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(column('Doing').getByRole('button', { name: /^Train/ })).toBeFocused();
  await expect
    .poll(() => bodyOf(client, 'task-train'))
    .toMatchObject({ column: 'doing', actualStart: day(0) });
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
  await expect
    .poll(() => bodyOf(client, 'task-ui'))
    .toMatchObject({ column: 'done', done: 1, actualFinish: day(0) });
});

test('the list filters, sorts and edits in its rows', async ({ workbench, page, client, shell }) => {
  await makePlan(client);
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=list`);
  await shell.isOpen();
  const grid = page.getByRole('grid', { name: 'Tasks' });
  await expect(grid).toHaveAttribute('aria-rowcount', '9');
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
  await page.setViewportSize({ width: 1024, height: 768 });
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
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=timeline&task=task-label`);
  await expect(page.getByRole('complementary')).toBeVisible();
  await checkAccess();
  await keepScreenshot('plan-pane-zh-dark-1920');
});

test('a bar is dragged to another start and another effort; Escape leaves it', async ({
  workbench,
  page,
  client,
  shell,
}) => {
  await makePlan(client);
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=timeline`);
  await shell.isOpen();
  const name = page.getByRole('treeitem', { name: /^Train the classifier/ });
  await expect(name).toBeVisible();
  const row = await name.boundingBox();
  const canvas = await page.locator('canvas').boundingBox();
  if (!row || !canvas) throw new Error('no row');
  const y = row.y + row.height / 2;
  /** The first place on the row where the pointer would do this. */
  const placeOf = async (cursor: string) => {
    for (let x = canvas.x + 4; x < canvas.x + canvas.width; x += 2) {
      await page.mouse.move(x, y);
      if ((await page.locator('canvas').evaluate((element) => element.style.cursor)) === cursor) return x;
    }
    throw new Error(`nowhere on the row: ${cursor}`);
  };
  const drag = async (from: number, by: number) => {
    await page.mouse.move(from, y);
    await page.mouse.down();
    await page.mouse.move(from + by / 2, y);
    await page.mouse.move(from + by, y);
  };
  await drag((await placeOf('grab')) + 4, 7 * 12);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  expect((await bodyOf(client, 'task-train'))?.start).toBeNull();
  await page.keyboard.press('Escape');
  await drag((await placeOf('grab')) + 4, 7 * 12);
  await page.mouse.up();
  await expect.poll(async () => (await bodyOf(client, 'task-train'))?.start).not.toBeNull();
  await drag((await placeOf('ew-resize')) + 2, 4 * 12);
  await page.mouse.up();
  await expect.poll(async () => (await bodyOf(client, 'task-train'))?.estimate?.likely).toBeGreaterThan(20);
  await page.keyboard.press('u');
  await page.keyboard.press('u');
  await expect.poll(async () => (await bodyOf(client, 'task-train'))?.start).toBeNull();
});

test('holidays of a file move work; lanes, saved filters and limits are kept', async ({
  workbench,
  page,
  client,
  shell,
  keepScreenshot,
}) => {
  await makePlan(client);
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=board&lanes=owner`);
  await shell.isOpen();
  await expect(page.getByRole('region', { name: 'Mei Li' })).toBeVisible();
  await keepScreenshot('plan-board-lanes');
  await page.getByLabel('Limit of Review').fill('3');
  await page.keyboard.press('Tab');
  await page.getByLabel('Filter tasks').fill('#nlp or is:late');
  await page.getByRole('button', { name: 'Saved filters' }).click();
  await page.getByLabel('Name of the filter').fill('Language');
  await page.getByRole('button', { name: 'Save filter' }).click();
  await expect(page.getByRole('button', { name: /^Language/ })).toBeVisible();
  await page.keyboard.press('Escape');
  const { documents } = await client.planning.read({ scope: PLAN });
  expect(documents.find(({ kind }) => kind === 'project')?.body).toMatchObject({
    limits: { doing: 2, review: 3 },
  });
  expect(documents.find(({ kind }) => kind === 'savedFilter')?.body).toMatchObject({
    query: '#nlp or is:late',
  });

  await page.getByRole('button', { name: 'Schedule' }).click();
  await page.getByRole('menuitem', { name: 'Read holidays from a file…' }).click();
  await page.getByLabel('Choose a file').setInputFiles({
    name: 'days.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`${day(1)},${day(10)},Shutdown\n`),
  });
  await expect(page.getByText('10 free days and 0 adjusted workdays')).toBeVisible();
  await keepScreenshot('plan-holidays');
  await page.getByRole('button', { name: 'Add to the calendar' }).click();
  await expect(page.getByText('10 days added to the team’s calendar')).toBeVisible();
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=list&task=task-train`);
  const scheduled = page.getByText(/^Scheduled /);
  await expect(scheduled).toBeVisible();
  const { documents: ofTeam } = await client.team.read({ scope: 'team' });
  expect(ofTeam.find(({ id }) => id === 'calendar')?.body).toMatchObject({ read: { length: 10 } });
});

test('a viewer sees the work, and no control that changes it', async ({
  workbench,
  page,
  context,
  client,
  shell,
}) => {
  await makePlan(client);
  await shell.isOpen();
  const value = encodeURIComponent(COOKIE);
  const name = `lathe-${new URL(workbench.address).port}`;
  await context.addCookies([{ name, value, url: workbench.address }]);
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=board&task=task-label`);
  const pane = page.getByRole('complementary', { name: 'Task: Label 500 complaints' });
  await expect(pane.getByRole('heading', { name: 'Label 500 complaints' })).toBeVisible();
  await expect(page.getByLabel('New task')).toHaveCount(0);
  await expect(page.getByLabel('Limit of Doing')).toHaveCount(0);
  await expect(pane.getByRole('button', { name: /Remove|Delete|Start timer|Comment/ })).toHaveCount(0);
  await expect(pane.getByLabel('Blocked by')).toBeDisabled();
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=board&task=task-weekly`);
  const weekly = page.getByRole('complementary', { name: 'Task: Weekly report' });
  await expect(weekly.getByLabel('Every', { exact: true })).toBeDisabled();
  await expect(weekly.getByRole('button', { name: 'Mon', exact: true })).toBeDisabled();
  await expect(weekly.getByRole('combobox', { name: 'Add a link' })).toHaveCount(0);
  await page
    .getByRole('button', { name: /^Train the classifier/ })
    .first()
    .focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('m');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await expect(page.getByRole('list', { name: 'Ready' }).getByRole('listitem')).toHaveCount(1);
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=list`);
  const cell = page.getByRole('grid', { name: 'Tasks' }).getByText('17.3 h');
  await cell.dblclick();
  await expect(page.getByRole('grid', { name: 'Tasks' }).getByRole('textbox')).toHaveCount(0);
  await page.getByRole('button', { name: 'Schedule' }).click();
  await expect(page.getByRole('menuitem')).toHaveText(['Earned value…']);
  await page.keyboard.press('Escape');
});
