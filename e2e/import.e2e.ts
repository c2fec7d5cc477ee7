/** A file of one's own through the window: chosen, looked at, imported, its bad rows reported. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { encodePng } from '../src-main/images/index.ts';
import { expect, test } from './fixtures.ts';

test('a GB18030 file with bad rows is previewed, imported and its rejected rows are named', async ({
  shell,
  page,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const good = Array.from(
    { length: 40 },
    (_, i) => `第${i}条留言：${i % 2 ? '质量很好，谢谢' : '还没有发货，请退款'};${i % 2 ? '表扬' : '投诉'}`,
  );
  const text = ['内容;类别', ...good.slice(0, 20), '只有一列', ...good.slice(20)].join('\r\n');
  const file = path.join(folder, '留言.csv');
  writeFileSync(file, gb18030(text));

  await page.goto(new URL('/data/import', page.url()).href);
  await main.locator('input[type=file]').setInputFiles(file);
  await expect(main.getByRole('cell', { name: '第0条留言：还没有发货，请退款' })).toBeVisible();
  await checkAccess();
  await keepScreenshot('import-preview');
  await main.getByRole('combobox', { name: 'Licence' }).fill('CC-BY-4.0');
  await main.getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/data\/dataset-/);
  await expect(main.getByText('40 samples').first()).toBeVisible();
  await main.getByRole('link', { name: 'Files' }).click();
  const licence = main.getByRole('combobox', { name: 'Licence of 留言.csv' });
  await expect(licence).toHaveValue('CC-BY-4.0');
  await licence.fill('ODbL-1.0');
  await main.getByTitle('Show the rejected rows').click();
  await expect(page.getByText('只有一列')).toBeVisible();
  await checkAccess();
  await keepScreenshot('import-rejected');
  // A page deep in the window survives a reload.
  await page.reload();
  await expect(main.getByText('gb18030')).toBeVisible();
  await expect(licence).toHaveValue('ODbL-1.0');
});

test('a file that cannot be used says why, and nothing of it stays', async ({
  shell,
  page,
  folder,
  conduct,
  checkAccess,
}) => {
  conduct.expectErrors('/rpc/datasets/preview');
  const { main } = shell;
  const file = path.join(folder, 'empty.csv');
  writeFileSync(file, '');
  await page.goto(new URL('/data/import', page.url()).href);
  await main.locator('input[type=file]').setInputFiles(file);
  await expect(main.getByText('“empty.csv” is empty.')).toBeVisible();
  await checkAccess();
  await shell.goTo('Data');
  await expect(main.getByText('No data yet')).toBeVisible();
});

test('a table is typed in the form, imported, browsed by column and frozen with a number to predict', async ({
  shell,
  page,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${i},${(i % 7) + 1},${i % 3 ? 'flat' : 'house'},${900 + i}`,
  );
  const file = path.join(folder, 'homes.csv');
  writeFileSync(file, ['id,rooms,kind,price', ...rows].join('\n'));

  await page.goto(new URL('/data/import', page.url()).href);
  await main.locator('input[type=file]').setInputFiles(file);
  await expect(main.getByText('Target column')).toBeVisible();
  await expect(main.getByRole('columnheader', { name: /price.*target/ })).toBeVisible();
  await expect(main.getByLabel('id', { exact: true })).not.toBeChecked();
  await main.getByLabel('Type of rooms').selectOption('category');
  await checkAccess();
  await keepScreenshot('import-table');
  await main.getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/data\/dataset-/);
  await expect(main.getByRole('gridcell', { name: '901' })).toBeVisible();
  await expect(main.getByRole('columnheader', { name: 'price' })).toBeVisible();
  await main.getByRole('gridcell', { name: '901' }).click();
  await expect(main.getByTestId('row')).toContainText('flat');
  await checkAccess();
  await keepScreenshot('dataset-table');
  await main.getByRole('button', { name: /Freeze version/ }).click();
  await expect(page.getByText('The 60 rows with a target value')).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Freeze version' }).click();
  await expect(main.getByText('v1')).toBeVisible();

  // More rows of the same table need nothing said again.
  const more = path.join(folder, 'more.csv');
  writeFileSync(more, 'price,kind,rooms\n5000,castle,9\n5001,castle,8\n');
  await main.getByRole('link', { name: /Import more/ }).click();
  await main.locator('input[type=file]').setInputFiles(more);
  await expect(main.getByText('The columns match the dataset.')).toBeVisible();
  await main.getByRole('button', { name: /^Import/ }).click();
  await expect(main.getByText('62 samples').first()).toBeVisible();
});

test('a file without a row of names is read from its first row on, unless the switch says otherwise', async ({
  shell,
  page,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const file = path.join(folder, 'iris.csv');
  writeFileSync(file, Array.from({ length: 12 }, (_, i) => `${i}.5,${i % 2 ? 'a' : 'b'}`).join('\n'));
  await page.goto(new URL('/data/import', page.url()).href);
  await main.locator('input[type=file]').setInputFiles(file);
  const names = main.getByLabel('The first row is a header with column names');
  await expect(names).not.toBeChecked();
  await expect(main.getByText('The first row looks like data')).toBeVisible();
  await expect(main.getByRole('columnheader', { name: /column 1/ })).toBeVisible();
  await checkAccess();
  await keepScreenshot('import-no-header');
  await names.check();
  await expect(main.getByRole('columnheader', { name: /0\.5/ })).toBeVisible();
  await expect(main.getByText('The first row looks like data')).toHaveCount(0);
  await names.uncheck();
  await expect(main.getByRole('columnheader', { name: /column 2.*target/ })).toBeVisible();
  await main.getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/data\/dataset-/);
  await expect(main.getByText('12 samples').first()).toBeVisible();
  await main.getByRole('link', { name: 'Files' }).click();
  await expect(main.getByText('no header row')).toBeVisible();
});

test('numbers and dates as Europeans write them are read, and what can be read in two ways is asked', async ({
  shell,
  page,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  const row = (i: number) =>
    `${30 + i},5;${i + 1}.${200 + i};${i + 1}.03.2026;0${(i % 9) + 1}/03/2026;${i % 2 ? 'a' : 'b'}`;
  const file = path.join(folder, 'flats.csv');
  writeFileSync(
    file,
    ['area;rent;listed;built;kind', ...Array.from({ length: 30 }, (_, i) => row(i))].join('\n'),
  );
  await page.goto(new URL('/data/import', page.url()).href);
  await main.locator('input[type=file]').setInputFiles(file);
  await expect(main.getByRole('columnheader', { name: /^area\s*number, decimal comma$/ })).toBeVisible();
  await expect(main.getByRole('columnheader', { name: /^listed\s*date, day\.month\.year$/ })).toBeVisible();
  await expect(main.getByRole('columnheader', { name: /^rent\s*number, decimal comma$/ })).toBeVisible();
  await expect(main.getByText('The cells can be read as').first()).toBeVisible();
  await checkAccess();
  await keepScreenshot('import-two-ways');
  await expect(main.getByLabel('rent', { exact: true })).toBeChecked();
  await main.getByLabel('Type of built').selectOption('date, day/month/year');
  await expect(main.getByText('The cells can be read as')).toHaveCount(0);
  await expect(main.getByRole('columnheader', { name: /^built\s*date, day\/month\/year$/ })).toBeVisible();
  await keepScreenshot('import-european');
  await page.emulateMedia({ colorScheme: 'dark' });
  await checkAccess();
  await keepScreenshot('import-european-dark');
  await main.getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/data\/dataset-/);
  await expect(main.getByRole('gridcell', { name: '15214', exact: true })).toBeVisible();

  // The same file again: the columns are known, how the open ones are written is asked.
  await main.getByRole('link', { name: /Import more/ }).click();
  await main.locator('input[type=file]').setInputFiles(file);
  await main.getByLabel('Format of built').click();
  await page.getByRole('option', { name: 'day/month/year' }).click();
  await checkAccess();
  await keepScreenshot('import-into-two-ways');
  await main.getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/data\/dataset-/);
  await main.getByRole('link', { name: 'Files' }).click();
  await expect(main.getByText('rent: decimal comma').nth(1)).toBeVisible();
  await expect(main.getByText('30 samples').first()).toBeVisible();
  await keepScreenshot('files-european');
});

test('images in class folders are previewed, imported, seen large and labeled', async ({
  shell,
  page,
  folder,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  for (let i = 0; i < 12; i++) {
    // One is as large as a photo.
    const [width, height] = i === 1 ? [1600, 1067] : [16, 16];
    const data = Uint8Array.from({ length: width * height * 3 }, (_, at) => (at * (i + 1)) % 256);
    const into = path.join(folder, 'shapes', i % 2 ? 'round' : 'square');
    mkdirSync(into, { recursive: true });
    writeFileSync(path.join(into, `${i}.png`), encodePng({ width, height, channels: 3, data }));
  }
  writeFileSync(path.join(folder, 'shapes', 'broken.png'), 'no image');

  await page.goto(new URL('/data/import', page.url()).href);
  await main.getByLabel(/or a path on this machine/).fill(path.join(folder, 'shapes'));
  await main.getByRole('button', { name: 'Read', exact: true }).click();
  await expect(main.getByText('13 images')).toBeVisible();
  await expect(main.getByRole('img', { name: 'round: round/1.png' })).toBeVisible();
  await checkAccess();
  await keepScreenshot('import-images');
  await main.getByRole('checkbox', { name: /^Import the valid rows anyway/ }).check();
  await main.getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/data\/dataset-/);
  await expect(main.getByText('1 row rejected')).toBeVisible();
  await main.getByRole('option', { name: /^square\/0.png/ }).click();
  const large = main.getByTestId('image');
  await expect(large).toBeVisible();
  await expect(large).toHaveJSProperty('naturalWidth', 16);
  await checkAccess();
  await keepScreenshot('dataset-images');

  await main.getByRole('link', { name: 'Label', exact: true }).click();
  await page.goto(`${page.url()}?queue=all`);
  await expect(main.getByTestId('image')).toBeVisible();
  const photo = main.getByTestId('image');
  await expect(photo).toHaveJSProperty('naturalWidth', 1600);
  for (const width of [1024, 1920]) {
    await page.setViewportSize({ width, height: 768 });
    const [inside, around] = [
      await photo.boundingBox(),
      await main.getByRole('region').first().boundingBox(),
    ];
    expect(inside!.width / inside!.height, 'the photo keeps its proportions').toBeCloseTo(1600 / 1067, 1);
    expect(inside!.y).toBeGreaterThanOrEqual(around!.y);
    expect(inside!.y + inside!.height, 'the photo ends above the fold').toBeLessThanOrEqual(
      around!.y + around!.height,
    );
  }
  const first = await photo.getAttribute('src');
  await page.keyboard.press('2');
  await expect(main.getByTestId('image')).not.toHaveAttribute('src', first ?? '');
  await checkAccess();
  await keepScreenshot('label-image');
});

test('the novel on offer is imported with one click and its passages are frozen in blocks', async ({
  shell,
  page,
  checkAccess,
  keepScreenshot,
}) => {
  const { main } = shell;
  await shell.goTo('Data');
  await main.getByRole('button', { name: 'Try “Moby-Dick”' }).click();
  await expect(page).toHaveURL(/\/data\/dataset-/);
  await expect(main.getByText('989 samples').first()).toBeVisible();
  await main.getByRole('gridcell', { name: /^CHAPTER 1\. Loomings/ }).click();
  await expect(main.getByText('Call me Ishmael.').last()).toBeVisible();
  await expect(main.getByRole('link', { name: 'Label', exact: true })).toHaveCount(0);
  await checkAccess();
  await keepScreenshot('dataset-corpus');
  await page.evaluate(() => localStorage.setItem('lathe.preferences', '{"theme":"system","language":"zh"}'));
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.reload();
  await expect(main.getByText('文本语料').first()).toBeVisible();
  await checkAccess();
  await keepScreenshot('dataset-corpus-zh-dark');
  await page.evaluate(() => localStorage.setItem('lathe.preferences', '{"theme":"system","language":"en"}'));
  await page.reload();
  await main.getByRole('button', { name: /Freeze version/ }).click();
  await expect(page.getByText(/The 989 passages are copied and split into blocks/)).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: 'Freeze version' }).click();
  await expect(main.getByText('v1')).toBeVisible();
});

/** Text in GB18030, by asking the decoder which two bytes each character comes from: Node only decodes it. */
function gb18030(text: string): Buffer {
  const decoder = new TextDecoder('gb18030');
  const bytesOf = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const character = decoder.decode(Uint8Array.of(lead, trail));
      if (character.length === 1) bytesOf.set(character, [lead, trail]);
    }
  return Buffer.from([...text].flatMap((character) => bytesOf.get(character) ?? [character.charCodeAt(0)]));
}
