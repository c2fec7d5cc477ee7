/** @file The window on a workspace of many large plans: each page from the key or click that asks for it until it is painted. */
import type { Locator } from '@playwright/test';
import { performance } from 'node:perf_hooks';
import { launchBrowser, type SignedIn } from '../browser.ts';
import { median } from '../report.ts';

const VISITS = 7;
const PAINTED = 'new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))';

/** The parts of a plan by key, with what shows that it stands. */
const PARTS = [
  ['gates', '1', 'main article'],
  ['board', '2', 'main ul li'],
  ['list', '3', 'main [role=grid] [role=row]'],
  ['timeline', '4', 'main [role=treeitem]'],
  ['resources', '8', 'main table'],
  ['report', 'Shift+R', 'main article.report'],
] as const;

/** Median milliseconds of a visit to each page. */
export type PageTimes = ReadonlyMap<string, number>;

/** @param name of the project whose parts are opened */
export async function timePages({ address, cookie }: SignedIn, name: string): Promise<PageTimes> {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const [key = '', value = ''] = cookie.split('=');
    await page.context().addCookies([{ name: key, value, url: address }]);
    await page.goto(address);
    const times = new Map<string, number[]>();
    const visit = async (what: string, go: () => Promise<unknown>, shown: Locator): Promise<void> => {
      const begun = performance.now();
      await go();
      await shown.first().waitFor();
      await page.evaluate(PAINTED);
      times.set(what, [...(times.get(what) ?? []), performance.now() - begun]);
    };
    const rail = (link: string) => page.getByRole('navigation').getByRole('link', { name: link }).click();
    const project = page.getByRole('main').getByRole('link', { name, exact: true });
    for (let n = 0; n < VISITS; n++) {
      await visit('Overview', () => rail('Overview'), page.locator('main article'));
      await visit('list of projects', () => rail('Plan'), project);
      await visit('a project', () => project.first().click(), page.locator('main article'));
      for (const [part, letter, shown] of PARTS.slice(1))
        await visit(part, () => page.keyboard.press(letter), page.locator(shown));
      await visit('gates', () => page.keyboard.press('1'), page.locator('main article'));
      await visit('Team', () => rail('Team'), page.locator('main [role=grid]'));
    }
    return new Map([...times].map(([what, all]) => [what, median(all)]));
  } finally {
    await browser.close();
  }
}
