/** A file of one's own through the window: chosen, looked at, imported, its bad rows reported. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './fixtures.ts';

test('a GB18030 file with bad rows is previewed, imported and its rejected rows are named', async ({
  shell,
  page,
  folder,
  conduct,
  checkAccess,
  picture,
}) => {
  // The page of a dataset asks for it while its first import is still making it; the browser logs that answer.
  conduct.expectErrors('/rpc/datasets/');
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
  await picture('import-preview');
  await main.getByRole('button', { name: /^Import/ }).click();
  await expect(page).toHaveURL(/\/data\/dataset-/);
  await expect(main.getByText('40 samples').first()).toBeVisible();
  await main.getByRole('link', { name: 'Files' }).click();
  await main.getByTitle('Show the rejected rows').click();
  await expect(page.getByText('只有一列')).toBeVisible();
  await checkAccess();
  await picture('import-rejected');
  // A page deep in the window survives a reload.
  await page.reload();
  await expect(main.getByText('gb18030')).toBeVisible();
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
