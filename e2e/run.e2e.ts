/** A run's own page as an engineer uses it: what it measured, what was noted of it, where it came from, how it ended. */
import { expect, test } from './fixtures.ts';
import { inBothWays } from './pages/looks.ts';

test('a run is read, marked, put aside and found among those it came from', async ({
  shell,
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const look = { checkAccess, keepScreenshot };
  const open = (run: string, tab = ''): Promise<unknown> =>
    page.goto(new URL(`/runs/${run}${tab && `?tab=${tab}`}`, page.url()).href);
  const first = await client.runs.create({
    name: 'baseline',
    experiment: 'owls',
    parameters: [{ name: 'optimizer.lr', value: 0.01 }],
    source: 'python train.py',
    sourceVersion: '3f1c2ab',
  });
  await client.runs.finish({ run: first.id });
  const { id } = await client.runs.create({
    name: 'higher rate',
    experiment: 'owls',
    parent: first.id,
    parameters: [{ name: 'optimizer.lr', value: 0.5 }],
    source: 'python train.py',
    sourceVersion: '9d0e4cc',
  });
  await client.runs.record({
    run: id,
    points: [0.9, 0.7, 0.8, 'NaN', 'Infinity'].map((value, step) => ({
      metric: 'loss',
      step,
      value: value as number,
    })),
    lines: [
      { line: 'reading 120 owls' },
      { line: 'WARNING loss grows', level: 'warning' },
      { line: 'FloatingPointError: loss is NaN', level: 'error' },
    ],
  });

  const system = [0, 1, 2].flatMap((at) => [
    { metric: 'system/cpu', value: 150 + 20 * at, at: Date.now() + 5000 * at },
    { metric: 'system/memory', value: 0.4 + at / 10, at: Date.now() + 5000 * at },
  ]);
  await client.runs.record({ run: id, points: system });

  await test.step('what the machine did stands apart from what was measured', async () => {
    await open(id, 'system');
    await expect(main.getByText('CPU (100 % is one core)')).toBeVisible();
    await expect(main.getByText('not recorded: power, temperature, GPU.')).toBeVisible();
    await inBothWays(page, { name: 'run-system', shown: 'canvas' }, look);
  });

  await test.step('values that are no finite number come live and stay, also in the table', async () => {
    await open(id);
    await expect(main.getByText('Not finite: NaN at step 3, ∞ at step 4')).toBeVisible();
    await client.runs.record({ run: id, points: [{ metric: 'loss', step: 5, value: 'NaN' }] });
    await expect(main.getByText('Not finite: NaN at step 3, ∞ at step 4, NaN at step 5')).toBeVisible();
    await expect(main.getByText('CPU (100 % is one core)')).toBeHidden();
    await page.keyboard.press('2');
    const row = main.getByRole('table', { name: 'Metrics of the run' }).getByRole('row').nth(1);
    await expect(row).toContainText(/NaN step 5.*0\.7 step 1/);
    await checkAccess();
    await keepScreenshot('run-metrics');
    await page.keyboard.press('1');
  });

  await test.step('tags, a star and a note in Markdown', async () => {
    await main.getByLabel('Tag', { exact: true }).fill('idea');
    await main.getByLabel('Value').fill('too fast');
    await main.getByRole('button', { name: 'Add tag' }).click();
    await expect(main.getByRole('button', { name: 'Remove the tag idea' })).toBeVisible();
    await main.getByRole('button', { name: 'Star' }).click();
    await expect(main.getByRole('button', { name: 'Remove the star' })).toBeVisible();
    await main.getByRole('button', { name: 'Edit the note' }).click();
    await main.getByLabel('Note', { exact: true }).fill('The rate is **too high**.');
    await page.keyboard.press('Control+Enter');
    await expect(main.locator('strong', { hasText: 'too high' })).toBeVisible();
    expect(await client.runs.get({ run: id })).toMatchObject({ starred: true, tags: { idea: 'too fast' } });
  });

  await test.step('a run that crashed shows its last lines, and its log by level', async () => {
    await client.runs.finish({ run: id, state: 'crashed' });
    const last = main.getByRole('region', { name: 'Last lines of the log' });
    await expect(last).toContainText('FloatingPointError: loss is NaN');
    await inBothWays(page, { name: 'run-crashed', shown: 'canvas' }, look);
    await last.getByRole('link', { name: 'Show the whole log' }).click();
    await main.getByRole('button', { name: /^Error/ }).click();
    await expect(main.getByRole('log')).not.toContainText('reading');
    await expect(main.getByRole('log')).toContainText('FloatingPointError');
    await keepScreenshot('run-log');
  });

  await test.step('a rule of alerts is added in Settings, fires as points come in, and its command is told', async () => {
    await page.goto(new URL('/settings', page.url()).href);
    await main.getByRole('button', { name: 'Add rule' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: /^Condition/ }).click();
    await page.getByRole('option', { name: 'A metric crosses a limit' }).click();
    await dialog.getByLabel('Metric', { exact: true }).fill('loss');
    await dialog.getByRole('textbox', { name: 'Limit' }).fill('5');
    await checkAccess();
    await keepScreenshot('alert-rule');
    await dialog.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(main.getByRole('table', { name: 'Rules' })).toContainText('Loss is above 5');
    await main.getByLabel('Program').fill(process.execPath);
    await main.getByLabel('Arguments, one a line').fill('-e\nprocess.exit(3)');
    await main.getByRole('button', { name: 'Save command' }).click();
    await main.getByRole('button', { name: 'Try it' }).click();
    await expect(main.getByText('The command failed: Exit code 3.')).toBeVisible();
    await main.locator('#alerts').scrollIntoViewIfNeeded();
    await inBothWays(page, { name: 'alert-settings', shown: '#alerts table' }, look);
    const watched = await client.runs.create({ name: 'watched', experiment: 'owls' });
    await client.runs.record({ run: watched.id, points: [{ metric: 'loss', value: 7, step: 40 }] });
    const said = '#3 watched: Loss is above 5: 7 at step 40';
    await expect(page.getByText(said)).toBeVisible();
    await shell.rail.getByRole('button', { name: '1 new alert' }).click();
    const tray = page.getByRole('complementary', { name: 'Alerts' });
    await expect(tray).toContainText(said);
    await expect(tray).toContainText('The command failed: Exit code 3.');
    await checkAccess();
    await keepScreenshot('alert-tray');
    await tray.getByRole('link', { name: 'Open run' }).click();
    await expect(main.getByRole('heading', { level: 1 })).toHaveText('watched');
    await expect(shell.rail.getByRole('button', { name: 'Alerts' })).toBeVisible();
  });

  await test.step('the tree of runs says what was changed', async () => {
    await open(first.id, 'tree');
    const child = main.getByRole('listitem').filter({ hasText: 'higher rate' });
    await expect(child).toContainText(/optimizer\.lr\s*0\.01.*0\.5/s);
    await expect(child).toContainText(/Source version\s*3f1c2ab.*9d0e4cc/s);
    await inBothWays(page, { name: 'run-tree', shown: 'ol' }, look);
    await open(id, 'environment');
    await expect(main.getByRole('row', { name: /Source version/ })).toContainText('9d0e4cc');
  });

  await test.step('into the trash and back, and experiments are renamed and archived', async () => {
    await main.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Move to trash' }).click();
    await expect(main.getByText('This run is in the trash.')).toBeVisible();
    await main.getByRole('button', { name: 'Restore' }).click();
    await expect(main.getByText('This run is in the trash.')).toBeHidden();
    await main.getByRole('link', { name: 'Runs', exact: true }).click();
    await main.getByRole('link', { name: 'Experiments' }).click();
    await main.getByRole('button', { name: 'Actions of owls' }).click();
    await page.getByRole('menuitem', { name: 'Rename' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('night owls');
    await page.keyboard.press('Enter');
    await expect(main.getByRole('rowheader', { name: 'night owls' })).toBeVisible();
    await inBothWays(page, { name: 'experiments', shown: 'table' }, look);
    await main.getByRole('link', { name: 'night owls' }).click();
    await expect(page).toHaveURL(/\/runs\?filter=experiment/);
    await expect(main.getByRole('link', { name: 'watched' })).toBeVisible();
    // The runs of a group, and nothing else, also where the page began with groups and a run came meanwhile.
    const grouped = new URL('/runs?group=' + encodeURIComponent('["state"]'), page.url());
    // While they are counted, gray bars stand for them.
    const counted = Promise.withResolvers<void>();
    await page.route('**/runTable/groups', (route) => counted.promise.then(() => route.continue()), {
      times: 1,
    });
    await page.goto(grouped.href);
    const groups = main.getByRole('grid', { name: 'Group' });
    await expect(groups.locator('[aria-rowindex="2"] .wait').first()).toBeVisible();
    counted.resolve();
    await expect(groups.getByRole('row').filter({ hasText: 'Finished' })).toContainText('1');
    const last = await client.runs.create({ name: 'came meanwhile', experiment: 'night owls' });
    await client.runs.finish({ run: last.id });
    await expect(groups.getByRole('row').filter({ hasText: 'Finished' })).toContainText('2');
    await groups.getByRole('button', { name: 'Finished' }).click();
    await expect(main.getByRole('link', { name: 'came meanwhile' })).toBeVisible();
    await expect(main.getByRole('link', { name: 'watched' })).toBeHidden();
    await expect(main.getByRole('button', { name: 'All 2' })).toBeVisible();
    await main.getByRole('link', { name: 'Experiments' }).click();
    await main.getByRole('button', { name: 'Actions of night owls' }).click();
    await page.getByRole('menuitem', { name: 'Archive' }).click();
    await expect(main.getByText('No experiments here')).toBeVisible();
    await main.getByRole('button', { name: 'Archived' }).click();
    await expect(main.getByRole('rowheader', { name: 'night owls' })).toBeVisible();
  });

  await test.step('the table of runs is the person’s in every browser; what this one held before is taken over', async () => {
    const held = { widths: { name: 300 }, shown: { 'parameter:optimizer.lr': true }, pinned: [], sort: null };
    await page.evaluate((layout) => localStorage.setItem('lathe.grid.runs', layout), JSON.stringify(held));
    await page.goto(new URL('/runs', page.url()).href);
    const column = main.getByRole('columnheader', { name: /optimizer\.lr/ });
    await expect(column).toBeVisible();
    const holds = () => page.evaluate(() => localStorage.getItem('lathe.grid.runs'));
    await expect.poll(holds).toBeNull();
    await column.getByRole('button', { name: /optimizer\.lr/ }).click();
    const sort = { column: 'parameter:optimizer.lr', descending: false };
    const kept = async () => (await client.runTable.own())?.layout;
    await expect.poll(kept).toMatchObject({ widths: { name: 300 }, sort });
    // Another browser has nothing of its own.
    await page.evaluate(() => localStorage.clear());
    await page.reload();
    await expect(column).toHaveAttribute('aria-sort', 'ascending');
  });

  await test.step('where no run is in use, the page leads to those that are kept', async () => {
    const { items } = await client.runs.list({});
    await client.runs.keep({ runs: items.map(({ id }) => id), archived: true });
    await page.goto(new URL('/runs', page.url()).href);
    await expect(main.getByText('No runs in use')).toBeVisible();
    await inBothWays(page, { name: 'runs-only-archived', shown: 'section.empty' }, look);
    await main.getByRole('button', { name: /^Show the archive/ }).click();
    await expect(main.getByRole('link', { name: 'came meanwhile' })).toBeVisible();
  });
});
