/** @file The regions editor of the Label page. */
import { expect, type Locator, type Page } from '@playwright/test';

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export class RegionsPage {
  readonly page: Page;
  readonly stage: Locator;
  readonly status: Locator;
  readonly list: Locator;

  constructor(page: Page) {
    this.page = page;
    this.stage = page.getByTestId('stage');
    this.status = page.getByTestId('region-status');
    this.list = page.getByTestId('regions');
  }

  /** Waits until the image of a sample is painted. */
  async shows(sample: string): Promise<void> {
    await expect(this.page.getByTestId('canvas')).toHaveAttribute('data-shown', new RegExp(sample));
  }

  /** Waits until the canvases are as large as their frame. */
  async settles(): Promise<void> {
    const fits = `(() => {
      const canvas = document.querySelector('[data-testid=canvas]');
      return canvas.width === Math.round(canvas.clientWidth * devicePixelRatio);
    })()`;
    await expect.poll(() => this.page.evaluate<boolean>(fits)).toBe(true);
  }

  /** The names of the regions, as a screen reader reads them. */
  async names(): Promise<string[]> {
    const rows = await this.list.getByRole('option').allInnerTexts();
    return rows.map((row) => row.replaceAll(/\s*\n\s*/g, ' | ').trim());
  }

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** A place of the image, in pixels of the window. */
  async at({ x, y }: Spot): Promise<Spot> {
    const box = (await this.stage.boundingBox())!;
    const number = async (name: string) => Number(await this.stage.getAttribute(`data-${name}`));
    const scale = await number('scale');
    return { x: box.x + (await number('left')) + x * scale, y: box.y + (await number('top')) + y * scale };
  }

  async click(spot: Spot): Promise<void> {
    const { x, y } = await this.at(spot);
    await this.page.mouse.click(x, y);
  }

  async drag(from: Spot, ...through: readonly Spot[]): Promise<void> {
    const [start, ...others] = await Promise.all([from, ...through].map((spot) => this.at(spot)));
    await this.page.mouse.move(start!.x, start!.y);
    await this.page.mouse.down();
    for (const { x, y } of others) await this.page.mouse.move(x, y, { steps: 4 });
    await this.page.mouse.up();
  }
}
