/** Gates of a plan follow what is measured: a real run passes one, a worse deployment and a lost label reopen the milestone. */
import type { Locator, Page } from '@playwright/test';
import type { Client } from '../src-shared/contract.ts';
import { runLathe } from '../src-main/cli/lathe.fixture.ts';
import { expect, test } from './fixtures.ts';
import { importRows, jobDone } from './rpc.ts';

const ROWS = Array.from({ length: 80 }, (_, i) =>
  i % 2
    ? { text: `win a free prize now, claim money ${i}`, label: 'spam' }
    : { text: `see you at the meeting on monday ${i}`, label: 'ham' },
);

/** Trains and evaluates. @returns the model */
async function trained(client: Client, version: string, parameters: Record<string, number>): Promise<string> {
  const { run, job } = await client.training.start({
    version,
    recipe: 'text-cnn',
    parameters: { threads: 1, embedding: 16, filters: 16, sequenceLength: 16, ...parameters },
  });
  await jobDone(client, job);
  const { model } = await client.runs.get({ run });
  const evaluation = await client.evaluation.evaluate({ model: model!, version, split: 'test' });
  await jobDone(client, evaluation.job);
  return model!;
}

/** Chooses in a menu of the dialog. */
async function choose(dialog: Locator, label: string, option: string | RegExp): Promise<void> {
  await dialog.getByLabel(label, { exact: true }).click();
  await dialog.page().getByRole('option', { name: option }).click();
}

async function useChinese(page: Page): Promise<void> {
  await page.evaluate(() => localStorage.setItem('lathe.preferences', '{"theme":"dark","language":"zh"}'));
  await page.reload();
}

test('a milestone closes by a real run and reopens by a worse deployment and by a lost label, with the reason', async ({
  shell,
  page,
  client,
  folder,
  workspace,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(300_000);
  const { main } = shell;
  const dataset = await importRows(client, ROWS, { folder, name: 'mail' });
  const frozen = await client.versions.freeze({ dataset, seed: 1, test: 0.3 });
  await jobDone(client, frozen.job);

  await test.step('a project and a milestone, by keyboard', async () => {
    await shell.goTo('Plan');
    await expect(main.getByRole('heading', { name: 'Plan' })).toBeVisible();
    await page.keyboard.press('n');
    await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Complaints');
    await page.keyboard.press('Enter');
    await expect(main.getByText('No milestone yet')).toBeVisible();
    await checkAccess();
    await keepScreenshot('gates-empty');
    await page.keyboard.press('n');
    await page.getByRole('dialog').getByLabel('Name').fill('Beta');
    await page.getByRole('dialog').getByLabel('Due').fill('2026-12-24');
    await page.getByRole('dialog').getByRole('button', { name: 'Add milestone' }).click();
    await expect(main.getByRole('article', { name: 'Beta' })).toBeVisible();
  });
  const beta = main.getByRole('article', { name: 'Beta' });
  const dialog = page.getByRole('dialog');

  await test.step('gates of the best model and of labels, tried before they are kept', async () => {
    await beta.getByRole('button', { name: 'Add gate' }).click();
    await expect(dialog.getByRole('status')).toContainText('Fill in the gate');
    await choose(dialog, 'What is measured', 'Metric of the best model');
    await choose(dialog, 'Dataset', 'mail');
    await choose(dialog, 'Metric', 'Accuracy');
    await dialog.getByLabel('Goal').fill('much');
    await expect(dialog.getByText('Type a number.')).toBeVisible();
    await dialog.getByLabel('Goal').fill('0.9');
    await expect(dialog.getByRole('status')).toContainText('Nothing was measured yet');
    await checkAccess();
    await keepScreenshot('gates-dialog');
    await dialog.getByRole('button', { name: 'Add gate' }).click();
    await expect(beta.getByRole('row', { name: /Accuracy of the best model of mail/ })).toContainText(
      'Unknown',
    );

    await beta.getByRole('button', { name: 'Add gate' }).click();
    await choose(dialog, 'What is measured', 'Labeled samples');
    await choose(dialog, 'Dataset', 'mail');
    await dialog.getByLabel('Goal').fill('90');
    await expect(dialog.getByRole('status')).toContainText(
      '80 samples: the gate would fail, 10 samples short.',
    );
    await dialog.getByLabel('Goal').fill('80');
    await expect(dialog.getByRole('status')).toContainText('the gate would pass');
    await dialog.getByLabel('Name').fill('Enough labels');
    await page.keyboard.press('Enter');
    await expect(beta.getByRole('row', { name: /Enough labels/ })).toContainText('Passing');
  });

  await test.step('signed before it passes, it closes by itself once a real run is measured', async () => {
    await beta.getByRole('button', { name: 'Sign', exact: true }).click();
    await expect(beta).toContainText('Signed, gates not passed yet');
    const before = await runLathe(workspace, ['plan', 'gates', '--milestone', 'Beta']);
    expect(before.status, before.err).toBe(1);
    await trained(client, frozen.version, { epochs: 12, learningRate: 0.01 });
    await expect(beta).toContainText('Closed', { timeout: 30_000 });
    const best = beta.getByRole('row', { name: /Accuracy of the best model/ });
    await expect(best).toContainText('Passing');
    await expect(best.getByRole('link')).toHaveAttribute('href', /\/models\/model-/);
    const after = await runLathe(workspace, ['plan', 'gates', '--milestone', 'Beta']);
    expect(after.status, after.out).toBe(0);
    await checkAccess();
    await keepScreenshot('gates-closed');
  });

  await test.step('a worse model deployed reopens it, and says why', async () => {
    const [good] = (await client.models.list({})).items;
    await client.serving.deploy({ model: good!.id, name: 'mail' });
    await beta.getByRole('button', { name: 'Add gate' }).click();
    await choose(dialog, 'What is measured', 'Metric of the deployed model');
    await choose(dialog, 'Endpoint', 'mail');
    await choose(dialog, 'Metric', 'Accuracy');
    await dialog.getByLabel('Goal').fill('0.9');
    await expect(dialog.getByRole('status')).toContainText('the gate would pass');
    await dialog.getByRole('button', { name: 'Add gate' }).click();
    await expect(beta.getByRole('row', { name: /at endpoint mail/ })).toContainText('Passing');
    await expect(beta).toContainText('Closed');
    const worse = await trained(client, frozen.version, { epochs: 1, learningRate: 0.000_001 });
    await client.serving.deploy({ model: worse, name: 'mail' });
    await expect(beta).toContainText(
      /Reopened: “Accuracy of the model at endpoint mail on the test split” is 0\.\d+, the goal is ≥ 0.9\./,
      { timeout: 30_000 },
    );
    const { status, out } = await runLathe(workspace, ['plan', 'status']);
    expect(status).toBe(0);
    expect(out).toMatch(/Beta +reopened .* 2\/3 .*the goal is ≥ 0.9/);
    expect((await runLathe(workspace, ['plan', 'gates'])).status).toBe(1);
    await client.serving.deploy({ model: good!.id, name: 'mail' });
    await expect(beta).toContainText('Ready to sign', { timeout: 30_000 });
    await beta.getByRole('button', { name: 'Sign', exact: true }).click();
    await expect(beta).toContainText('Closed');
  });

  await test.step('a label taken away reopens it too', async () => {
    const [item] = (await client.labeling.queue({ task: dataset, queue: 'labeled', limit: 1 })).items;
    await client.labeling.annotate({
      task: dataset,
      answers: [{ operation: crypto.randomUUID(), sample: item!.id, answer: { type: 'clear' } }],
    });
    await expect(beta).toContainText('Reopened: “Enough labels” is 79 samples, the goal is ≥ 80 samples.');
    await beta.getByText('History').click();
    await expect(beta.getByRole('listitem')).toHaveCount(6);
    await expect(beta.getByRole('row', { name: /Enough labels/ })).toContainText('1 sample short');
    await page.setViewportSize({ width: 1024, height: 800 });
    await checkAccess();
    await keepScreenshot('gates-reopened-1024');
    await page.setViewportSize({ width: 1920, height: 1080 });
    await useChinese(page);
    const zh = main.getByRole('article', { name: 'Beta' });
    await expect(zh).toContainText('已重新打开：“Enough labels”为 79 个样本');
    await zh.getByText('历史').click();
    await expect(zh.getByRole('listitem')).toHaveCount(6);
    await checkAccess();
    await keepScreenshot('gates-zh-dark-1920');
    await zh.getByRole('button', { name: /^编辑关口.*最佳模型/ }).click();
    await expect(page.getByRole('dialog').getByRole('status')).toContainText('可以通过');
    await checkAccess();
    await keepScreenshot('gates-dialog-zh-dark');
    await page.keyboard.press('Escape');
  });

  await test.step('deleting a milestone is undone with its gates', async () => {
    const zh = main.getByRole('article', { name: 'Beta' });
    await zh.getByRole('button', { name: /^删除里程碑/ }).click();
    await expect(zh).toHaveCount(0);
    await page.keyboard.press('u');
    await expect(zh.getByRole('row')).toHaveCount(4);
  });
});
