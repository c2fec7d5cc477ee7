/** The parts of a plan that are about aims, people, risks, money, the market and laws: by keyboard, in both languages. */
import type { Page } from '@playwright/test';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from '../src-shared/contract.ts';
import type { PlanChange } from '../src-shared/planning/contract.ts';
import { PROJECT, TASK } from '../src-main/planning/plan.fixture.ts';
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
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
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
  await pane.getByRole('combobox', { name: 'Measured' }).click();
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

test('compliance: answered by key, the class of risk worked out, signed, and the signature gone with a change', async ({
  shell,
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  await planOf(client);
  await open(page, 'compliance', '&part=eu-ai-act');
  await expect(shell.main.getByText('not known yet: answer the first questions')).toBeVisible();
  const questions = page.getByRole('region', { name: 'EU AI Act' }).getByRole('list');
  await questions.getByRole('button', { name: /^Does it do something prohibited/ }).focus();
  for (const key of ['x', 'ArrowDown', 'x', 'ArrowDown', 'y']) await page.keyboard.press(key);
  await page.keyboard.press('ArrowDown');
  await expect(questions.getByRole('button', { name: /^If so: does it only do a narrow/ })).toBeFocused();
  await page.keyboard.press('x');
  await expect(shell.main.getByText('high risk', { exact: true })).toBeVisible();
  await page.keyboard.press('Enter');
  const pane = page.getByRole('complementary');
  await pane.getByRole('button', { name: /^Sign as/ }).click();
  await expect(pane.getByText(/^Signed by/)).toBeVisible();
  await pane.getByRole('textbox', { name: 'Note' }).fill('It profiles applicants.');
  await page.keyboard.press('Escape');
  await expect(pane).toBeHidden();
  const { documents } = await client.planning.read({ scope: PLAN });
  const answer = documents.find(({ id }) => id === 'eu-ai-act.class.exempt');
  expect(answer).toMatchObject({ body: { answer: 'no', note: 'It profiles applicants.', signed: null } });
  await page.getByLabel('Only what is missing').check();
  await expect(questions.getByText('Is there a risk management system')).toBeVisible();
  await expect(questions.getByText('Does it do something prohibited')).toBeHidden();
  await lookAt(page, 'compliance', 'ol', { checkAccess, keepScreenshot });
});

test('templates: a project with linked and assigned work, saved as one’s own template, both in one view', async ({
  shell,
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  await shell.goTo('Plan');
  await page.getByRole('button', { name: 'New project' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Camera at the gate');
  await dialog.getByLabel('Start', { exact: true }).fill('2026-03-02');
  await dialog.getByRole('textbox', { name: 'Currency' }).fill('e1');
  await expect(dialog.getByText('Three letters, e.g. EUR or CNY.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Currency' }).fill('chf');
  await dialog.getByText('Image recognition with alarms').click();
  await checkAccess();
  await keepScreenshot('plan-new-project');
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(shell.main.getByRole('heading', { name: 'Camera at the gate' })).toBeVisible();
  const [project] = await client.planning.portfolio();
  expect(project).toMatchObject({ body: { currency: 'CHF', due: '2026-05-31' } });
  expect(project!.milestones.map(({ name }) => name)).toContain('Data ready');
  const { documents } = await client.planning.read({ scope: project!.project });
  const people = (await client.team.read({ scope: 'team' })).documents.filter(
    ({ kind }) => kind === 'person',
  );
  const owners = documents.flatMap((one) => (one.kind === 'task' ? one.body.owners : []));
  expect(owners.length).toBeGreaterThan(10);
  expect(owners.every((owner) => people.some(({ id }) => id === owner))).toBe(true);

  await page.goto(`${new URL(page.url()).origin}/plan/${project!.project}?tab=aims`);
  await shell.main.getByRole('button', { name: 'Save as template' }).click();
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Our cameras');
  await dialog.getByRole('button', { name: 'Save as template' }).click();
  await expect(page.getByText('Template saved: Our cameras')).toBeVisible();
  await shell.goTo('Plan');
  await page.keyboard.press('n');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Camera at the dock');
  await dialog.getByLabel('Start', { exact: true }).fill('2026-05-04');
  await dialog.getByText('Our cameras').click();
  await dialog.getByRole('button', { name: 'Create project' }).click();
  await expect(shell.main.getByRole('heading', { name: 'Camera at the dock' })).toBeVisible();
  const second = (await client.planning.portfolio()).find(({ body }) => body.name === 'Camera at the dock')!;
  expect(second.body).toMatchObject({ start: '2026-05-04', due: '2026-08-02' });
  const body = { ...second.body, after: [project!.project] };
  const changes = [{ id: second.project, kind: 'project' as const, body }];
  await client.planning.change({ scope: second.project, operation: crypto.randomUUID(), changes });
  await shell.goTo('Plan');
  await expect(shell.main.getByText('Camera at the gate (due after this starts)')).toBeVisible();
  await lookAt(page, 'portfolio', 'svg', { checkAccess, keepScreenshot });
});

test('team: people, letters and levels by key, a candidate moved by keyboard, the week', async ({
  shell,
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const look = { checkAccess, keepScreenshot };
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
  await lookAt(page, 'team-people', '[role="grid"]', look);

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
  await lookAt(page, 'team-raci', 'table', look);

  await part('skills');
  await page.getByRole('button', { name: /^Tom, serving/ }).focus();
  await expect(shell.main.getByText('nobody can do it alone')).toBeVisible();
  await page.keyboard.press('3');
  await expect(shell.main.getByText('owners still learn: Deploy')).toBeVisible();
  await lookAt(page, 'team-skills', 'table', look);

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
  await lookAt(page, 'team-hiring', 'section', look);

  await part('calendar');
  await shell.main.getByRole('textbox', { name: 'Friday' }).fill('9-12, 11-13');
  await page.keyboard.press('Tab');
  await expect(shell.main.getByText(/^E.g. 9-12, 13-18/).first()).toBeVisible();
  await shell.main.getByRole('textbox', { name: 'Friday' }).fill('9-12');
  await page.keyboard.press('Tab');
  await expect(shell.main.getByText('35 hours a week')).toBeVisible();
  await lookAt(page, 'team-calendar', 'section', look);
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

test('resources: who has too much to do, the budget and what was spent of it', async ({
  shell,
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const look = { checkAccess, keepScreenshot };
  const person = {
    account: null,
    role: null,
    capacity: 1,
    cost: 50,
    skills: {},
    daysOff: [],
    from: null,
    until: null,
  };
  await client.team.change({
    scope: 'team',
    operation: crypto.randomUUID(),
    changes: [{ id: 'person-mei', kind: 'person', body: { ...person, name: 'Mei' } }],
  });
  const work = { owners: ['person-mei'], start: '2030-01-07', due: '2030-01-11' };
  const estimate = { optimistic: 30, likely: 60, pessimistic: 90 };
  await planOf(
    client,
    { id: 'task-a', kind: 'task', body: { ...TASK, ...work, estimate } },
    { id: 'task-b', kind: 'task', body: { ...TASK, estimate } },
  );
  await open(page, 'resources');
  const load = page.getByRole('table', { name: 'Hours planned by person and week' });
  await expect(load.getByTitle('Mei, week of 2030-01-07: 60 of 40 hours')).toHaveText(/60.*!/);
  await expect(shell.main.getByText('Not placed: 60 hours of 1 without an owner')).toBeVisible();
  await lookAt(page, 'resources-load', 'table', look);

  await open(page, 'resources', '&part=budget');
  await shell.main.getByRole('heading', { name: 'No budget yet' }).waitFor();
  await page.keyboard.press('n');
  const pane = page.getByRole('complementary');
  await pane.getByRole('textbox', { name: 'Title' }).fill('Annotators');
  await pane.getByRole('textbox', { name: 'Planned' }).fill('12k');
  await page.keyboard.press('Escape');
  await open(page, 'resources', '&part=expenses');
  await shell.main.getByRole('heading', { name: 'Nothing spent yet' }).waitFor();
  await page.keyboard.press('n');
  await pane.getByRole('textbox', { name: 'Amount' }).fill('3000');
  await page.keyboard.press('Escape');
  await open(page, 'resources', '&part=budget');
  await expect(
    page.getByRole('grid', { name: 'Budget' }).getByRole('row', { name: /Annotators/ }),
  ).toContainText('9,000');
  await expect(shell.main.getByText('12,000 EUR')).toBeVisible();
  await lookAt(page, 'resources-budget', '[role="grid"]', look);
});

test('market: sizes, features and positions by key, cash flow, feedback that becomes a requirement', async ({
  shell,
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const look = { checkAccess, keepScreenshot };
  const pane = page.getByRole('complementary');
  const at = async (part: string, empty?: string): Promise<void> => {
    await open(page, 'market', `&part=${part}`);
    if (empty) await shell.main.getByRole('heading', { name: empty }).waitFor();
  };
  const fill = (name: string, text: string) => pane.getByRole('textbox', { name, exact: false }).fill(text);
  await planOf(client);
  await at('segments', 'No segment yet');
  await page.keyboard.press('n');
  await fill('Name', 'Clinics');
  await fill('Customers there are', '20k');
  await fill('Spend of one a year', '1500');
  await fill('Can be served', '40');
  await fill('Of that, can be won', '5');
  await page.keyboard.press('Escape');
  const row = page.getByRole('grid', { name: 'Segments' }).getByRole('row', { name: /Clinics/ });
  await expect(row).toContainText('30,000,000');
  await expect(row).toContainText('600,000');
  await lookAt(page, 'market-segments', '[role="grid"]', look);

  await at('competitors', 'No competitor yet');
  await page.keyboard.press('n');
  await fill('Name', 'Ours');
  await page.keyboard.press('Escape');
  await shell.main.getByRole('textbox', { name: 'Feature' }).fill('Offline');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Offline, Ours/ }).focus();
  await page.keyboard.press('2');
  await expect(page.getByRole('button', { name: 'Offline, Ours: in full' })).toBeFocused();
  await lookAt(page, 'market-competitors', 'table', look);

  await at('positioning');
  await shell.main.getByRole('button', { name: 'Ours: 0, 0' }).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('ArrowUp');
  const ours = shell.main.getByRole('button', { name: 'Ours: 0.1, 0.02' });
  await expect(ours).toBeFocused();
  const box = (await ours.boundingBox())!;
  await page.mouse.move(box.x + 10, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 10, box.y - 100, { steps: 4 });
  await page.mouse.up();
  await expect(ours).toBeHidden();
  await lookAt(page, 'market-positioning', '.map', look);

  await at('swot');
  await shell.main.getByRole('textbox', { name: 'Add to Strengths' }).fill('Nothing leaves the machine');
  await page.keyboard.press('Enter');
  await expect(shell.main.getByRole('button', { name: 'Delete Nothing leaves the machine' })).toBeVisible();
  await at('canvas');
  await shell.main.getByRole('textbox', { name: 'Add to Value propositions' }).fill('Private by design');
  await page.keyboard.press('Enter');
  await lookAt(page, 'market-canvas', '.canvas', look);

  await at('revenue', 'No revenue stream yet');
  await page.keyboard.press('n');
  await fill('Name', 'Licences a month');
  await fill('Price', '99');
  await page.keyboard.press('Escape');
  await at('cash', 'No scenario yet');
  await page.keyboard.press('n');
  await fill('Name', 'Half');
  await page.keyboard.press('Escape');
  await lookAt(page, 'market-cash', '[role="grid"]', look);

  await at('feedback', 'No feedback yet');
  await page.keyboard.press('n');
  await fill('What was said', 'It should work in Chinese. Our agents need it.');
  await page.keyboard.press('Tab');
  await pane.getByRole('button', { name: 'Make a requirement of it' }).click();
  await expect(page.getByText('Requirement added: It should work in Chinese')).toBeVisible();
  await expect(pane.getByRole('checkbox', { name: 'It should work in Chinese' })).toBeChecked();
  await page.keyboard.press('Escape');
  await page.keyboard.press('u');
  await expect
    .poll(async () =>
      (await client.planning.read({ scope: PLAN })).documents.some(({ kind }) => kind === 'requirement'),
    )
    .toBe(false);
});
