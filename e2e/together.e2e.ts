/** Labeling over days and together: undo of another window, two tabs, two people, the end of a queue, the way back. */
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';
import { expectWhole, importImages, SIZES } from './images.ts';
import { asMei, test } from './mei.ts';
import { LabelDesk } from './pages/label.ts';
import { importRows, type TextRow } from './rpc.ts';

const ROWS: TextRow[] = [
  { text: 'buy now', label: 'spam' },
  { text: 'see you at noon', label: 'ham' },
  ...['first', 'second', 'third', 'fourth'].map((text) => ({ text, label: null })),
];

async function ready(page: Page, dataset: string, query = ''): Promise<LabelDesk> {
  const desk = new LabelDesk(page);
  await desk.open(dataset, query);
  return desk;
}

/** The page does not hear of a change in time. @returns lets it hear of everything */
async function holdQueue(page: Page): Promise<() => Promise<void>> {
  const asked = '**/rpc/labeling/queue';
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route(asked, (route) => released.then(() => route.continue()));
  return async () => {
    release();
    await page.unrouteAll({ behavior: 'wait' });
  };
}

const isRefused = (page: Page) => page.waitForResponse((response) => response.status() === 409);

test('undo and redo go on after leaving the page, after a reload and after a restart', async ({
  page,
  folder,
  client,
  shell,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  const desk = await ready(page, dataset);
  await desk.press('1', '2', 's');
  await desk.isSaved();
  await shell.goTo('Data');
  await ready(page, dataset);
  await expect(desk.last).toHaveText('Last annotation: skipped');
  await desk.press('u');
  await desk.showsText('third');
  await desk.isSaved();
  await page.reload();
  await expect(desk.last).toHaveText('Last annotation: ham');
  await desk.press('u');
  await desk.showsText('second');
  await expect(desk.left).toHaveText('3 left');
  await desk.isSaved();
  await page.reload();
  await desk.showsText('second');
  await desk.press('Shift+U');
  await expect(desk.classes.getByRole('button', { name: 'ham' })).toHaveAttribute('aria-pressed', 'true');
  await desk.isSaved();
  const { items } = await client.labeling.queue({ task: dataset, queue: 'all', after: 1 });
  expect(items.map(({ label, skipped }) => [label, skipped])).toEqual([
    ['spam', false],
    ['ham', false],
    [null, false],
    [null, false],
  ]);
});

test('two tabs of one person: an answer is seen in the other, and items answered there are left out', async ({
  page,
  context,
  folder,
  client,
  keepScreenshot,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  const desk = await ready(page, dataset);
  const other = await context.newPage();
  await other.goto(page.url());
  const otherDesk = new LabelDesk(other);
  await otherDesk.showsText('first');
  await otherDesk.press('1', '2');
  await otherDesk.isSaved();
  await expect(page.getByTestId('news')).toHaveText(/You, in another window, answered “spam”/);
  await keepScreenshot('label-news');
  await desk.press('ArrowRight');
  await desk.showsText('third');
});

test('two people: an answer on a stale state is told, and kept or replaced as its author decides', async ({
  page,
  browser,
  folder,
  client,
  workbench,
  conduct,
  checkAccess,
  keepScreenshot,
}) => {
  conduct.expectErrors('409 (Conflict)');
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  const context = await browser.newContext();
  const meis = await ready(await asMei(context, workbench), dataset);
  const desk = await ready(page, dataset);
  const { items } = await client.labeling.queue({ task: dataset, queue: 'all', after: 1, limit: 1 });
  const sample = items[0]!.id;
  const labelNow = async () =>
    (await client.labeling.queue({ task: dataset, samples: [sample] })).items.map(({ label, labeledBy }) => [
      label,
      labeledBy,
    ])[0];

  await test.step('what Mei answers stands beside the item', async () => {
    await meis.press('1');
    await meis.isSaved();
    await expect(page.getByTestId('news')).toHaveText(/^Mei answered “spam”/);
    await keepScreenshot('label-news-mei');
  });

  await test.step('who has not seen it does not overwrite it', async () => {
    const release = await holdQueue(page);
    await desk.press('u', 'ArrowRight');
    await desk.showsText('second');
    await meis.showsText('second');
    await meis.press('1');
    await meis.isSaved();
    await Promise.all([isRefused(page), desk.press('2')]);
    await release();
    const conflict = page.getByTestId('conflict');
    await expect(conflict).toContainText(/Mei answered “spam”/);
    await expect(conflict).toContainText('Your answer (ham) was not saved');
    await checkAccess();
    await keepScreenshot('label-conflict');
    await page.emulateMedia({ colorScheme: 'dark' });
    await keepScreenshot('label-conflict-dark');
    await desk.press('Shift+K');
    await expect(conflict).toBeHidden();
    expect(await labelNow()).toEqual(['spam', 'Mei']);
  });

  await test.step('replaced when its author says so', async () => {
    await desk.showsText('third');
    const release = await holdQueue(page);
    await meis.showsText('third');
    await meis.press('1');
    await meis.isSaved();
    await Promise.all([isRefused(page), desk.press('2')]);
    await release();
    await expect(page.getByTestId('conflict')).toBeVisible();
    await desk.press('Shift+R');
    await expect(page.getByTestId('conflict')).toBeHidden();
    await desk.isSaved();
    const { items: third } = await client.datasets.samples({ dataset, search: 'third' });
    expect(third[0]).toMatchObject({ label: 'ham' });
    expect(third[0]?.labeledBy).not.toBe('Mei');
  });
  await context.close();
});

test('a note half written and an image zoomed stay as they are while the item is read anew', async ({
  page,
  browser,
  folder,
  client,
  workbench,
}) => {
  const context = await browser.newContext();
  const mei = await asMei(context, workbench);

  await test.step('a note', async () => {
    const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
    const desk = await ready(page, dataset);
    await desk.press('n');
    await page.keyboard.type('is this');
    const meis = await ready(mei, dataset);
    await meis.press('f', '1');
    await meis.isSaved();
    await expect(page.getByTestId('news')).toHaveText(/^Mei answered “spam”/);
    await expect(desk.note).toHaveValue('is this');
    await page.keyboard.type(' spam?');
    await desk.press('Enter');
    await desk.isSaved();
    const { items } = await client.labeling.queue({ task: dataset, queue: 'flagged' });
    expect(items.map(({ text, note }) => [text, note])).toEqual([['first', 'is this spam?']]);
  });

  await test.step('an image', async () => {
    const dataset = await importImages(client, folder);
    await page.goto(`${workbench.address}/label/${dataset}?queue=all`);
    await expectWhole(page, SIZES['b-landscape.jpg']!);
    await page.keyboard.press('.');
    await mei.goto(`${workbench.address}/label/${dataset}?queue=all`);
    await expectWhole(mei, SIZES['b-landscape.jpg']!);
    await mei.keyboard.press('2');
    await expect(page.getByTestId('news')).toHaveText(/^Mei answered/);
    await expect(page.getByTestId('zoom')).toHaveText('100%');
  });
  await context.close();
});

test('a labeled item that is skipped keeps its label and says so', async ({ page, folder, client }) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  const desk = await ready(page, dataset, '?queue=labeled');
  await desk.showsText('buy now');
  await desk.press('s');
  await expect(desk.last).toHaveText('Skipped, the label “spam” was kept');
  await desk.isSaved();
  const { items } = await client.datasets.samples({ dataset, search: 'buy now' });
  expect(items[0]?.label).toBe('spam');
});

test('Enter on the list goes on with the last task; the end of a queue freezes and trains again', async ({
  page,
  folder,
  client,
  shell,
  checkAccess,
  keepScreenshot,
}) => {
  await importRows(client, ROWS, { folder, name: 'another' });
  const dataset = await importRows(client, [...ROWS, { text: 'x', label: null }], {
    folder,
    name: 'letters',
  });
  const desk = await ready(page, dataset);
  await desk.press('1');
  await desk.isSaved();
  await shell.goTo('Label');
  await expect(page.getByRole('link', { name: 'Label letters' })).toBeFocused();
  await keepScreenshot('label-choose-last');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/label/${dataset}`));
  await desk.showsText('second');
  await desk.press('2', '1', '2', '1');
  await expect(page.getByText('This queue is done')).toBeVisible();
  await checkAccess();
  await keepScreenshot('label-finished');
  await page.getByRole('button', { name: 'Freeze and train again' }).click();
  await expect(page).toHaveURL(/\/train\?version=version-/, { timeout: 60_000 });
  await expect(page.getByRole('button', { name: /^Start training/ })).toBeEnabled();
});

test('who answers blindly is told what they said of an item themself, not that nobody said anything', async ({
  context,
  folder,
  client,
  workbench,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  const classes = ['spam', 'ham'];
  const people = { resolution: 'majority', answersPerItem: 2 } as const;
  const about = { dataset, name: 'Twice', kind: 'classification', classes } as const;
  const { task } = await client.labeling.createTask({ ...about, ...people });
  await expect.poll(() => client.labeling.tasks({ dataset })).toHaveLength(2);
  const [first] = (await client.datasets.samples({ dataset, limit: 1 })).items;
  const answer = { type: 'label', label: 'spam' } as const;
  const answers = [{ operation: crypto.randomUUID(), sample: first!.id, answer }];
  await client.labeling.annotate({ task, answers });
  const mei = await asMei(context, workbench);
  await mei.goto(`${workbench.address}/label/${dataset}?task=${task}`);
  await expect(mei.getByText('You have not annotated this item yet.')).toBeVisible();
  await expect(mei.getByRole('heading', { name: 'History' })).toBeVisible();
});
