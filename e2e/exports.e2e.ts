/** What is taken out in the window: the samples of a dataset and a version, downloaded from their menus. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures.ts';

test('samples and a version are exported from their pages', async ({
  shell,
  page,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const rows = Array.from(
    { length: 60 },
    (_, i) => `the parcel no. ${i} has not come,${i % 2 ? 'late' : 'lost'}`,
  );
  const file = path.join(folder, 'parcels.csv');
  writeFileSync(file, `text,label\n${rows.join('\n')}\n`);
  await page.goto(new URL('/data/import', page.url()).href);
  await main.locator('input[type=file]').setInputFiles(file);
  await main.getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/data\/dataset-/);

  await main.getByRole('button', { name: /^Export All/ }).click();
  await expect(page.getByRole('menuitem', { name: 'Parquet' }).first()).toBeVisible();
  await checkAccess();
  await keepScreenshot('export-menu');
  const samples = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: 'CSV' }).first().click();
  const csv = readFileSync(await (await samples).path(), 'utf8');
  expect(csv.split('\n')).toHaveLength(62);
  expect(csv).toContain(',the parcel no. 7 has not come,late,');

  // What the filter shows, and the number says so.
  await main.getByRole('searchbox').fill('no. 1');
  await expect(main.getByText(/11 of 60/)).toBeVisible();
  await main.getByRole('button', { name: /^Export The 11 samples shown/ }).click();
  await keepScreenshot('export-menu-filtered');
  const shown = page.waitForEvent('download');
  await page
    .getByRole('group', { name: 'The 11 samples shown' })
    .getByRole('menuitem', { name: 'CSV' })
    .click();
  const filtered = await shown;
  expect(filtered.suggestedFilename()).toBe('parcels filtered.csv');
  expect(
    readFileSync(await filtered.path(), 'utf8')
      .trim()
      .split('\n'),
  ).toHaveLength(12);

  await page.goto(`${page.url().replace(/\?.*/, '')}?tab=versions`);
  await main
    .getByRole('button', { name: /^Freeze/ })
    .first()
    .click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Freeze/ })
    .click();
  const version = page.waitForEvent('download');
  await main.getByRole('button', { name: /^Export Samples with their split/ }).click({ timeout: 30_000 });
  await page.getByRole('menuitem', { name: 'JSON Lines' }).click();
  const lines = readFileSync(await (await version).path(), 'utf8')
    .trim()
    .split('\n');
  const splits = lines.map((line) => (JSON.parse(line) as { split: string }).split);
  expect(splits.filter((split) => split === 'train')).toHaveLength(48);
});
