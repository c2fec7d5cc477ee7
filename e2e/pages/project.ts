/** @file A sample project through the window: from its card to a model that answers. */
import { expect, type Locator, type Page } from '@playwright/test';
import type { Shell } from './shell.ts';

/** How long the parts that compute may take on a machine that does other work. */
const COMPUTING = { timeout: 180_000 };

export class ProjectWalk {
  readonly page: Page;
  readonly shell: Shell;
  readonly main: Locator;
  /** What the model said last. */
  readonly answer: Locator;

  constructor(shell: Shell) {
    this.shell = shell;
    this.page = shell.page;
    this.main = shell.main;
    this.answer = shell.main.getByRole('status', { name: 'Prediction' });
  }

  /** Opens a project by its card; its data is imported and frozen meanwhile. */
  async open(title: string): Promise<void> {
    await this.shell.openPalette();
    await this.page.keyboard.type('Sample projects');
    await this.page.keyboard.press('Enter');
    await this.main.getByRole('link', { name: new RegExp(`^${title} `) }).click();
    await expect(this.main.getByRole('heading', { name: title })).toBeVisible();
    await expect(this.main.getByRole('button', { name: /^Start training/ })).toBeEnabled(COMPUTING);
  }

  field(parameter: string): Locator {
    return this.main.locator(`input[name="${parameter}"]`);
  }

  /** Starts training with these values in the form, and stays until its end. */
  async train(values: Readonly<Record<string, number>>): Promise<void> {
    for (const [name, value] of Object.entries(values)) await this.field(name).fill(String(value));
    await this.main.getByRole('button', { name: /^Start training/ }).click();
    await expect(this.page).toHaveURL(/\/runs\/run-/);
    await expect(this.main.getByText('Finished')).toBeVisible(COMPUTING);
  }

  /** Each of these measures has a chart with data. */
  async showsCurves(...measures: string[]): Promise<void> {
    for (const measure of measures)
      await expect(this.main.getByRole('img', { name: new RegExp(`^${measure}\\.`) })).toBeVisible();
  }

  /** Evaluates the model on what it never saw. */
  async evaluate(): Promise<void> {
    await this.main.getByRole('link', { name: 'Open model' }).click();
    await expect(this.page).toHaveURL(/\/models\/model-/);
    await this.main
      .getByRole('button', { name: /^Evaluate/ })
      .first()
      .click();
    await this.page.getByRole('dialog').getByRole('button', { name: 'Start evaluation' }).click();
  }

  /** The report has this number, which is one. */
  async reports(name: string): Promise<void> {
    const tile = this.main.getByText(name, { exact: true }).first().locator('xpath=..');
    await expect(tile.locator('dd')).toHaveText(/\d/, COMPUTING);
  }

  async tryIt(): Promise<void> {
    await this.main.getByRole('link', { name: 'Try it' }).click();
  }

  /** The class that it names, one of these. */
  async says(classes: RegExp): Promise<void> {
    await expect(this.answer.locator('strong')).toHaveText(classes, COMPUTING);
  }
}
