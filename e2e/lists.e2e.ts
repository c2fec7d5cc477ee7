/** Ten thousand runs, models and datasets: read by the page, found, sorted and kept fresh row by row. */
import type { Page } from '@playwright/test';
import { type Seeded, seedWorkspace, seededLoss, seededState } from '../src-main/seed.fixture.ts';
import { expect, test as base } from './fixtures.ts';
import { inBothWays } from './pages/looks.ts';

const MANY = 10_000;

const test = base.extend<{ seeded: Partial<Seeded> }>({
  seeded: [{ runs: MANY }, { option: true }],
  workspace: async ({ workspace, seeded }, use) => {
    seedWorkspace(workspace, seeded);
    await use(workspace);
  },
});

/** What the page asks of the workbench from now on, as `runTable/rows`. */
function asksOf(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/rpc/') && pathname !== '/rpc/events')
      asked.push(pathname.slice('/rpc/'.length));
  });
  return asked;
}

const numbers = Array.from({ length: MANY }, (_, i) => i + 1);
const withLoss = numbers.flatMap((number) => {
  const loss = seededLoss(number);
  return loss === null ? [] : [{ number, loss }];
});

test('ten thousand runs scroll, sort and filter without all of them being read', async ({
  shell,
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const asked = asksOf(page);
  const grid = page.getByRole('grid', { name: 'Runs' });
  const row = (index: number) => grid.locator(`[aria-rowindex="${index + 2}"]`);
  const name = (index: number) => row(index).getByRole('link');

  await test.step('the newest come first, and the oldest at the end', async () => {
    await shell.goTo('Runs');
    await expect(name(0)).toHaveText(`text-lstm #${MANY}`);
    await expect(grid).toHaveAttribute('aria-rowcount', String(MANY + 1));
    await checkAccess();
    await keepScreenshot('lists-runs');
    await grid.focus();
    await page.keyboard.press('End');
    await expect(name(MANY - 1)).toHaveText('text-lstm #1');
    expect(asked.filter((what) => what === 'runTable/rows').length).toBeLessThanOrEqual(3);
  });

  await test.step('sorted by a result, at the place scrolled to and at the top', async () => {
    const byLoss = withLoss.toSorted((a, b) => a.loss - b.loss);
    const head = grid.getByRole('columnheader', { name: /Loss/ }).getByRole('button');
    await head.click();
    // Runs without a loss stand at the end, the newest first.
    await expect(name(MANY - 1)).toHaveText('text-lstm #10');
    await grid.focus();
    await page.keyboard.press('Home');
    await expect(name(0)).toHaveText(`text-lstm #${byLoss[0]?.number}`);
    await head.click();
    await expect(name(0)).toHaveText(`text-lstm #${byLoss.at(-1)?.number}`);
    await keepScreenshot('lists-runs-sorted');
    await head.click();
    await expect(name(0)).toHaveText(`text-lstm #${MANY}`);
  });

  await test.step('filtered and searched', async () => {
    const failed = numbers.filter((number) => seededState(number) === 'failed');
    await shell.main.getByRole('button', { name: 'Failed' }).click();
    await expect(grid).toHaveAttribute('aria-rowcount', String(failed.length + 1));
    await expect(name(0)).toHaveText(`text-lstm #${failed.at(-1)}`);
    await page.keyboard.press('/');
    await page.keyboard.type('#9998');
    await page.keyboard.press('Enter');
    await expect(grid).toHaveAttribute('aria-rowcount', '2');
    await expect(name(0)).toHaveText('text-lstm #9998');
    await keepScreenshot('lists-runs-found');
  });

  await test.step('by a filter that is completed, colored and kept in the address', async () => {
    await page.goto(new URL('/runs', page.url()).href);
    const field = shell.main.getByRole('textbox', { name: 'Filter' });
    await field.click();
    await page.keyboard.type('params.opt');
    await expect(page.getByRole('option', { name: 'params.optimizer' })).toBeVisible();
    await keepScreenshot('lists-runs-completion');
    await page.keyboard.press('Escape');
    await field.fill('params.optimizer = ');
    await expect(page.getByRole('option', { name: '"adam"' })).toBeVisible();
    await page.keyboard.press('Escape');
    await field.fill('params.optimizer = "sgd" and metrics.validation.loss <');
    await page.keyboard.press('Enter');
    await expect(shell.main.getByText('a value is expected', { exact: false })).toBeVisible();
    await field.fill('params.optimizer = "sgd" and metrics.validation.loss < 0.01');
    await page.keyboard.press('Enter');
    const few = withLoss.filter(({ number, loss }) => number % 2 === 0 && loss < 0.01);
    await expect(grid).toHaveAttribute('aria-rowcount', String(few.length + 1));
    await expect(page).toHaveURL(/filter=params\.optimizer/);
    await checkAccess();
    await keepScreenshot('lists-runs-filter');
  });

  await test.step('only columns that differ, in another order, as a view with a name', async () => {
    await shell.main.getByLabel('Only columns that differ').check();
    // Thirteen of the parameters differ among even runs; those that are far to the right are drawn when they come into sight.
    await expect(grid).toHaveAttribute('aria-colcount', /^2\d$/);
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('searchbox', { name: 'Search' }).last().fill('option5');
    await page.getByRole('button', { name: 'Move option5 to the left' }).click();
    await page.getByRole('button', { name: 'Pin option5' }).click();
    await expect(grid.getByRole('columnheader', { name: 'option5' })).toBeVisible();
    const columns = Number(await grid.getAttribute('aria-colcount'));
    await page.getByLabel(/^Value/).click();
    await page.getByRole('option', { name: 'Smoothed, at the end' }).click();
    await expect(page.getByLabel('Smoothing weight')).toHaveValue('0.9');
    await keepScreenshot('lists-runs-columns');
    await page.getByRole('button', { name: 'Add column' }).click();
    await expect(grid).toHaveAttribute('aria-colcount', String(columns + 1));
    await page.keyboard.press('Escape');
    await shell.main.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('menuitem', { name: 'Save as a new view…' }).click();
    await page.getByLabel('Name').fill('good sgd');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/view=view-/);
    const address = new URL(page.url());
    await page.goto(new URL(`/runs?view=${address.searchParams.get('view')}`, address).href);
    await expect(page).toHaveURL(/filter=params\.optimizer/);
    await expect(shell.main.getByLabel('Only columns that differ')).toBeChecked();
    await expect(shell.main.getByRole('button', { name: 'good sgd' })).toBeVisible();
  });

  await test.step('in groups of a parameter, and the runs of one group', async () => {
    await shell.main
      .getByLabel(/^Group:/)
      .first()
      .click();
    await page.getByRole('option', { name: 'option5', exact: true }).click();
    const groups = page.getByRole('grid', { name: 'Group' });
    await expect(groups.getByRole('row').nth(1)).toContainText('±');
    await inBothWays(
      page,
      { name: 'lists-runs-groups', shown: '[role=grid] [aria-rowindex="2"] button' },
      { checkAccess, keepScreenshot },
    );
    await groups.getByRole('row').nth(1).getByRole('button').click();
    await expect(page).toHaveURL(/params\.option5/);
    await expect(grid).toBeVisible();
  });

  await test.step('words that are no filter are looked for; runs of searches are left out, and counted', async () => {
    await client.runs.create({ name: 'a trial', tags: { 'lathe.search': 'search-1', kind: 'trial' } });
    await page.goto(new URL('/runs', page.url()).href);
    await shell.main.getByRole('textbox', { name: 'Filter' }).fill('trial');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/runs\?search=trial/);
    await expect(shell.main.getByText('1 hidden')).toBeVisible();
    await expect(shell.main.getByText('No run passes')).toBeVisible();
    await inBothWays(
      page,
      { name: 'lists-runs-searches', shown: 'input[type=checkbox]' },
      { checkAccess, keepScreenshot },
    );
    await shell.main.getByLabel('Runs of searches').check();
    await expect(name(0)).toHaveText('a trial');
    await expect(shell.main.getByText('1 hidden')).toHaveCount(0);
  });

  await test.step('many are tagged, archived and brought back at once', async () => {
    await page.goto(new URL('/runs?filter=number%20%3C%3D%2040', page.url()).href);
    await expect(grid).toHaveAttribute('aria-rowcount', '41');
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await shell.main.getByRole('button', { name: 'Select all 40' }).click();
    await expect(page.getByText('40 selected')).toBeVisible();
    await page.keyboard.press('t');
    await page.getByLabel('Tag', { exact: true }).fill('first');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Tag first set on 40 runs.')).toBeVisible();
    await keepScreenshot('lists-runs-bulk');
    await shell.main
      .getByRole('group', { name: 'Selected runs' })
      .getByRole('button', { name: 'More' })
      .click();
    await page.getByRole('menuitem', { name: 'Archive' }).click();
    await expect(grid).toHaveAttribute('aria-rowcount', '1');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(grid).toHaveAttribute('aria-rowcount', '41');
  });
});

test('a change of one run reads one row, and a page only where the row moves', async ({
  shell,
  page,
  client,
}) => {
  await shell.goTo('Runs');
  const grid = page.getByRole('grid', { name: 'Runs' });
  const named = (text: string) => grid.getByRole('link', { name: text, exact: true });
  await expect(named(`text-lstm #${MANY}`)).toBeVisible();
  await grid.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(page.getByText('1 selected')).toBeVisible();
  const asked = asksOf(page);
  // Once this was read, all that the page asks for by itself is on its way.
  await client.runs.edit({ run: `run-${MANY}`, name: 'begin' });
  await expect(named('begin')).toBeVisible();
  asked.length = 0;

  await client.runs.edit({ run: `run-${MANY}`, name: 'first change' });
  await expect(named('first change')).toBeVisible();
  // Far out of sight: the row is read, and as it may just have finished, which states there are.
  await client.runs.edit({ run: 'run-1', name: 'out of sight' });
  await expect.poll(() => asked).toEqual(['runTable/rows', 'runTable/rows', 'runs/choices']);
  // By now all that the first two changes asked for would have been asked.
  await client.runs.edit({ run: `run-${MANY - 1}`, name: 'last change' });
  await expect(named('last change')).toBeVisible();
  expect(asked).toEqual(['runTable/rows', 'runTable/rows', 'runs/choices', 'runTable/rows']);
  await expect(page.getByText('1 selected')).toBeVisible();

  // One that is renamed moves to its place, and leaves a search that it no longer fits.
  const first = grid.locator('[aria-rowindex="2"]').getByRole('link');
  await grid.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
  await expect(grid.locator('[aria-rowindex="4"]').getByRole('link')).toHaveText('out of sight');
  await client.runs.edit({ run: 'run-5000', name: 'aardvark' });
  await expect(first).toHaveText('aardvark');
  await page.keyboard.press('/');
  await page.keyboard.type('aardvark');
  await page.keyboard.press('Enter');
  await expect(grid).toHaveAttribute('aria-rowcount', '2');
  await client.runs.edit({ run: 'run-5000', name: 'zebra' });
  await expect(grid).toHaveAttribute('aria-rowcount', '1');
});

test.describe('models and datasets', () => {
  test.use({ seeded: { models: MANY, datasets: MANY } });

  test('ten thousand models are stepped through, searched and scrolled', async ({
    shell,
    page,
    client,
    checkAccess,
    keepScreenshot,
  }) => {
    const asked = asksOf(page);
    await shell.goTo('Models');
    const list = page.getByRole('navigation', { name: 'Models' });
    const title = shell.main.getByRole('heading', { level: 1 });
    await expect(list.getByRole('link', { name: /^mail/ }).first()).toContainText(`mail ${MANY}`);
    await expect(title).toHaveText(`mail ${MANY}`);
    await checkAccess();
    await keepScreenshot('lists-models');
    await page.keyboard.press(']');
    await expect(title).toHaveText(`mail ${MANY - 1}`);
    await list
      .getByRole('list')
      .locator('..')
      .evaluate((scroller) => scroller.scrollTo(0, scroller.scrollHeight));
    await list.getByRole('link', { name: /^mail 1 / }).click();
    await expect(title).toHaveText('mail 1');
    await page.keyboard.press('[');
    await expect(title).toHaveText('mail 2');
    await list.getByRole('searchbox').fill('mail 777');
    await page.keyboard.press('Enter');
    await expect(list.getByRole('listitem')).toHaveCount(11);
    expect(asked.filter((what) => what === 'models/list').length).toBeLessThanOrEqual(12);
    await client.models.rename({ model: 'model-777', name: 'mail 777 renamed' });
    await expect(list.getByText('mail 777 renamed')).toBeVisible();
  });

  test('ten thousand datasets scroll, sort and are found', async ({
    shell,
    page,
    checkAccess,
    keepScreenshot,
  }) => {
    await shell.goTo('Data');
    const grid = page.getByRole('grid', { name: 'Data' });
    const name = (index: number) => grid.locator(`[aria-rowindex="${index + 2}"]`).getByRole('link');
    await expect(name(0)).toHaveText(`mail ${MANY}`);
    await expect(grid).toHaveAttribute('aria-rowcount', String(MANY + 1));
    await checkAccess();
    await keepScreenshot('lists-data');
    await grid.focus();
    await page.keyboard.press('End');
    await expect(name(MANY - 1)).toHaveText('mail 1');
    await grid.getByRole('columnheader', { name: 'Samples' }).getByRole('button').click();
    await expect(name(MANY - 1)).toHaveText(`mail ${MANY}`);
    await page.keyboard.press('/');
    await page.keyboard.type('mail 9999');
    await page.keyboard.press('Enter');
    await expect(grid).toHaveAttribute('aria-rowcount', '2');
  });
});
