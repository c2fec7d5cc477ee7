/** What a file says of a text beside its label: kept, seen beside the sample, and samples found by it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures.ts';

test('columns beside text and label are kept, shown and filtered by', async ({
  shell,
  page,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const rows = Array.from(
    { length: 40 },
    (_, i) =>
      `${i},the parcel no. ${i} has not come,${i % 2 ? 'late' : 'lost'},${i % 4 ? 'en' : 'de'},${i / 2}`,
  );
  const file = path.join(folder, 'mails.csv');
  writeFileSync(file, `id,text,label,lang,amount\n${rows.join('\n')}\n`);
  await page.goto(new URL('/data/import', page.url()).href);
  await main.locator('input[type=file]').setInputFiles(file);
  await expect(main.getByText('“text” contains sentences, so the file is read as texts.')).toBeVisible();
  await expect(main.getByRole('checkbox', { name: /^lang/ })).toBeChecked();
  await main.getByRole('checkbox', { name: /^id/ }).uncheck();
  await checkAccess();
  await keepScreenshot('import-metadata');
  await main.getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/data\/dataset-/);
  await expect(main.getByRole('columnheader', { name: 'lang' })).toBeVisible();
  await expect(main.getByRole('columnheader', { name: 'id', exact: true })).toBeHidden();

  await main.getByLabel('Filter by metadata').click();
  await page.getByRole('option', { name: 'lang' }).click();
  await main.getByLabel('Value of lang').fill('=de');
  await expect(main.getByText('10 of 40')).toBeVisible();
  await main.getByRole('gridcell', { name: /parcel no. 4 / }).click();
  await expect(main.getByTestId('metadata').filter({ hasText: 'amount' })).toContainText('2');
  await expect(page).toHaveURL(/where=/);
  await checkAccess();
  await keepScreenshot('browse-metadata');
  // The filter lives in the address.
  await page.reload();
  await expect(main.getByText('10 of 40')).toBeVisible();
  await page.evaluate(() => localStorage.setItem('lathe.preferences', '{"theme":"system","language":"zh"}'));
  await page.reload();
  await expect(main.getByLabel('按元数据筛选')).toBeVisible();
  await keepScreenshot('browse-metadata-zh');
});
