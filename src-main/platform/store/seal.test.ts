import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store } from './index.ts';

let folder: string;
let store: Store;
const file = (...parts: string[]): string => path.join(folder, 'workspace', ...parts);

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-seal-'));
  store = openStore(file());
});
afterEach(() => {
  if (store.db.open) store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Fills a table with rows of many sizes, so that it has leaves, interior pages and overflowing ones. */
function fill(rows: number): void {
  store.db.exec('CREATE TABLE IF NOT EXISTS filler (id INTEGER PRIMARY KEY, text TEXT)');
  store.tx(() => {
    const add = store.db.prepare('INSERT INTO filler (text) VALUES (?)');
    for (let i = 0; i < rows; i++) add.run(`${i} `.repeat(1 + ((i * 37) % 400)));
  });
}

function flip(at: number, bit = 3): void {
  const bytes = readFileSync(file('workspace.db'));
  bytes[at]! ^= 1 << bit;
  writeFileSync(file('workspace.db'), bytes);
}

async function pages(): Promise<number[]> {
  return (await store.damage()).map(({ page }) => page);
}

it('holds over writes, deletions, transactions that fail, a snapshot that is still read, and a new start', async () => {
  fill(3000);
  expect(await pages()).toEqual([]);
  const snapshot = store.snapshot();
  fill(2000);
  store.db.prepare('DELETE FROM filler WHERE id % 3 = 0').run();
  expect(() =>
    store.tx(() => {
      store.db.prepare('INSERT INTO filler (text) VALUES (zeroblob(9000000))').run();
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(await pages()).toEqual([]);
  fill(1000);
  expect(await pages()).toEqual([]);
  snapshot.close();
  store.db.prepare('UPDATE filler SET text = text || ? WHERE id % 5 = 0').run('x'.repeat(3000));
  expect(await pages()).toEqual([]);
  store.db.exec('DROP TABLE filler');
  fill(50);
  store.close();
  expect(existsSync(file('workspace.db-wal'))).toBe(false);
  store = openStore(file());
  expect(await pages()).toEqual([]);
});

it('moves a long log by itself', () => {
  store.db.exec('CREATE TABLE filler (bytes BLOB)');
  for (let i = 0; i < 60; i++)
    store.tx(() => store.db.prepare('INSERT INTO filler VALUES (randomblob(1000000))').run());
  expect(statSync(file('workspace.db-wal')).size).toBeLessThan(20e6);
  expect(statSync(file('workspace.db')).size).toBeGreaterThan(40e6);
});

it('holds wherever a workbench is killed, and follows a log that was left', async () => {
  fill(500);
  await pages();
  // What a kill leaves: the files as they are at some moment, with a log that was not moved.
  for (let round = 0; round < 5; round++) {
    fill(300);
    const copy = path.join(folder, `killed-${round}`);
    cpSync(file(), copy, {
      recursive: true,
      filter: (from) => !from.includes('lock') && !from.endsWith('-shm'),
    });
    expect(statSync(path.join(copy, 'workspace.db-wal')).size).toBeGreaterThan(1000);
    const killed = openStore(copy);
    expect(await killed.damage()).toEqual([]);
    expect(killed.db.prepare('SELECT count(*) FROM filler').pluck().get()).toBe(500 + 300 * (round + 1));
    killed.close();
    if (round === 2) await pages();
  }
});

it('names the table and the rows of a page with a flipped bit', async () => {
  fill(3000);
  store.close();
  const text = '1500 1500 1500';
  flip(readFileSync(file('workspace.db')).indexOf(text) + 2);
  store = openStore(file());
  const [found] = await store.damage();
  expect(found).toMatchObject({ table: 'filler' });
  expect(Number(found!.rows!.first)).toBeLessThanOrEqual(1501);
  expect(Number(found!.rows!.last)).toBeGreaterThanOrEqual(1501);
  store.acceptDamage();
  expect(await store.damage()).toEqual([]);
});

it('remembers a damaged page that was written again, until the damage is taken as it is', async () => {
  fill(3000);
  store.close();
  flip(readFileSync(file('workspace.db')).indexOf('1500 1500 1500') + 2);
  store = openStore(file());
  store.db.prepare('UPDATE filler SET text = ? WHERE id = 1501').run('new');
  const found = await pages();
  expect(found).toHaveLength(1);
  store.close();
  store = openStore(file());
  expect(await pages()).toEqual(found);
});

it('says that commits were lost where a damaged log has more of them behind the damage', async () => {
  fill(10);
  for (let i = 0; i < 5; i++)
    store.tx(() => store.db.prepare('INSERT INTO filler (text) VALUES (?)').run(`late ${i}`));
  const copy = path.join(folder, 'killed');
  cpSync(file(), copy, {
    recursive: true,
    filter: (from) => !from.includes('lock') && !from.endsWith('-shm'),
  });
  const log = path.join(copy, 'workspace.db-wal');
  const bytes = readFileSync(log);
  bytes[bytes.lastIndexOf('late 1')]! ^= 4;
  writeFileSync(log, bytes);
  const killed = openStore(copy);
  expect((await killed.damage()).map(({ page }) => page)).toContain(0);
  killed.close();
});

it('refuses in words a database that cannot be opened any more, also where it seems to be of a newer Lathe', () => {
  store.close();
  const whole = readFileSync(file('workspace.db'));
  for (const [place, at] of [
    ['SQLite format', 7],
    ['TABLE people', 3],
    ['2026-11-22T0800-house', 18],
  ] as const) {
    const bytes = Buffer.from(whole);
    // Everywhere, as a page keeps old copies of what was moved on it.
    for (let i = bytes.indexOf(place); i >= 0; i = bytes.indexOf(place, i + 1)) bytes[i + at]! ^= 1;
    writeFileSync(file('workspace.db'), bytes);
    expect(() => (store = openStore(file())), place).toThrow('do not match their checksum');
  }
});
