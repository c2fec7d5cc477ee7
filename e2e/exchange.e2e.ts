/** Annotations from files and into files: COCO in, what becomes of it, its undo, YOLO out with what it cannot hold. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodePng } from '../src-main/images/index.ts';
import type { Client } from '../src-shared/contract.ts';
import { expect, test } from './fixtures.ts';
import { prefer } from './pages/looks.ts';
import { importSource, jobDone } from './rpc.ts';

const NAMES = ['a.png', 'b.png', 'c.png'];

/** Images, and a task of boxes. */
async function prepare(client: Client, folder: string): Promise<string> {
  const root = path.join(folder, 'streets');
  mkdirSync(root);
  for (const [i, name] of NAMES.entries()) {
    const data = new Uint8Array(60 * 40).fill(40 + i * 40);
    writeFileSync(path.join(root, name), encodePng({ width: 60, height: 40, channels: 1, data }));
  }
  const dataset = await importSource(client, { kind: 'path', path: root });
  const made = await client.labeling.createTask({
    dataset,
    name: 'Boxes',
    kind: 'regions',
    classes: ['car'],
  });
  await jobDone(client, made.job);
  return made.task;
}

function cocoFile(folder: string): string {
  const file = path.join(folder, 'street signs.json');
  const box = (id: number, image: number, category: number) => ({
    id,
    image_id: image,
    category_id: category,
    bbox: [5, 5, 20, 10],
  });
  const content = {
    images: [...NAMES, 'elsewhere.png'].map((name, i) => ({
      id: i + 1,
      file_name: name,
      width: 60,
      height: 40,
    })),
    categories: ['car', 'lorry', '<b>sign</b>'].map((name, i) => ({ id: i + 1, name })),
    annotations: [
      box(1, 1, 1),
      box(2, 2, 2),
      box(3, 3, 3),
      box(4, 4, 1),
      { ...box(5, 1, 1), bbox: [1, 1, 0, 5] },
    ],
  };
  writeFileSync(file, JSON.stringify(content));
  return file;
}

test('annotations are imported after a preview, taken back, and exported after what is lost was told', async ({
  shell,
  page,
  folder,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const task = await prepare(client, folder);
  const { main } = shell;
  const menu = main.getByRole('button', { name: 'Import or export annotations of streets' });
  await shell.goTo('Label');
  await menu.click();
  await page.getByRole('menuitem', { name: 'Import annotations…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import annotations' });
  await checkAccess();
  await keepScreenshot('annotations-file');
  await dialog.getByRole('combobox', { name: /Into the annotation task/ }).click();
  await page.getByRole('option', { name: 'Boxes' }).click();
  await dialog.locator('input[type=file]').setInputFiles(cocoFile(folder));
  await expect(dialog.getByText('Found in the dataset: 3. Answers that can be imported: 3.')).toBeVisible();
  await expect(dialog.getByText('Not in the dataset: 1')).toBeVisible();
  await expect(dialog.getByText('The first of them: elsewhere.png')).toBeVisible();
  await expect(dialog.getByText('Records that cannot be read: 1')).toBeVisible();
  await expect(dialog.getByText('<b>sign</b> · answers: 1')).toBeVisible();
  await dialog.getByRole('combobox', { name: '“lorry” becomes: Add to the schema' }).click();
  await page.getByRole('option', { name: 'car', exact: true }).click();
  await checkAccess();
  await keepScreenshot('annotations-preview');
  await dialog.getByRole('button', { name: 'Import annotations' }).click();
  await expect(dialog.getByText('Imported answers: 3.')).toBeVisible();
  await checkAccess();
  await keepScreenshot('annotations-imported');
  const schema = await client.labeling.schema({ task });
  expect(schema.map(({ name }) => name)).toEqual(['car', '<b>sign</b>']);
  await dialog.getByRole('button', { name: 'Undo the import' }).click();
  await expect(dialog.getByText('The import was undone.')).toBeVisible();
  expect((await client.labeling.task({ task })).counts).toMatchObject({ labeled: 0, imported: 0 });
  await dialog.getByRole('button', { name: 'Close' }).last().click();

  const again = await client.labeling.importAnnotations({
    operation: crypto.randomUUID(),
    source: { kind: 'path', path: cocoFile(folder) },
    into: { task },
    options: {},
  });
  await jobDone(client, again.job!);
  await expect(main.getByText('people: 0 · files: 3')).toBeVisible();
  await keepScreenshot('annotations-origin');
  // What was imported is told later, too, with what was left out and a way back.
  await menu.click();
  await page.getByRole('menuitem', { name: 'Imported files…' }).click();
  const imported = page.getByRole('dialog', { name: 'Annotation files imported into streets' });
  await expect(imported.getByRole('listitem').filter({ hasText: 'COCO' })).toHaveCount(2);
  await expect(imported.getByText('3 answers added.')).toHaveCount(2);
  await expect(imported.getByText('undone', { exact: true })).toHaveCount(1);
  await expect(imported.getByRole('button', { name: /^Undo the import of/ })).toHaveCount(1);
  await imported.getByText('What the file had, and what was left out').first().click();
  await checkAccess();
  await keepScreenshot('annotations-imports');
  await imported.getByRole('button', { name: 'Close' }).last().click();
  await menu.click();
  await page.getByRole('menuitem', { name: 'Export annotations…' }).click();
  const taking = page.getByRole('dialog', { name: 'Export annotations' });
  await taking.getByRole('combobox', { name: /^Annotation task/ }).click();
  await page.getByRole('option', { name: 'Boxes' }).click();
  await taking.getByRole('combobox', { name: /^Format/ }).click();
  await page.getByRole('option', { name: 'YOLO detect' }).click();
  await expect(taking.getByText('What the format cannot hold')).toBeVisible();
  await expect(taking.getByText('Times of answers are left out: 3')).toBeVisible();
  await checkAccess();
  await keepScreenshot('annotations-losses');
  const downloading = page.waitForEvent('download');
  await taking.getByRole('button', { name: 'Export annotations' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('Boxes yolo.zip');
  expect(readFileSync(await download.path(), 'latin1')).toContain('labels/a.txt');
});

test('the dialogs are whole in Chinese and dark', async ({
  shell,
  page,
  folder,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  await prepare(client, folder);
  await shell.goTo('Label');
  await prefer(page, { language: 'zh', theme: 'dark' });
  await page.reload();
  const menu = page.getByRole('button', { name: '导入或导出 streets 的标注' });
  await menu.click();
  await page.getByRole('menuitem', { name: '导入标注…' }).click();
  const dialog = page.getByRole('dialog', { name: '导入标注' });
  await dialog.getByRole('combobox', { name: /导入到标注任务/ }).click();
  await page.getByRole('option', { name: 'Boxes' }).click();
  await dialog.locator('input[type=file]').setInputFiles(cocoFile(folder));
  await expect(dialog.getByText('在数据集中找到：3；可导入的答案：3。')).toBeVisible();
  await checkAccess();
  await keepScreenshot('annotations-preview-zh-dark');
  await page.keyboard.press('Escape');
  await menu.click();
  await page.getByRole('menuitem', { name: '导出标注…' }).click();
  const taking = page.getByRole('dialog', { name: '导出标注' });
  await taking.getByRole('combobox', { name: /^标注任务/ }).click();
  await page.getByRole('option', { name: 'Boxes' }).click();
  await expect(taking.getByText('样本：3；答案：0。')).toBeVisible();
  await checkAccess();
  await keepScreenshot('annotations-losses-zh-dark');
});
