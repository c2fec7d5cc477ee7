/** Cases 11 and 22: columns that appear late in JSON lines, and codes with leading zeros, which are no numbers. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { previewFile } from './worker/preview.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-late-'));
afterAll(() => rmSync(folder, { recursive: true }));

function look(fileName: string, lines: readonly string[]) {
  const file = path.join(folder, fileName);
  writeFileSync(file, `${lines.join('\n')}\n`);
  return previewFile({ path: file, fileName, options: {} });
}

test('labels that only the last tenth of the lines have are found', async () => {
  const lines = Array.from({ length: 2000 }, (_, i) =>
    JSON.stringify(
      i < 1800 ? { text: `hello there ${i}` } : { text: `hello there ${i}`, label: 'ab'[i % 2] },
    ),
  );
  const { columns, suggested } = await look('late.jsonl', lines);
  expect(columns.map(({ name }) => name)).toEqual(['text', 'label']);
  expect(suggested).toMatchObject({ text: 'text', label: 'label' });
});

test('codes with leading zeros are kept as written and are no numbers', async () => {
  const rows = Array.from({ length: 300 }, (_, i) => `0${1000 + (i % 90)},${20 + i},${500 + i * 3}`);
  const { rows: shown, suggested } = await look('zips.csv', ['zip,area,rent', ...rows]);
  expect(shown[0]?.[0]).toBe('01000');
  expect(suggested.columns.find(({ name }) => name === 'zip')?.type).not.toBe('number');
});
