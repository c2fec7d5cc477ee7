/** The parts of a plan that are about aims, people, risks, money, the market and laws: by keyboard, in both languages. */
import type { Page } from '@playwright/test';
import type { Client } from '../src-shared/contract.ts';
import type { PlanChange } from '../src-shared/planning/contract.ts';
import { PROJECT } from '../src-main/planning/plan.fixture.ts';
import { expect, test } from './fixtures.ts';

const PLAN = 'project-people';

async function planOf(client: Client, ...changes: PlanChange[]): Promise<void> {
  const all: PlanChange[] = [
    { id: PLAN, kind: 'project', body: { ...PROJECT, due: '2026-12-18' } },
    ...changes,
  ];
  await client.planning.change({ scope: PLAN, operation: crypto.randomUUID(), changes: all });
}

interface Look {
  readonly checkAccess: () => Promise<void>;
  readonly keepScreenshot: (name: string) => Promise<void>;
}

/** The page in English and light, in Chinese and dark, narrow and wide, each looked over by axe. */
async function lookAt(page: Page, name: string, shown: string, look: Look): Promise<void> {
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
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${name} scrolls sideways at ${width}`).toBeLessThanOrEqual(0);
    await look.keepScreenshot(`plan-${name}-${language}-${width}`);
    await look.checkAccess();
  }
}

const open = (page: Page, tab: string, query = '') =>
  page.goto(`${new URL(page.url()).origin}/plan/${PLAN}?tab=${tab}${query}`);

test('risks: added by key and from the library, filtered in the matrix by keyboard, deleted and taken back', async ({
  shell,
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  await planOf(client);
  await open(page, 'risks');
  await shell.main.getByRole('heading', { name: 'No risk yet' }).waitFor();
  await page.keyboard.press('n');
  const pane = page.getByRole('complementary', { name: 'Untitled' });
  const title = pane.getByRole('textbox', { name: 'Title' });
  await expect(title).toBeFocused();
  await page.keyboard.type('GPU is too small');
  await page.keyboard.press('Tab');
  const named = page.getByRole('complementary', { name: 'GPU is too small' });
  await named.getByRole('textbox', { name: 'Title' }).fill(' ');
  await page.keyboard.press('Tab');
  await expect(named.getByText('This is needed.')).toBeVisible();
  await named.getByRole('textbox', { name: 'Title' }).fill('GPU is too small');
  const chance = named.getByRole('textbox', { name: 'Chance in the forecast' });
  await chance.fill('140');
  await page.keyboard.press('Tab');
  await expect(named.getByText('At most 100.')).toBeVisible();
  await expect(chance).toHaveValue('140');
  await chance.fill('25');
  await page.keyboard.press('Escape');
  await expect(named).toBeHidden();
  const list = page.getByRole('grid', { name: 'Risks' });
  await expect(list.getByRole('row', { name: /GPU is too small/ })).toBeFocused();

  await page.getByRole('button', { name: 'Add from library' }).click();
  const library = page.getByRole('dialog');
  await library.getByText('Too few labeled samples').click();
  await library.getByText('A key person leaves').click();
  await checkAccess();
  await keepScreenshot('plan-risk-library');
  await library.getByRole('button', { name: 'Add 2' }).click();
  await expect(list.getByRole('row')).toHaveCount(4);

  const cell = page.getByRole('button', { name: 'Probability 4, impact 4: 1, critical' });
  await page.getByRole('button', { name: /^Probability 5, impact 1/ }).focus();
  for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await expect(cell).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(list.getByRole('row')).toHaveCount(2);
  await expect(list.getByRole('row', { name: /Too few labeled samples/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(list.getByRole('row')).toHaveCount(4);

  await list.getByRole('row', { name: /key person/ }).focus();
  await page.keyboard.press('Delete');
  await expect(list.getByRole('row')).toHaveCount(3);
  await page.keyboard.press('u');
  await expect(list.getByRole('row')).toHaveCount(4);
  await list.getByRole('row', { name: /GPU is too small/ }).focus();
  await page.keyboard.press('Enter');
  await named.getByText('History').click();
  await expect(named.getByText('Chance in the forecast: 50 % → 25 %')).toBeVisible();
  const { documents } = await client.planning.read({ scope: PLAN });
  expect(documents.find(({ body }) => 'title' in body && body.title === 'GPU is too small')).toMatchObject({
    body: { chance: 0.25, state: 'open' },
  });
  await lookAt(page, 'risks', '[role="grid"]', { checkAccess, keepScreenshot });
});

test('aims: an objective with key results, requirements that are found and filtered', async ({
  shell,
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const look = { checkAccess, keepScreenshot };
  await planOf(client);
  await open(page, 'aims');
  await shell.main.getByRole('textbox', { name: 'Vision' }).fill('**Every complaint** answered within a day');
  await page.keyboard.press('Tab');
  await expect(shell.main.locator('strong', { hasText: 'Every complaint' })).toBeVisible();
  await lookAt(page, 'aims', 'strong', look);

  await open(page, 'aims', '&part=objectives');
  await shell.main.getByRole('heading', { name: 'No objective yet' }).waitFor();
  await page.keyboard.press('n');
  await page.keyboard.type('Answers are right');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Add key result' }).click();
  const pane = page.getByRole('complementary');
  await pane.getByRole('textbox', { name: 'Title' }).fill('Macro F1');
  await pane.getByRole('textbox', { name: 'From' }).fill('0.6');
  await pane.getByRole('textbox', { name: 'To' }).fill('0.9');
  await pane.getByRole('button', { name: 'Measured' }).click();
  await page.getByRole('option', { name: 'Typed by hand' }).click();
  await pane.getByRole('textbox', { name: 'Value' }).fill('0.75');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('progressbar', { name: 'Progress of Macro F1' })).toHaveAttribute(
    'aria-valuenow',
    '50',
  );
  await lookAt(page, 'objectives', 'article', look);

  await open(page, 'aims', '&part=requirements');
  await shell.main.getByRole('heading', { name: 'No requirement yet' }).waitFor();
  for (const title of ['Answers in Chinese', 'Runs offline']) {
    await page.keyboard.press('n');
    await expect(pane.getByRole('textbox', { name: 'Title' })).toBeFocused();
    await page.keyboard.type(title);
    await page.keyboard.press('Escape');
    await expect(pane).toBeHidden();
  }
  await page.keyboard.press('/');
  await page.keyboard.type('chinese');
  const list = page.getByRole('grid', { name: 'Requirements' });
  await expect(list.getByRole('row')).toHaveCount(2);
  await page.keyboard.press('Escape');
  await list.getByRole('row', { name: /Runs offline/ }).click();
  await lookAt(page, 'requirements', '[role="grid"]', look);
});
