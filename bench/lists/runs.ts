/** @file Sorts, filters, searches and scrolls the list of runs in the real window, and times each to the painted rows. */
import type { Page } from '@playwright/test';
import path from 'node:path';
import { launchBrowser, type SignedIn } from '../browser.ts';

/** Acts of each kind, after some to warm up. */
const ACTS = 60;
const WARM_UP = 6;

export type RunTimes = Readonly<Record<'sort' | 'filter' | 'search' | 'scroll' | 'scroll, sorted', number[]>>;

/** @param acts JavaScript for the page, the milliseconds of one act each; done in turn */
async function timed(page: Page, acts: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < WARM_UP + ACTS; i++)
    times.push(await page.evaluate<number>(acts[i % acts.length] ?? ''));
  return times.slice(WARM_UP);
}

/** Places all over the list, a page of it apart from each other. */
const JUMPS = Array.from(
  { length: WARM_UP + ACTS },
  (_, i) => `rows.scroll(${((i * 0.618) % 1).toFixed(4)})`,
);
/** Each column up and then down, so that another run stands first after every click. */
const SORTS = ['Name', 'State', 'Loss', 'Dataset version', 'Duration'].flatMap((title) =>
  Array<string>(2).fill(`rows.sort('${title}')`),
);
const FILTERS = ['Failed', 'All', 'Stopped', 'All'].map((title) => `rows.filter('${title}')`);
const SEARCHES = ['#77', '', 'MAIL v3', '', 'lstm #99', ''].map((text) => `rows.search('${text}')`);

export async function timeRuns({ address, cookie }: SignedIn): Promise<RunTimes> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.addInitScript({ path: path.join(import.meta.dirname, 'watch-rows.js') });
    const [name = '', value = ''] = cookie.split('=');
    await page.context().addCookies([{ name, value, url: address }]);
    await page.goto(`${address}/runs`);
    await page.getByRole('link', { name: 'text-lstm #1', exact: false }).first().waitFor();
    const sort = await timed(page, SORTS);
    const filter = await timed(page, FILTERS);
    const search = await timed(page, SEARCHES);
    const scroll = await timed(page, JUMPS);
    await page.evaluate("rows.scroll(0).then(() => rows.sort('Loss'))");
    return { sort, filter, search, scroll, 'scroll, sorted': await timed(page, JUMPS) };
  } finally {
    await browser.close();
  }
}
