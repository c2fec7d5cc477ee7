/** What is taken out in the window: the samples of a dataset and a version, downloaded from their menus. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodePng } from '../src-main/images/index.ts';
import { expect, test } from './fixtures.ts';
import { jobDone } from './rpc.ts';

test('samples and a version are exported from their pages', async ({
  shell,
  page,
  client,
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

  // Of another annotation task its own labels.
  const dataset = /dataset-[^?]+/.exec(page.url())![0];
  const made = await client.labeling.createTask({ dataset, name: 'Urgency', kind: 'rating' });
  await jobDone(client, made.job);
  const [sample] = (await client.datasets.samples({ dataset, limit: 1 })).items;
  const answer = {
    operation: crypto.randomUUID(),
    sample: sample!.id,
    answer: { type: 'value', value: { rating: 4 } },
  } as const;
  await client.labeling.annotate({ task: made.task, answers: [answer] });
  await main.getByRole('button', { name: /^Export The 11 samples shown/ }).click();
  await page.getByRole('menuitemradio', { name: 'Urgency' }).click();
  await expect(page.getByRole('menuitemradio', { name: 'Urgency' })).toBeChecked();
  await checkAccess();
  await keepScreenshot('export-menu-tasks');
  const ratings = page.waitForEvent('download');
  await page
    .getByRole('group', { name: 'Labels by sample id' })
    .getByRole('menuitem', { name: 'CSV' })
    .click();
  const rated = await ratings;
  expect(rated.suggestedFilename()).toBe('parcels Urgency labels.csv');
  expect(readFileSync(await rated.path(), 'utf8').split('\n')[1]).toContain('""rating"":4');

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

test('images are exported as a ZIP of class folders', async ({
  shell,
  page,
  client,
  folder,
  workbench,
  keepScreenshot,
}) => {
  const root = path.join(folder, 'shades');
  for (let i = 0; i < 6; i++) {
    const into = path.join(root, ...(i === 5 ? [] : [i % 2 ? 'dark' : 'light']));
    mkdirSync(into, { recursive: true });
    const data = new Uint8Array(64 * 64).fill(i * 40);
    writeFileSync(path.join(into, `${i}.png`), encodePng({ width: 64, height: 64, channels: 1, data }));
  }
  const { dataset, job } = await client.datasets.import({ source: { kind: 'path', path: root } });
  await jobDone(client, job);
  await page.goto(`${workbench.address}/data/${dataset}`);
  await shell.main.getByRole('button', { name: /^Export All 6 samples/ }).click();
  const labeled = page.getByRole('group', { name: 'Only the 5 labeled samples' });
  await expect(labeled.getByRole('menuitem')).toHaveText(['ZIP of class folders']);
  await keepScreenshot('export-menu-images');
  const downloading = page.waitForEvent('download');
  await page
    .getByRole('group', { name: 'All 6 samples' })
    .getByRole('menuitem', { name: 'ZIP of class folders' })
    .click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('shades.zip');
  const bytes = readFileSync(await download.path(), 'latin1');
  for (const name of ['dark/1.png', 'light/0.png', 'unlabeled/5.png', 'folders.json'])
    expect(bytes).toContain(name);
});
