/** @file Axe in the page of a browser test. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Colors on their way from one state to another are those of neither. */
const SETTLED = `Promise.allSettled(document.getAnimations()
  .filter((each) => each.effect?.getComputedTiming().endTime !== Infinity).map((each) => each.finished))`;

/** Of all else than violations axe would tell every element, which takes as long as its rules. */
const VIOLATIONS = `axe.run({
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] },
  resultTypes: ['violations'],
}).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`;

/** Fails on whatever axe finds in the page as it stands: WCAG 2.1 A and AA without exception. The page has no frames. */
export async function checkAccess(page: Page): Promise<void> {
  await page.evaluate(SETTLED);
  if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(AXE);
  expect(await page.evaluate(VIOLATIONS), 'what axe found').toEqual([]);
}
