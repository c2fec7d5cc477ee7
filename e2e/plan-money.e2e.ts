/** Resources, money and the market of a plan. */
import { TASK } from '../src-main/planning/plan.fixture.ts';
import { expect, test } from './fixtures.ts';
import { openTab, PLAN, planOf } from './plan.ts';

test('resources: who has too much to do, the budget and what was spent of it', async ({
  shell,
  page,
  client,
}) => {
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
  const estimate = { optimistic: 15, likely: 30, pessimistic: 45 };
  const all = { optimistic: 30, likely: 60, pessimistic: 90 };
  await planOf(
    client,
    { id: 'task-a', kind: 'task', body: { ...TASK, ...work, estimate } },
    { id: 'task-b', kind: 'task', body: { ...TASK, ...work, estimate } },
    { id: 'task-c', kind: 'task', body: { ...TASK, estimate: all } },
  );
  await openTab(page, 'resources');
  const load = page.getByRole('region', { name: 'Hours planned by person and week' });
  await expect(load.getByTitle('Mei, week of 2030-01-07: 60 of 40 hours')).toHaveText(/60.*!/);
  await expect(shell.main.getByText('Not placed: 60 hours of 1 task without an owner')).toBeVisible();

  await openTab(page, 'resources', '&part=budget');
  await shell.main.getByRole('heading', { name: 'No budget yet' }).waitFor();
  await page.keyboard.press('n');
  const pane = page.getByRole('complementary');
  await pane.getByRole('textbox', { name: 'Title' }).fill('Annotators');
  await pane.getByRole('textbox', { name: 'Planned' }).fill('12k');
  await page.keyboard.press('Escape');
  await openTab(page, 'resources', '&part=expenses');
  await shell.main.getByRole('heading', { name: 'Nothing spent yet' }).waitFor();
  await page.keyboard.press('n');
  await pane.getByRole('textbox', { name: 'Amount' }).fill('3000');
  await page.keyboard.press('Escape');
  await openTab(page, 'resources', '&part=budget');
  await expect(
    page.getByRole('grid', { name: 'Budget' }).getByRole('row', { name: /Annotators/ }),
  ).toContainText('9,000');
  await expect(shell.main.getByText('12,000 EUR')).toBeVisible();
});

test('market: sizes, features and positions by key, cash flow, feedback that becomes a requirement', async ({
  shell,
  page,
  client,
}) => {
  const pane = page.getByRole('complementary');
  const at = async (part: string, empty?: string): Promise<void> => {
    await openTab(page, 'market', `&part=${part}`);
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

  await at('competitors', 'No competitor yet');
  await page.keyboard.press('n');
  await fill('Name', 'Ours');
  await page.keyboard.press('Escape');
  await shell.main.getByRole('textbox', { name: 'Feature' }).fill('Offline');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Offline, Ours/ }).focus();
  await page.keyboard.press('2');
  await expect(page.getByRole('button', { name: 'Offline, Ours: in full' })).toBeFocused();

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

  await at('swot');
  await shell.main.getByRole('textbox', { name: 'Add to Strengths' }).fill('Nothing leaves the machine');
  await page.keyboard.press('Enter');
  await expect(shell.main.getByRole('button', { name: 'Delete Nothing leaves the machine' })).toBeVisible();
  await at('canvas');
  await shell.main.getByRole('textbox', { name: 'Add to Value propositions' }).fill('Private by design');
  await page.keyboard.press('Enter');

  await at('revenue', 'No revenue stream yet');
  await page.keyboard.press('n');
  await fill('Name', 'Licences a month');
  await fill('Price', '99');
  await page.keyboard.press('Escape');
  await at('cash', 'No scenario yet');
  await page.keyboard.press('n');
  await fill('Name', 'Half');
  await page.keyboard.press('Escape');

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
