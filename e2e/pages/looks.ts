/** @file A page in both languages and themes. */
import { expect, type Page } from '@playwright/test';

export interface Look {
  readonly checkAccess: () => Promise<void>;
  readonly keepScreenshot: (name: string) => Promise<void>;
}

export interface Preference {
  readonly language: 'en' | 'zh';
  readonly theme: 'light' | 'dark';
}

/** From the next load of the page on. */
export async function prefer(page: Page, { language, theme }: Preference): Promise<void> {
  const kept = JSON.stringify({ theme: 'system', language });
  await page.evaluate((value) => localStorage.setItem('lathe.preferences', value), kept);
  await page.emulateMedia({ colorScheme: theme });
}

/** The page dark in Chinese and light in English, looked over by axe when what `shown` selects is there. */
export async function inBothWays(
  page: Page,
  { name, shown }: { name: string; shown: string },
  look: Look,
): Promise<void> {
  for (const preference of [
    { language: 'zh', theme: 'dark' },
    { language: 'en', theme: 'light' },
  ] as const) {
    await prefer(page, preference);
    await page.reload();
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('main').locator(shown).first()).toBeVisible();
    await look.checkAccess();
    await look.keepScreenshot(`${name}-${preference.language}-${preference.theme}`);
  }
}
