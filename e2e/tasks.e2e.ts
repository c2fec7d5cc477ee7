/** Annotation tasks beside the first: made in a dialog and answered by keys. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '../src-shared/contract.ts';
import { expect, test } from './fixtures.ts';
import { importRows, jobDone, type TextRow } from './rpc.ts';

const ROWS: TextRow[] = [
  { text: 'buy now', label: 'spam' },
  { text: 'see you at noon', label: 'ham' },
  ...['first', 'second', 'third'].map((text) => ({ text, label: null })),
];
async function made(client: Client, input: Parameters<Client['labeling']['createTask']>[0]): Promise<string> {
  const { task, job } = await client.labeling.createTask(input);
  await expect.poll(async () => (await client.jobs.list()).find(({ id }) => id === job)?.state).toBe('done');
  return task;
}

test('a task of several labels is made in a dialog and answered by keys, with undo', async ({
  shell,
  page,
  folder,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  await shell.goTo('Label');
  await page.getByRole('button', { name: 'New annotation task for letters' }).click();
  await expect(page.getByText('For a preference between two columns')).toBeVisible();
  await page.getByLabel('Name').fill('Topics');
  await page.getByLabel('Classes', { exact: true }).fill('ads, work, other');
  await page.getByLabel('Classes at most; empty for any number').fill('2');
  await page.getByLabel('Guidelines').fill('Label **every** topic.');
  await checkAccess();
  await keepScreenshot('task-new');
  await page.getByRole('button', { name: 'Create task' }).click();
  const link = page.getByRole('link', { name: 'Open the task Topics' });
  await expect(link).toContainText('0 of 5 labeled');
  await keepScreenshot('task-list');
  await link.click();
  const text = page.getByTestId('text');
  await expect(text).toHaveText('buy now');
  await page.keyboard.press('1');
  await page.keyboard.press('2');
  await page.keyboard.press('3');
  await expect(page.getByRole('alert')).toHaveText('At most 2 classes. Take one away first.');
  await expect(page.getByRole('button', { name: 'Save' })).toHaveText(/^Save/);
  await checkAccess();
  await keepScreenshot('task-multilabel');
  await page.keyboard.press('Enter');
  await expect(text).toHaveText('see you at noon');
  await page.keyboard.press('Enter');
  await expect(text).toHaveText('first');
  await page.keyboard.press('s');
  await expect(text).toHaveText('second');
  await expect(page.getByTestId('left')).toHaveText('2 left');
  await page.keyboard.press('u');
  await expect(text).toHaveText('first');
  await page.keyboard.press('u');
  await expect(text).toHaveText('see you at noon');
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await expect(text).toHaveText('first');
  const { tasks, labels } = await answersOf(client, dataset);
  expect(tasks[1]).toMatchObject({
    name: 'Topics',
    kind: 'multilabel',
    guidelines: 'Label **every** topic.',
  });
  expect(labels.slice(0, 3)).toEqual([['ads', 'work'], ['work'], undefined]);
  // One answer for all that a filter finds: by the keys of the classes, and never an empty one.
  await page.keyboard.press('/');
  await page.keyboard.type('ir');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Label all 2' }).click();
  const give = page.getByRole('dialog').getByRole('button', { name: 'Give it to 2' });
  for (const key of ['1', '1', 'Enter']) await page.keyboard.press(key);
  await expect(give).toBeDisabled();
  await page.keyboard.press('3');
  await keepScreenshot('task-label-all-multilabel');
  await page.keyboard.press('Enter');
  await expect(give).toBeHidden();
  await expect
    .poll(async () => (await answersOf(client, dataset)).labels)
    .toEqual([['ads', 'work'], ['work'], ['other'], undefined, ['other']]);
});

async function answersOf(client: Client, dataset: string) {
  const tasks = await client.labeling.tasks({ dataset });
  const read = async () =>
    (await client.labeling.queue({ task: tasks[1]!.id, queue: 'all' })).items.map(
      ({ labelValue }) => labelValue?.['labels'] as string[] | undefined,
    );
  await expect.poll(async () => (await read())[1]).toEqual(['work']);
  return { tasks, labels: await read() };
}

test('a rating is given by one key, and asked again where the task says so', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  const task = await made(client, { dataset, kind: 'rating', name: 'Quality' });
  await page.goto(`${workbench.address}/label/${dataset}?task=${task}`);
  await expect(page.getByTestId('text')).toHaveText('buy now');
  await keepScreenshot('task-rating');
  for (const key of ['4', '1']) await page.keyboard.press(key);
  await expect(page.getByTestId('text')).toHaveText('first');
  const read = async () =>
    (await client.labeling.queue({ task, queue: 'labeled' })).items.map(({ labelValue }) => labelValue);
  await expect.poll(read).toEqual([{ rating: 4 }, { rating: 1 }]);
  await page.getByRole('button', { name: 'Settings of the task' }).click();
  await page.getByLabel('Own items asked again').fill('100');
  await checkAccess();
  await keepScreenshot('task-settings');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('link', { name: 'Answer again' }).click();
  await expect(page.getByTestId('text')).toHaveText('buy now');
  await expect(page.getByRole('button', { pressed: true })).toHaveCount(0);
  for (const key of ['4', '2']) await page.keyboard.press(key);
  await expect(page.getByText('No more items wait for your answer.')).toBeVisible();
  await expect
    .poll(async () => (await client.labeling.agreement({ task })).self[0]?.measures)
    .toContainEqual({ measure: 'percent', value: 0.5, items: 2 });
  expect(await read()).toEqual([{ rating: 4 }, { rating: 1 }]);
});

test('a preference and a text are given by keys; what a filter finds is labeled at once and taken back at once; classes merge', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  const table = path.join(folder, 'pairs.csv');
  const pairRows = ['1 + 1,two,three,sum', '2 + 2,five,four,sum', '3 + 3,six,half a dozen,sum'];
  writeFileSync(table, ['prompt,first,second,label', ...pairRows, ''].join('\n'));
  const { dataset: pairs, job } = await client.datasets.import({
    source: { kind: 'path', path: table },
    kind: 'table',
    columns: [
      ...['prompt', 'first', 'second'].map((name) => ({
        name,
        type: 'category' as const,
        role: 'feature' as const,
      })),
      { name: 'label', type: 'category', role: 'target' },
    ],
    name: 'pairs',
  });
  await jobDone(client, job);
  const preference = await made(client, { dataset: pairs, kind: 'preference', name: 'Better' });
  await page.goto(`${workbench.address}/label/${pairs}?task=${preference}`);
  const item = page.getByRole('region', { name: 'Item' });
  for (const [holds, key] of [
    ['1 + 1', '1'],
    ['2 + 2', '2'],
    ['3 + 3', '0'],
  ] as const) {
    // prettier-ignore
    await expect(item).toContainText(holds);
    if (key === '0') await keepScreenshot('task-preference');
    await page.keyboard.press(key);
  }
  await expect(page.getByText('No more items wait for your answer.')).toBeVisible();
  const preferred = async () =>
    (await client.labeling.queue({ task: preference, queue: 'all' })).items.map(
      ({ labelValue }) => labelValue?.['preferred'],
    );
  await expect.poll(preferred).toEqual(['first', 'second', 'tie']);

  const text = await made(client, { dataset, kind: 'text', name: 'Translate' });
  await page.goto(`${workbench.address}/label/${dataset}?task=${text}`);
  const shown = page.getByTestId('text');
  await expect(shown).toHaveText('buy now');
  // Keys are letters here, also those that do something elsewhere.
  await page.getByLabel('Your text').fill('sus');
  await page.getByLabel('Your text').pressSequentially(' fun');
  await page.keyboard.press('Control+Enter');
  await expect(shown).toHaveText('see you at noon');
  await expect(page.getByTestId('saved')).toHaveText('All saved');
  // Saving goes on writing; Escape goes back to the keys of the desk.
  await expect(page.getByLabel('Your text')).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('f');
  await page.keyboard.press('n');
  await page.keyboard.type('odd');
  await page.keyboard.press('Enter');
  await expect(page.getByText('note: odd')).toBeVisible();
  await keepScreenshot('task-text');
  const { items } = await client.labeling.queue({ task: text, queue: 'all' });
  expect(items.slice(0, 2)).toMatchObject([
    { labelValue: { text: 'sus fun' } },
    { flagged: true, note: 'odd' },
  ]);

  const task = await made(client, {
    dataset,
    kind: 'classification',
    name: 'Kind',
    classes: ['ads', 'work', 'other'],
  });
  await page.goto(`${workbench.address}/label/${dataset}?task=${task}`);
  await expect(shown).toHaveText('buy now');
  await page.keyboard.press('1');
  await page.keyboard.press('=');
  await expect(shown).toHaveText('first');
  await page.keyboard.press('/');
  await page.keyboard.type('ir');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('found')).toHaveText('2 found');
  await page.getByRole('button', { name: 'Label all 2' }).click();
  const dialog = page.getByRole('dialog');
  await page.keyboard.press('2');
  await expect(dialog.getByRole('button', { name: 'Give it to 2' })).toBeFocused();
  await checkAccess();
  await keepScreenshot('task-label-all');
  await page.keyboard.press('Enter');
  await expect(page.getByText('No more items wait for your answer.')).toBeVisible();
  const labels = async () =>
    (await client.labeling.queue({ task, queue: 'all' })).items.map(({ label }) => label);
  await expect.poll(labels).toEqual(['ads', 'ads', 'work', null, 'work']);
  await page.keyboard.press('u');
  await expect.poll(labels).toEqual(['ads', 'ads', null, null, null]);
  await page.keyboard.press('Shift+U');
  await expect.poll(labels).toEqual(['ads', 'ads', 'work', null, 'work']);
  // A key is changed for this page; one that is in use is refused.
  await page.keyboard.press('?');
  await dialog.getByRole('button', { name: 'Change the key: Skip' }).click();
  await page.keyboard.press('1');
  await expect(dialog.getByRole('alert')).toContainText('in use here: ads');
  await page.keyboard.press('k');
  await checkAccess();
  await keepScreenshot('keys-changed');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Skip', exact: true })).toContainText('K');

  // What was looked at is kept for this person.
  await page.goto(`${workbench.address}/label/${dataset}?task=${task}`);
  await expect(page.getByTestId('found')).toHaveText('2 found');

  await page.getByRole('button', { name: 'Edit classes' }).click();
  await dialog.getByRole('button', { name: 'Remove or merge ads' }).click();
  await expect(dialog).toContainText('“ads” leaves. Its 2 labels and 2 answers count as');
  await dialog.getByRole('combobox', { name: /ads.* leaves/ }).selectOption('“work”');
  await dialog.getByLabel('Title in Chinese').first().fill('工作');
  await checkAccess();
  await keepScreenshot('task-classes');
  await dialog.getByRole('button', { name: 'Change the classes' }).click();
  await expect.poll(labels).toEqual(['work', 'work', 'work', null, 'work']);
  const schema = await client.labeling.schema({ task });
  expect(schema.map(({ name, titles }) => [name, titles?.zh])).toEqual([['work', '工作'], ['other', undefined]]); // prettier-ignore
});
