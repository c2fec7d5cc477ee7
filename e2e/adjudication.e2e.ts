/** Items that people answered differently: compared, drawn beside each other, and adjudicated. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { Client } from '../src-shared/contract.ts';
import { expect } from './fixtures.ts';
import { cookieOfMei, test } from './mei.ts';
import { prefer } from './pages/looks.ts';
import { RegionsPage } from './pages/regions.ts';
import { importRows, importSource, jobDone, type TextRow } from './rpc.ts';

const ROWS: TextRow[] = [
  { text: 'buy now', label: 'spam' },
  { text: 'see you at noon', label: 'ham' },
  ...['first', 'second', 'third'].map((text) => ({ text, label: null })),
];

async function made(client: Client, input: Parameters<Client['labeling']['createTask']>[0]): Promise<string> {
  const { task, job } = await client.labeling.createTask(input);
  await jobDone(client, job);
  return task;
}

/** Mei gives an answer. */
async function answerAsMei(
  address: string,
  { task, sample, value }: { task: string; sample: string; value: object },
): Promise<void> {
  const answers = [{ operation: randomUUID(), sample, answer: { type: 'value', value } }];
  const response = await fetch(`${address}/rpc/labeling/annotate`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-lathe': '1',
      cookie: cookieOfMei(address),
    },
    body: JSON.stringify({ json: { task, answers } }),
  });
  expect(response.ok).toBe(true);
}

test('people answer blindly; where they differ an engineer takes one answer by its key', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  const input = { resolution: 'majority' as const, answersPerItem: 2, classes: ['ads', 'work', 'other'] };
  const task = await made(client, { dataset, kind: 'classification', name: 'Twice', ...input });
  const items = (await client.labeling.queue({ task, queue: 'all' })).items;
  const mei = (i: number, value: object, within = task) =>
    answerAsMei(workbench.address, { task: within, sample: items[i]!.id, value });
  await mei(0, { label: 'ads' });
  await mei(1, { label: 'work' });
  await page.goto(`${workbench.address}/label/${dataset}?task=${task}`);
  await expect(page.getByTestId('text')).toHaveText('buy now');
  await expect(page.getByRole('button', { pressed: true })).toHaveCount(0);
  await page.keyboard.press('1');
  await expect(page.getByTestId('text')).toHaveText('see you at noon');
  await page.keyboard.press('1');
  await expect(page.getByTestId('text')).toHaveText('first');
  await page.getByRole('link', { name: 'Agreement' }).click();
  await expect(page.getByRole('heading', { name: 'In dispute · 1' })).toBeVisible();
  await expect(page.getByRole('row', { name: /Mei/ })).toContainText('0.5');
  await checkAccess();
  await keepScreenshot('task-review');
  await prefer(page, { language: 'zh', theme: 'dark' });
  await page.goto(`${workbench.address}/label/${dataset}?task=${task}&review=1`);
  await expect(page.getByRole('heading', { name: '有争议 · 1' })).toBeVisible();
  await checkAccess();
  await keepScreenshot('task-review-zh-dark');
  await page.goto(`${workbench.address}/label/${dataset}?task=${task}`);
  await expect(page.getByTestId('text')).toHaveText('first');
  await checkAccess();
  await keepScreenshot('task-desk-zh-dark');
  await page.goto(`${workbench.address}/label`);
  await page.getByRole('button', { name: '为 letters 新建标注任务' }).click();
  await checkAccess();
  await keepScreenshot('task-new-zh-dark');
  await prefer(page, { language: 'en', theme: 'light' });
  await page.goto(`${workbench.address}/label/${dataset}?task=${task}&review=1`);
  await page.getByRole('button', { name: 'Take the answer of Mei' }).waitFor();
  const place = await page.getByRole('button', { name: /Take the answer/ }).allTextContents();
  expect(place.map((words) => words.includes('work'))).toContain(true);
  // Both were wrong: an answer that nobody gave is taken, by its key.
  await page.keyboard.press('0');
  await expect(page.getByRole('dialog').getByRole('button', { name: 'other' })).toBeVisible();
  await page.keyboard.press('3');
  await checkAccess();
  await keepScreenshot('task-another-answer');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No item is in dispute.')).toBeVisible();
  const said = await client.labeling.history({ task, sample: items[1]!.id });
  expect(JSON.stringify(said)).toContain('"other"');
  const { counts } = await client.labeling.task({ task });
  expect(counts).toMatchObject({ labeled: 2, disputed: 0 });
  // Taken back by its key, the item is in dispute again; given again, it is not.
  await page.keyboard.press('u');
  await expect(page.getByRole('heading', { name: 'In dispute · 1' })).toBeVisible();
  await page.keyboard.press('Shift+U');
  await expect(page.getByText('No item is in dispute.')).toBeVisible();

  // Of spans the adjudicator makes an answer of what somebody marked, with the editor of the task.
  const names = await made(client, { dataset, kind: 'spans', name: 'Names', ...input });
  const marked = (start: number, end: number) => ({
    spans: [{ id: 's1', start, end, label: 'ads', attributes: {} }],
    relations: [],
  });
  await mei(0, marked(0, 3), names);
  const mine = { type: 'value', value: marked(0, 7) } as const;
  const own = { operation: randomUUID(), sample: items[0]!.id, answer: mine };
  await client.labeling.annotate({ task: names, answers: [own] });
  await page.goto(`${workbench.address}/label/${dataset}?task=${names}&review=1`);
  await page.getByRole('button', { name: 'Take the answer of Mei' }).waitFor();
  // Both answers are drawn in the text; nobody else has what either of them marked.
  await expect(page.getByRole('region', { name: 'Answer of Mei' }).locator('mark.bold')).toHaveText('buyads');
  await expect(page.getByRole('list', { name: 'Parts of the answer of Mei' })).toContainText('only here');
  await checkAccess();
  await keepScreenshot('task-review-spans');
  const given = await page.getByRole('button', { name: /Take the answer/ }).allTextContents();
  for (const key of ['e', String(given.findIndex((words) => words.includes('Mei')) + 1)])
    await page.keyboard.press(key);
  const spans = page.getByRole('list', { name: 'Spans' }).getByRole('button');
  await expect(spans).toHaveText(['buy ads']);
  for (const key of ['Control+End', 'Control+Shift+ArrowLeft', '2']) await page.keyboard.press(key);
  await expect(spans).toHaveText(['buy ads', 'now work']);
  await checkAccess();
  await keepScreenshot('task-adjudicated-spans');
  for (const left of [['buy ads'], []]) {
    await page.keyboard.press('u');
    await expect(spans).toHaveText(left);
  }
  for (const key of ['Shift+U', 'Shift+U', 'Control+Enter']) await page.keyboard.press(key);
  await expect(page.getByText('No item is in dispute.')).toBeVisible();
  await page.keyboard.press('u');
  await expect(spans).toHaveText(['buy ads', 'now work']);
  // The answers that were given are a page up, and another beginning is one step.
  await page.keyboard.press('PageUp');
  await page.getByRole('button', { name: 'Another answer' }).click();
  await page.getByRole('button', { name: 'Begin with the answer of Mei' }).click();
  await expect(spans).toHaveText(['buy ads']);
  await page.keyboard.press('u');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('No item is in dispute.')).toBeVisible();
  const resolved = await client.labeling.lossesOf({ task: names, format: 'doccano', answers: { of: 'resolved' } }); // prettier-ignore
  expect(resolved).toMatchObject({ answers: 1 });

  // The Data page shows the task that was used last, and remembers another one that is chosen there.
  await page.goto(`${workbench.address}/data/${dataset}`);
  const choose = page.getByLabel('Answers that are shown');
  await expect(choose).toHaveValue(names);
  await expect(page.getByRole('row').filter({ hasText: 'buy now' })).toContainText('Spans · 2');
  const chips = page.getByRole('group', { name: 'Filter by label' });
  await chips.getByRole('button', { name: /^ads\s*1$/ }).click();
  await expect(page.getByText(/^1 of \d+ samples$/)).toBeVisible();
  await choose.selectOption('Twice');
  await expect(chips.getByRole('button', { name: 'other' })).toHaveText(/other\s*1/);
  await chips.getByRole('button', { name: 'other' }).click();
  await expect(page.getByRole('row').filter({ hasText: 'see you at noon' })).toContainText('other');
  await checkAccess();
  await keepScreenshot('data-task');
  await page.goto(`${workbench.address}/data/${dataset}`);
  await expect(choose).toHaveValue(task);
  await choose.selectOption('Labels of the dataset');
  await expect(chips.getByRole('button', { name: 'spam' })).toHaveText(/spam\s*1/);
});

test('regions of several people are drawn beside each other, zoomed as one, taken by a key and changed', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const photos = path.join(folder, 'photos');
  mkdirSync(photos);
  const create = { width: 640, height: 480, channels: 3 as const, background: '#9bc' };
  await sharp({ create }).toFile(path.join(photos, 'street.png'));
  const dataset = await importSource(client, { kind: 'path', path: photos });
  const input = { resolution: 'majority' as const, answersPerItem: 2, classes: ['car', 'tree'] };
  const task = await made(client, { dataset, kind: 'regions', name: 'Things', ...input });
  const [item] = (await client.labeling.queue({ task, queue: 'all' })).items;
  const box = (id: string, label: string, x: number, y: number) => {
    const size = { width: 200, height: 120, rotation: 0 };
    return { id, label, attributes: {}, shape: 'box' as const, x, y, ...size };
  };
  const hers = { regions: [box('a', 'car', 40, 60), box('b', 'tree', 380, 300)] };
  await answerAsMei(workbench.address, { task, sample: item!.id, value: hers });
  const mine = { regions: [box('c', 'car', 50, 60), box('d', 'car', 380, 300)] };
  const answer = { type: 'value' as const, value: mine };
  await client.labeling.annotate({
    task,
    answers: [{ operation: randomUUID(), sample: item!.id, answer }],
  });
  const review = `${workbench.address}/label/${dataset}?task=${task}&review=1`;
  await page.goto(review);
  const answers = page
    .getByTestId('answers')
    .getByRole('listitem')
    .filter({ has: page.getByRole('button') });
  await expect(answers).toHaveCount(2);
  // Of each the car that both saw is dotted, what only one of them says is bold and named.
  const places = page.getByRole('group', { name: /^Answer of/ });
  for (const i of [0, 1]) {
    await expect(places.nth(i).locator('path.faint')).toHaveCount(1);
    await expect(places.nth(i).locator('path.bold')).toHaveCount(1);
    await expect(answers.nth(i)).toContainText('1 of 2 parts differs');
  }
  const list = page.getByRole('list', { name: 'Parts of the answer of Mei' }).getByRole('listitem');
  await expect(list.nth(0)).toContainText('tree, box');
  await expect(list.nth(0)).toContainText('only here');
  await expect(list.nth(1)).toContainText('in all answers · overlap 90.5%');
  await checkAccess();
  await keepScreenshot('task-review-regions');
  const widths = () => places.locator('img').evaluateAll((all) => all.map(({ clientWidth }) => clientWidth));
  const [before] = await widths();
  await page.keyboard.press('+');
  await expect.poll(async () => new Set(await widths()).size).toBe(1);
  expect((await widths())[0]).toBeGreaterThan(before!);
  await prefer(page, { language: 'zh', theme: 'dark' });
  await page.goto(review);
  await expect(page.getByRole('list', { name: 'Mei 的答案中的各处' })).toContainText('仅此处有');
  await checkAccess();
  await keepScreenshot('task-review-regions-zh-dark');
  await prefer(page, { language: 'en', theme: 'light' });
  await page.goto(review);
  await expect(answers).toHaveCount(2);
  const names = await page.getByRole('button', { name: /Take the answer/ }).allTextContents();
  const hersAt = names.findIndex((words) => words.includes('Mei')) + 1;
  await page.keyboard.press(String(hersAt));
  await expect(page.getByText('No item is in dispute.')).toBeVisible();
  const read = async () => (await client.labeling.labelsOf({ task, samples: [item!.id] }))[0]!.label;
  expect(await read()).toEqual(hers);
  // Taken back, it is changed with the editor of the task instead.
  await page.keyboard.press('u');
  await expect(answers).toHaveCount(2);
  for (const key of ['e', String(hersAt)]) await page.keyboard.press(key);
  const regions = new RegionsPage(page);
  await regions.shows(item!.id);
  await expect(regions.list.getByRole('option')).toHaveCount(2);
  await regions.press('Tab', 'Delete', 'Control+Enter');
  await expect(page.getByText('No item is in dispute.')).toBeVisible();
  expect(((await read()) as typeof hers).regions).toHaveLength(1);
});
