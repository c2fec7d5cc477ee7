/** Recipes of every kind through the window: explained, set, trained, looked into, evaluated and taken along. */
import type { Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client, FileSource } from '../src-shared/contract.ts';
import { encodePng } from '../src-main/images/index.ts';
import { expect, test } from './fixtures.ts';
import { inBothWays } from './pages/looks.ts';
import { evaluate, freeze, importSource, train } from './rpc.ts';

const TRAINING = { timeout: 90_000 };

/** Imports a source and freezes it. @returns the version */
async function frozen(client: Client, source: FileSource): Promise<string> {
  return freeze(client, await importSource(client, source));
}

/** Trains and evaluates on the test split. */
async function trained(client: Client, request: Parameters<typeof train>[1]): ReturnType<typeof train> {
  const { run, model } = await train(client, request);
  await evaluate(client, { model, version: request.version });
  return { run, model };
}

/** Squares of one brightness on a ground of another, in two folders. */
function drawImages(folder: string): string {
  const [size, root] = [16, path.join(folder, 'squares')];
  for (let i = 0; i < 60; i++) {
    const left = i % 2 === 0;
    const data = Uint8Array.from({ length: size * size * 3 }, (_, at) => {
      const [x, y] = [Math.floor(at / 3) % size, Math.floor(at / 3 / size)];
      const inside = y > 3 && y < 12 && (left ? x < 7 : x > 8);
      return (inside ? 130 + i - (at % 3) * 40 : 30) + ((i * 7 + at) % 20);
    });
    const into = path.join(root, left ? 'left' : 'right');
    mkdirSync(into, { recursive: true });
    writeFileSync(path.join(into, `${i}.png`), encodePng({ width: size, height: size, channels: 3, data }));
  }
  return root;
}

test('an image recipe explains itself, shows what training will see, and shows what it got wrong', async ({
  shell,
  page,
  folder,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const version = await frozen(client, { kind: 'path', path: drawImages(folder) });
  await shell.goTo('Train');

  await test.step('how it works, with formulas', async () => {
    await expect(main.getByRole('radio')).toHaveCount(3);
    await page.keyboard.press('h');
    const dialog = page.getByRole('dialog', { name: 'Image classifier (small CNN)' });
    await expect(dialog.locator('math[display=block]')).toBeVisible();
    expect(await dialog.locator('math').count()).toBeGreaterThan(1);
    await expect(dialog.getByText('$')).toHaveCount(0);
    await checkAccess();
    await keepScreenshot('recipe-explained-en-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepScreenshot('recipe-explained-en-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.keyboard.press('Escape');
    await main.getByRole('button', { name: 'How it works: Image classifier (ResNet)' }).click();
    await expect(page.getByRole('dialog').getByText('Batch normalization keeps')).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('the images follow the form', async () => {
    const strip = main.getByRole('region', { name: 'Augmentation preview' });
    const before = strip.getByRole('img', { name: 'Image 1, original' });
    const after = strip.getByRole('img', { name: 'Image 1, augmented' });
    await expect(before).toHaveJSProperty('naturalWidth', 16);
    await main.getByLabel(/^Random shift/).fill('0');
    await expect(strip.getByText('Augmentation is off')).toBeVisible();
    await expect.poll(async () => (await pixelsOf(after)) === (await pixelsOf(before))).toBe(true);
    await main.getByLabel(/^Rotation/).fill('45');
    await main.getByLabel(/^Color jitter/).fill('0.4');
    await expect.poll(async () => (await pixelsOf(after)) === (await pixelsOf(before))).toBe(false);
    await main.getByLabel(/^Image size/).fill('24');
    await expect(strip.getByText('24 × 24 pixels')).toBeVisible();
    await strip.scrollIntoViewIfNeeded();
    await checkAccess();
    await keepScreenshot('recipe-augmentation-en-light');
    await main.getByLabel(/^Image size/).fill('0');
    await inBothWays(
      page,
      { name: 'train-images', shown: 'img[src^="blob:"]' },
      { checkAccess, keepScreenshot },
    );
  });

  await test.step('train from the form', async () => {
    await main.getByLabel(/^Epochs/).fill('1');
    await main.getByRole('button', { name: 'Start training' }).click();
    await expect(page).toHaveURL(/\/runs\/run-/);
    await expect(main.getByText('Finished')).toBeVisible(TRAINING);
    await expect(main.getByText('Cosine decay')).toBeVisible();
  });

  await test.step('its mistakes show their images', async () => {
    // A net that learns next to nothing gets about half of them wrong.
    const parameters = { epochs: 1, learningRate: 1e-6, threads: 1 };
    const { model } = await trained(client, {
      version,
      recipe: 'image-cifar',
      parameters: { ...parameters, imageSize: 24 },
    });
    await page.goto(new URL(`/models/${model}`, page.url()).href);
    await expect(main.getByText('Most confident mistakes')).toBeVisible();
    const mistake = main.getByRole('img', { name: 'an image of “' }).first();
    await expect(mistake).toHaveJSProperty('complete', true);
    await expect(mistake).not.toHaveJSProperty('naturalWidth', 0);
    await inBothWays(page, { name: 'report-images', shown: 'tbody img' }, { checkAccess, keepScreenshot });
    await main.getByTitle('Show the whole image').first().click();
    const whole = main.getByTestId('image');
    await expect(whole).not.toHaveJSProperty('naturalWidth', 0);
    await expect(main.getByTestId('zoom')).toHaveText(/^\d,?\d*%$/);
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowDown');
    await checkAccess();
    for (const width of [1024, 1440, 2560]) {
      await page.setViewportSize({ width, height: 900 });
      await whole.scrollIntoViewIfNeeded();
      await keepScreenshot(`report-mistake-${width}`);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.keyboard.press('Escape');
    await expect(whole).toHaveCount(0);
    await main.getByRole('link', { name: 'Export' }).click();
    await expect(main.getByText('np.asarray(image, dtype=np.uint8)')).toBeVisible();
    await checkAccess();
    await keepScreenshot('export-images');
  });
});

/** What an image that the page shows looks like. */
function pixelsOf(image: ReturnType<Page['locator']>): Promise<string> {
  return image.evaluate((element) => {
    const canvas = element.ownerDocument.createElement('canvas');
    [canvas.width, canvas.height] = [element.naturalWidth, element.naturalHeight];
    canvas.getContext('2d')?.drawImage(element, 0, 0);
    return canvas.toDataURL();
  });
}

test('models of a table show how far off they are, and where a step of them goes', async ({
  shell,
  page,
  folder,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const rows = Array.from({ length: 200 }, (_, i) => {
    const [rooms, age, kind] = [(i % 7) + 1, (i * 13) % 50, i % 3 ? 'flat' : 'house'];
    return `${rooms},${age},${kind},${100 * rooms - 2 * age + (kind === 'house' ? 150 : 0) + ((i * 37) % 60)}`;
  });
  const file = path.join(folder, 'homes.csv');
  writeFileSync(file, ['rooms,age,kind,price', ...rows].join('\n'));
  const version = await frozen(client, { kind: 'path', path: file });
  const regression = await trained(client, {
    version,
    recipe: 'linear-regression',
    parameters: { epochs: 30, patience: 0 },
  });
  const encoder = await trained(client, { version, recipe: 'table-autoencoder', parameters: { epochs: 5 } });

  await test.step('the form offers what fits a number to predict', async () => {
    await shell.goTo('Train');
    await expect(main.getByText('Predicts the number “price”')).toBeVisible();
    await expect(main.getByRole('radio')).toHaveCount(3);
    await main.getByText('Optimizer and more').click();
    await checkAccess();
    await keepScreenshot('train-table');
  });

  await test.step('the run: curves of its own measures, and where a step goes', async () => {
    await page.goto(new URL(`/runs/${regression.run}`, page.url()).href);
    for (const chart of ['Loss', 'R²', 'Root mean squared error', 'Learning rate'])
      await expect(main.getByRole('img', { name: new RegExp(`^${chart}\\.`) })).toBeVisible();
    await expect(main.getByText('Linear regression').first()).toBeVisible();
    await inBothWays(page, { name: 'run-table', shown: 'canvas' }, { checkAccess, keepScreenshot });
    await main.getByRole('link', { name: 'Step profile' }).click();
    await expect(main.getByText('Not profiled yet')).toBeVisible();
    await checkAccess();
    await keepScreenshot('run-profile-empty');
    await main.getByRole('button', { name: 'Profile now' }).click();
    await main.getByRole('button', { name: 'Cancel' }).click();
    await expect(main.getByText('Not profiled yet')).toBeVisible();
    await page.keyboard.press('m');
    await expect(main.getByText('Step time (median)')).toBeVisible(TRAINING);
    await expect(
      main.getByRole('region', { name: 'Slowest nodes' }).getByText('MatMul').first(),
    ).toBeVisible();
    await page.reload();
    await expect(main.getByText('Step time (median)')).toBeVisible();
    await inBothWays(page, { name: 'run-profile', shown: 'canvas' }, { checkAccess, keepScreenshot });
  });

  await test.step('the report of a number: each prediction beside the truth', async () => {
    await page.goto(new URL(`/models/${regression.model}`, page.url()).href);
    const chart = main.getByRole('img', { name: /^Predicted vs\. actual\./ });
    await expect(chart).toBeVisible();
    await inBothWays(page, { name: 'report-number', shown: 'canvas' }, { checkAccess, keepScreenshot });
    await main.getByRole('button', { name: 'Show as table: Predicted vs. actual' }).click();
    await expect(main.getByRole('columnheader', { name: 'Actual' }).first()).toBeVisible();
    await checkAccess();
    await main.getByRole('link', { name: 'Export' }).click();
    await expect(main.getByText('"rooms": 0,')).toBeVisible();
    await checkAccess();
    await keepScreenshot('export-table');
  });

  await test.step('the report of an autoencoder: how large errors are, and the oddest rows', async () => {
    await page.goto(new URL(`/models/${encoder.model}`, page.url()).href);
    await expect(main.getByRole('img', { name: /^Error distribution\./ })).toBeVisible();
    await expect(main.getByText('Anomalies')).toBeVisible();
    await inBothWays(page, { name: 'report-autoencoder', shown: 'canvas' }, { checkAccess, keepScreenshot });
  });
});

test('a generator shows what it wrote after each epoch, and its perplexity', async ({
  shell,
  page,
  folder,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const file = path.join(folder, 'tale.txt');
  const line = (i: number) =>
    `The ${i % 2 ? 'cat' : 'dog'} sat on the ${i % 3 ? 'mat' : 'hill'} and looked at the sea.`;
  writeFileSync(file, Array.from({ length: 120 }, (_, i) => line(i)).join('\n\n'));
  const version = await frozen(client, { kind: 'path', path: file });
  const parameters = { epochs: 3, context: 32, width: 32, heads: 2, layers: 1, batchSize: 16 };
  const { run, model } = await trained(client, { version, recipe: 'gpt', parameters });

  await page.goto(new URL(`/runs/${run}`, page.url()).href);
  await expect(main.getByRole('img', { name: /^Perplexity\./ })).toBeVisible();
  await main.getByRole('link', { name: 'Generated samples' }).click();
  await expect(main.getByRole('listitem').getByRole('heading')).toHaveText(['Epoch 3', 'Epoch 2', 'Epoch 1']);
  await inBothWays(page, { name: 'run-text', shown: 'mark' }, { checkAccess, keepScreenshot });

  await page.goto(new URL(`/models/${model}`, page.url()).href);
  await expect(main.getByText('Perplexity', { exact: true })).toBeVisible();
  await expect(main.getByText('Bits per character')).toBeVisible();
  await inBothWays(page, { name: 'report-text', shown: 'dd' }, { checkAccess, keepScreenshot });
  await main.getByRole('link', { name: 'Export' }).click();
  await expect(main.getByText("json.loads(about['tokenizer'])")).toBeVisible();
  await checkAccess();
  await keepScreenshot('export-text');

  await shell.goTo('Runs');
  await expect(main.getByRole('gridcell', { name: '#', exact: false }).first()).toBeVisible();
  await checkAccess();
  await keepScreenshot('runs-generator');
});
