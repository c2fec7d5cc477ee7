/** @file Presses keys in the real window and times each from the key to the drawn next item. */
import { chromium } from '@playwright/test';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const SYSTEM_CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((program) =>
  existsSync(program),
);
const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
];

const WARM_UP = 30;
const KEYS = 400;

/** Who is signed in, and where. */
export interface SignedIn {
  readonly address: string;
  /** e.g. `lathe-4321=…`. */
  readonly cookie: string;
}

/** Labels {@link KEYS} items at eight a second. @returns milliseconds from each key to its painted next item */
export async function timeKeys({ address, cookie }: SignedIn, dataset: string): Promise<number[]> {
  const browser = await chromium.launch({
    args: [...QUIET, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
    ...(SYSTEM_CHROMIUM !== undefined && { executablePath: SYSTEM_CHROMIUM }),
  });
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
