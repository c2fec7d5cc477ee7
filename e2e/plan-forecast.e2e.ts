/** A PM reads the forecast of a plan, the status report and the Overview, in both languages, and takes the report along. */
import { readFileSync } from 'node:fs';
import type { Client } from '../src-shared/contract.ts';
import { MILESTONE, PROJECT, TASK } from '../src-main/planning/plan.fixture.ts';
import { expect, test } from './fixtures.ts';
import { importRows } from './rpc.ts';

const PLAN = 'project-complaints';
const PROMISED = '2030-03-29';

const task = (id: string, title: string, body: Partial<typeof TASK> = {}) => ({
  id,
  kind: 'task' as const,
  body: { ...TASK, title, estimate: { optimistic: 16, likely: 40, pessimistic: 120 }, ...body },
});
const after = (...ids: string[]) => ids.map((id) => ({ task: id, type: 'FS' as const, lag: 0 }));

async function plan(client: Client, dataset: string): Promise<void> {
  await client.planning.change({
    scope: PLAN,
    operation: crypto.randomUUID(),
    changes: [
      {
        id: PLAN,
        kind: 'project',
        body: { ...PROJECT, name: 'Complaints', start: '2030-01-07', due: PROMISED },
      },
      { id: 'beta', kind: 'milestone', body: { ...MILESTONE, name: 'Beta', due: '2030-02-15' } },
      { id: 'launch', kind: 'milestone', body: { ...MILESTONE, name: 'Launch', due: PROMISED, rank: 1 } },
      {
        id: 'gate',
        kind: 'gate',
        body: {
          milestone: 'beta',
          name: '',
          fact: 'labeling.labels',
          parameters: { dataset },
          comparison: '>=',
          value: 10,
          holds: 0,
          rank: 0,
        },
      },
      task('label', 'Label 2,000 complaints', { milestones: ['beta'] }),
      task('train', 'Train the classifier', { after: after('label'), milestones: ['beta'] }),
      task('serve', 'Serve it to the desk', { after: after('train'), milestones: ['launch'] }),
      {
        id: 'risk',
        kind: 'risk',
        body: {
          title: 'Labels disagree',
          area: 'data',
          cause: '',
          event: '',
          effect: '',
          probability: 4,
          impact: 4,
          chance: 0.4,
          delay: { optimistic: 20, likely: 40, pessimistic: 80 },
          tasks: ['label'],
          response: 'reduce',
          plan: '',
          owner: null,
          due: null,
          state: 'open',
          trigger: null,
        },
      },
    ],
  });
}

test('a forecast by key, the chance of a date, and a task that takes its time from what was measured', async ({
  shell,
  page,
  client,
  folder,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const rows = Array.from({ length: 30 }, (_, i) => ({ text: `text ${i}`, label: i < 2 ? 'ab'[i]! : null }));
  const dataset = await importRows(client, rows, { folder, name: 'complaints' });
  await plan(client, dataset);
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=forecast`);
  await expect(main.getByText('No forecast yet')).toBeVisible();
  await checkAccess();
  await page.keyboard.press('f');
  const finish = main.getByRole('row', { name: /^Finish/ });
  await expect(finish).toContainText(PROMISED, { timeout: 60_000 });
  await expect(finish).toContainText('%');
  await expect(main.getByRole('row', { name: /Labels disagree/ })).toBeVisible();
  await main.getByLabel('Chance by a date').fill('2040-01-01');
  await expect(main.getByRole('status').filter({ hasText: 'Finish' })).toContainText('100%');
  await main.getByLabel('Chance by a date').fill('2030-01-07');
  await expect(main.getByRole('status').filter({ hasText: 'Finish' })).toContainText('0%');
  await page.setViewportSize({ width: 1024, height: 1400 });
  await checkAccess();
  await keepScreenshot('forecast-1024');

  const { items } = await client.labeling.queue({ task: dataset, queue: 'unlabeled', limit: 20 });
  for (const { id } of items)
    await client.labeling.annotate({
      task: dataset,
      answers: [{ operation: crypto.randomUUID(), sample: id, answer: { type: 'label', label: 'a' } }],
    });
  await expect(main.getByRole('row', { name: /^Everybody/ })).toContainText('labels an hour');
  await main.getByRole('button', { name: /time of “Label 2,000 complaints”/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Taken from').click();
  await page.getByRole('option', { name: 'Labeling speed' }).click();
  await dialog.getByLabel('Samples to label').fill('2000');
  await checkAccess();
  await page.keyboard.press('Enter');
  await expect(main.getByText('The plan or the measured rates changed')).toBeVisible();
  await main.getByRole('button', { name: /^Forecast again/ }).click();
  await expect(main.getByRole('row', { name: /^Label 2,000 complaints/ }).last()).toContainText('measured', {
    timeout: 60_000,
  });
});

test('the status report is read, saved and printed, each number a link to its evidence', async ({
  shell,
  page,
  client,
  folder,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const dataset = await importRows(
    client,
    [
      { text: 'a', label: 'x' },
      { text: 'b', label: null },
    ],
    {
      folder,
      name: 'complaints',
    },
  );
  await plan(client, dataset);
  await client.planning.makeForecast({ project: PLAN });
  await page.goto(`${workbench.address}/plan/${PLAN}?tab=report`);
  const report = main.getByRole('article');
  await expect(report.getByRole('heading', { name: 'Complaints: status' })).toBeVisible();
  const gate = report.getByRole('row', { name: /Labeled samples of complaints/ });
  await expect(gate.getByRole('link', { name: '1 sample' })).toHaveAttribute('href', `/data/${dataset}`);
  await expect(report.getByText(/Finish: P50 2030/)).toBeVisible();
  await page.setViewportSize({ width: 1024, height: 1000 });
  await checkAccess();
  await keepScreenshot('report-1024');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    main.getByRole('button', { name: 'Save as HTML' }).click(),
  ]);
  expect(readFileSync(await download.path(), 'utf8')).toContain(`${workbench.address}/data/${dataset}`);
  await page.emulateMedia({ media: 'print' });
  await expect(shell.rail).toBeHidden();
  // The rest of the page is hidden, and so are its roles.
  await expect(page.locator('article.report')).toBeVisible();
  await keepScreenshot('report-print');
  await page.emulateMedia({ media: 'screen' });
  await page.goto(workbench.address);
  const summary = main.getByRole('article', { name: 'Complaints' });
  await expect(summary).toContainText('in time');
  await expect(summary).toContainText('Next best hour');
  await expect(summary.getByRole('link', { name: /^Label 9 samples/ })).toHaveAttribute(
    'href',
    `/label/${dataset}`,
  );
  await checkAccess();
});
