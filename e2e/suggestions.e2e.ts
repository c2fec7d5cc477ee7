/** Suggestions of parts: made in Help, drawn dashed in the editor, accepted and dismissed by keys, in both languages. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { Client } from '../src-shared/contract.ts';
import type { Region, Span } from '../src-shared/labeling/tasks/values.ts';
import { cornerDetector, nameTagger } from '../src-main/models/worker/part-models.fixture.ts';
import { expect, test } from './fixtures.ts';
import { prefer } from './pages/looks.ts';
import { RegionsPage } from './pages/regions.ts';
import { importRows, importSource, jobDone } from './rpc.ts';

async function importModel(client: Client, file: string, bytes: Uint8Array): Promise<void> {
  writeFileSync(file, bytes);
  const { job } = await client.models.import({ source: { kind: 'path', path: file } });
  await jobDone(client, job);
}

async function makeTask(client: Client, dataset: string, kind: 'spans' | 'regions', classes: string[]) {
  const made = await client.labeling.createTask({ dataset, kind, name: 'Parts', classes });
  await jobDone(client, made.job);
  return made.task;
}

const TEXTS = [
  'Ada Lovelace met Babbage in London.',
  'Babbage wrote to Ada from London.',
  'London again: Ada and Babbage.',
  'Nobody was there.',
];

test('suggested spans and regions are accepted and dismissed by keys, and are no answer before', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const texts = await importRows(
    client,
    TEXTS.map((text) => ({ text, label: null })),
    { folder, name: 'letters' },
  );
  const spansTask = await makeTask(client, texts, 'spans', ['PER', 'place']);
  const inTask = (help = '') => `${workbench.address}/label/${texts}?task=${spansTask}${help}`;
  await importModel(client, path.join(folder, 'names.onnx'), nameTagger());

  await test.step('Help offers what a task of spans can use, and asks what the labels of the model mean', async () => {
    await page.goto(inTask('&help=queue'));
    await expect(page.getByTestId('ranking')).toHaveText('In the order of the dataset');
    await expect(page.getByRole('link', { name: 'Functions' })).toHaveCount(0);
    await expect(page.getByLabel('What learns')).toHaveText('Span tagger (BiLSTM or Transformer)');
    await expect(
      page.getByText('Not offered here: Most disagreement and Suspected label errors.'),
    ).toBeVisible();
    await page.getByLabel('Order', { exact: true }).first().click();
    await expect(page.getByRole('option')).toHaveText([
      'Random',
      'Least confident',
      'Smallest margin',
      'Highest entropy',
      'Most diverse',
      'Model disagrees with the label',
    ]);
    await page.getByRole('option', { name: 'Least confident' }).click();
    // Without a model there is nothing to rank by.
    await expect(page.getByRole('button', { name: 'Rank the queue' })).toBeDisabled();
    await page.getByLabel('Model', { exact: true }).click();
    await page.getByRole('option', { name: 'names' }).click();
    await page.getByRole('button', { name: 'Rank the queue' }).click();
    await expect(page.getByTestId('ranking')).toHaveText('Least confident: 4 of 4 items left.');
    await checkAccess();
    await keepScreenshot('queue-of-spans');
    await page.getByRole('link', { name: 'Label in this order' }).click();
    await expect(page.getByTestId('why')).toContainText('Lovelace: I-PER 0.7 against O 0.2');
    await page.goBack();
    await page.getByRole('link', { name: 'Suggestions' }).click();
    await page.getByLabel('Model', { exact: true }).click();
    await page.getByRole('option', { name: 'names' }).click();
    await page.getByLabel('“LOC” means', { exact: true }).click();
    await page.getByRole('option', { name: 'place' }).click();
    await checkAccess();
    await keepScreenshot('suggest-mapping');
    await page.getByRole('button', { name: 'Suggest labels' }).click();
    await expect(page.getByRole('region', { name: 'names' })).toContainText('3 of 3 open');
    await expect(page.getByLabel('Keep from confidence')).toBeVisible();
  });

  await test.step('spans: one by one, all, another class, dismissed', async () => {
    await page.goto(inTask());
    const rows = page.getByRole('list', { name: 'Spans' }).getByRole('button');
    const suggested = page.getByTestId('suggested');
    await expect(suggested).toContainText('Suggested · 3');
    await expect(rows).toHaveText(['Ada Lovelace PER 70.0%', 'Babbage PER 90.0%', 'London place 80.0%']);
    await press('Tab', 'Enter');
    await expect(suggested).toContainText('Suggested · 2');
    await expect(rows.first()).toHaveText('Ada Lovelace PER');
    await checkAccess();
    await keepScreenshot('suggest-spans');
    // The next is at hand: it is dismissed, the last gets another class.
    await press('Delete', '1');
    await expect(suggested).toContainText('Suggested · 0');
    await expect(rows).toHaveText(['Ada Lovelace PER', 'London PER']);
    // Undo brings the suggestion back, and redo takes it again.
    await press('u');
    await expect(rows).toHaveText(['Ada Lovelace PER', 'London place 80.0%']);
    await press('Shift+U', 'Control+Enter');
    await expect(page.getByTestId('text')).toHaveText(TEXTS[1]!);
    await press('Shift+S', 'Control+Enter');
    await expect(page.getByTestId('text')).toHaveText(TEXTS[2]!);
    await press('Shift+Delete');
    await expect(rows).toHaveCount(0);
    await press('Shift+N');
    await expect(page.getByTestId('text')).toHaveText(TEXTS[3]!);
    await expect(suggested).toHaveCount(0);
    await expect(page.getByTestId('saved')).toHaveText('All saved');
    const { items } = await client.labeling.queue({ task: spansTask, queue: 'labeled' });
    const said = items.map(({ text, labelValue }) =>
      (labelValue!['spans'] as Span[]).map(({ start, end, label }) => `${label} ${text.slice(start, end)}`),
    );
    expect(said).toEqual([
      ['PER Ada Lovelace', 'PER London'],
      ['PER Babbage', 'PER Ada', 'place London'],
      [],
    ]);
  });

  const photos = path.join(folder, 'photos');
  mkdirSync(photos);
  for (const [i, background] of ['#9bc', '#cb9', '#bc9'].entries())
    await sharp({ create: { width: 320, height: 240 + i, channels: 3, background } })
      .png()
      .toFile(path.join(photos, `p${i}.png`));
  const images = await importSource(client, { kind: 'path', path: photos });
  const regionsTask = await makeTask(client, images, 'regions', ['car', 'tree']);
  await importModel(client, path.join(folder, 'corners.onnx'), cornerDetector());
  const model = (await client.models.list({})).items.find(({ name }) => name === 'corners')!;
  await jobDone(client, (await client.labeling.suggest({ task: regionsTask, model: model.id })).job);

  await test.step('regions: dashed on the image, accepted by Enter and all at once', async () => {
    const { items } = await client.labeling.queue({ task: regionsTask });
    const regions = new RegionsPage(page);
    await page.goto(`${workbench.address}/label/${images}?task=${regionsTask}`);
    await regions.shows(items[0]!.id);
    const suggested = page.getByTestId('suggested');
    await expect(suggested).toContainText('Suggested · 2');
    await regions.settles();
    await checkAccess();
    await keepScreenshot('suggest-regions');
    await regions.stage.focus();
    await press('Tab', 'Enter', 'Delete', 'Control+Enter');
    await regions.shows(items[1]!.id);
    await press('Shift+S');
    await expect(suggested).toContainText('Suggested · 0');
    await press('Control+Enter');
    await regions.shows(items[2]!.id);
    const answered = await client.labeling.queue({ task: regionsTask, queue: 'all' });
    const labels = answered.items.map(({ labelValue }) =>
      ((labelValue?.['regions'] ?? []) as Region[]).map(({ label }) => label),
    );
    expect(labels).toEqual([['car'], ['car', 'tree'], []]);
  });

  await test.step('the grid of a dataset shows regions and spans, and dashed what is suggested', async () => {
    await page.goto(`${workbench.address}/data/${images}`);
    await expect(page.getByRole('option', { name: /p0/ }).locator('path')).toHaveCount(1);
    await expect(page.getByText('Suggested · 2')).toBeVisible();
    await checkAccess();
    await keepScreenshot('suggest-grid-regions');
    await page.getByLabel('Answers that are shown').selectOption('No answers');
    await expect(page.getByText('Suggested · 2')).toHaveCount(0);
    await page.goto(`${workbench.address}/data/${texts}`);
    await expect(page.getByRole('row').locator('mark')).toHaveText([
      'Ada Lovelace',
      'London',
      'Babbage',
      'Ada',
      'London',
    ]);
    await checkAccess();
    await keepScreenshot('suggest-grid-spans');
  });

  await test.step('dark, in Chinese', async () => {
    await prefer(page, { language: 'zh', theme: 'dark' });
    await page.reload();
    await expect(page.locator('mark').first()).toHaveText('Ada Lovelace');
    await keepScreenshot('suggest-grid-spans-zh-dark');
    await page.goto(`${workbench.address}/label/${images}?task=${regionsTask}`);
    await expect(page.getByTestId('suggested')).toContainText('建议 · 2');
    await new RegionsPage(page).settles();
    await checkAccess();
    await keepScreenshot('suggest-regions-zh-dark');
    await page.goto(inTask());
    await expect(page.getByRole('button', { name: '撤销' })).toBeEnabled();
    await press('u');
    await expect(page.getByTestId('suggested')).toContainText('全部接受');
    await checkAccess();
    await keepScreenshot('suggest-spans-zh-dark');
  });
});
