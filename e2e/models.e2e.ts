/** A model file from elsewhere through the window: checked, kept, or refused in words. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { GraphBuilder, modelOf, serialize } from '../src-main/graph/index.ts';
import { expect, test } from './fixtures.ts';
import { isObscene } from '../src-renderer/platform/explicit.ts';
import { clientOf, importRows } from './rpc.ts';

/** y = x + 1 on float32 `[2]`. */
function plusOne(): Uint8Array {
  const builder = new GraphBuilder();
  const x = builder.input('x', { elementType: 'float32', shape: [2] });
  builder.output('y', builder.add(x, builder.scalar(1)));
  return serialize(modelOf(builder.finish('plus-one')));
}

/** Sums of the rows of x, or x's last row doubled, as told. */
function branching(): Uint8Array {
  const builder = new GraphBuilder();
  const told = builder.input('told', { elementType: 'bool', shape: [] });
  const rows = builder.input('rows', { elementType: 'float32', shape: [5, 2] });
  const start = builder.input('start', { elementType: 'float32', shape: [2] });
  const yes = builder.inner();
  const body = yes.inner();
  const state = body.input('state', { elementType: 'float32', shape: [2] });
  const row = body.input('row', { elementType: 'float32', shape: [2] });
  body.output('next', body.mul(body.add(state, row), start));
  const options = { body: body.finish('body'), num_scan_inputs: 1 };
  yes.output('summed', yes.emit('Scan', [start, rows], options));
  const no = builder.inner();
  no.output('doubled', no.add(start, start));
  const branches = { then_branch: yes.finish('yes'), else_branch: no.finish('no') };
  builder.output('y', builder.emit('If', [told], branches));
  return serialize(modelOf(builder.finish('branching')));
}

test('what is inside of an operation is framed in the drawing of the graph', async ({
  shell,
  page,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const file = path.join(folder, 'branching.onnx');
  writeFileSync(file, branching());
  await shell.goTo('Models');
  await main.getByRole('button', { name: 'Import model…' }).click();
  await page.getByRole('dialog').locator('input[type=file]').setInputFiles(file);
  await expect(page).toHaveURL(/\/models\/model-/);
  await main.getByRole('link', { name: 'Graph' }).click();
  const drawing = main.getByRole('img');
  for (const title of ['then_branch', 'else_branch', 'body'])
    await expect(drawing.getByText(title, { exact: true })).toBeVisible();
  await checkAccess();
  await keepScreenshot('model-graph-frames');
  await page.emulateMedia({ colorScheme: 'dark' });
  await checkAccess();
  await keepScreenshot('model-graph-frames-dark');
});

test('a model file from elsewhere is imported, and one that is none is refused in words', async ({
  shell,
  page,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const good = path.join(folder, 'plus_one.onnx');
  const broken = path.join(folder, 'broken.onnx');
  writeFileSync(good, plusOne());
  writeFileSync(broken, plusOne().subarray(0, 40));

  await shell.goTo('Models');
  await main.getByRole('button', { name: 'Import model…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a model' });
  await dialog.locator('input[type=file]').setInputFiles(broken);
  await expect(dialog.getByText('This file cannot be imported as a model')).toBeVisible();
  await checkAccess();
  await keepScreenshot('model-import-refused');

  await dialog.locator('input[type=file]').setInputFiles(good);
  await expect(page).toHaveURL(/\/models\/model-/);
  await expect(main.getByRole('heading', { name: 'plus one' })).toBeVisible();
  await checkAccess();
  await main.getByRole('link', { name: 'Graph' }).click();
  const drawing = main.getByRole('img', {
    name: 'The model’s graph: 1 operation, computed from top to bottom',
  });
  await expect(drawing.getByText('Add', { exact: true })).toBeVisible();
  await checkAccess();
  await keepScreenshot('model-graph');
  await main.getByRole('radio', { name: 'Text' }).check();
  await expect(main.getByText('y: float32[2] = Add(x')).toBeVisible();
  await checkAccess();
  await main.getByRole('link', { name: 'Card' }).click();
  await expect(main.getByText('An ONNX model from another tool')).toBeVisible();
  await keepScreenshot('model-imported');

  await test.step('the palette knows what can be done with it, from any page', async () => {
    await shell.goTo('Overview');
    await shell.openPalette();
    await page.keyboard.type('export');
    await expect(shell.palette.getByRole('option').first()).toContainText(/^Export “.*plus one/);
    await checkAccess();
    await keepScreenshot('palette-export');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/models\/model-.*tab=export/);
  });
  await test.step('and what the keys of a page do', async () => {
    await shell.openPalette();
    await page.keyboard.type('deploy');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog')).toContainText('Deploy');
  });
});

test('a model leads to its run, and says when that run went on to another', async ({
  shell,
  page,
  folder,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(180_000);
  const { main } = shell;
  const client = clientOf(page, workbench.address);
  const ended = async (job: string) =>
    expect
      .poll(async () => (await client.jobs.list()).find(({ id }) => id === job)?.state, { timeout: 90_000 })
      .toMatch(/^(done|stopped)$/);
  const rows = Array.from({ length: 600 }, (_, i) => ({
    text: `the ${i % 3 ? 'great' : 'awful'} film no. ${i}`,
    label: i % 3 ? 'good' : 'bad',
  }));
  const dataset = await importRows(client, rows, { folder, name: 'films' });
  const frozen = await client.versions.freeze({ dataset });
  await ended(frozen.job);
  const parameters = { epochs: 10, batchSize: 8, hidden: 64, sequenceLength: 64 };
  const { run, job } = await client.training.start({
    version: frozen.version,
    recipe: 'text-lstm',
    parameters,
  });
  await expect
    .poll(async () => (await client.runs.series({ run })).length, { timeout: 60_000 })
    .toBeGreaterThan(0);
  await client.training.stop({ run });
  await ended(job);
  await shell.goTo('Models');
  await expect(main.getByRole('link', { name: 'from run 1', exact: true })).toBeVisible();
  await ended((await client.training.resume({ run })).job);

  const first = main.getByRole('link', { name: /#1.*from run 1 · earlier/s });
  await first.click();
  await checkAccess();
  await keepScreenshot('model-left-behind');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.evaluate(() => localStorage.setItem('lathe.preferences', '{"theme":"system","language":"zh"}'));
  await page.reload();
  await expect(main.getByText('来自运行 1 · 较早')).toBeVisible();
  await checkAccess();
  await keepScreenshot('model-left-behind-zh-dark');
  await main.getByRole('link', { name: '该运行已继续训练：打开其最新模型' }).click();
  await expect(main.getByText('模型 2')).toBeVisible();
  await main.getByRole('link', { name: '来自运行 1', exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`/runs/${run}`));
});

test('obscene texts of the sample e-mails are shown among the mistakes only when asked', async ({
  shell,
  page,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const client = clientOf(page, workbench.address);
  const ended = async (job: string) =>
    expect
      .poll(async () => (await client.jobs.list()).find(({ id }) => id === job)?.state, { timeout: 90_000 })
      .toBe('done');
  const source = { kind: 'sample', name: 'spam-emails' } as const;
  const imported = await client.datasets.import({ source });
  await ended(imported.job);
  const frozen = await client.versions.freeze({ dataset: imported.dataset, validation: 0.4, test: 0.5 });
  await ended(frozen.job);
  // So little is learned that nearly all spam is a mistake.
  const parameters = { epochs: 1, hidden: 8, embedding: 8, sequenceLength: 16, learningRate: 1e-5 };
  const { run, job } = await client.training.start({
    version: frozen.version,
    recipe: 'text-lstm',
    parameters,
  });
  await ended(job);
  const { model } = await client.runs.get({ run });
  await ended((await client.evaluation.evaluate({ model: model!, version: frozen.version })).job);

  await page.goto(`${workbench.address}/models/${model!}`);
  const veiled = main.getByText('A text of the sample data that may be obscene');
  const more = main.getByRole('button', { name: /^Show \d+ more/ });
  await expect(more).toBeVisible();
  while ((await veiled.count()) === 0) await more.click();
  await veiled.first().scrollIntoViewIfNeeded();
  await checkAccess();
  await keepScreenshot('mistakes-veiled');
  const shown = (await main.locator('td.text').allInnerTexts()).filter(isObscene);
  expect(shown).toEqual([]);
  const before = await veiled.count();
  await main.getByRole('button', { name: 'Show text' }).first().click();
  await expect(veiled).toHaveCount(before - 1);
  expect((await main.locator('td.text p').allInnerTexts()).filter((text) => text.length > 0)).not.toEqual([]);
});
