/** @file The Label page. */
import { expect, type Locator, type Page } from '@playwright/test';

export class LabelDesk {
  readonly page: Page;
  readonly text: Locator;
  readonly saved: Locator;
  readonly left: Locator;
  readonly last: Locator;
  readonly note: Locator;
  readonly classes: Locator;

  constructor(page: Page) {
    this.page = page;
    this.text = page.getByTestId('text');
    this.saved = page.getByTestId('saved');
    this.left = page.getByTestId('left');
    this.last = page.getByTestId('last');
    this.note = page.getByRole('textbox', { name: /^(Note|备注)/ });
    this.classes = page.getByRole('region', { name: /^(Classes|类别)$/ });
  }

  /** Opens a dataset; `query` like `?queue=flagged`. */
  async open(dataset: string, query = ''): Promise<void> {
    await this.page.goto(new URL(`/label/${dataset}${query}`, this.page.url()).href);
    await expect(this.text).toBeVisible();
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async showsText(text: string): Promise<void> {
    await expect(this.text).toHaveText(text);
  }

  async isSaved(): Promise<void> {
    await expect(this.saved).toHaveText(/All saved|已全部保存/);
  }

  /** Where the first character of the item stands. */
  async place(): Promise<{ x: number; y: number }> {
    const box = await this.text.boundingBox();
    if (box === null) throw new Error('no item is shown');
    return { x: box.x, y: box.y };
  }
}
