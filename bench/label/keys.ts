/** @file Presses keys in the real window and times each from the key to the drawn next item. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser, type SignedIn } from '../browser.ts';

const WARM_UP = 30;
const KEYS = 400;

/** Labels {@link KEYS} items at eight a second. @returns milliseconds from each key to its painted next item */
export async function timeKeys({ address, cookie }: SignedIn, dataset: string): Promise<number[]> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript({ path: path.join(import.meta.dirname, 'watch-keys.js') });
    const [name = '', value = ''] = cookie.split('=');
    await page.context().addCookies([{ name, value, url: address }]);
    await page.goto(`${address}/label/${dataset}`);
    await page.getByTestId('text').waitFor();
    for (let i = 0; i < WARM_UP + KEYS; i++) {
      await page.keyboard.press(i % 3 === 0 ? '1' : '2');
      await sleep(125);
    }
    await page.getByText('All saved').waitFor();
    const times = await page.evaluate<number[]>('keyTimes');
    if (times.length !== WARM_UP + KEYS)
      throw new Error(`${times.length} of ${WARM_UP + KEYS} keys brought an item`);
    return times.slice(WARM_UP);
  } finally {
    await browser.close();
  }
}
