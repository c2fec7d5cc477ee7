/** @file Labeling with the keyboard alone, on a real workbench; what is answered is never lost. */
import type { Client } from '../src-shared/contract.ts';
import { expect, test } from './fixtures.ts';
import { LabelDesk } from './pages/label.ts';
import { clientOf, importRows, type TextRow } from './rpc.ts';
import { startWorkbench } from './workbench.ts';

const LONG = 'A long letter. '.repeat(400);
const TEXTS = ['first', 'second', LONG, 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

/** Two labeled examples, which make the classes, and then texts without a label. */
const ROWS: TextRow[] = [
  { text: 'buy now', label: 'spam' },
  { text: 'see you at noon', label: 'ham' },
  ...TEXTS.map((text) => ({ text, label: null })),
];

const ZH_ROWS: TextRow[] = [
  { text: '物流很快，包装也很用心，会再来的！', label: '表扬' },
  { text: '客服一直不回复，请尽快处理。', label: '投诉' },
  { text: '屏幕没得说。能不能加个 Type-C 接口的说明呢？', label: null },
  { text: '退货运费谁出？订单尾号 6640。', label: null },
];

async function labelsOf(client: Client, dataset: string): Promise<Record<string, string | null>> {
  const { items } = await client.datasets.samples({ dataset });
  return Object.fromEntries(items.map(({ text, label }) => [text.slice(0, 20), label]));
}

test('a labeler answers with the keyboard alone, and every answer is kept', async ({
  shell,
  page,
  folder,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  await shell.goTo('Label');
  await checkAccess();
  await keepScreenshot('label-choose');
  await page.getByRole('link', { name: 'Label letters' }).click();
  const desk = new LabelDesk(page);
  await desk.showsText('first');
  await checkAccess();

  await test.step('keys answer, and the next item begins where the last one did', async () => {
    const place = await desk.place();
    await desk.press('1');
    await desk.showsText('second');
    expect(await desk.place()).toEqual(place);
    await desk.press('2');
    await desk.showsText(LONG.trim());
    expect(await desk.place()).toEqual(place);
    await desk.press('s', 'ArrowDown', 'Enter');
    await desk.showsText('fifth');
    await expect(desk.left).toHaveText('4 left');
  });

  await test.step('undo goes back across items, redo forward again', async () => {
    await desk.press('u', 'u');
    await desk.showsText(LONG.trim());
    await expect(desk.left).toHaveText('6 left');
    await desk.press('Shift+U', 'Control+y');
    await desk.showsText('fourth');
    await expect(desk.classes.getByRole('button', { name: 'spam' })).toHaveAttribute('aria-pressed', 'true');
    await desk.press('ArrowRight');
  });

  await test.step('a flag and a note stay with the item', async () => {
    await desk.press('f', 'n');
    await expect(desk.note).toBeFocused();
    await page.keyboard.type('is this 1 spam?');
    await desk.press('Enter', '1');
    await desk.showsText('sixth');
    await desk.isSaved();
  });

  await keepScreenshot('label-desk-light');
  await page.emulateMedia({ colorScheme: 'dark' });
  await checkAccess();
  await keepScreenshot('label-desk-dark');

  expect(await labelsOf(client, dataset)).toMatchObject({
    first: 'spam',
    second: 'ham',
    [LONG.slice(0, 20)]: null,
    fourth: 'spam',
    fifth: 'spam',
    sixth: null,
  });
  const { items } = await client.labeling.queue({ task: dataset, queue: 'flagged' });
  expect(items.map(({ text, note }) => [text, note])).toEqual([['fifth', 'is this 1 spam?']]);
  expect((await client.labeling.queue({ task: dataset, queue: 'skipped' })).items).toHaveLength(1);

  await test.step('the bar and the words beside it say the same of every queue', async () => {
    const bar = page.getByRole('progressbar');
    await desk.open(dataset, '?queue=all');
    await expect(desk.left).toHaveText('10 left');
    await expect(bar).toHaveAttribute('aria-valuenow', '0');
    await desk.press('ArrowRight', 'ArrowRight');
    await expect(desk.left).toHaveText('8 left');
    await expect(bar).toHaveAttribute('aria-valuenow', '20');
    await keepScreenshot('label-queue-all');
    await desk.open(dataset, '?queue=flagged');
    await expect(desk.left).toHaveText(/^60(\.0)?\s?% labeled$/);
    await expect(bar).toHaveAttribute('aria-valuenow', '60');
    await keepScreenshot('label-queue-flagged');
  });
});

test('annotations made while the workbench is dead and the window is closed are saved in order, once', async ({
  page,
  context,
  folder,
  client,
  workbench,
  conduct,
}) => {
  conduct.expectNoWorkbench();
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  const desk = new LabelDesk(page);
  await desk.open(dataset);
  await desk.press('1');
  await desk.isSaved();

  await workbench.kill();
  await desk.press('2', '2', '1', 'u', '2');
  await expect(desk.saved).toHaveText('5 unsaved, retrying');
  await page.close({ runBeforeUnload: false });

  const again = await startWorkbench(workbench.workspace, Number(new URL(workbench.address).port));
  const next = await context.newPage();
  await next.goto(again.address);
  const nextDesk = new LabelDesk(next);
  await nextDesk.open(dataset);
  await nextDesk.isSaved();
  await expect(nextDesk.text).toHaveText('fifth');
  const nextClient = clientOf(next, again.address);
  expect(await labelsOf(nextClient, dataset)).toMatchObject({ first: 'spam', second: 'ham', fourth: 'ham' });
  const { items } = await nextClient.datasets.samples({ dataset, search: 'fourth' });
  const history = await nextClient.labeling.history({ task: dataset, sample: items[0]!.id });
  expect(history.map(({ answer, undone }) => [answer.type, undone])).toEqual([
    ['label', true],
    ['undo', false],
    ['label', false],
  ]);
  await again.stop();
});

test('classes are named, given keys and explained where they are used', async ({
  page,
  folder,
  client,
  workbench,
  checkAccess,
  keepScreenshot,
}) => {
  const bare = TEXTS.map((text) => ({ text, label: null }));
  const dataset = await importRows(client, bare, { folder, name: 'bare' });
  await page.goto(`${workbench.address}/label/${dataset}`);
  await page.getByRole('button', { name: 'Add a class' }).click();
  const dialog = page.getByRole('dialog', { name: 'Classes' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('wanted');
  await dialog.getByRole('textbox', { name: 'Guideline' }).fill('Someone we know wrote it.');
  await dialog.getByRole('button', { name: 'Add a class' }).click();
  const second = dialog.getByRole('group', { name: 'Class 2' });
  await second.getByRole('textbox', { name: 'Key' }).fill('s');
  await second.getByRole('textbox', { name: 'Name' }).fill('unwanted');
  await dialog.getByRole('button', { name: 'Save classes' }).click();
  await expect(dialog.getByRole('alert')).toContainText('The key “s” cannot be used');
  await second.getByRole('textbox', { name: 'Key' }).fill('x');
  await checkAccess();
  await keepScreenshot('label-classes');
  await dialog.getByRole('button', { name: 'Save classes' }).click();

  const desk = new LabelDesk(page);
  await desk.showsText('first');
  await desk.press('x');
  await desk.showsText('second');
  await expect(desk.last).toHaveText('Last annotation: unwanted');
  await desk.classes.getByRole('button', { name: '1 wanted' }).hover();
  await expect(desk.classes).toContainText('Someone we know wrote it.');
});

test('chosen samples are looked at again in their order, and Enter confirms what they have', async ({
  page,
  folder,
  client,
}) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  const { items } = await client.datasets.samples({ dataset });
  const chosen = ['see you at noon', 'buy now'].map((text) => items.find((item) => item.text === text)!.id);
  const desk = new LabelDesk(page);
  await desk.open(dataset, `?samples=${chosen.join(',')}`);
  await desk.showsText('see you at noon');
  await desk.press('1');
  await desk.showsText('buy now');
  await desk.press('Enter');
  await expect(page.getByText('You have reviewed all 2 selected samples.')).toBeVisible();
  await desk.isSaved();
  const looked = await client.datasets.samples({ dataset, label: 'spam' });
  expect(looked.items.map(({ text }) => text).sort()).toEqual(['buy now', 'see you at noon']);
  expect(looked.items.every(({ labeledBy }) => labeledBy !== 'import')).toBe(true);
});

test('Chinese texts are labeled in a Chinese window', async ({
  page,
  folder,
  client,
  checkAccess,
  keepScreenshot,
}) => {
  const dataset = await importRows(client, ZH_ROWS, { folder, name: '客户留言', language: 'zh' });
  await page.evaluate(() => localStorage.setItem('lathe.preferences', '{"theme":"system","language":"zh"}'));
  await page.reload();
  const desk = new LabelDesk(page);
  await desk.open(dataset);
  await expect(desk.text).toHaveAttribute('lang', 'zh-CN');
  await checkAccess();
  await keepScreenshot('label-desk-zh');
  await desk.press('1', '2');
  await expect(page.getByText('这个队列已经处理完')).toBeVisible();
  await checkAccess();
  await keepScreenshot('label-finished-zh');
});
