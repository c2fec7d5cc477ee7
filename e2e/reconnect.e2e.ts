/** The workbench dies under an open page and comes back: what the page shows has names, not keys. */
import type { Locator } from '@playwright/test';
import { startWorkbench } from './workbench.ts';
import { clientOf, importRows, jobDone } from './rpc.ts';
import { expect, test } from './fixtures.ts';

/** Ids such as `run-01jd8x3k9m4q7r2t`, keys of problems such as `training.cut`, and names of recipes and parameters. */
const KEYS =
  /\b(?:run|job|model|dataset|version|report|person)-[0-9a-z]{16}\b|\b(?:house|workers|training|serving|store|models)\.[a-z]+[A-Z]?\w*\b|\btext-lstm\b|undefined|\[object/;

async function hasNames(part: Locator): Promise<void> {
  await expect(part).toBeVisible();
  const text = await part.innerText();
  expect(text.match(KEYS)?.[0], text).toBeUndefined();
}

test('runs, jobs and endpoints keep their names when the workbench was killed and is back', async ({
  shell,
  page,
  client,
  workbench,
  folder,
  conduct,
  keepScreenshot,
}) => {
  test.setTimeout(300_000);
  const { main } = shell;
  const rows = Array.from({ length: 400 }, (_, i) => {
    return {
      text: `${i % 2 ? 'great lovely' : 'awful poor'} film number ${i}`,
      label: i % 2 ? 'good' : 'bad',
    };
  });
  const dataset = await importRows(client, rows, { folder, name: 'films' });
  const freezing = await client.versions.freeze({ dataset, validation: 0.2, test: 0.2 });
  await jobDone(client, freezing.job);
  const { version } = freezing;
  const start = (parameters: Record<string, number>, name: string) =>
    client.training.start({ version, recipe: 'text-lstm', name, parameters: { ...parameters, threads: 1 } });
  const short = await start({ epochs: 1, hidden: 8, embedding: 8 }, 'short films');
  await jobDone(client, short.job);
  const { model } = await client.runs.get({ run: short.run });
  await client.serving.deploy({ model: model!, name: 'films' });
  const long = await start({ epochs: 1000, patience: 0, hidden: 128, embedding: 128 }, 'long films');

  await page.goto(`${workbench.address}/runs/${long.run}`);
  await expect(main.getByText('Running')).toBeVisible();
  const epochs = async () =>
    (await client.runs.log({ run: long.run })).filter(({ line }) => line.startsWith('Epoch '));
  await expect.poll(async () => (await epochs()).length, { timeout: 120_000 }).toBeGreaterThan(1);
  await page.keyboard.press('j');
  const tray = page.getByRole('complementary', { name: 'Jobs' });
  await expect(tray).toContainText('long films');
  await hasNames(tray);

  await test.step('while it is gone', async () => {
    conduct.expectNoWorkbench();
    await workbench.kill();
    await expect(shell.rail.getByText('Workbench not reachable')).toBeVisible();
    await hasNames(page.locator('body'));
    await page.keyboard.press('Escape');
    for (const name of ['Serve', 'Train', 'Runs']) {
      await shell.goTo(name);
      await hasNames(page.locator('body'));
    }
    for (const _ of ['Train', 'Serve', 'the run']) await page.goBack();
    await expect(page).toHaveURL(new RegExp(long.run));
    await hasNames(page.locator('body'));
    await keepScreenshot('reconnect-gone');
  });

  const again = await startWorkbench(workbench.workspace, Number(new URL(workbench.address).port));
  await test.step('when it is back', async () => {
    await expect(shell.rail.getByText('Workbench not reachable')).toBeHidden();
    await expect(main.getByText('Text classifier (LSTM)')).toBeVisible();
    await expect(main.getByText('Interrupted', { exact: true })).toBeVisible();
    await hasNames(page.locator('body'));
    await keepScreenshot('reconnect-run');
    await shell.goTo('Train');
    await expect(main.getByText('Text classifier (LSTM)').first()).toBeVisible();
    await hasNames(page.locator('body'));
    await shell.goTo('Runs');
    await expect(main.getByText('long films').first()).toBeVisible();
    await expect(main.getByText('Interrupted').first()).toBeVisible();
    await hasNames(page.locator('body'));
    await keepScreenshot('reconnect-runs');
    await page.keyboard.press('j');
    await hasNames(tray);
    await page.keyboard.press('Escape');
    await shell.goTo('Serve');
    await expect(main.getByRole('link', { name: 'films', exact: true }).first()).toBeVisible();
    await expect(main.getByText('ready').first()).toBeVisible({ timeout: 60_000 });
    await hasNames(page.locator('body'));
    await keepScreenshot('reconnect-serve');
  });

  await test.step('the run goes on, under its name', async () => {
    const client = clientOf(page, again.address);
    await shell.goTo('Runs');
    await main.getByText('long films').first().click();
    await page.goto(`${again.address}/runs/${long.run}`);
    await main.getByRole('button', { name: /^Resume/ }).click();
    await expect(main.getByText('Running')).toBeVisible();
    await page.keyboard.press('j');
    await expect(tray).toContainText('long films');
    await hasNames(page.locator('body'));
    await page.keyboard.press('Escape');
    await main.getByRole('link', { name: 'Log' }).click();
    const log = main.getByRole('log');
    await expect(log).toContainText('Interrupted: the workbench ended during this run.');
    const resumed = /Resumed after step \d+, in epoch \d+ of 1000; best so far: epoch \d+/;
    await expect(log).toContainText(resumed, { timeout: 60_000 });
    await keepScreenshot('reconnect-log');
    await client.training.stop({ run: long.run });
    await expect(page.getByText(/long films/).first()).toBeVisible();
    await expect(main.getByText('Stopped').first()).toBeVisible({ timeout: 60_000 });
    await hasNames(page.locator('body'));
  });
  await again.stop();
});
