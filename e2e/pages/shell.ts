/** @file The frame of the window: rail, palette, keys. */
import { expect, type Locator, type Page } from '@playwright/test';

export class Shell {
  readonly page: Page;
  readonly rail: Locator;
  /** The page beside the rail. */
  readonly main: Locator;
  readonly palette: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rail = page.getByRole('navigation', { name: /^(Pages|页面)$/ });
    this.main = page.getByRole('main');
    this.palette = page.getByRole('dialog', { name: /Command palette|命令面板/ });
  }

  async isOpen(): Promise<void> {
    await expect(this.rail).toBeVisible();
    await expect(this.main).toBeVisible();
  }

  /** The names of the pages in the rail, in order. */
  async pages(): Promise<string[]> {
    const links = await this.rail
      .getByRole('listitem')
      .getByRole('link')
      .locator('> span:first-of-type')
      .all();
    return Promise.all(links.map(async (link) => (await link.innerText()).trim()));
  }

  /** Opens a page by its name in the rail. */
  async goTo(name: string): Promise<void> {
    await this.rail.getByRole('link', { name }).click();
    await expect(this.rail.getByRole('link', { name })).toHaveAttribute('aria-current', 'page');
  }

  async openPalette(): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+k');
    await expect(this.palette).toBeVisible();
  }
}
