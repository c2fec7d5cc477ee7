/** Recipes of every kind through the window: explained, set, trained, looked into, judged and taken along. */
import type { Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client, FileSource, Parameters } from '../src-shared/contract/index.ts';
import { encodePng } from '../src-main/workers/images/png.ts';
import { expect, test } from './fixtures.ts';
import { clientOf } from './rpc.ts';

const TRAINING = { timeout: 90_000 };

async function done(client: Client, job: string): Promise<void> {
  for (;;) {
    const found = (await client.jobs.list()).find(({ id }) => id === job);
    if (found?.state === 'done') return;
    if (found && found.state !== 'running') throw new Error(`${found.kind} ${found.state}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Imports a source and freezes it. @returns the version */
async function frozen(client: Client, source: FileSource): Promise<string> {
  const { dataset, job } = await client.datasets.import({ source });
  await done(client, job);
  const freezing = await client.datasets.freeze({ dataset, validation: 0.2, test: 0.2 });
  await done(client, freezing.job);
  return freezing.version;
}

/** Trains and evaluates on the test split. */
async function trained(
  client: Client,
  request: { version: string; recipe: string; parameters: Parameters },
): Promise<{ run: string; model: string }> {
  const { run, job } = await client.training.start(request);
  await done(client, job);
  const { model } = await client.runs.get({ run });
  if (model === null) throw new Error('the run left no model');
  const judging = await client.evaluation.evaluate({ model, version: request.version });
  await done(client, judging.job);
  return { run, model };
}

/** The page dark in Chinese and light in English, looked over by axe when what `shown` selects is there. */
async function inBothWays(
  page: Page,
  name: string,
  shown: string,
  look: { checkAccess: () => Promise<void>; picture: (name: string) => Promise<void> },
): Promise<void> {
  const prefer = async (language: 'en' | 'zh', colorScheme: 'light' | 'dark') => {
    const kept = JSON.stringify({ theme: 'system', language });
    await page.evaluate((value) => localStorage.setItem('lathe.preferences', value), kept);
    await page.emulateMedia({ colorScheme });
    await page.reload();
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main').locator(shown).first()).toBeVisible();
  };
  for (const [language, theme] of [
    ['zh', 'dark'],
    ['en', 'light'],
  ] as const) {
    await prefer(language, theme);
    await look.checkAccess();
    await look.picture(`${name}-${language}-${theme}`);
  }
}

/** Squares of one brightness on a ground of another, in two folders. */
function drawPictures(folder: string): string {
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

test('a picture recipe explains itself, shows what training will see, and shows what it got wrong', async ({
  shell,
  page,
  folder,
  workbench,
  checkAccess,
  picture,
}) => {
  const { main } = shell;
  const client = clientOf(page, workbench.address);
  const version = await frozen(client, { kind: 'path', path: drawPictures(folder) });
  await shell.goTo('Train');

  await test.step('how it works, with formulas', async () => {
    await expect(main.getByRole('radio')).toHaveCount(3);
    await page.keyboard.press('h');
    const dialog = page.getByRole('dialog', { name: 'Picture classifier (small CNN)' });
    await expect(dialog.locator('math[display=block]')).toBeVisible();
    expect(await dialog.locator('math').count()).toBeGreaterThan(1);
    await expect(dialog.getByText('$')).toHaveCount(0);
    await checkAccess();
    await picture('recipe-explained-en-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture('recipe-explained-en-dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await page.keyboard.press('Escape');
    await main.getByRole('button', { name: 'How it works: Picture classifier (ResNet)' }).click();
    await expect(page.getByRole('dialog').getByText('Batch normalization keeps')).toBeVisible();
    await page.keyboard.press('Escape');
  });

  await test.step('the pictures follow the form', async () => {
    const strip = main.getByRole('region', { name: 'What training sees' });
    const before = strip.getByRole('img', { name: 'Picture 1 as it is' });
    const after = strip.getByRole('img', { name: 'Picture 1, changed' });
    await expect(before).toHaveJSProperty('naturalWidth', 16);
    await main.getByLabel(/^Move/).fill('0');
    await expect(strip.getByText('Nothing is changed')).toBeVisible();
    await expect.poll(async () => (await pixelsOf(after)) === (await pixelsOf(before))).toBe(true);
    await main.getByLabel(/^Turn/).fill('45');
    await main.getByLabel(/^Recolor/).fill('0.4');
    await expect.poll(async () => (await pixelsOf(after)) === (await pixelsOf(before))).toBe(false);
    await main.getByLabel(/^Picture size/).fill('24');
    await expect(strip.getByText('24 × 24 pixels')).toBeVisible();
    await strip.scrollIntoViewIfNeeded();
    await checkAccess();
    await picture('recipe-augmentation-en-light');
    await main.getByLabel(/^Picture size/).fill('0');
    await inBothWays(page, 'train-pictures', 'img[src^="blob:"]', { checkAccess, picture });
  });

  await test.step('train from the form', async () => {
    await main.getByLabel(/^Epochs/).fill('1');
    await main.getByRole('button', { name: 'Start training' }).click();
    await expect(page).toHaveURL(/\/runs\/run-/);
    await expect(main.getByText('Finished')).toBeVisible(TRAINING);
    await expect(main.getByText('Cosine to zero')).toBeVisible();
  });

  await test.step('its mistakes show their pictures', async () => {
    // A net that learns next to nothing gets about half of them wrong.
    const parameters = { epochs: 1, learningRate: 1e-6, threads: 1 };
    const { model } = await trained(client, {
      version,
      recipe: 'image-cifar',
      parameters: { ...parameters, imageSize: 24 },
    });
    await page.goto(new URL(`/models/${model}`, page.url()).href);
    await expect(main.getByText('Most confident mistakes')).toBeVisible();
    const mistake = main.getByRole('img', { name: 'a picture of “' }).first();
    await expect(mistake).toHaveJSProperty('complete', true);
    await expect(mistake).not.toHaveJSProperty('naturalWidth', 0);
    await inBothWays(page, 'report-pictures', 'tbody img', { checkAccess, picture });
    await main.getByRole('link', { name: 'Export' }).click();
    await expect(main.getByText('np.asarray(picture, dtype=np.uint8)')).toBeVisible();
    await checkAccess();
    await picture('export-pictures');
  });
});

/** What an image that the page shows looks like. */
async function pixelsOf(image: ReturnType<Page['locator']>): Promise<string> {
  return (await image.screenshot()).toString('base64');
}
