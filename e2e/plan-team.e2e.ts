/** The team: people, who does what, skills, hiring, the week; and notes that only their author can read. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { TASK } from '../src-main/planning/plan.fixture.ts';
import { expect, test } from './fixtures.ts';
import { planOf } from './plan.ts';

test('team: people, letters and levels by key, a candidate moved by keyboard, the week', async ({
  shell,
  page,
  client,
}) => {
  await planOf(client, {
    id: 'task-serve',
    kind: 'task',
    body: {
      ...TASK,
      title: 'Deploy',
      skill: 'serving',
      estimate: { optimistic: 4, likely: 8, pessimistic: 16 },
    },
  });
  const { origin } = new URL(page.url());
  const part = (name: string) => page.goto(`${origin}/team${name === '' ? '' : `?part=${name}`}`);
  const pane = page.getByRole('complementary');
  await shell.goTo('Team');
  await shell.main.getByRole('heading', { name: 'Nobody yet' }).waitFor();
  for (const name of ['Mei', 'Tom']) {
    await page.keyboard.press('n');
    await expect(pane.getByRole('textbox', { name: 'Name' })).toBeFocused();
    await page.keyboard.type(name);
    await page.keyboard.press('Escape');
    await expect(pane).toBeHidden();
  }
  const list = page.getByRole('grid', { name: 'People' });
  await list.getByRole('row', { name: /Mei/ }).click();
  await pane.getByRole('textbox', { name: 'Capacity' }).fill('80');
  await pane.getByRole('button', { name: 'Add skill' }).click();
  await pane
    .getByRole('textbox', { name: 'Skill' })
    .or(pane.getByRole('combobox', { name: 'Skill' }))
    .fill('labeling');
  await page.keyboard.press('Tab');
  await pane.getByRole('button', { name: 'Add days off' }).click();
  await pane.getByLabel('From', { exact: true }).fill('2026-08-14');
  await pane.getByLabel('To', { exact: true }).fill('2026-08-03');
  await page.keyboard.press('Escape');
  await expect(list.getByText('2026-08-03 – 2026-08-14')).toBeVisible();
  await list.getByRole('row', { name: /Mei/ }).click();

  await part('raci');
  await shell.main.getByRole('textbox', { name: 'Area of work' }).fill('Data');
  await page.keyboard.press('Enter');
  await expect(shell.main.getByText('nobody is accountable')).toBeVisible();
  await page.getByRole('button', { name: /^Data, Mei/ }).focus();
  await page.keyboard.press('a');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('r');
  await expect(page.getByRole('button', { name: 'Data, Tom: Responsible: does the work' })).toBeFocused();
  await expect(shell.main.getByText('complete', { exact: true })).toBeVisible();

  await part('skills');
  await page.getByRole('button', { name: /^Tom, serving/ }).focus();
  await expect(shell.main.getByText('nobody can do it alone')).toBeVisible();
  await page.keyboard.press('3');
  await expect(shell.main.getByText('owners still learn: Deploy')).toBeVisible();

  await part('hiring');
  await shell.main.getByRole('heading', { name: 'No candidate yet' }).waitFor();
  await page.keyboard.press('n');
  await page.keyboard.type('Ana');
  await page.keyboard.press('Escape');
  const card = shell.main.getByRole('button', { name: 'Ana' });
  await card.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect(
    page.getByRole('region', { name: 'Applied' }).getByRole('button', { name: 'Ana' }),
  ).toBeFocused();
  await page.keyboard.press('u');
  await expect(
    page.getByRole('region', { name: 'Sourced' }).getByRole('button', { name: 'Ana' }),
  ).toBeVisible();

  await part('calendar');
  await shell.main.getByRole('textbox', { name: 'Friday' }).fill('9-12, 11-13');
  await page.keyboard.press('Tab');
  await expect(shell.main.getByText(/^E.g. 9-12, 13-18/).first()).toBeVisible();
  await shell.main.getByRole('textbox', { name: 'Friday' }).fill('9-12');
  await page.keyboard.press('Tab');
  await expect(shell.main.getByText('35 hours a week')).toBeVisible();
});

test('a private note is read with its passphrase, and its words are in no request and on no disk', async ({
  shell,
  page,
  workspace,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const SECRET = 'Tom wants to leave in spring';
  const sent: string[] = [];
  page.on('request', (request) => sent.push(`${request.url()} ${request.postData() ?? ''}`));
  await page.goto(`${new URL(page.url()).origin}/team?part=notes`);
  const field = (name: string) => shell.main.getByRole('textbox', { name, exact: true });
  await shell.main.getByLabel('Passphrase', { exact: true }).fill('correct horse');
  await shell.main.getByLabel('Passphrase again').fill('correct house');
  await expect(shell.main.getByText('The two differ.')).toBeVisible();
  await shell.main.getByLabel('Passphrase again').fill('correct horse');
  await page.keyboard.press('Enter');
  await shell.main.getByRole('button', { name: 'Add note' }).click();
  await field('With').fill('Tom');
  await field('Note').fill(SECRET);
  await shell.main.getByRole('button', { name: 'Save' }).click();
  await expect(shell.main.getByText(SECRET)).toBeVisible();
  await checkAccess();
  await keepScreenshot('plan-team-notes');
  await expect
    .poll(async () => (await client.team.read({ scope: 'team' })).documents.length, { timeout: 10_000 })
    .toBe(1);
  await page.reload();
  await shell.main.getByLabel('Passphrase', { exact: true }).fill('wrong horse');
  await page.keyboard.press('Enter');
  await expect(shell.main.getByText('This is not the passphrase of your notes.')).toBeVisible();
  await expect(shell.main.getByText(SECRET)).toBeHidden();
  await shell.main.getByLabel('Passphrase', { exact: true }).fill('correct horse');
  await page.keyboard.press('Enter');
  await expect(shell.main.getByText(SECRET)).toBeVisible();

  expect(sent.some((request) => request.includes('privateNote'))).toBe(true);
  for (const words of [SECRET, 'correct horse']) {
    expect(sent.filter((request) => request.includes(words))).toEqual([]);
    const files = readdirSync(workspace, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    expect(files.map(({ name }) => name)).toContain('workspace.db');
    const holding = files.filter((file) =>
      readFileSync(path.join(file.parentPath, file.name)).includes(words),
    );
    expect(holding.map(({ name }) => name)).toEqual([]);
  }
});
