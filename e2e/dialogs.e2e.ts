/** Every dialog by keyboard: where the focus begins, and that Enter (with Ctrl, anywhere) does what its button says. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page, Route } from '@playwright/test';
import type { Client } from '../src-shared/contract.ts';
import { houses } from '../src-main/models/worker/small-models.fixture.ts';
import { expect, test } from './fixtures.ts';
import { importRows, jobDone, train } from './rpc.ts';

const ROWS = Array.from({ length: 40 }, (_, i) => ({
  text: i % 2 ? `buy prize number ${i} now` : `see you at ${i} for lunch`,
  label: i % 2 ? 'spam' : 'ham',
}));

/** A dataset, a version, and a model that was trained on it. */
async function prepare(client: Client, folder: string) {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  const { version, job } = await client.versions.freeze({ dataset });
  await jobDone(client, job);
  const parameters = { epochs: 1, hidden: 16, sequenceLength: 16, threads: 1 };
  const { model } = await train(client, { version, recipe: 'text-lstm', parameters });
  return { dataset, model };
}

const dialogOf = (page: Page): Locator => page.getByRole('dialog');
const isOpen = (dialog: Locator) => expect(dialog).toBeVisible();
const isGone = (dialog: Locator) => expect(dialog).toHaveCount(0);

test('all dialogs begin at their first field or main button, and Enter does what it says', async ({
  shell,
  page,
  client,
  folder,
  workbench,
  conduct,
  keepScreenshot,
}) => {
  test.setTimeout(300_000);
  conduct.expectErrors('ERR_FAILED');
  const { main } = shell;
  const dialog = dialogOf(page);
  const { dataset, model } = await prepare(client, folder);
  const at = (place: string) => page.goto(`${workbench.address}${place}`);
  const { press } = page.keyboard;
  const keys = press.bind(page.keyboard);

  await test.step('the palette goes where Enter says', async () => {
    await keys('Control+k');
    await expect(dialog.getByRole('combobox')).toBeFocused();
    await page.keyboard.type('Settings');
    await keys('Enter');
    await expect(page).toHaveURL(/\/settings/);
  });

  await test.step('the keys can be scrolled and closed', async () => {
    await keys('?');
    await expect(dialog.getByRole('region')).toBeFocused();
    await keys('Escape');
    await isGone(dialog);
  });

  await test.step('freeze: Enter in a field freezes', async () => {
    await at(`/data/${dataset}`);
    await main.getByRole('button', { name: 'Freeze version' }).first().waitFor();
    await keys('f');
    await expect(dialog.getByLabel(/^Validation/)).toBeFocused();
    await keys('Enter');
    await isGone(dialog);
    await expect(page).toHaveURL(/tab=versions/);
  });

  await test.step('classes: Ctrl+Enter saves from a field of several lines', async () => {
    // The classes come late: the dialog waits for them.
    const readClasses = async (route: Route) => {
      await main.getByRole('button', { name: 'Edit classes' }).click();
      await isGone(dialog);
      await route.continue();
    };
    await page.route('**/rpc/labeling/schema', readClasses, { times: 1 });
    await at(`/label/${dataset}?queue=all`);
    await expect(dialog.getByRole('textbox', { name: 'Name' }).first()).toBeFocused();
    await keys('Tab');
    await page.keyboard.type('A guideline');
    await keys('Control+Enter');
    await isGone(dialog);
    const [first] = await client.labeling.schema({ task: dataset });
    expect(first?.guideline).toBe('A guideline');
  });

  await test.step('the task with the labels of the file has its settings, too', async () => {
    await main.getByRole('button', { name: 'Settings of the task' }).click();
    await dialog.getByLabel('Own items asked again').fill('50');
    await keys('Enter');
    await isGone(dialog);
    expect((await client.labeling.task({ task: dataset })).askAgain).toBe(0.5);
  });

  await test.step('explanation of a recipe: it scrolls', async () => {
    await at('/train');
    await expect(main.getByRole('button', { name: /^Start training/ })).toBeEnabled();
    await keys('h');
    await expect(dialog.locator('[data-first]')).toBeFocused();
    await keys('Escape');
    await isGone(dialog);
  });

  await test.step('a closed choice on the Train page does not swallow Ctrl+Enter', async () => {
    await page.route('**/rpc/training/start', (route) => route.abort());
    const asked = page.waitForRequest('**/rpc/training/start');
    await main.locator('.select').first().focus();
    await keys('Control+Enter');
    await asked;
    await expect(page.getByRole('listbox')).toHaveCount(0);
    await page.unroute('**/rpc/training/start');
  });

  await test.step('evaluate: from a closed choice with Ctrl, and with Enter on the button', async () => {
    await at(`/models/${model}`);
    await main
      .getByRole('button', { name: /^Evaluate/ })
      .first()
      .waitFor();
    await keys('e');
    const start = dialog.getByRole('button', { name: 'Start evaluation' });
    await expect(start).toBeFocused();
    await keepScreenshot('dialog-evaluate');
    await dialog.getByLabel('Split').focus();
    await keys('Control+Enter');
    await isGone(dialog);
    await expect(page).toHaveURL(/report=/);
  });

  await test.step('deploy: Enter in the name deploys', async () => {
    await at(`/models/${model}`);
    await main
      .getByRole('button', { name: /^Deploy/ })
      .first()
      .click();
    await expect(dialog.getByRole('textbox')).toBeFocused();
    await dialog.getByRole('textbox').fill('letters');
    await keys('Enter');
    await isGone(dialog);
    expect((await client.serving.list()).map(({ name }) => name)).toEqual(['letters']);
  });

  await test.step('import a model: Enter takes the path that was typed', async () => {
    const file = path.join(folder, 'houses.onnx');
    writeFileSync(file, houses());
    await at('/models');
    await main.getByRole('button', { name: 'Import model…' }).click();
    await expect(dialog.getByRole('textbox').first()).toBeFocused();
    await keepScreenshot('dialog-import-model');
    const chooser = page.waitForEvent('filechooser');
    await keys('Enter');
    await chooser;
    await dialog.getByRole('textbox').last().fill(file);
    await keys('Enter');
    await expect(page).toHaveURL(/\/models\/model-/, { timeout: 60_000 });
  });

  await test.step('API keys: made, shown and revoked', async () => {
    await at('/serve');
    await main
      .getByRole('button', { name: /^New API key/ })
      .first()
      .click();
    await expect(dialog.getByRole('textbox')).toBeFocused();
    await page.keyboard.type('a script');
    await dialog.getByLabel(/^Endpoint/).focus();
    await keys('Control+Enter');
    await expect(dialog.getByRole('textbox')).toHaveValue(/.{20}/);
    await expect(dialog.getByRole('textbox')).toBeFocused();
    await keys('Enter');
    await isGone(dialog);
    await main.getByRole('button', { name: /^Revoke/ }).click();
    await isOpen(dialog);
    await expect(dialog.getByRole('button', { name: /^Revoke/ })).toBeFocused();
    await keys('Enter');
    await isGone(dialog);
    expect(await client.serving.keys()).toEqual([]);
  });

  await test.step('remove an endpoint: its button has the focus', async () => {
    await at('/serve/letters');
    await main.getByRole('button', { name: 'Actions for letters' }).click();
    await page.getByRole('menuitem', { name: /^Remove/ }).click();
    await expect(dialog.getByRole('button', { name: /^Remove/ })).toBeFocused();
    await keepScreenshot('dialog-remove');
    await keys('Enter');
    await isGone(dialog);
    expect(await client.serving.list()).toEqual([]);
  });
});
