/** @file Grows and shrinks a span in the real window. */
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { launchBrowser, type SignedIn } from '../browser.ts';
import { SPANS } from './workspace.ts';

const WARM_UP = 6;
const KEYS = 60;
/** Tab presses to a span in the middle of the text. */
const THROUGH = 250;

/** @returns milliseconds from each key to the painted text */
export async function timeGrowing(
  { address, cookie }: SignedIn,
  { dataset, task }: { dataset: string; task: string },
): Promise<readonly number[]> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript({ path: path.join(import.meta.dirname, 'watch-keys.js') });
    const [name = '', value = ''] = cookie.split('=');
    await page.context().addCookies([{ name, value, url: address }]);
    await page.goto(`${address}/label/${dataset}?task=${task}&queue=labeled`);
    await page.getByText(`Spans · ${SPANS}`).waitFor();
    for (let i = 0; i < THROUGH; i++) await page.keyboard.press('Tab');
    for (let i = 0; i < WARM_UP + KEYS; i++) {
      await page.keyboard.press(i % 2 === 0 ? ']' : '}');
      await sleep(60);
    }
    const times = await page.evaluate<number[]>('keyTimes');
    if (times.length !== WARM_UP + KEYS)
      throw new Error(`${times.length} of ${WARM_UP + KEYS} keys were timed`);
    return times.slice(WARM_UP);
  } finally {
    await browser.close();
  }
}
