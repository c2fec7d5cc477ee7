/** @file A second person: Mei, an annotator who is signed in beside the owner. */
import type { BrowserContext, Page } from '@playwright/test';
import { createHash } from 'node:crypto';
import { openStore } from '../src-main/platform/store/index.ts';
import { test as base } from './fixtures.ts';
import type { RunningWorkbench } from './workbench.ts';

const SESSION = encodeURIComponent('the session of Mei');
const cookieAt = (address: string) => ({ name: `lathe-${new URL(address).port}`, value: SESSION });

/** A workspace where Mei labels, too. */
export const test = base.extend({
  workspace: async ({ workspace }, use) => {
    const store = openStore(workspace);
    const at = new Date().toISOString();
    const token = createHash('sha256').update(decodeURIComponent(SESSION)).digest('hex');
    store.db.prepare('INSERT INTO people VALUES (?, ?, ?, ?)').run('person-mei', 'Mei', 'labeler', at);
    store.db.prepare('INSERT INTO sessions VALUES (?, ?, ?, ?)').run(token, 'person-mei', at, at);
    store.close();
    await use(workspace);
  },
});

/** A page that Mei is signed in at. */
export async function asMei(context: BrowserContext, { address }: RunningWorkbench): Promise<Page> {
  await context.addCookies([{ ...cookieAt(address), url: address }]);
  const page = await context.newPage();
  await page.goto(address);
  return page;
}

/** The header by which a request is Mei's. */
export function cookieOfMei(address: string): string {
  const { name, value } = cookieAt(address);
  return `${name}=${value}`;
}
