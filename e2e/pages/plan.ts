/** @file A plan for the browser tests of its parts, and a look at a page in both languages, themes and widths. */
import { expect, type Page } from '@playwright/test';
import type { Client } from '../../src-shared/contract.ts';
import type { PlanChange } from '../../src-shared/planning/contract.ts';
import { PROJECT } from '../../src-main/planning/plan.fixture.ts';

export const PLAN = 'project-people';

/** Makes the plan {@link PLAN} with these documents. */
export async function planOf(client: Client, ...changes: PlanChange[]): Promise<void> {
  const all: PlanChange[] = [
    { id: PLAN, kind: 'project', body: { ...PROJECT, due: '2026-12-18' } },
    ...changes,
  ];
  await client.planning.change({ scope: PLAN, operation: crypto.randomUUID(), changes: all });
}

export interface Look {
  readonly checkAccess: () => Promise<void>;
  readonly keepScreenshot: (name: string) => Promise<void>;
}

/** Waits until nothing is left to save: a page that is left before asks whether to. */
const saved = (page: Page) => expect(page.getByText(/not saved yet|尚未保存/)).toBeHidden();

/** The page in English and light, in Chinese and dark, narrow and wide, each looked over by axe. */
export async function lookAt(page: Page, name: string, shown: string, look: Look): Promise<void> {
  await saved(page);
  for (const [language, colorScheme, width] of [
    ['zh', 'dark', 1920],
    ['en', 'light', 1024],
  ] as const) {
    await page.evaluate(
      (value) => localStorage.setItem('lathe.preferences', value),
      JSON.stringify({ theme: 'system', language }),
    );
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: width === 1024 ? 768 : 1080 });
    await page.reload();
    await expect(page.getByRole('main').locator(shown).first()).toBeVisible();
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(overflow, `${name} scrolls sideways at ${width}`).toBeLessThanOrEqual(0);
    await look.keepScreenshot(`plan-${name}-${language}-${width}`);
    await look.checkAccess();
  }
}

/** Opens a part of the plan. */
export async function openTab(page: Page, tab: string, query = ''): Promise<void> {
  await saved(page);
  await page.goto(`${new URL(page.url()).origin}/plan/${PLAN}?tab=${tab}${query}`);
}
