/** Runs compared as an engineer does: five seeds by one click, intervals against a baseline, curves, parameters, data. */
import { expect, test } from './fixtures.ts';
import { inBothWays } from './pages/looks.ts';
import { freeze, importRows, jobDone } from './rpc.ts';

const TRAINING = { timeout: 120_000 };

test('five seeds are one click, and runs are compared with intervals', async ({
  shell,
  page,
  folder,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(300_000);
  const { main } = shell;
  const look = { checkAccess, keepScreenshot };
  const rows = Array.from({ length: 150 }, (_, i) => ({
    text: `${i % 2 ? 'buy now' : 'see you'} ${i % 7} ${i}`,
    // Some labels are wrong, so that seeds differ.
    label: (i % 2 === 1) !== (i * 7) % 11 < 2 ? 'spam' : 'ham',
  }));
  const dataset = await importRows(client, rows, { folder, name: 'mail' });
  const version = await freeze(client, dataset);

  await test.step('five seeds from the Train page', async () => {
    await page.goto(new URL(`/train?version=${version}&recipe=text-tfidf`, page.url()).href);
    await expect(main.getByRole('button', { name: 'Train 5 seeds' })).toBeEnabled();
    for (const [from, to] of [
      ['5', '10'],
      ['10', '5'],
    ] as const) {
      await main.getByRole('combobox', { name: `Number of seeds: ${from}` }).click();
      await page.getByRole('option', { name: to, exact: true }).click();
      await expect(main.getByRole('button', { name: `Train ${to} seeds` })).toBeVisible();
    }
    await keepScreenshot('train-seeds');
    await main.getByLabel('Epochs', { exact: true }).fill('2');
    await main.getByRole('button', { name: 'Train 5 seeds' }).click();
    await expect(page).toHaveURL(/\/searches\/search-/);
    await expect(main.getByText('5 of 5')).toBeVisible(TRAINING);
    await expect(main.getByText('Mean over 5 seeds')).toBeVisible();
    await expect(main.getByText(/^95 %: .+ to .+|the same with every seed/)).toBeVisible();
    await keepScreenshot('search-seeds');
  });

  // A second setting with three of the seeds.
  for (const seed of [1, 2, 3]) {
    const parameters = { epochs: 2, seed, learningRate: 0.002 };
    const { job } = await client.training.start({ version, recipe: 'text-tfidf', parameters });
    await jobDone(client, job);
  }
  const { items } = await client.runs.list({});
  const ids = items.toReversed().map(({ id }) => id);

  await test.step('metrics against a baseline, with intervals and tests', async () => {
    await main.getByRole('link', { name: 'Compare runs' }).click();
    await expect(page).toHaveURL(/\/runs\/compare\?runs=run-/);
    await page.goto(new URL(`/runs/compare?runs=${ids.join(',')}`, page.url()).href);
    const groups = main.getByRole('table', { name: 'Over seeds' });
    await expect(groups.getByRole('row')).toHaveCount(3);
    await expect(groups.getByRole('row').nth(1)).toContainText('Baseline');
    await expect(main.getByText(/^Wilcoxon does not apply: Too few pairs/)).toBeVisible();
    await main
      .getByRole('combobox')
      .or(main.getByRole('button', { name: /^Metric:/ }))
      .last()
      .click();
    await page.getByRole('option', { name: 'Loss (validation)' }).click();
    await expect(groups.getByRole('row').nth(2)).toContainText(/p [=<] 0\.0/);
    await main.getByRole('button', { name: 'Make baseline' }).last().click();
    await expect(page).toHaveURL(/base=run-/);
    await expect(groups.getByRole('row').nth(2)).toContainText('Baseline');
    await inBothWays(page, { name: 'compare', shown: 'table' }, look);
  });

  await test.step('curves with a band, by another axis, in another color', async () => {
    await page.keyboard.press('2');
    await expect(main.getByText('Loss (validation)')).toBeVisible();
    await main.getByLabel('Mean and 95 % interval over seeds').check();
    await main.getByRole('button', { name: /^Change the color of #1/ }).click();
    await expect(page).toHaveURL(/colors=1/);
    await main.getByRole('button', { name: 'Show as table: Loss (validation)' }).click();
    await expect(
      main.getByRole('region', { name: 'Loss (validation)' }).getByRole('columnheader'),
    ).toHaveCount(3);
    await main.getByRole('button', { name: /Show as chart: Loss \(validation\)/ }).click();
    await checkAccess();
    await keepScreenshot('compare-curves');
  });

  await test.step('parameters', async () => {
    await page.keyboard.press('3');
    await expect(main.getByText('Parameters and metric')).toBeVisible();
    await expect(
      main.getByText('Importance does not apply. Too few values: 8 of at least 10.'),
    ).toBeVisible();
    await inBothWays(page, { name: 'compare-parameters', shown: 'canvas' }, look);
  });

  await test.step('differences', async () => {
    await page.keyboard.press('4');
    await expect(main.getByText('Learning rate')).toBeVisible();
    await inBothWays(page, { name: 'compare-differences', shown: 'table' }, look);
  });

  await test.step('predictions on the same samples', async () => {
    await page.keyboard.press('5');
    await main.getByRole('button', { name: 'Compare predictions' }).click();
    const tests = main.getByRole('table', { name: /samples of the test split/ });
    await expect(tests.getByRole('row', { name: /McNemar/ })).toBeVisible(TRAINING);
    await expect(tests.getByRole('row', { name: /DeLong/ })).toContainText(/p [=<]|does not apply/);
    await expect(main.getByRole('heading', { name: 'Confusion matrix' })).toHaveCount(2);
    await checkAccess();
    await keepScreenshot('compare-predictions');
  });
});
