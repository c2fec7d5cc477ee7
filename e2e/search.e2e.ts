/** A search as an engineer walks it: what is searched, live, its best trial; the queue; the next best hour of it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { READ, mailsOf } from '../src-main/search/bisect/mails.fixture.ts';
import { MILESTONE, PROJECT } from '../src-main/planning/plan.fixture.ts';
import { expect, test } from './fixtures.ts';
import { inBothWays } from './pages/looks.ts';
import { evaluate, freeze, importRows, jobDone } from './rpc.ts';
import { startWorkbench } from './workbench.ts';

const TRAINING = { timeout: 120_000 };

test('a search is started by hand, watched live, continued and queued, also over a restart', async ({
  shell,
  page,
  folder,
  client,
  workbench,
  conduct,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(300_000);
  const { main } = shell;
  const look = { checkAccess, keepScreenshot };
  const rows = Array.from({ length: 120 }, (_, i) => ({
    text: `${i % 2 ? 'buy now' : 'see you'} ${i % 7} ${i}`,
    // Some labels are wrong, so that no trial is perfect.
    label: (i % 2 === 1) !== (i * 7) % 11 < 2 ? 'spam' : 'ham',
  }));
  const dataset = await importRows(client, rows, { folder, name: 'mail' });
  const version = await freeze(client, dataset);

  await test.step('the dialog begins with the ranges of the recipe', async () => {
    await page.goto(new URL(`/train?version=${version}&recipe=text-tfidf`, page.url()).href);
    // What the data say of the recipe is there.
    await expect(main.getByRole('button', { name: 'Search…' })).toBeEnabled();
    await main.getByLabel('Epochs', { exact: true }).fill('3');
    await main.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('e');
    const dialog = page.getByRole('dialog', { name: /Search parameters/ });
    await expect(dialog).toBeVisible();
    const rate = dialog.getByRole('group', { name: 'Learning rate', exact: true });
    await expect(rate.getByRole('checkbox')).toBeChecked();
    await rate.getByLabel('Learning rate: to').fill('0.0001');
    await expect(rate.getByText('the smaller first')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Start search' })).toBeDisabled();
    await rate.getByLabel('Learning rate: to').fill('0.2');
    const share = dialog.getByRole('group', { name: 'Share of training samples' });
    await expect(share.getByRole('checkbox')).not.toBeChecked();
    await dialog.getByLabel('Trials', { exact: true }).fill('4');
    await checkAccess();
    await keepScreenshot('search-dialog');
    await dialog.getByRole('button', { name: 'Will it fit?' }).click();
    await expect(dialog.getByText('It will fit.')).toBeVisible(TRAINING);
    await keepScreenshot('search-fits');
    await dialog.getByLabel('Name', { exact: true }).fill('first search');
    await dialog.getByRole('button', { name: 'Start search' }).click();
    await expect(page).toHaveURL(/\/searches\/search-/);
  });

  await test.step('its trials come live, and the best is marked', async () => {
    await expect(main.getByRole('heading', { name: 'first search' })).toBeVisible();
    await expect(main.getByText('4 of 4')).toBeVisible(TRAINING);
    await expect(main.getByText('Finished').first()).toBeVisible();
    await expect(main.getByText('★ best')).toHaveCount(1);
    await expect(main.getByText('Too few values: 4 of at least 10.')).toBeVisible();
    await main.getByRole('button', { name: 'Show as table: Parameters of all trials' }).click();
    await expect(main.getByRole('region', { name: 'Parameters of all trials' }).getByRole('row')).toHaveCount(
      5,
    );
  });

  await test.step('more trials by key', async () => {
    await main.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('c');
    const dialog = page.getByRole('dialog', { name: 'Continue the search' });
    await dialog.getByLabel('More trials').fill('6');
    await page.keyboard.press('Enter');
    await expect(main.getByText('10 of 10')).toBeVisible(TRAINING);
    await expect(page.getByText(/^Training of first search/)).toHaveCount(0);
  });

  await test.step('it says what matters, once enough trials have finished', async () => {
    const importance = main.getByRole('img', { name: /^What matters for Accuracy/ });
    await expect(importance).toBeVisible();
    await inBothWays(page, { name: 'search', shown: '[role="grid"]' }, look);
  });

  await test.step('the queue keeps its order', async () => {
    await client.search.pauseQueue();
    for (const name of ['night one', 'night two'])
      await client.search.queueRun({ version, recipe: 'text-tfidf', parameters: { epochs: 2 }, name });
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/\/searches$/);
    await expect(main.getByText('The queue is paused')).toBeVisible();
    await main.getByRole('button', { name: 'Move night two up' }).click();
    const names = main.getByRole('table', { name: 'Queue of searches and runs' }).getByRole('row');
    await expect(names.nth(1)).toContainText('night two');
    await main.getByRole('button', { name: 'Stop night one' }).click();
    await expect(names.filter({ hasText: 'night one' })).toContainText('Stopped');
    await inBothWays(page, { name: 'searches', shown: 'table' }, look);
    conduct.expectNoWorkbench();
    await workbench.kill();
    await expect(shell.rail.getByText('Workbench not reachable')).toBeVisible();
    await startWorkbench(workbench.workspace, Number(new URL(workbench.address).port));
    await expect(shell.rail.getByText('Workbench not reachable')).toBeHidden();
    await expect(main.getByText('The queue is paused')).toBeVisible();
    await expect(names.nth(1)).toContainText('night two');
    await main.getByRole('button', { name: 'Resume queue' }).click();
    await expect(names.filter({ hasText: 'night two' })).toContainText('Finished', TRAINING);
  });

  await test.step('a plan says what a search would be worth', async () => {
    const { items: runs } = await client.runs.list({});
    const loss = ({ summary }: (typeof runs)[number]): number => summary['validation.loss']!;
    const [best, ...others] = runs.toSorted((a, b) => loss(a) - loss(b));
    await evaluate(client, { model: others.at(-1)!.model!, version });
    const parameters = { dataset, split: 'test', metric: 'loss' };
    const value = 0.95 * loss(best!);
    const gate = { fact: 'evaluation.bestMetric', parameters, comparison: '<=', value } as const;
    await client.planning.change({
      scope: 'project-mail',
      operation: crypto.randomUUID(),
      changes: [
        { id: 'project-mail', kind: 'project', body: { ...PROJECT, name: 'Mail' } },
        { id: 'milestone-beta', kind: 'milestone', body: { ...MILESTONE, name: 'Beta' } },
        {
          id: 'gate-loss',
          kind: 'gate',
          body: { ...gate, name: '', holds: 0, rank: 0, milestone: 'milestone-beta' },
        },
      ],
    });
    await shell.goTo('Overview');
    await expect(main.getByText(/Search 30 trials of text-tfidf/)).toBeVisible();
    await expect(main.getByText(/8 times in 10\), reaches the goal with a chance of/)).toBeVisible();
    await inBothWays(page, { name: 'search-next-hour', shown: 'article' }, look);
  });

  await test.step('a bisection names the file whose labels are wrong', async () => {
    const name = 'post';
    const post = await importRows(client, mailsOf({ from: 0, count: 300 }), { folder, name });
    await freeze(client, post);
    for (const day of [1, 2, 3]) {
      const file = path.join(folder, `day-${day}.jsonl`);
      const rows = mailsOf({ from: 300 + 60 * day, count: 60, isWrong: day === 2 });
      writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      const { job } = await client.datasets.import({ source: { kind: 'path', path: file }, dataset: post });
      await jobDone(client, job);
    }
    await freeze(client, post);
    await page.goto(new URL(`/data/${post}?tab=versions`, page.url()).href);
    await main.getByRole('button', { name: 'Find what costs it…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Find the change that costs a metric' });
    await expect(dialog.getByLabel('Good version')).toContainText('post v1');
    await expect(dialog.getByLabel('Bad version')).toContainText('post v2');
    await checkAccess();
    await keepScreenshot('bisect-dialog');
    await dialog.getByLabel('Seeds').fill('1');
    await expect(dialog.getByText('A whole number from 2 to 20.')).toBeVisible();
    await expect(dialog.getByRole('button', { name: 'Start bisection' })).toBeDisabled();
    await page.keyboard.press('Escape');

    const [bad, good] = (await client.versions.list({ dataset: post })).toSorted(
      (a, b) => b.number - a.number,
    );
    const { id } = await client.bisections.start({
      good: good!.id,
      bad: bad!.id,
      recipe: 'text-tfidf',
      parameters: READ,
      metric: 'loss',
      seeds: 2,
      trainings: 10,
      name: 'post gets worse',
    });
    await page.goto(new URL('/searches', page.url()).href);
    await main.getByRole('table', { name: 'Bisections of data' }).getByRole('link').first().click();
    await expect(main.getByRole('heading', { name: 'post gets worse' })).toBeVisible();
    await expect(main.getByText(/Found: 60 samples added, from day-2/)).toBeVisible(TRAINING);
    await expect(main.getByText(/Undoing this batch alone wins back/)).toBeVisible();
    await expect(main.getByText('Costs it', { exact: true })).toHaveCount(1);
    await inBothWays(page, { name: 'bisection', shown: 'table' }, look);
    const { all } = await client.bisections.get({ bisection: id });
    await main.getByRole('region', { name: 'Trainings' }).getByRole('link').first().click();
    await expect(page).toHaveURL(new RegExp(`/runs/${all[0]!.run}`));
    await page.goBack();
    await main
      .getByRole('region', { name: /^Samples:/ })
      .getByRole('link')
      .first()
      .click();
    await expect(page).toHaveURL(new RegExp(`/data/${post}.*sample=`));
  });
});
