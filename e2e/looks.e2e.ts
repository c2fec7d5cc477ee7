/** Every page of a filled workspace, narrow to wide, in both themes and languages: nothing overlaps, scrolls sideways or is cut. */
import type { Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '../src-shared/contract.ts';
import { encodePng } from '../src-main/images/index.ts';
import { expect, test } from './fixtures.ts';
import { faultsOf } from './faults.ts';
import { prefer } from './pages/looks.ts';
import { evaluate, freeze, importRows, importSource, train } from './rpc.ts';

/** Each page is read twice, and the window is made wider and narrower around it as people do. */
const LOOKS = [
  { language: 'en', theme: 'light', widths: [768, 1024, 1440] },
  { language: 'zh', theme: 'dark', widths: [768, 1024, 2560] },
] as const;

const NOTICE = 'made up by the test';

/** Fills a workspace with what people bring: long names, several languages, real sizes. @returns addresses of its pages */
async function fill(client: Client, folder: string): Promise<Readonly<Record<string, string>>> {
  const words = ['buy this now', 'see you soon', '请尽快回复客户的问题', 'Lieferung bitte bestätigen'];
  const mail = await importRows(
    client,
    Array.from({ length: 240 }, (_, i) => ({
      text: `${words[i % 4]} number ${i}${i % 40 === 0 ? '\n\nsecond paragraph '.repeat(30) : ''}`,
      label: i < 200 ? ['spam', 'ham', 'customer question that waits', 'delivery'][i % 4]! : null,
    })),
    { folder, name: 'Customer messages of the first quarter, all three languages' },
  );
  const table = await importFile(client, path.join(folder, 'apartments.csv'), apartments());
  const images = await importImages(client, folder);
  const version = await freeze(client, mail);
  const parameters = {
    epochs: 2,
    batchSize: 16,
    hidden: 8,
    embedding: 8,
    sequenceLength: 12,
    vocabulary: 300,
  };
  const start = { version, recipe: 'text-lstm', parameters };
  const first = await train(client, start);
  const second = await train(client, { ...start, parameters: { ...parameters, epochs: 3, seed: 12345 } });
  const { model } = first;
  await evaluate(client, { model, version });
  await client.serving.deploy({ model, name: 'customer-messages-first-quarter' });
  return {
    overview: '/',
    data: '/data',
    projects: '/projects',
    import: '/data/import',
    texts: `/data/${mail}`,
    versions: `/data/${mail}?tab=versions`,
    table: `/data/${table}`,
    files: `/data/${table}?tab=files`,
    images: `/data/${images}`,
    label: `/label/${mail}`,
    train: '/train',
    runs: '/runs',
    compare: `/runs?compare=${first.run},${second.run}`,
    run: `/runs/${first.run}`,
    models: '/models',
    report: `/models/${model}`,
    lineage: `/models/${model}?tab=lineage`,
    graph: `/models/${model}?tab=graph`,
    card: `/models/${model}?tab=card`,
    export: `/models/${model}?tab=export`,
    serve: '/serve',
    endpoint: '/serve/customer-messages-first-quarter',
    settings: '/settings',
  };
}

/** A table with numbers of all sizes, and two rows that cannot be read. */
function apartments(): string {
  const rows = Array.from({ length: 120 }, (_, i) =>
    [
      20 + ((i * 7) % 120),
      i === 60 ? 'unknown' : (i % 5) + 1,
      ['Berlin-Charlottenburg-Wilmersdorf', 'München', '上海市浦东新区'][i % 3],
      (i * 0.37).toFixed(2),
      600 + i * 11,
    ].join(','),
  );
  return `area in square metres,rooms,city district,distance to the centre,rent\n${rows.join('\n')}\n`;
}

async function importFile(client: Client, file: string, content: string): Promise<string> {
  writeFileSync(file, content);
  return importSource(client, { kind: 'path', path: file });
}

/** Landscape, portrait, panorama and an icon. */
async function importImages(client: Client, folder: string): Promise<string> {
  const sizes = [
    [1600, 1067],
    [1067, 1600],
    [3000, 500],
    [20, 20],
  ] as const;
  for (const [i, [width, height]] of sizes.entries())
    for (const name of ['finch', 'owl']) {
      const into = path.join(folder, 'birds at the window', name);
      mkdirSync(into, { recursive: true });
      const data = Uint8Array.from(
        { length: width * height * 3 },
        (_, at) => (at * (i + 2) + (name === 'owl' ? 90 : 0)) % 251,
      );
      writeFileSync(
        path.join(into, `${width} x ${height}.png`),
        encodePng({ width, height, channels: 3, data }),
      );
    }
  return importSource(client, { kind: 'path', path: path.join(folder, 'birds at the window') });
}

/** Makes the window this wide; charts and tables follow. */
async function widen(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: width > 1440 ? 1440 : 800 });
  await page.waitForTimeout(100);
}

/** A notice as a fault of the page makes one: it stays until it is closed. */
async function showNotice(page: Page): Promise<void> {
  await page.evaluate(`window.dispatchEvent(new ErrorEvent('error', { error: new Error('${NOTICE}') }))`);
  await expect(page.locator('.toast')).toBeVisible();
}

test('every page fits from 768 to 2560 pixels, in both themes and languages', async ({
  shell,
  page,
  client,
  folder,
  workbench,
  conduct,
  keepScreenshot,
}) => {
  conduct.expectErrors(NOTICE);
  test.setTimeout(600_000);
  const pages = await fill(client, folder);
  for (const one of LOOKS)
    await test.step(`${one.language}, ${one.theme}`, async () => {
      await prefer(page, one);
      for (const [name, address] of Object.entries(pages)) {
        await page.goto(workbench.address + address);
        await expect(shell.main.getByRole('heading', { level: 1 })).toBeVisible();
        // What a page asks for is there soon; it goes on listening to events, so it is never idle.
        await page.waitForTimeout(400);
        for (const width of one.widths) {
          await widen(page, width);
          await keepScreenshot(`look-${name}-${width}-${one.language}-${one.theme}`);
          expect.soft(await faultsOf(page), `${name} at ${width}`).toEqual([]);
        }
        await showNotice(page);
        for (const width of [one.widths[2], one.widths[0]]) {
          await widen(page, width);
          if (name === 'label' || name === 'texts')
            await keepScreenshot(`notice-${name}-${width}-${one.theme}`);
          expect.soft(await faultsOf(page), `${name} at ${width} with a notice`).toEqual([]);
        }
      }
    });
});
