/**
 * The first five minutes: from an empty workspace and one's own file, as an office sends it, to a served model that answers.
 * Only what the pages offer is used: visible names and roles, no address and no call.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { complaints } from './complaints.ts';
import { expect, test } from './fixtures.ts';

const FIVE_MINUTES = 300_000;

/** What the pages say, in both languages. */
const LANGUAGES = [
  {
    locale: 'en-GB',
    own: /^Import your own file/,
    choose: /^Choose a file/,
    text: /^Text column/,
    label: /^Label column/,
    importIt: /^Import/,
    freeze: /^Freeze version/,
    trainOn: 'Train on this version',
    start: /^Start training/,
    finished: 'Finished',
    openModel: 'Open model',
    deploy: /^Deploy/,
    open: 'Open',
    playground: 'Playground',
    textField: 'Text',
    prediction: 'Prediction',
  },
  {
    locale: 'zh-CN',
    own: /^导入自己的文件/,
    choose: /^选择文件/,
    text: /^文本列/,
    label: /^标签列/,
    importIt: /^导入/,
    freeze: /^冻结版本/,
    trainOn: '用此版本训练',
    start: /^开始训练/,
    finished: '已完成',
    openModel: '打开模型',
    deploy: /^部署/,
    open: '打开',
    playground: '试一试',
    textField: '文本',
    prediction: '预测结果',
  },
] as const;

for (const words of LANGUAGES)
  test.describe(words.locale, () => {
    test.use({ locale: words.locale });

    test('one’s own messy file becomes a served model within five minutes', async ({
      shell,
      page,
      folder,
      checkAccess,
      keepScreenshot,
    }) => {
      test.setTimeout(480_000);
      const { main } = shell;
      const file = path.join(folder, 'Kundenbeschwerden 2026.csv');
      writeFileSync(file, complaints(400));
      const began = Date.now();
      const step = async (name: string, work: () => Promise<void>): Promise<void> => {
        await test.step(name, work);
        await checkAccess();
        await keepScreenshot(`first-hour-${words.locale}-${name}`);
      };

      await step('1-empty', () => expect(main.getByRole('link', { name: words.own })).toBeVisible());
      await step('2-choose', async () => {
        await main.getByRole('link', { name: words.own }).click();
        await expect(main.getByRole('button', { name: words.choose })).toBeVisible();
      });
      await step('3-preview', async () => {
        const choosing = page.waitForEvent('filechooser');
        await main.getByRole('button', { name: words.choose }).click();
        await (await choosing).setFiles(file);
        // The columns are suggested rightly: nothing is to be chosen.
        await expect(main.getByRole('combobox', { name: words.text })).toContainText('Nachricht');
        await expect(main.getByRole('combobox', { name: words.label })).toContainText('Kategorie');
      });
      await step('4-imported', async () => {
        await main.getByRole('button', { name: words.importIt }).click();
        await expect(main.getByText(/^400 (samples|个样本)$/).first()).toBeVisible({ timeout: 60_000 });
      });
      await step('5-freeze', async () => {
        await main.getByRole('button', { name: words.freeze }).first().click();
        await expect(page.getByRole('dialog')).toBeVisible();
      });
      await step('6-version', async () => {
        await page.getByRole('dialog').getByRole('button', { name: words.freeze }).click();
        await expect(main.getByRole('link', { name: words.trainOn })).toBeVisible({ timeout: 60_000 });
      });
      await step('7-train', async () => {
        await main.getByRole('link', { name: words.trainOn }).click();
        await expect(main.getByRole('button', { name: words.start })).toBeEnabled({ timeout: 60_000 });
      });
      await step('8-running', async () => {
        await main.getByRole('button', { name: words.start }).click();
        await expect(page).toHaveURL(/\/runs\/run-/);
      });
      await step('9-finished', async () => {
        await expect(main.getByText(words.finished)).toBeVisible({ timeout: FIVE_MINUTES });
        await expect(main.getByRole('link', { name: words.openModel })).toBeVisible();
      });
      await step('10-model', async () => {
        await main.getByRole('link', { name: words.openModel }).click();
        await expect(main.getByRole('button', { name: words.deploy }).first()).toBeVisible();
      });
      await step('11-deploy', async () => {
        await main.getByRole('button', { name: words.deploy }).first().click();
        await expect(page.getByRole('dialog')).toBeVisible();
      });
      await step('12-deployed', async () => {
        await page.getByRole('dialog').getByRole('button', { name: words.deploy }).click();
        await expect(page.getByRole('status').getByRole('link', { name: words.open })).toBeVisible();
      });
      await step('13-answer', async () => {
        await page.getByRole('status').getByRole('link', { name: words.open }).click();
        await main
          .getByRole('textbox', { name: words.textField })
          .fill('Die Rechnung ist falsch, mir wurde doppelt abgebucht.');
        await expect(main.getByRole('status', { name: words.prediction }).locator('strong')).toHaveText(
          'Rechnung',
          { timeout: 60_000 },
        );
      });
      expect(Date.now() - began, 'five minutes').toBeLessThan(FIVE_MINUTES);
    });
  });
