/** Runs through other doors: code that logs here, a folder of runs in, what of it is kept, its undo, and runs out again. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { prefer } from './pages/looks.ts';

const ID = 'a'.repeat(32);

/** A run of MLflow with a value that is none. */
function mlruns(folder: string): string {
  const files = {
    '1/meta.yaml': "experiment_id: '1'\nname: spam\n",
    [`1/${ID}/meta.yaml`]: `experiment_id: '1'\nrun_id: ${ID}\nrun_name: owl <b>\nstart_time: 1700000000000\nstatus: 3\n`,
    [`1/${ID}/metrics/val/loss`]: '1700000000000 0.5 1\n1700000001000 many 2\n1700000002000 0.25 2\n',
    [`1/${ID}/params/lr`]: '0.001',
  };
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, 'mlruns', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return path.join(folder, 'mlruns');
}

test('runs are logged from elsewhere, imported after a preview, taken back, and exported', async ({
  shell,
  page,
  folder,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  await shell.goTo('Runs');
  const first = main.getByRole('region').or(main.locator('.empty'));
  await first.getByRole('button', { name: 'Log from your own program…' }).click();
  const log = page.getByRole('dialog', { name: 'Log from your own program' });
  await log.getByRole('button', { name: 'Create a key' }).click();
  await expect(log.getByText(/MLFLOW_TRACKING_TOKEN='lathe_/)).toBeVisible();
  expect(await client.serving.keys()).toMatchObject([{ endpoint: 'mlflow' }]);
  await checkAccess();
  await keepScreenshot('runs-log');
  await log.getByRole('button', { name: 'lathe log', exact: true }).click();
  await expect(log.getByText(/\| lathe log --workspace '.+' --experiment/)).toBeVisible();
  await log.getByRole('button', { name: 'Close' }).click();

  await first.getByRole('button', { name: 'Import runs…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import runs' });
  await checkAccess();
  await keepScreenshot('runs-file');
  await dialog.getByLabel('or a path on this machine, also of a folder').fill(mlruns(folder));
  await dialog.getByRole('button', { name: 'Read' }).click();
  await expect(dialog.getByText('MLflow mlruns: 1 run with 2 points')).toBeVisible();
  // From another machine a folder is sent by the browser.
  await dialog.getByRole('button', { name: 'Another file' }).click();
  await dialog.locator('input[webkitdirectory]').setInputFiles(mlruns(folder));
  await expect(dialog.getByText('MLflow mlruns: 1 run with 2 points')).toBeVisible();
  await expect(dialog.getByRole('row', { name: /New owl <b> spam 2 1/ })).toBeVisible();
  await expect(dialog.getByRole('list', { name: 'What cannot be kept' })).toContainText('many');
  await checkAccess();
  await keepScreenshot('runs-preview');
  await dialog.getByRole('button', { name: 'Import runs' }).click();
  await expect(dialog.getByText('New runs: 1. Updated runs: 0.')).toBeVisible();
  await expect(main.getByRole('link', { name: 'owl <b>' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Undo the import' }).click();
  await expect(dialog.getByText('The import was undone: the new runs are in the trash.')).toBeVisible();
  await checkAccess();
  await keepScreenshot('runs-imported');
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  const [gone] = (await client.runs.list({ filters: { shelf: 'trashed' } })).items;
  await client.runs.keep({ runs: [gone!.id], trashed: false });
  const menu = (name: string) => main.getByRole('button', { name });
  await menu('Import and export').click();
  await page.getByRole('menuitem', { name: 'Export runs…' }).click();
  const taking = page.getByRole('dialog', { name: 'Export runs' });
  await taking.getByRole('combobox', { name: /^Format/ }).click();
  await page.getByRole('option', { name: 'CSV' }).click();
  await checkAccess();
  await keepScreenshot('runs-export');
  await taking.getByRole('button', { name: 'Prepare the file' }).click();
  await expect(taking.getByText('1 run with 2 points')).toBeVisible();
  await checkAccess();
  await keepScreenshot('runs-exported');
  const downloading = page.waitForEvent('download');
  await taking.getByRole('button', { name: 'Save the file' }).click();
  expect((await downloading).suggestedFilename()).toBe('owl -b- csv.zip');

  await shell.openPalette();
  await page.keyboard.type('import runs');
  await shell.palette.getByRole('option', { name: 'Import runs…' }).click();
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  await prefer(page, { language: 'zh', theme: 'dark' });
  await page.reload();
  for (const [item, name] of [
    ['导入运行…', 'runs-file-zh'],
    ['从自己的程序记录…', 'runs-log-zh'],
    ['导出运行…', 'runs-export-zh'],
  ] as const) {
    await menu('导入与导出').click();
    await page.getByRole('menuitem', { name: item }).click();
    await expect(page.getByRole('dialog', { name: item.slice(0, -1) })).toBeVisible();
    await checkAccess();
    await keepScreenshot(name);
    await page.keyboard.press('Escape');
  }
});
