/** Answers to annotation tasks through the window: frozen, trained on, reported by class, and asked in the playground. */
import { randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '../src-shared/contract.ts';
import type { TaskKind } from '../src-shared/labeling/tasks/kinds.ts';
import { encodePng } from '../src-main/images/index.ts';
import { shapesOnNoise } from '../src-main/training/worker/answers/shapes.fixture.ts';
import { expect, test } from './fixtures.ts';
import { inBothWays } from './pages/looks.ts';
import { evaluate, importRows, importSource, jobDone, train } from './rpc.ts';

const TRAINING = { timeout: 90_000 };

interface Answering {
  readonly kind: TaskKind;
  readonly classes: string[];
  readonly options?: Parameters<Client['labeling']['createTask']>[0]['options'];
  /** By the text of a sample, or the name of its image. */
  readonly answerOf: (text: string) => Record<string, unknown>;
}

/** Makes a task and answers every item. @returns the task */
async function answered(client: Client, dataset: string, { answerOf, ...asked }: Answering): Promise<string> {
  const made = await client.labeling.createTask({ dataset, name: `${asked.kind} task`, ...asked });
  await jobDone(client, made.job);
  for (let offset = 0; ; offset += 100) {
    const { items } = await client.datasets.samples({ dataset, offset, limit: 100 });
    if (items.length === 0) return made.task;
    const answers = items.map(({ id: sample, text }) => {
      const answer = { type: 'value', value: answerOf(text) } as const;
      return { operation: randomUUID(), sample, answer };
    });
    await client.labeling.annotate({ task: made.task, answers });
  }
}

async function frozen(client: Client, dataset: string, task: string): Promise<string> {
  const { version, job } = await client.versions.freeze({ dataset, task, validation: 0.2, test: 0.2 });
  await jobDone(client, job);
  return version;
}

test('several labels: frozen and trained in the window, reported by label, asked in the playground', async ({
  shell,
  page,
  folder,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const signs = ['rain', 'wind', 'sun'];
  const rows = Array.from({ length: 160 }, (_, at) => {
    const words = signs.filter((_sign, bit) => (at >> bit) & 1);
    return { text: [`day ${at}`, ...words, 'again'].join(' '), label: null };
  });
  const dataset = await importRows(client, rows, { folder, name: 'weather' });
  await answered(client, dataset, {
    kind: 'multilabel',
    classes: [...signs, '从未'],
    answerOf: (text) => ({ labels: signs.filter((sign) => text.includes(sign)) }),
  });

  await test.step('the dialog asks whose labels to freeze', async () => {
    await page.goto(new URL(`/data/${dataset}`, page.url()).href);
    await page.getByRole('button', { name: 'Freeze version' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Freeze a version' });
    await dialog.getByRole('combobox', { name: 'Annotation task' }).click();
    await page.getByRole('option', { name: 'multilabel task' }).click();
    await expect(dialog.getByText('The 160 items with an answer are copied')).toBeVisible();
    await checkAccess();
    await keepScreenshot('freeze-task');
    await dialog.getByRole('button', { name: 'Freeze version' }).click();
    await expect.poll(async () => (await client.versions.list({ dataset })).length).toBe(1);
  });

  await test.step('the Train page offers what learns them', async () => {
    await shell.goTo('Train');
    await expect(main.getByText('Any of 4 labels, or none')).toBeVisible();
    await expect(main.getByRole('radio', { name: /Multi-label text classifier/ })).toBeChecked();
    await inBothWays(
      page,
      { name: 'train-multilabel', shown: 'button.primary:enabled' },
      { checkAccess, keepScreenshot },
    );
    await main.getByLabel(/^Epochs/).fill('12');
    await main.getByRole('button', { name: 'Start training' }).click();
    await expect(page).toHaveURL(/\/runs\/run-/);
    await expect(main.getByText('Finished')).toBeVisible(TRAINING);
  });

  await test.step('its report is by label', async () => {
    const {
      items: [model],
    } = await client.models.list();
    const [version] = await client.versions.list({ dataset });
    await evaluate(client, { model: model!.id, version: version!.id });
    await page.goto(new URL(`/models/${model!.id}`, page.url()).href);
    await expect(main.getByRole('heading', { name: 'Per label' })).toBeVisible();
    await expect(main.getByRole('columnheader', { name: 'Threshold' })).toBeVisible();
    await inBothWays(page, { name: 'report-multilabel', shown: 'table' }, { checkAccess, keepScreenshot });
    await main.getByRole('link', { name: 'Export' }).click();
    await expect(main.getByText("model.run(['chosen', 'probabilities']")).toBeVisible();
    await client.serving.deploy({ model: model!.id, name: 'weather' });
  });

  await test.step('the playground says every label', async () => {
    await shell.goTo('Serve');
    await page.getByRole('textbox', { name: 'Text' }).fill('day rain sun again');
    await expect(page.getByRole('status', { name: 'Prediction' })).toContainText('rain');
    await inBothWays(page, { name: 'serve-multilabel', shown: 'textarea' }, { checkAccess, keepScreenshot });
  });
});

test('spans: reported with the texts that are wrong, marked in what is asked', async ({
  page,
  folder,
  client,
  shell,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const names = ['Ada', 'Bo Chen', 'Carla', '王安'];
  const rows = Array.from({ length: 120 }, (_, at) => {
    const name = names[at % names.length]!;
    return { text: `On day ${at} ${name} ${at % 3 ? 'went home' : 'met somebody'}.`, label: null };
  });
  const dataset = await importRows(client, rows, { folder, name: 'diary' });
  const task = await answered(client, dataset, {
    kind: 'spans',
    classes: ['person', '日期'],
    answerOf: (text) => ({
      // Some dates are forgotten, so that there is something to show.
      spans: [...text.matchAll(/day (\d*[1-46-9])\b|Ada|Bo Chen|Carla|王安/g)].map((found, at) => {
        const label = found[1] === undefined ? 'person' : '日期';
        return { id: `s${at}`, start: found.index, end: found.index + found[0].length, label };
      }),
    }),
  });
  const version = await frozen(client, dataset, task);
  const parameters = { epochs: 6, batchSize: 16, learningRate: 1e-2, sequenceLength: 12, patience: 0 };
  const { model } = await train(client, { version, recipe: 'text-tagger', parameters });
  await evaluate(client, { model, version });
  await page.goto(new URL(`/models/${model}`, page.url()).href);
  await expect(main.getByRole('columnheader', { name: 'Overlapping F1' })).toBeVisible();
  await inBothWays(page, { name: 'report-spans', shown: 'table' }, { checkAccess, keepScreenshot });
  await main.getByRole('link', { name: 'Try it' }).click();
  await page.getByRole('textbox', { name: 'Text' }).fill('On day 7 Carla met Ada.');
  await expect(page.getByRole('status', { name: 'Prediction' })).toContainText(/\d+ spans?/);
  await checkAccess();
  await keepScreenshot('try-spans');
});

test('a preference task ranks what it compared, and a model of it what it is asked', async ({
  page,
  folder,
  client,
  shell,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const texts = Array.from({ length: 6 }, (_, at) => `Answer ${at}: ${'very '.repeat(at)}good`);
  const pairs = texts.flatMap((a, i) => texts.slice(i + 1).map((b) => [a, b] as const));
  const file = path.join(folder, 'pairs.csv');
  writeFileSync(
    file,
    ['number,a,b,kind', ...pairs.map(([a, b], at) => `${at},${a},${b},${at % 2 ? 'odd' : 'even'}`)].join(
      '\n',
    ),
  );
  const { dataset, job } = await client.datasets.import({
    source: { kind: 'path', path: file },
    kind: 'table',
  });
  await jobDone(client, job);
  const options = { columns: { prompt: null, first: 'a', second: 'b' } };
  const task = await answered(client, dataset, {
    kind: 'preference',
    classes: [],
    options,
    answerOf: (text) => ({ preferred: text.includes('Answer 3') ? 'first' : 'second' }),
  });
  await page.goto(new URL(`/label/${dataset}?task=${task}&review=1`, page.url()).href);
  await expect(main.getByRole('heading', { name: 'Ranking' })).toBeVisible();
  await expect(main.getByRole('row')).toContainText(['Item', 'Answer']);
  await inBothWays(page, { name: 'task-ranking', shown: 'table' }, { checkAccess, keepScreenshot });

  const version = await frozen(client, dataset, task);
  await page.goto(new URL(`/train?version=${version}`, page.url()).href);
  await expect(main.getByRole('radio', { name: /Text preference model/ })).toBeChecked();
  await checkAccess();
  await keepScreenshot('train-preferences');
  const parameters = { epochs: 1, batchSize: 4, sequenceLength: 8, patience: 0 };
  const { model } = await train(client, { version, recipe: 'text-preference', parameters });
  // One epoch learns little, and all of it is asked: there is something wrong to show.
  const { job: evaluating } = await client.evaluation.evaluate({ model, version, split: 'train' });
  await jobDone(client, evaluating);
  await page.goto(new URL(`/models/${model}`, page.url()).href);
  await expect(main.getByText(/pairs hold a text that the training split holds, too/)).toBeVisible();
  await expect(main.getByText('preferred', { exact: true }).first()).toBeVisible();
  await inBothWays(page, { name: 'report-preferences', shown: 'table' }, { checkAccess, keepScreenshot });
  await main.getByRole('link', { name: 'Try it' }).click();
  const ranking = main.getByRole('region', { name: 'Ranking' });
  for (const text of ['Answer 0: good', 'Answer 5: very very very very very good']) {
    await page.getByRole('textbox', { name: 'Text' }).fill(text);
    await expect(page.getByRole('status', { name: 'Prediction' })).toContainText('score');
    await ranking.getByRole('button', { name: 'Add to the ranking' }).click();
  }
  await expect(ranking.getByRole('listitem')).toHaveCount(2);
  await expect(ranking.getByRole('listitem').first()).toContainText(
    /preferred to the next with a probability/,
  );
  await checkAccess();
  await keepScreenshot('try-preferences');
});

test('boxes and masks: reported with the images that are wrong, drawn over them', async ({
  page,
  folder,
  client,
  shell,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const [size, root] = [32, path.join(folder, 'shapes')];
  const { pixels, regions } = shapesOnNoise({ count: 60, size, most: 2, seed: 1 });
  mkdirSync(root);
  const bytes = size * size * 3;
  const images = regions.map((_, at) => {
    const data = pixels.slice(at * bytes, (at + 1) * bytes);
    return encodePng({ width: size, height: size, channels: 3, data });
  });
  for (const [at, image] of images.entries()) writeFileSync(path.join(root, `${at}.png`), image);
  const dataset = await importSource(client, { kind: 'path', path: root });
  const task = await answered(client, dataset, {
    kind: 'regions',
    classes: ['square', '圆盘'],
    options: { shapes: ['polygon'] },
    answerOf: (text) => ({
      regions: regions[Number(text.replace('.png', ''))]!.map((region) =>
        region.label === 'disk' ? { ...region, label: '圆盘' } : region,
      ),
    }),
  });
  const version = await frozen(client, dataset, task);
  const parameters = { batchSize: 12, width: 8, learningRate: 1e-2, patience: 0 };
  const models = [];
  for (const [recipe, epochs] of [
    ['image-detector', 30],
    ['image-segmenter', 6],
  ] as const) {
    const { model } = await train(client, { version, recipe, parameters: { ...parameters, epochs } });
    await evaluate(client, { model, version });
    models.push(model);
  }
  const [detector, segmenter] = models;
  await page.goto(new URL(`/models/${detector}`, page.url()).href);
  await expect(main.getByRole('img', { name: /^Precision over recall\./ })).toBeVisible();
  await inBothWays(page, { name: 'report-boxes', shown: 'figure svg' }, { checkAccess, keepScreenshot });
  await page.goto(new URL(`/models/${segmenter}`, page.url()).href);
  await expect(main.getByRole('columnheader', { name: 'IoU' })).toBeVisible();
  await inBothWays(page, { name: 'report-masks', shown: 'figure svg' }, { checkAccess, keepScreenshot });

  await client.serving.deploy({ model: detector!, name: 'shapes' });
  await shell.goTo('Serve');
  const file = { name: 'shape.png', mimeType: 'image/png', buffer: Buffer.from(images[0]!) };
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByRole('status', { name: 'Prediction' })).toContainText(/\d+ box/);
  // Each box with its own score, the surest first.
  const scores = await page.getByRole('status', { name: 'Prediction' }).locator('tr').allInnerTexts();
  const shares = scores.map((row) => Number(/([\d.]+)%/.exec(row)![1]));
  expect(shares.length).toBeGreaterThan(0);
  expect(shares).toEqual(shares.toSorted((a, b) => b - a));
  await checkAccess();
  await keepScreenshot('serve-boxes');
});
