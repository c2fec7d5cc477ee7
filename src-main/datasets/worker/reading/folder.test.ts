import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { zipOf } from '../../../../scripts/samples/zip.ts';
import { previewFile } from '../preview.ts';
import { createLosses } from './losses.ts';
import { LOSSES } from '../kinds.ts';
import { readRows } from './table.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-folders-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXTS: readonly (readonly [name: string, text: string])[] = [
  ['ham/1.txt', 'hello there'],
  ['ham/2.txt', 'späte Grüße'],
  ['spam/1.txt', 'buy now'],
];

function folderOf(name: string, files: readonly (readonly [string, string])[]): string {
  for (const [file, text] of files) {
    const at = path.join(folder, name, file);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, text);
  }
  return path.join(folder, name);
}

function archiveOf(name: string, files: readonly (readonly [string, string])[]): string {
  const at = path.join(folder, name);
  writeFileSync(at, zipOf(new Map(files.map(([file, text]) => [file, Buffer.from(text)]))));
  return at;
}

const preview = (at: string, options = {}) => previewFile({ path: at, fileName: path.basename(at), options });

async function rowsOf(at: string) {
  const { encoding: _, names, ...found } = await preview(at, { format: 'folder' });
  const columns = found.columns.map(({ name }) => name);
  const source = {
    path: at,
    format: 'folder' as const,
    encoding: null,
    dialect: null,
    header: null,
    columns,
    names,
  };
  const rows: (readonly (string | null)[])[] = [];
  for await (const { good } of readRows(source)) rows.push(...good.map(({ cells }) => cells));
  return { kinds: found.kinds, suggested: found.suggested, rows };
}

describe('texts in class folders', () => {
  test('are the same from a folder, from an archive, and from an archive with one folder around all', async () => {
    const from = [
      folderOf('mails', TEXTS),
      archiveOf('mails.zip', TEXTS),
      archiveOf(
        'around.zip',
        TEXTS.map(([name, text]) => [`mails/${name}`, text] as const),
      ),
    ];
    for (const at of from) {
      const { kinds, suggested, rows } = await rowsOf(at);
      expect(kinds).toEqual(['text', 'corpus']);
      expect(suggested).toMatchObject({ text: 'text', label: 'label' });
      expect(rows.map(([text, label]) => [text, label])).toEqual(
        TEXTS.map(([name, text]) => [text, name.split('/')[0]]),
      );
    }
  });

  test('are seen in an archive without its being said, also beside a note', async () => {
    const at = archiveOf('noted.zip', [...TEXTS, ['README.txt', 'who made this']]);
    expect(await preview(at)).toMatchObject({ format: 'folder', kinds: ['text', 'corpus'] });
  });

  test('are none where an archive holds the parts of one text', async () => {
    const parts = [1, 2, 3].map((i) => [`book/chapter ${i}.txt`, `It was night ${i}.`] as const);
    expect(await preview(archiveOf('book.zip', parts))).toMatchObject({ format: 'plain', kinds: ['corpus'] });
    const empty = preview(archiveOf('flat.zip', [['a.txt', 'one']]), { format: 'folder' });
    await expect(empty).rejects.toMatchObject({ key: 'datasets.emptyFolder' });
  });
});

describe('what is said of a file', () => {
  test('that is compressed with gzip is that', async () => {
    const at = path.join(folder, 'rows.csv.gz');
    writeFileSync(at, gzipSync('text,label\nhello,a\n'.repeat(50)));
    await expect(preview(at)).rejects.toMatchObject({ key: 'datasets.gzipFile' });
  });

  test('whose images cannot be read speaks of images', () => {
    const losses = createLosses({ fileName: 'images', rejects: 'few', ...LOSSES.image });
    losses.add({ row: 1, problem: { key: 'datasets.rowImageCut', parameters: {} }, excerpt: 'a.png' });
    expect(() => losses.requireFew(3)).toThrow(
      expect.objectContaining({ key: 'datasets.manyImagesRejected' }),
    );
  });
});
