/** Aims, risks, compliance and templates of a plan: by keyboard, in both languages. */
import { expect, test } from './fixtures.ts';
import { openTab, PLAN, planOf } from './plan.ts';

test('risks: added by key and from the library, filtered in the matrix by keyboard, deleted and taken back', async ({
  shell,
  page,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  await planOf(client);
  await openTab(page, 'risks');
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
  const risk = async () => {
    const { documents } = await client.planning.read({ scope: PLAN });
    return documents.find(({ body }) => 'title' in body && body.title === 'GPU is too small')?.body;
  };
  await expect.poll(risk).toMatchObject({ chance: 0.25, state: 'open' });
});

test('aims: an objective with key results, requirements that are found and filtered', async ({
  shell,
  page,
  client,
}) => {
  await planOf(client);
  await openTab(page, 'aims');
  await shell.main.getByRole('textbox', { name: 'Vision' }).fill('**Every complaint** answered within a day');
  await page.keyboard.press('Tab');
  await expect(shell.main.locator('strong', { hasText: 'Every complaint' })).toBeVisible();

  await openTab(page, 'aims', '&part=objectives');
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

  await openTab(page, 'aims', '&part=requirements');
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
});

test('compliance: answered by key, the class of risk worked out, signed, and the signature gone with a change', async ({
  shell,
  page,
  client,
}) => {
  await planOf(client);
  await openTab(page, 'compliance', '&part=eu-ai-act');
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
  const answer = async () => {
    const { documents } = await client.planning.read({ scope: PLAN });
    return documents.find(({ id }) => id === 'eu-ai-act.class.exempt')?.body;
  };
  await expect.poll(answer).toMatchObject({ answer: 'no', note: 'It profiles applicants.', signed: null });
  await page.getByLabel('Only what is missing').check();
  await expect(questions.getByText('Is there a risk management system')).toBeVisible();
  await expect(questions.getByText('Does it do something prohibited')).toBeHidden();
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
});
