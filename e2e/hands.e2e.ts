/** What keyboards type elsewhere: other layouts, input methods, texts that read right to left. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { LabelDesk } from './pages/label.ts';
import { importRows, type TextRow } from './rpc.ts';

const HEBREW = 'שלום עולם, זו הודעה ארוכה 123 abc';
const ARABIC = 'مرحبا بالعالم، هذه رسالة طويلة 123 abc';

const ROWS: TextRow[] = [
  { text: 'buy now', label: 'spam' },
  { text: 'see you at noon', label: 'ham' },
  ...['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'].map((text) => ({ text, label: null })),
];

/** Presses a key of another layout, as a browser tells of it. */
async function type(page: Page, key: string, code: string, modifiers: object = {}): Promise<void> {
  for (const kind of ['keydown', 'keyup'])
    await page.locator('body').dispatchEvent(kind, { key, code, ...modifiers });
}

/** What each layout types on the keys of 1, u, s, f, n of a Latin keyboard; AZERTY has its letters elsewhere. */
const LAYOUTS = {
  Cyrillic: { one: '1', u: 'г', s: 'ы', f: 'а', n: 'т', g: 'п', l: 'д' },
  Korean: { one: '1', u: 'ㅕ', s: 'ㄴ', f: 'ㄹ', n: 'ㅜ', g: 'ㅎ', l: 'ㅣ' },
  Hebrew: { one: '1', u: 'ו', s: 'ד', f: 'כ', n: 'מ', g: 'ע', l: 'ך' },
  Greek: { one: '1', u: 'θ', s: 'σ', f: 'φ', n: 'ν', g: 'γ', l: 'λ' },
  AZERTY: { one: '&', u: 'u', s: 's', f: 'f', n: 'n', g: 'g', l: 'l' },
} as const;

for (const [layout, keys] of Object.entries(LAYOUTS))
  test(`every key of the Label page works on a ${layout} keyboard`, async ({ page, folder, client }) => {
    const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
    const desk = new LabelDesk(page);
    await desk.open(dataset);
    await desk.showsText('one');
    await type(page, keys.one, 'Digit1');
    await desk.showsText('two');
    await type(page, keys.s, 'KeyS');
    await desk.showsText('three');
    await type(page, keys.u, 'KeyU');
    await desk.showsText('two');
    await type(page, keys.f, 'KeyF');
    await expect(page.getByText('Flagged', { exact: true })).toBeVisible();
    await type(page, keys.u.toUpperCase(), 'KeyU', { shiftKey: true });
    await type(page, keys.n, 'KeyN');
    await expect(desk.note).toBeFocused();
    await expect(desk.note).toHaveValue('');
    await page.keyboard.press('Escape');
    await type(page, keys.g, 'KeyG');
    await type(page, keys.l, 'KeyL');
    await expect(page.getByRole('link', { name: 'Label letters' })).toBeVisible();
    const { items } = await client.datasets.samples({ dataset, search: 'one' });
    expect(items[0]?.label).toBe('spam');
  });

test('an input method neither swallows a key nor doubles it', async ({ page, folder, client }) => {
  const dataset = await importRows(client, ROWS, { folder, name: 'letters' });
  const desk = new LabelDesk(page);
  await desk.open(dataset);
  await type(page, 'Process', 'Digit2', { keyCode: 229 });
  await desk.showsText('two');
  const body = page.locator('body');
  await body.dispatchEvent('keydown', { key: 'Process', code: 'Digit2', keyCode: 229 });
  await body.dispatchEvent('keydown', { key: '2', code: 'Digit2', keyCode: 50 });
  await desk.showsText('three');
  await desk.press('n');
  await page.keyboard.type('你好');
  await desk.note.dispatchEvent('keydown', { key: 'Enter', code: 'Enter', keyCode: 229 });
  await expect(desk.note, 'Enter was the input method’s').toBeFocused();
  await desk.press('Enter');
  await expect(desk.note).not.toBeFocused();
  await desk.isSaved();
});

test('a text reads in its own direction, line by line, wherever it is shown', async ({
  page,
  folder,
  client,
  workbench,
  keepScreenshot,
}) => {
  const rows = [HEBREW, ARABIC, `${HEBREW}\nand a line of English`, 'plain text'];
  const dataset = await importRows(
    client,
    [...ROWS.slice(0, 2), ...rows.map((text) => ({ text, label: null }))],
    { folder, name: 'letters' },
  );
  const directionOf = (locator: ReturnType<Page['locator']>) =>
    locator.evaluate((element) => element.ownerDocument.defaultView!.getComputedStyle(element).direction);
  const desk = new LabelDesk(page);
  await desk.open(dataset);
  await desk.showsText(HEBREW);
  expect(await directionOf(desk.text)).toBe('rtl');
  await keepScreenshot('label-hebrew');
  await desk.press('ArrowRight');
  await desk.showsText(ARABIC);
  expect(await directionOf(desk.text)).toBe('rtl');
  await keepScreenshot('label-arabic');
  await desk.press('ArrowRight');
  await keepScreenshot('label-both-directions');
  await desk.press('ArrowRight');
  await desk.showsText('plain text');
  expect(await directionOf(desk.text)).toBe('ltr');

  const { items } = await client.datasets.samples({ dataset, search: 'رسالة' });
  await page.goto(`${workbench.address}/data/${dataset}?sample=${items[0]!.id}`);
  expect(await directionOf(page.locator('pre'))).toBe('rtl');
  expect(await directionOf(page.getByRole('gridcell').getByText('مرحبا'))).toBe('rtl');
  await keepScreenshot('browse-arabic');
});
