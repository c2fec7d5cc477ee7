/** A plan from a file and to one. */
import { readFileSync } from 'node:fs';
import { MICROSOFT } from '../src-main/planning/exchange/mspdi-files.fixture.ts';
import { MILESTONE, TASK } from '../src-main/planning/plan.fixture.ts';
import { expect, test } from './fixtures.ts';
import { openTab, PLAN, planOf } from './plan.ts';

const file = (name: string, text: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });

test('import shows what is made and lost, adds people, is one undo; problems import nothing', async ({
  page,
  client,
  checkAccess,
  keepScreenshot,
  conduct,
}) => {
  conduct.expectErrors('/rpc/planning/previewImport');
  await planOf(client);
  await openTab(page, 'list');
  const open = async (name: RegExp) => {
    await page.getByRole('button', { name: /^(Import and export|导入和导出)/ }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await open(/Import|导入/);
  const dialog = page.getByRole('dialog');
  const choose = (chosen: ReturnType<typeof file>) =>
    dialog.locator('input[type=file]').setInputFiles(chosen);
  await choose(file('bad.csv', 'title,hours\nA,8\nB,NaN\n'));
  await expect(dialog.getByText('No number from 0 on: likely “NaN” (line 3)')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Import', exact: true })).toBeDisabled();
  await keepScreenshot('plan-import-problems');
  await choose(file('cut.xml', MICROSOFT.slice(0, 3000)));
  await expect(dialog.getByText(/The XML cannot be read at line/)).toBeVisible();
  await choose(file('plan.xml', MICROSOFT));
  await expect(dialog.getByText('tasks: 4 new')).toBeVisible();
  await dialog.getByLabel(/Add 2 people to the team: Mei Li, Max/).check();
  await checkAccess();
  await keepScreenshot('plan-import-preview');
  await page.setViewportSize({ width: 1024, height: 768 });
  await keepScreenshot('plan-import-preview-1024');
  await dialog.getByRole('button', { name: 'Import', exact: true }).scrollIntoViewIfNeeded();
  await keepScreenshot('plan-import-preview-end');
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page.getByRole('main').getByText('Label 500')).toBeVisible();
  const team = async () =>
    (await client.team.read({ scope: 'team' })).documents
      .map(({ body }) => 'name' in body && body.name)
      .sort();
  await expect.poll(team).toEqual(['Max', 'Mei Li']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('main').getByText('Label 500')).toBeHidden();
  expect((await client.planning.read({ scope: PLAN })).documents.map(({ kind }) => kind)).toEqual([
    'project',
  ]);
});

test('export tells what a format cannot keep and saves the file, in Chinese and dark', async ({
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  await planOf(
    client,
    { id: 'milestone-beta', kind: 'milestone', body: { ...MILESTONE, name: 'Beta', due: '2026-05-01' } },
    { id: 'task-a', kind: 'task', body: { ...TASK, title: '标注', labels: ['data'], blockedBy: 'customer' } },
  );
  await page.evaluate(
    (value) => localStorage.setItem('lathe.preferences', value),
    JSON.stringify({ theme: 'dark', language: 'zh' }),
  );
  await openTab(page, 'list');
  await page.getByRole('button', { name: /^导入和导出/ }).click();
  await page.getByRole('menuitem', { name: /导出/ }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('全部内容均会保留。')).toBeVisible();
  await dialog.getByRole('combobox').click();
  await page.getByRole('option', { name: /iCalendar/ }).click();
  await expect(dialog.getByText('不保留：阻塞原因（标注）')).toBeVisible();
  await checkAccess();
  await page.setViewportSize({ width: 1920, height: 1080 });
  await keepScreenshot('plan-export-zh-1920');
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: '导出', exact: true }).click();
  const saved = await (await download).path();
  expect(readFileSync(saved, 'utf8')).toContain('SUMMARY:标注');
  await page.getByRole('button', { name: /^导入和导出/ }).click();
  await page.getByRole('menuitem', { name: /导入/ }).click();
  await dialog.locator('input[type=file]').setInputFiles(file('plan.xml', MICROSOFT));
  await expect(dialog.getByText('任务：新增 4')).toBeVisible();
  await checkAccess();
  await keepScreenshot('plan-import-zh-1920');
});
