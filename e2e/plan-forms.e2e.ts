/** What a PM fills in day by day: how a task repeats, its timer, comments and links; gates of a template; days off; a trigger. */
import { expect, test } from './fixtures.ts';
import { bodyOf, day, makePlan, openTab, PLAN } from './plan.ts';
import { importRows } from './rpc.ts';

const ROWS = [
  { text: 'where is my order', label: 'order' },
  { text: 'it came broken', label: 'complaint' },
];

test('a task repeats on a third Tuesday, is timed, talked about and linked by name', async ({
  shell,
  page,
  client,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'complaints of Graz' });
  await makePlan(client);
  await shell.isOpen();
  await openTab(page, 'list', '&task=task-docs');
  const pane = page.getByRole('complementary');
  const task = () => bodyOf(client, 'task-docs');

  await test.step('repeats', async () => {
    await pane.getByRole('combobox', { name: /^Repeats/ }).click();
    await page.getByRole('option', { name: 'On a weekday of the month' }).click();
    await pane
      .getByRole('combobox', { name: /^Which/ })
      .or(pane.getByLabel(/^Which/))
      .click();
    await page.getByRole('option', { name: 'third' }).click();
    await pane.getByRole('button', { name: 'Tue', exact: true }).click();
    await expect(pane.getByText(/^Next on /)).toBeVisible();
    await pane.getByLabel('Every', { exact: true }).fill('0');
    await page.keyboard.press('Tab');
    await expect(pane.getByText('A whole number from 1 to 365.')).toBeVisible();
    await pane.getByLabel('Every', { exact: true }).fill('1');
    await page.keyboard.press('Tab');
    await expect(pane.getByText('A whole number from 1 to 365.')).toBeHidden();
    await pane.getByLabel('Until').fill('2031-12-31');
    await expect
      .poll(async () => (await task())?.recurrence)
      .toEqual({ every: 'nth-weekday', interval: 1, weekdays: [2], nth: 3, until: '2031-12-31' });
  });

  await test.step('timer', async () => {
    await pane.getByRole('button', { name: 'Start timer' }).click();
    await expect(pane.getByText(/^Running since/)).toBeVisible();
    await pane.getByRole('button', { name: 'Stop timer' }).click();
    await expect(pane.getByRole('button', { name: 'Start timer' })).toBeVisible();
    await pane.getByLabel('Hours', { exact: true }).last().fill('30');
    await pane.getByRole('button', { name: 'Add hours' }).click();
    await expect(pane.getByText('Give hours above 0, at most 24 a day.')).toBeVisible();
    const { documents } = await client.planning.read({ scope: PLAN });
    expect(documents.filter(({ kind }) => kind === 'timeEntry')).toMatchObject([{ body: { running: null } }]);
  });

  await test.step('comments and links', async () => {
    await pane.getByLabel('Write a comment').fill('Legal wants the licence first.\n法务先要许可。');
    await page.keyboard.press('ControlOrMeta+Enter');
    await expect(pane.getByText(/Legal wants the licence first/)).toBeVisible();
    await expect(pane.getByLabel('Write a comment')).toHaveValue('');
    const link = pane.getByRole('combobox', { name: 'Add a link' });
    await link.fill('graz');
    await page.keyboard.press('Enter');
    await expect(pane.getByRole('link', { name: 'Dataset: complaints of Graz' })).toHaveAttribute(
      'href',
      `/data/${dataset}`,
    );
    await link.fill('http://elsewhere/nothing');
    await page.keyboard.press('Enter');
    await expect(pane.getByText(/it is no address of a dataset/)).toBeVisible();
    await link.fill(`${new URL(page.url()).origin}/models/model-7?x=1`);
    await page.keyboard.press('Enter');
    await expect
      .poll(async () => (await task())?.links)
      .toEqual([
        { what: 'dataset', id: dataset },
        { what: 'model', id: 'model-7' },
      ]);
    await pane.getByRole('button', { name: 'Remove Model: model-7' }).click();
    await pane.getByLabel('Blocked by').fill('the licence');
    await page.keyboard.press('Tab');
    await pane.getByLabel(/^Labels/).fill('law, card');
    await page.keyboard.press('Tab');
    await expect
      .poll(task)
      .toMatchObject({ blockedBy: 'the licence', labels: ['law', 'card'], links: { length: 1 } });
    await checkAccess();
    await keepScreenshot('plan-forms-pane');
  });

  await test.step('a filter with and, or, not and a relative date', async () => {
    await page.keyboard.press('Escape');
    await page.getByLabel('Filter tasks').fill('(#law or due<+3d) and not is:done');
    await expect(page.getByRole('grid', { name: 'Tasks' })).toHaveAttribute('aria-rowcount', '4');
  });

  await test.step('days off of a person move the work', async () => {
    const scheduled = async () => {
      await openTab(page, 'list', '&task=task-train');
      return pane.getByText(/^Scheduled /).textContent();
    };
    const before = await scheduled();
    const { documents } = await client.team.read({ scope: 'team' });
    const max = documents.find(({ id }) => id === 'person-max')!;
    await page.goto(`${new URL(page.url()).origin}/team?item=person-max`);
    await pane.getByRole('button', { name: 'Add days off' }).click();
    await pane.getByLabel('From', { exact: true }).fill(day(0));
    await pane.getByLabel('To', { exact: true }).fill(day(21));
    await page.keyboard.press('Escape');
    await expect(page.getByText(`${day(0)} – ${day(21)}`)).toBeVisible();
    expect(await scheduled()).not.toBe(before);
    await page.goto(`${new URL(page.url()).origin}/team`);
    await expect(page.getByText(`${day(0)} – ${day(21)}`)).toBeVisible();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(page.getByText('Taken back: Maximilian von Hohenlohe-Langenburg')).toBeVisible();
    await expect(page.getByText(`${day(0)} – ${day(21)}`)).toBeHidden();
    expect((await client.team.read({ scope: 'team' })).documents).toContainEqual(max);
  });

  await test.step('a risk is opened by a fact', async () => {
    await openTab(page, 'risks');
    await shell.main.getByRole('heading', { name: 'No risk yet' }).waitFor();
    await page.keyboard.press('n');
    await expect(pane.getByRole('textbox', { name: 'Title' })).toBeFocused();
    await page.keyboard.type('Labels run out');
    await pane.getByRole('combobox', { name: /^Trigger|^Opened by/ }).click();
    await page.getByRole('option', { name: 'Share of samples labeled' }).click();
    await expect(pane.getByText(/until then it is not kept/)).toBeVisible();
    await pane.getByRole('combobox', { name: 'Dataset' }).click();
    await page.getByRole('option', { name: 'complaints of Graz' }).click();
    await pane.getByLabel('Goal').fill('29');
    await page.keyboard.press('Tab');
    await expect(pane.getByText('Now: 100 %')).toBeVisible();
    const risk = async () =>
      (await client.planning.read({ scope: PLAN })).documents.find(({ kind }) => kind === 'risk')?.body;
    await expect.poll(risk).toMatchObject({
      title: 'Labels run out',
      trigger: { fact: 'labeling.share', parameters: { dataset }, comparison: '>=', value: 0.29 },
    });
    await keepScreenshot('plan-forms-trigger');
  });
});

test('gates of a template are filled by one choice, holidays come by the palette, and the project is taken back whole', async ({
  shell,
  page,
  client,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'complaints' });
  const { main } = shell;
  const dialog = page.getByRole('dialog');
  const make = async (name: string): Promise<void> => {
    await shell.goTo('Plan');
    await page.keyboard.press('n');
    await expect(dialog.getByText('Give it a name.')).toBeVisible();
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await dialog.getByText('Customer-service dialog').click();
    await dialog.getByRole('button', { name: 'Create project' }).click();
    await expect(main.getByRole('heading', { name })).toBeVisible();
  };
  await make('Dialogs');
  const waits = main.getByRole('region', { name: 'Gates that wait for a choice' });
  await expect(waits.getByText('1 gate needs a dataset')).toBeVisible();
  await expect(main.getByText('What it is measured of is not chosen yet.').first()).toBeVisible();
  await checkAccess();
  await keepScreenshot('plan-gates-wait');
  await waits
    .getByRole('combobox', { name: /Choose a dataset/ })
    .or(waits.getByLabel(/Choose a dataset/))
    .click();
  await page.getByRole('option', { name: 'complaints' }).click();
  await expect(waits.getByText('1 gate needs a dataset')).toBeHidden();
  await expect(main.getByRole('row', { name: /Labels/ }).first()).toContainText('2 samples');
  const [project] = await client.planning.projects();
  const gates = async () =>
    (await client.planning.read({ scope: project!.project })).documents.flatMap((one) =>
      one.kind === 'gate' ? [one.body.parameters] : [],
    );
  expect(await gates()).toContainEqual({ dataset });
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await expect(waits.getByText('1 gate needs a dataset')).toBeVisible();

  await test.step('a second project: who works in both', async () => {
    await make('Dialogs of the shop');
    const people = (await client.team.read({ scope: 'team' })).documents.filter(
      ({ kind }) => kind === 'person',
    );
    expect(people).toHaveLength(6);
    await shell.goTo('Plan');
    await main.getByRole('button', { name: 'People' }).click();
    const load = main.getByRole('region', { name: 'Hours planned by person and week' });
    await expect(load.getByRole('link', { name: 'Dialogs', exact: true }).first()).toBeVisible();
    await expect(load.getByRole('row', { name: /^Annotator/ })).toContainText('!');
    await checkAccess();
    await keepScreenshot('plan-people-load');
  });

  await test.step('holidays of a file, from anywhere', async () => {
    await shell.openPalette();
    await page.keyboard.type('holidays');
    await page.keyboard.press('Enter');
    await expect(dialog.getByText('Choose a file first.')).toBeVisible();
    await dialog.getByLabel('Choose a file').setInputFiles({
      name: 'days.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('2030-10-01,2030-10-07,National Day\n'),
    });
    await dialog.getByRole('button', { name: 'Add to the calendar' }).click();
    await expect(page.getByText('7 days added to the team’s calendar')).toBeVisible();
  });

  await test.step('taken back whole', async () => {
    await make('Never mind');
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await expect(main.getByRole('heading', { name: 'Plan', exact: true })).toBeVisible();
    await expect(main.getByText('Never mind')).toBeHidden();
    expect(await client.planning.projects()).toHaveLength(2);
    await page.goBack();
    await expect(main.getByText('This project is not there')).toBeVisible();
    await main.getByRole('button', { name: 'Redo' }).click();
    await expect(main.getByRole('heading', { name: 'Never mind' })).toBeVisible();
  });
});
