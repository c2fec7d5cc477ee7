/** @file Opens, sorts, filters and groups the table of runs in the real window, and times each to the painted rows. */
import type { Page } from '@playwright/test';
import path from 'node:path';
import { launchBrowser, type SignedIn } from '../browser.ts';

const WARM_UP = 4;

export interface Act {
  readonly what: string;
  /** JavaScript for the page; done in turn. */
  readonly acts: readonly string[];
  /** Done before each, and not timed. */
  readonly before?: string;
  readonly times: number;
}

const to = (address: string): string => `table.goTo(${JSON.stringify(address)})`;
const filter = (text: string): string =>
  to(`/runs${text === '' ? '' : `?filter=${encodeURIComponent(text)}`}`);
const group = (...keys: readonly string[]): string =>
  to(`/runs?group=${encodeURIComponent(JSON.stringify(keys))}`);

/** What is timed of any table; the columns m0 and p1 are shown, and more. */
export const TABLE_ACTS: readonly Act[] = [
  { what: 'the page opened', acts: [to('/runs')], before: to('/models'), times: 20 },
  {
    what: 'sorted by a metric or a parameter',
    acts: ['m0', 'm0', 'p1', 'p1'].map((title) => `table.sort('${title}')`),
    times: 40,
  },
  {
    what: 'filtered',
    acts: [
      filter('metrics.m0 > 0.5 and params.p1 < 3'),
      filter(''),
      filter('metrics.m1.min < 0.2 or (params.p3 in (1, 2) and not state = failed)'),
      filter('params.seed = 1 and name contains "9"'),
      filter(''),
    ],
    times: 40,
  },
  { what: 'with runs of searches, and without', acts: [to('/runs?searches=1'), to('/runs')], times: 30 },
  {
    what: 'grouped',
    acts: [group('settings'), group('parameter:p1'), group('parameter:p3', 'parameter:seed')],
    before: to('/runs'),
    times: 25,
  },
  {
    what: 'scrolled to another place',
    acts: Array.from({ length: 30 }, (_, i) => `table.scroll(${(((i + 1) * 0.618) % 1).toFixed(3)})`),
    times: 30,
  },
];

/** All columns that differ, and half of the others: what a person never does, and still must not wait for. */
export const WIDE_ACT: Act = {
  what: 'only columns that differ',
  acts: [to('/runs?differing=1')],
  before: to('/runs'),
  times: 16,
};

/** 100 runs; those of another set are others. */
const compared = (set: number): string =>
  Array.from({ length: 100 }, (_, i) => `run-${i * 97 + set + 1}`).join(',');
const compare = (set: number, tab: string): string =>
  to(`/runs/compare?runs=${compared(set)}${tab === 'metrics' ? '' : `&tab=${tab}`}`);

/** Each from the table: the page, its tab, and what that asks for. */
export const COMPARE_ACTS: readonly Act[] = [
  ...['metrics', 'curves', 'parameters'].map((tab) => ({
    what: `comparison of 100 runs: ${tab}`,
    before: to('/runs'),
    acts: [compare(0, tab)],
    times: 20,
  })),
  {
    what: 'comparison of 100 runs: curves that nobody looked at before',
    before: to('/runs'),
    acts: Array.from({ length: WARM_UP + 20 }, (_, i) => compare(i + 1, 'curves')),
    times: 20,
  },
];

/** Columns that are shown, beside those that every run has. */
const LAYOUT = {
  widths: {},
  shown: Object.fromEntries(
    [
      ...Array.from({ length: 8 }, (_, i) => `result:m${i}`),
      'min:m1',
      ...Array.from({ length: 6 }, (_, i) => `parameter:p${i + 1}`),
    ].map((id) => [id, true]),
  ),
  pinned: [],
  order: ['number', 'name', 'parameter:p1', 'result:m0'],
  sort: null,
};

/** Does each act again and again. @yields what was done, and how many milliseconds each took */
export async function* timeTable(
  { address, cookie }: SignedIn,
  acts: readonly Act[],
): AsyncGenerator<{ readonly what: string; readonly times: readonly number[] }> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.addInitScript({ path: path.join(import.meta.dirname, 'watch-table.js') });
    // Before anybody has changed the table, it is as the browser holds it.
    await page.addInitScript(
      (layout) => localStorage.setItem('lathe.grid.runs', layout),
      JSON.stringify(LAYOUT),
    );
    const [name = '', value = ''] = cookie.split('=');
    await page.context().addCookies([{ name, value, url: address }]);
    await page.goto(`${address}/runs`);
    await page.getByRole('link', { name: 'trial #', exact: false }).first().waitFor();
    for (const act of acts) {
      yield { what: act.what, times: await timed(page, act) };
      await page.evaluate(to('/runs'));
    }
  } finally {
    await browser.close();
  }
}

async function timed(page: Page, { acts, before, times }: Act): Promise<number[]> {
  const own: number[] = [];
  for (let i = 0; i < WARM_UP + times; i++) {
    if (before !== undefined) await page.evaluate(before);
    own.push(await page.evaluate<number>(acts[i % acts.length] ?? ''));
  }
  return own.slice(WARM_UP);
}
