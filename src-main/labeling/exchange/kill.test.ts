/**
 * A workbench is killed in the middle of an import and of its undo: the next one shows all of the file or nothing of it. What
 * was read whole is taken, what was being taken back is taken back.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import Database from 'better-sqlite3';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLI } from '../../cli/lathe.fixture.ts';
import { importSource } from '../../datasets/commands.ts';
import { Exchange } from './exchange.fixture.ts';
import type { ImportRow } from './queries.ts';

const ITEMS = 6000;
const exchange = new Exchange();
let file: string;

beforeAll(async () => {
  await exchange.open();
  const texts = Array.from({ length: ITEMS }, (_, i) => `text no. ${i}`);
  const rows = texts.map((text) => `${JSON.stringify({ text })}\n`);
  const data = exchange.file('many.jsonl', rows.join(''));
  await importSource(
    exchange.session,
    { kind: 'path', path: data },
    { name: 'many', kind: 'text', text: 'text' },
  );
  const answers = texts.map(
    (text, i) => `${JSON.stringify({ id: i, text, label: [i % 2 ? 'odd' : 'even'] })}\n`,
  );
  file = exchange.file('answers.jsonl', answers.join(''));
  await exchange.app.close();
});
afterAll(async () => {
  await exchange.open();
  await exchange.end();
});

const start = (...words: string[]): ChildProcess =>
  spawn(process.execPath, [CLI, 'labels', ...words, '--workspace', exchange.workspace], { stdio: 'ignore' });

/** Kills the workbench as soon as an import is as far as that. @returns the import as it was then */
async function killWhen(
  child: ChildProcess,
  isFar: (row: ImportRow) => boolean,
): Promise<ImportRow | undefined> {
  const gone = once(child, 'exit');
  const db = new Database(path.join(exchange.workspace, 'workspace.db'), { readonly: true });
  const last = db.prepare<[], ImportRow>('SELECT * FROM annotation_imports ORDER BY at DESC LIMIT 1');
  try {
    for (;;) {
      const row = last.get();
      if (row && isFar(row)) {
        child.kill('SIGKILL');
        await gone;
        return last.get();
      }
      if (child.exitCode !== null) return undefined;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  } finally {
    db.close();
  }
}

async function stored(): Promise<{ labeled: number; imported: number; states: string[] }> {
  await exchange.open();
  try {
    const { items } = await exchange.client.datasets.list({});
    const task = items[0]!.id;
    const { counts } = await exchange.client.labeling.task({ task });
    const imports = await exchange.client.labeling.annotationImports({ task });
    const { labeled, imported } = counts;
    return { labeled, imported, states: imports.map(({ state }) => state) };
  } finally {
    await exchange.app.close();
  }
}

it('leaves nothing of a file that was not read whole', async () => {
  const begun = start('import', file, '--dataset', 'many');
  const row = await killWhen(begun, ({ staged, state }) => state === 'reading' && staged > 0);
  expect(row?.state).toBe('reading');
  expect(await stored()).toEqual({ labeled: 0, imported: 0, states: [] });
}, 120_000);

it('takes the rest of a file that was read whole before anybody sees any of it', async () => {
  const begun = start('import', file, '--dataset', 'many');
  const row = await killWhen(begun, ({ state, done }) => state === 'applying' && done > 0);
  expect(row).toMatchObject({ state: 'applying' });
  expect(row!.done).toBeLessThan(ITEMS);
  expect(await stored()).toEqual({ labeled: ITEMS, imported: ITEMS, states: ['standing'] });
}, 120_000);

it('takes back the rest of an import whose undo was cut off', async () => {
  await exchange.open();
  const { items } = await exchange.client.datasets.list({});
  const [done] = await exchange.client.labeling.annotationImports({ task: items[0]!.id });
  await exchange.app.close();
  const begun = start('undo-import', done!.id);
  const row = await killWhen(begun, ({ state }) => state === 'undoing');
  expect(row?.state).toBe('undoing');
  expect(await stored()).toEqual({ labeled: 0, imported: 0, states: ['undone'] });
  const db = new Database(path.join(exchange.workspace, 'workspace.db'), { readonly: true });
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(db.prepare('SELECT count(*) FROM staged_answers').pluck().get()).toBe(0);
  db.close();
}, 120_000);
