/** The playground and the snippets of models of every kind: a form, an image, a prompt. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import type { Client } from '../src-shared/contract.ts';
import { tinyGenerator } from '../src-main/models/worker/generation/tiny.fixture.ts';
import { encodePng } from '../src-main/images/index.ts';
import { brightness, houses } from '../src-main/models/worker/small-models.fixture.ts';
import { expect, test } from './fixtures.ts';
import { jobDone } from './rpc.ts';

/** Takes a model as people do who have its file, and serves it. */
async function serve(client: Client, file: string, bytes: Uint8Array, name: string): Promise<string> {
  writeFileSync(file, bytes);
  const { model, job } = await client.models.import({ source: { kind: 'path', path: file }, name });
  await jobDone(client, job);
  await client.serving.deploy({ model, name });
  return model;
}

const LIGHT = encodePng({ width: 8, height: 8, channels: 1, data: new Uint8Array(64).fill(240) });

/** Pastes an image, as from the clipboard; this runs in the window, whose types are not those of the tests. */
async function paste(page: Page, bytes: Uint8Array): Promise<void> {
  await page.evaluate(`{
    const transfer = new DataTransfer();
    const bytes = new Uint8Array(${JSON.stringify([...bytes])});
    transfer.items.add(new File([bytes], 'pasted.png', { type: 'image/png' }));
    window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer }));
  }`);
}

test('a row, an image and a prompt are asked in the playground, each in its own way', async ({
  shell,
  page,
  client,
  workbench,
  folder,
  conduct,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(240_000);
  const { main } = shell;
  const file = (name: string) => path.join(folder, name);
  await serve(client, file('houses.onnx'), houses(), 'houses');
  await serve(client, file('light.onnx'), brightness(), 'light');
  // It remembers so much that its longest text takes seconds: time to stop it.
  const writer = await serve(client, file('writer.onnx'), tinyGenerator(4000), 'writer');
  const open = async (name: string) => {
    await shell.goTo('Serve');
    await main.getByRole('link', { name, exact: true }).first().click();
    await expect(page).toHaveURL(new RegExp(`/${name}$`));
  };
  const answer = main.getByRole('status', { name: 'Prediction' });

  await test.step('a row of a table', async () => {
    await open('houses');
    let asked = 0;
    page.on('request', (request) => (asked += request.url().endsWith('/rpc/serving/predict') ? 1 : 0));
    await main.getByLabel(/^area/).fill('1');
    await main.getByLabel(/^area/).fill('60.5');
    await main.getByLabel(/^built/).fill('1970-01-11');
    await main.getByLabel(/^town/).fill('Köln');
    await expect(answer).toContainText('1,231');
    await main.getByLabel(/^area/).fill('');
    await expect(answer).toContainText('1,210');
    await main.getByRole('button', { name: 'Clear' }).click();
    await expect(answer).toContainText('The prediction appears here');
    await main.getByRole('button', { name: 'Predict' }).click();
    await expect(answer).toContainText('200');
    await expect(main.getByText('"row":')).toBeVisible();
    await checkAccess();
    await keepScreenshot('serve-table');
    // Fields were filled five times and a button pressed; the endpoint's counters told of each by now.
    expect(asked, 'an answer must not make the page ask again').toBeLessThanOrEqual(6);
  });

  await test.step('a category that the model has not learned is answered, and warned of', async () => {
    await main.getByLabel(/^town/).fill('Hamburg');
    const warnings = answer.getByRole('list', { name: 'Warnings' });
    await expect(warnings).toContainText('“Hamburg”, a category that the model has not learned');
    await expect(warnings).toContainText('Known: “Ulm”, “Köln”.');
    await expect(answer).toContainText('200');
    await checkAccess();
    await keepScreenshot('serve-table-warned');
    await page.evaluate(`localStorage.setItem('lathe.preferences', '{"theme":"dark","language":"zh"}')`);
    await page.reload();
    // The example row is there.
    await expect(main.getByLabel(/^town/)).not.toHaveValue('');
    await main.getByLabel(/^town/).fill('Hamburg');
    await expect(main.getByRole('list', { name: '警告' })).toContainText('已知类别：“Ulm”、“Köln”');
    await expect(main.getByLabel(/^town/)).toHaveValue('Hamburg');
    await checkAccess();
    await keepScreenshot('serve-table-warned-dark-zh');
    await page.evaluate(`localStorage.setItem('lathe.preferences', '{"theme":"light","language":"en"}')`);
    await page.reload();
  });

  await test.step('an image, chosen and pasted', async () => {
    await open('light');
    const choosing = page.waitForEvent('filechooser');
    await main.getByRole('button', { name: 'Choose an image' }).click();
    await (await choosing).setFiles({ name: 'dark.png', mimeType: 'image/png', buffer: darkened() });
    await expect(answer.locator('strong')).toHaveText('dark');
    await expect(main.getByRole('img', { name: 'dark.png' })).toBeVisible();
    await paste(page, LIGHT);
    await expect(answer.locator('strong')).toHaveText('light');
    await expect(main.getByText('--data-binary')).toBeVisible();
    await checkAccess();
    await keepScreenshot('serve-image');
  });

  await test.step('what is no image is refused in words', async () => {
    // The browser logs the refusal.
    conduct.expectErrors('/rpc/serving/predict');
    const choosing = page.waitForEvent('filechooser');
    await main.getByRole('button', { name: 'Choose an image' }).click();
    await (await choosing).setFiles({ name: 'no.png', mimeType: 'image/png', buffer: Buffer.from('no') });
    await expect(answer).toContainText('cannot be decoded');
  });

  await test.step('a prompt, written to its end and stopped before', async () => {
    await open('writer');
    await main.getByRole('textbox', { name: 'Prompt' }).fill('abc');
    await main.getByLabel('Max tokens').fill('20');
    await main.getByRole('button', { name: /^Generate/ }).click();
    const text = main.getByRole('log', { name: 'Generated text' });
    await expect(main.getByText('Reached the maximum number of tokens.')).toBeVisible();
    expect([...((await text.textContent()) ?? '')]).toHaveLength(23);
    await checkAccess();
    await keepScreenshot('serve-writing');
    await main.getByLabel('Max tokens').fill('4096');
    await main.getByRole('textbox', { name: 'Prompt' }).press('Control+Enter');
    await expect(text).toHaveAttribute('aria-busy', 'true');
    await main.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(text).toHaveAttribute('aria-busy', 'false');
    expect([...((await text.textContent()) ?? '')].length).toBeLessThan(4099);
    await expect(main.getByRole('button', { name: 'Copy' }).first()).toBeVisible();
  });

  await test.step('a model is tried before it is deployed', async () => {
    await page.goto(`${workbench.address}/models/${writer}?tab=try`);
    await main.getByRole('textbox', { name: 'Prompt' }).fill('k');
    await main.getByRole('button', { name: /^Generate/ }).click();
    await expect(main.getByText('Reached the maximum number of tokens.')).toBeVisible();
    await checkAccess();
  });

  await test.step('in Chinese, in the dark', async () => {
    await page.evaluate(`localStorage.setItem('lathe.preferences', '{"theme":"dark","language":"zh"}')`);
    for (const [name, words] of [
      ['houses', '缺失'],
      ['light', '选择图片'],
      ['writer', '温度'],
    ] as const) {
      await page.goto(`${workbench.address}/serve/${name}`);
      await expect(main.getByText(words).or(main.getByPlaceholder(words)).first()).toBeVisible();
      await checkAccess();
      await keepScreenshot(`serve-${name}-dark-zh`);
    }
  });
});

test('who may ask is seen and decided on the Serve page: a key is made, used and revoked', async ({
  shell,
  page,
  client,
  workbench,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  test.setTimeout(240_000);
  const { main } = shell;
  for (const name of ['houses', 'cottages'])
    await serve(client, path.join(folder, `${name}.onnx`), houses(), name);
  const ask = async (name: string, key?: string): Promise<number> => {
    const answer = await fetch(`${workbench.address}/endpoints/${name}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
      },
      body: JSON.stringify({ row: { area: 1, built: null, town: null } }),
    });
    return answer.status;
  };
  const dialog = page.getByRole('dialog');

  await test.step('nobody else may ask at first, and the page says so', async () => {
    await shell.goTo('Serve');
    await expect(main.getByRole('heading', { name: 'Access' })).toBeVisible();
    await expect(
      main.getByText('There are no API keys yet, so no other program can send requests.'),
    ).toBeVisible();
    await expect(main.getByText('$LATHE_KEY')).toBeVisible();
    expect(await ask('houses')).toBe(401);
    await checkAccess();
    await keepScreenshot('serve-keys-none');
  });

  const secret =
    await test.step('a key of one endpoint is made with the keyboard and shown once', async () => {
      await page.keyboard.press('n');
      await dialog.getByLabel('Name').fill('nightly report');
      await dialog.getByLabel('Endpoint').click();
      await page.getByRole('option', { name: 'houses' }).click();
      await checkAccess();
      await dialog.getByRole('button', { name: 'Create key' }).click();
      const shown = dialog.getByRole('textbox', { name: 'New API key' });
      await expect(shown).toHaveValue(/^lathe_/);
      await checkAccess();
      await keepScreenshot('serve-keys-made');
      const value = await shown.inputValue();
      await dialog.getByRole('button', { name: 'Done' }).click();
      await expect(main.getByRole('row', { name: /nightly report/ })).toContainText('never');
      await expect(page.getByText(value)).toHaveCount(0);
      return value;
    });

  await test.step('it opens its endpoint alone', async () => {
    expect(await ask('houses', secret)).toBe(200);
    expect(await ask('cottages', secret)).toBe(403);
    await page.reload();
    await expect(main.getByRole('row', { name: /nightly report/ })).not.toContainText('never');
    await keepScreenshot('serve-keys');
  });

  await test.step('anyone may ask where the owner lets them', async () => {
    const anyone = main.getByLabel('Allow requests without an API key from this machine');
    await anyone.check();
    await expect(main.getByText('Any user and any program on this machine')).toBeVisible();
    await expect(main.getByText('$LATHE_KEY')).toHaveCount(0);
    expect(await ask('cottages')).toBe(200);
    await checkAccess();
    await keepScreenshot('serve-keys-anyone');
    await anyone.uncheck();
    await expect(main.getByText('Programs that send an API key')).toBeVisible();
    expect(await ask('cottages')).toBe(401);
  });

  await test.step('in Chinese, in the dark', async () => {
    await page.evaluate(`localStorage.setItem('lathe.preferences', '{"theme":"dark","language":"zh"}')`);
    await page.reload();
    await expect(main.getByRole('heading', { name: '访问权限' })).toBeVisible();
    await checkAccess();
    await keepScreenshot('serve-keys-dark-zh');
  });

  await test.step('revoked, it opens nothing', async () => {
    await main.getByRole('button', { name: '撤销 nightly report' }).click();
    await dialog.getByRole('button', { name: '撤销密钥' }).click();
    await expect(main.getByText('还没有 API 密钥')).toBeVisible();
    expect(await ask('houses', secret)).toBe(401);
  });
});

function darkened(): Buffer {
  return encodePng({ width: 8, height: 8, channels: 1, data: new Uint8Array(64).fill(9) });
}
