/** The whole main job through the window: from a file to a served model, and back from a mistake to its label. */
import { readFileSync } from 'node:fs';
import { expect, test } from './fixtures.ts';

/** How long training on the sample may take on a slow machine. */
const TRAINING = { timeout: 240_000 };

test('a newcomer trains, evaluates, exports and serves a model of the sample e-mails', async ({
  shell,
  page,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(480_000);
  const { main } = shell;

  await test.step('import the sample offered at the first run', async () => {
    await expect(main.getByRole('heading', { level: 1 })).toBeVisible();
    await checkAccess();
    await keepScreenshot('job-1-first-run');
    await main.getByRole('button', { name: /Spam e-mails/ }).click();
    await expect(page).toHaveURL(/\/data\/dataset-/);
    await expect(main.getByText('5,885 samples').first()).toBeVisible({ timeout: 60_000 });
    await checkAccess();
    await keepScreenshot('job-2-browse');
  });

  await test.step('freeze a version', async () => {
    await main.getByRole('button', { name: 'Freeze version' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Freeze a version' });
    await checkAccess();
    await dialog.getByRole('button', { name: 'Freeze version' }).click();
    await expect(main.getByRole('link', { name: 'Train on this version' })).toBeVisible({ timeout: 60_000 });
    await checkAccess();
    await keepScreenshot('job-3-version');
  });

  await test.step('train', async () => {
    await main.getByRole('link', { name: 'Train on this version' }).click();
    await main.getByLabel(/^Epochs/).fill('2');
    await checkAccess();
    await keepScreenshot('job-4-train');
    await main.getByRole('button', { name: 'Start training' }).click();
    await expect(page).toHaveURL(/\/runs\/run-/);
    await expect(main.getByText('Running')).toBeVisible();
    await checkAccess();
    await expect(main.getByText('Finished')).toBeVisible(TRAINING);
    await checkAccess();
    await keepScreenshot('job-5-run');
  });

  await test.step('evaluate on texts it never saw', async () => {
    await main.getByRole('link', { name: 'Open model' }).click();
    await expect(page).toHaveURL(/\/models\/model-/);
    await main.getByRole('button', { name: 'Evaluate' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Start evaluation' }).click();
    await expect(main.getByText('Most confident mistakes')).toBeVisible({ timeout: 60_000 });
    await checkAccess();
    await keepScreenshot('job-6-report');
  });

  await test.step('relabel a mistake and come back', async () => {
    const report = page.url();
    await main
      .getByRole('link', { name: /^Relabel:/ })
      .first()
      .click();
    await expect(page).toHaveURL(/\/label\/dataset-/);
    await expect(page.getByTestId('text')).toBeVisible();
    await expect(page.getByTestId('advice')).toContainText(/\d %|\d%/);
    await keepScreenshot('job-7-advice');
    await page.keyboard.press('1');
    await expect(page.getByTestId('saved')).toHaveText('All saved');
    await checkAccess();
    await keepScreenshot('job-7-relabel');
    await page.goto(report);
  });

  await test.step('follow the lineage to the file', async () => {
    await main.getByRole('link', { name: 'Lineage' }).click();
    await expect(main.getByText('5,885 imported with the file')).toBeVisible();
    await expect(main.getByRole('link', { name: /^Source file: .+ CC0-1\.0 \(contents\)/ })).toBeVisible();
    await expect(main.getByRole('link', { name: /^Evaluation: Test: / })).toBeVisible();
    await checkAccess();
    await keepScreenshot('job-8-lineage');
  });

  await test.step('export one ONNX file', async () => {
    await main.getByRole('link', { name: 'Export' }).click();
    const downloading = page.waitForEvent('download');
    await main.getByRole('button', { name: /Download .onnx/ }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(/\.onnx$/);
    expect(readFileSync(await download.path()).includes('StringNormalizer')).toBe(true);
    await checkAccess();
    await keepScreenshot('job-9-export');
  });

  await test.step('serve it and ask it', async () => {
    await main.getByRole('button', { name: 'Deploy' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Deploy' }).click();
    await shell.goTo('Serve');
    await expect(main.getByText('ready').first()).toBeVisible({ timeout: 60_000 });
    const asked: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/rpc/serving/predict')) asked.push(request.url());
    });
    const question = 'Congratulations, claim your FREE prize money now, click here';
    await main.getByRole('textbox', { name: 'Text' }).fill(question);
    await expect(main.getByText(/^\d+(\.\d+)? ms$/).first()).toBeVisible();
    // The endpoint's counters have told of the question by then, and that asked nothing again.
    await expect(main.getByText('requests', { exact: true }).locator('xpath=..')).toContainText('1');
    expect(asked).toHaveLength(1);
    await checkAccess();
    await keepScreenshot('job-10-serve');
    const ready = `${workbench.address}/v2/health/ready`;
    expect((await page.request.get(ready)).status()).toBe(200);
    expect((await fetch(ready)).status, 'without a session or a key').toBe(401);
  });
});
