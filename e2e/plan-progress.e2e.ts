/** How a plan goes: its holidays and currency, burn-up, labels and models against their goals, what an hour saves, the path to a task. */
import { MILESTONE, PROJECT, TASK } from '../src-main/planning/plan.fixture.ts';
import { expect, test } from './fixtures.ts';
import { day, makePlan, openTab, PLAN } from './plan.ts';
import { importRows } from './rpc.ts';

test.beforeEach(() => test.setTimeout(180_000));

test('the country of the team is chosen by name, its holidays are seen, and the project has another currency', async ({
  page,
  client,
  shell,
}) => {
  await makePlan(client);
  const { main } = shell;
  await page.goto(`${new URL(page.url()).origin}/team?part=calendar`);
  const holidays = main.getByRole('region', { name: 'Public holidays', exact: true });
  await holidays.getByLabel('Country', { exact: true }).click();
  await page.getByRole('option', { name: 'China', exact: true }).click();
  await expect(holidays.getByRole('row', { name: /Spring Festival/ }).first()).toBeVisible();
  await expect(holidays.getByText('workday').first()).toBeVisible();
  const year = await holidays.locator('strong').textContent();
  await holidays.getByRole('button', { name: `Show ${Number(year) - 1}` }).click();
  await expect(holidays.locator('strong')).toHaveText(String(Number(year) - 1));
  await holidays.getByRole('button', { name: `Show ${year}` }).click();
  const { documents } = await client.team.read({ scope: 'team' });
  expect(documents.find(({ kind }) => kind === 'calendar')?.body).toMatchObject({ country: 'CN' });

  await openTab(page, 'aims');
  const currency = main.getByLabel('Currency');
  await currency.fill('QQQ');
  await page.keyboard.press('Tab');
  await expect(currency).toHaveAttribute('aria-invalid', 'true');
  await currency.fill('chf');
  await page.keyboard.press('Tab');
  await expect(currency).toHaveValue('CHF');
  await expect
    .poll(
      async () => (await client.planning.projects()).find(({ project }) => project === PLAN)?.body.currency,
    )
    .toBe('CHF');
});

test('work burns up and down to the forecast, and the path to a task is shown by key and kept in the address', async ({
  page,
  client,
  shell,
  checkAccess,
  keepScreenshot,
}) => {
  await makePlan(client);
  const { main } = shell;
  await openTab(page, 'forecast');
  const burn = main.getByRole('region', { name: 'Work over time' });
  await expect(burn.locator('canvas')).toBeVisible();
  await page.keyboard.press('f');
  await expect(main.getByRole('row', { name: /^Finish/ })).toBeVisible({ timeout: 60_000 });
  await burn.getByRole('button', { name: 'Burn-down' }).click();
  await expect(burn.getByRole('button', { name: 'Burn-down', exact: true }).first()).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await burn.getByRole('button', { name: 'Burn-up', exact: true }).first().click();

  await openTab(page, 'timeline');
  const tree = page.getByRole('tree', { name: 'Timeline' });
  await tree.getByRole('treeitem', { name: /^Tune hyperparameters/ }).click();
  await page.keyboard.press('Escape');
  await page.keyboard.press('p');
  const path = main.getByRole('status').filter({ hasText: 'Path to Tune hyperparameters' });
  await expect(path).toContainText('Label 500 complaints → Train the classifier → Tune hyperparameters');
  await expect(tree.getByRole('treeitem', { name: /^Train the classifier.*on the path/ })).toBeVisible();
  await checkAccess();
  await main.getByRole('button', { name: /^Path/ }).click();
  await expect(path).toBeHidden();

  await test.step('the chart alone is printed, all of it', async () => {
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`window.print = () => {
      const seen = [...document.body.children].filter((one) => one.getClientRects().length > 0);
      const images = [...document.querySelectorAll('.timeline-paper img')].filter((one) => one.checkVisibility({ visibilityProperty: true })).length;
      document.body.dataset.printed = seen.map((one) => one.className).join() + ' ' + images;
    }`);
    await main.getByRole('button', { name: 'Print chart…' }).click();
    await expect(page.locator('body')).toHaveAttribute('data-printed', 'timeline-paper 1');
    await expect(page.locator('.timeline-paper')).toHaveCount(0);
    await page.emulateMedia({ media: 'screen' });
  });

  await test.step('the report is of one person', async () => {
    await openTab(page, 'report');
    await main.getByRole('combobox', { name: /^Report of/ }).click();
    await page.getByRole('option', { name: 'Mei Li' }).click();
    await expect(main.getByRole('heading', { name: 'Mei Li: work in Complaints' })).toBeVisible();
    await expect(main.getByRole('row', { name: /^Label 500 complaints/ })).toBeVisible();
    await expect(main.getByText('Train the classifier')).toHaveCount(0);
    await checkAccess();
    await keepScreenshot('plan-report-person');
  });
});

test('the Overview shows labels and the best model against their goals, and the days that labeling saves', async ({
  page,
  client,
  shell,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  const rows = Array.from({ length: 60 }, (_, i) => ({ text: `text ${i}`, label: i < 2 ? 'ab'[i]! : null }));
  const dataset = await importRows(client, rows, { folder, name: 'complaints' });
  const { items } = await client.labeling.queue({ task: dataset, queue: 'unlabeled', limit: 20 });
  for (const { id } of items)
    await client.labeling.annotate({
      task: dataset,
      answers: [{ operation: crypto.randomUUID(), sample: id, answer: { type: 'label', label: 'a' } }],
    });
  const gate = { milestone: 'beta', name: '', comparison: '>=', holds: 0, rank: 0 } as const;
  const metric = { dataset, split: 'test', metric: 'macroF1' };
  await client.planning.change({
    scope: PLAN,
    operation: crypto.randomUUID(),
    changes: [
      { id: PLAN, kind: 'project', body: { ...PROJECT, start: day(-3) } },
      { id: 'beta', kind: 'milestone', body: { ...MILESTONE, due: day(30) } },
      {
        id: 'labels',
        kind: 'gate',
        body: { ...gate, fact: 'labeling.labels', parameters: { dataset }, value: 50 },
      },
      {
        id: 'best',
        kind: 'gate',
        body: { ...gate, fact: 'evaluation.bestMetric', parameters: metric, value: 0.9 },
      },
      {
        id: 'label',
        kind: 'task',
        body: {
          ...TASK,
          title: 'Label the rest',
          milestones: ['beta'],
          measured: { by: 'labeling', dataset, samples: 20_000_000 },
        },
      },
    ],
  });
  await client.planning.makeForecast({ project: PLAN });
  // Days cannot be waited for: the labels of today are given a past, and versions that nobody trained on a model each.
  await page.route('**/labeling/byDay', async (route) => {
    const given = Array.from({ length: 12 }, (_, i) => ({
      day: day(i - 12),
      labeled: [3, 0, 2, 4, 1, 0, 0, 3, 2, 5, 1, 2][i]!,
      given: [3, 0, 2, 4, 1, 0, 0, 3, 2, 5, 1, 2][i]!,
    })).filter(({ labeled }) => labeled > 0);
    await route.fulfill({ json: { json: { total: 60, days: given } } });
  });
  await page.route('**/evaluation/bestByVersion', (route) =>
    route.fulfill({
      json: {
        json: [0.6, 0.71, 0.79, 0.86].map((value, i) => ({
          version: `version-${i}`,
          number: i + 1,
          train: 100 * 2 ** i,
          model: `model-${i}`,
          value,
        })),
      },
    }),
  );
  await page.route('**/versions/get', (route) =>
    route.fulfill({ json: { json: { train: 800, validation: 100, test: 100 } } }),
  );
  await shell.goTo('Overview');
  const { main } = shell;
  await expect(main.getByRole('region', { name: 'Labels of complaints' })).toContainText(
    /23 of 50; goal about/,
  );
  await expect(
    main.getByRole('link', { name: /^With “Label the rest” done, Beta about [\d.,]+ days earlier/ }),
  ).toBeVisible();
  const best = main.getByRole('region', { name: /best model of complaints/ });
  await expect(best.locator('canvas')).toBeVisible();
  await expect(best).toContainText('By the learning curve of 4 versions');
  const next = main.getByRole('listitem').filter({ hasText: /Label about [\d,]+ more samples/ });
  await expect(next).toContainText(
    /by the learning curve of 4 versions \([\d,]+ – [\d,]+, leaving one out\)/,
  );
  await keepScreenshot('overview-next-hour');
  await checkAccess();
});
