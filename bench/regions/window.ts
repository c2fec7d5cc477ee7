/** @file Presses keys and drags a region in the real window. */
import type { Page } from '@playwright/test';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser, type SignedIn } from '../browser.ts';
import { SIZE } from './workspace.ts';

const WARM_UP = 5;
const KEYS = 40;
/** Moves of the pointer in one drag. */
const MOVES = 300;

export interface WindowTimes {
  /** Milliseconds from each key to the painted next image. */
  readonly keys: readonly number[];
  /** Milliseconds from each frame to the next while a region is dragged. */
  readonly frames: readonly number[];
}

/** @param shapes how many regions lie on the image in which one is dragged */
export async function timeWindow(
  { address, cookie }: SignedIn,
  { dataset, task }: { dataset: string; task: string },
  shapes: number,
): Promise<WindowTimes> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript({ path: path.join(import.meta.dirname, 'watch-images.js') });
    const [name = '', value = ''] = cookie.split('=');
    await page.context().addCookies([{ name, value, url: address }]);
    await page.goto(`${address}/label/${dataset}?task=${task}`);
    await page.locator('[data-testid=canvas][data-shown*="files"]').waitFor();
    const keys = await timeKeys(page);
    await giveRegions(page, shapes);
    await page.reload();
    await page.locator('[data-testid=canvas][data-shown*="files"]').waitFor();
    await page.getByText(`Regions · ${shapes.toLocaleString('en-GB')}`).waitFor();
    return { keys, frames: await timeDrag(page) };
  } finally {
    await browser.close();
  }
}

async function timeKeys(page: Page): Promise<number[]> {
  for (let i = 0; i < WARM_UP + KEYS; i++) {
    await page.keyboard.press('Shift+N');
    await sleep(400);
  }
  const times = await page.evaluate<number[]>('imageTimes');
  if (times.length !== WARM_UP + KEYS)
    throw new Error(`${times.length} of ${WARM_UP + KEYS} keys brought an image`);
  return times.slice(WARM_UP);
}

/** The workbench's answer comes with regions on its items, as if they had been drawn before. */
async function giveRegions(page: Page, count: number): Promise<void> {
  const labels = ['car', 'person', 'tree', 'sign'];
  const columns = Math.ceil(Math.sqrt(count));
  const regions = Array.from({ length: count }, (_, i) => ({
    id: `r${i}`,
    label: labels[i % 4],
    attributes: {},
    ...(i % 5 === 0 ? polygonAt(i, columns) : boxAt(i, columns)),
  }));
  await page.route('**/rpc/labeling/queue', async (route) => {
    const response = await route.fetch();
    const body = (await response.json()) as { json: { items: { labelValue?: unknown }[] } };
    for (const item of body.json.items) item.labelValue = { regions };
    await route.fulfill({ response, json: body });
  });
}

const placeOf = (i: number, columns: number) => ({
  x: ((i % columns) * SIZE.width) / columns,
  y: (Math.floor(i / columns) * SIZE.height) / columns,
});

function boxAt(i: number, columns: number) {
  const { x, y } = placeOf(i, columns);
  return { shape: 'box', x, y, width: 30, height: 24, rotation: i % 7 === 0 ? 20 : 0 };
}

function polygonAt(i: number, columns: number) {
  const { x, y } = placeOf(i, columns);
  const ring = Array.from({ length: 24 }, (_, at) => {
    const angle = (at * Math.PI) / 12;
    return [x + 15 + 12 * Math.cos(angle), y + 12 + 10 * Math.sin(angle)];
  });
  return { shape: 'polygon', outlines: [{ ring: ring.flat(), holes: [] }] };
}

async function timeDrag(page: Page): Promise<number[]> {
  await page.keyboard.press('Shift+V');
  const box = (await page.getByTestId('stage').boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 10, y);
  await page.evaluate('watching = true');
  for (let i = 0; i < MOVES; i++)
    await page.mouse.move(x + 150 * Math.sin(i / 20), y + 100 * Math.cos(i / 20));
  await page.evaluate('watching = false');
  await page.mouse.up();
  const saved = await page.getByTestId('region-status').textContent();
  if (!saved?.includes('at')) throw new Error('no region was dragged');
  return page.evaluate<number[]>('frameTimes');
}
