import BetterSqlite from 'better-sqlite3';
import { mkdirSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { migrate, readMigrations } from '../platform/store/migrate.ts';
import { Workbench } from './room.fixture.ts';

test('a workspace from before there were kinds keeps its texts, labels and versions', async () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-migration-'));
  mkdirSync(path.join(folder, 'workspace'));
  const old = new BetterSqlite(path.join(folder, 'workspace', 'workspace.db'));
  migrate(
    old,
    folder,
    readMigrations().filter(({ name }) => name < '2026-11-22T1100'),
  );
  old.exec(`
    INSERT INTO datasets (number, id, name, language, state, samples, created_at)
      VALUES (1, 'd', 'mail', 'en', 'ready', 1, '2026-11-22');
    INSERT INTO samples VALUES (1 << 32, '${'a'.repeat(64)}', 'hello');
    INSERT INTO dataset_files (id, dataset, state, file_name, bytes, format, encoding, delimiter, text_column, imported_at)
      VALUES ('f', 'd', 'done', 'mail.csv', 9, 'csv', 'utf-8', ',', 'text', '2026-11-22'),
             ('g', 'd', 'done', 'mail.jsonl', 9, 'jsonl', 'utf-8', NULL, 'text', '2026-11-23');
    INSERT INTO dataset_versions VALUES
      ('v', 'd', 1, 'b', 3, 0, 0.1, 0.1, 'en', '["ham","spam"]', '[]', '[]', 8, 1, 1, '2026-11-22', 'Ann');`);
  old.close();
  const bench = new Workbench(folder);
  const content = { kind: 'text', target: 'class', columns: [], image: null };
  expect(bench.datasets.get({ dataset: 'd' })).toMatchObject({ ...content, samples: 1, usable: 0 });
  expect((await bench.datasets.samples({ dataset: 'd', offset: 0, limit: 9 })).items).toMatchObject([
    { text: 'hello', value: null, split: null, image: null },
  ]);
  expect(bench.datasets.files({ dataset: 'd' }).map(({ header, notations }) => [header, notations])).toEqual([
    [true, {}],
    [null, {}],
  ]);
  expect(bench.versions.get({ version: 'v' })).toMatchObject({ ...content, labels: ['ham', 'spam'] });
  await bench.remove();
});
