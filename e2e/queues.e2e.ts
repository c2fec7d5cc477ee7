/** What helps with labeling: a ranked queue, suggestions with an audit, labeling functions, one's own progress. */
import { expect, test } from './fixtures.ts';
import { prefer } from './pages/looks.ts';
import { importRows, jobDone, type TextRow } from './rpc.ts';

const SPAM = 'win a free prize and claim your money now';
const HAM = 'shall we meet for lunch at noon in the office';
const UNSURE = 'win lunch free meet';
const ROWS: TextRow[] = [
  ...Array.from({ length: 24 }, (_, i) => ({
    text: `${i % 2 ? HAM : SPAM} ${i}`,
    label: i % 2 ? 'ham' : 'spam',
  })),
  ...Array.from({ length: 11 }, (_, i) => ({ text: `${i % 2 ? SPAM : HAM} new ${i}`, label: null })),
  { text: UNSURE, label: null },
];

test('a queue is ranked, says why, and its suggestions are kept by one key and at once', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  await page.goto(`${workbench.address}/label/${dataset}?help=queue`);
  await expect(page.getByTestId('ranking')).toHaveText('In the order of the dataset');
  await page.getByRole('button', { name: 'Rank the queue' }).click();
  await expect(page.getByTestId('ranking')).toHaveText('Smallest margin: 12 of 12 items left.');
  await checkAccess();
  await page.getByRole('link', { name: 'Suggestions' }).click();
  await page.getByRole('button', { name: 'Suggest labels' }).click();
  const source = page.getByRole('region', { name: 'Fast classifier' });
  await expect(source).toContainText('12 of 12 open');
  await page.getByRole('link', { name: 'Queue' }).click();
  await page.getByRole('link', { name: 'Label in this order' }).click();
  await expect(page.getByTestId('text')).toHaveText(UNSURE);
  await expect(page.getByTestId('why')).toContainText(/(spam|ham) 0\.\d+ against (spam|ham) 0\.\d+/);
  await expect(page.getByTestId('suggested')).toContainText('Fast classifier');
  await expect(page.getByText('No. 1', { exact: true })).toBeVisible();
  await checkAccess();
  await keepScreenshot('queues-desk');
  await page.keyboard.press('.');
  await expect(page.getByTestId('text')).not.toHaveText(UNSURE);
  await expect.poll(async () => (await client.labeling.task({ task: dataset })).counts.labeled).toBe(25);
  await page.getByRole('link', { name: 'Help' }).click();
  await page.getByRole('link', { name: 'Suggestions' }).click();
  await expect(source).toContainText('11 of 12 open');
  await page.getByLabel('Keep from confidence').fill('60');
  await page.getByLabel('Audit sample').fill('30');
  await page.getByRole('button', { name: 'Keep suggestions' }).click();
  const batch = page.getByTestId('batch');
  await expect(batch).toContainText('of Fast classifier from 60.0%');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await checkAccess();
  await keepScreenshot('queues-suggestions');
  await batch.getByRole('button', { name: 'Undo this batch' }).click();
  await expect(batch).toContainText('Undone');
  await expect(page.getByRole('alert')).toHaveCount(0);
  await expect.poll(async () => (await client.labeling.task({ task: dataset })).counts.labeled).toBe(25);
  // What is suggested for is opened for labeling at once, each item with what is suggested.
  await source.getByRole('button', { name: 'Label the items with suggestions of Fast classifier' }).click();
  await expect(page.getByTestId('suggested')).toContainText('Fast classifier');
});

test('a labeling function shows what it finds while it is written, and its votes compare', async ({
  page,
  folder,
  client,
  workbench,
  conduct,
  checkAccess,
  keepScreenshot,
}) => {
  // A pattern that is none is refused, and told beside it.
  conduct.expectErrors('previewFunction');
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  await page.goto(`${workbench.address}/label/${dataset}?help=functions`);
  await page.getByRole('button', { name: 'Add a function' }).click();
  await page.getByLabel('Name').fill('prizes');
  await page.getByLabel('Pattern', { exact: true }).fill('free (');
  await expect(page.getByTestId('matches')).toContainText('not a regular expression');
  await page.getByLabel('Pattern', { exact: true }).fill(String.raw`free\s+prize`);
  await expect(page.getByTestId('matches')).toContainText('17 of 36 sampled items match.');
  await expect(page.getByTestId('matches').locator('mark').first()).toHaveText('free prize');
  await checkAccess();
  await keepScreenshot('queues-function');
  await page.getByRole('button', { name: 'Save function' }).click();
  await page.getByRole('button', { name: 'Apply all functions' }).click();
  await expect(page.getByRole('row', { name: /prizes/ })).toContainText('47.2%');
  await checkAccess();
  await keepScreenshot('queues-functions');
  expect(await client.labeling.suggestions({ task: dataset })).toMatchObject([
    { source: 'functions', items: 5 },
  ]);
});

test('active learning is started, draws its curve, and progress is one’s own', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  await page.goto(`${workbench.address}/label/${dataset}?help=queue`);
  await page.getByLabel('New labels until it learns again').fill('5');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByText('Learns again after 5 more labels.')).toBeVisible({ timeout: 20_000 });
  await expect(page.getByTestId('ranking')).toHaveText('Smallest margin: 12 of 12 items left.');
  await expect(page.getByText(/^Learning took/)).toBeVisible();
  await checkAccess();
  await keepScreenshot('queues-active');
  const { items } = await client.labeling.queue({ task: dataset, limit: 2 });
  for (const { id } of items)
    await client.labeling.annotate({
      task: dataset,
      answers: [
        { operation: crypto.randomUUID(), sample: id, answer: { type: 'label', label: 'ham' }, seconds: 3 },
      ],
    });
  await page.getByRole('link', { name: 'Progress' }).click();
  await expect(page.getByText('Items you answered')).toBeVisible();
  await expect(page.getByText('Known after two days of labeling.')).toBeVisible();
  await checkAccess();
  await keepScreenshot('queues-progress');
  await prefer(page, { language: 'zh', theme: 'dark' });
  await page.reload();
  await expect(page.getByText('您已回答的项')).toBeVisible();
  await checkAccess();
  await keepScreenshot('queues-progress-zh-dark');
  await page.getByRole('link', { name: '队列' }).click();
  await expect(page.getByText('主动学习').first()).toBeVisible();
  await checkAccess();
  await keepScreenshot('queues-active-zh-dark');
  await jobDone(client, (await client.labeling.suggest({ task: dataset })).job);
  await page.getByRole('link', { name: '建议' }).click();
  await expect(page.getByRole('region', { name: '快速分类器' })).toBeVisible();
  await checkAccess();
  await keepScreenshot('queues-suggestions-zh-dark');
});
