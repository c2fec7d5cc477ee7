import BetterSqlite from 'better-sqlite3';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type Store } from './index.ts';
import { migrate } from './migrate.ts';

let folder: string;
let store: Store | undefined;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'lathe-store-'));
});
afterEach(() => {
  if (store?.db.open) store.close();
  store = undefined;
  rmSync(folder, { recursive: true, force: true });
});

describe('opening', () => {
  it('sets WAL, full synchronous writes and foreign keys, the second time as well', () => {
    for (let i = 0; i < 2; i++) {
      store = openStore(folder);
      expect(store.db.pragma('journal_mode', { simple: true })).toBe('wal');
      expect(store.db.pragma('synchronous', { simple: true })).toBe(2);
      expect(store.db.pragma('foreign_keys', { simple: true })).toBe(1);
      store.close();
    }
  });

  it('refuses a workspace that another process holds, and opens it once that process was killed', async () => {
    const script = path.join(folder, 'holder.mjs');
    writeFileSync(
      script,
      `import { openStore } from ${JSON.stringify(path.join(import.meta.dirname, 'index.ts'))};
      openStore(${JSON.stringify(folder)}); process.send('open'); setInterval(() => {}, 1000);`,
    );
    const holder = fork(script);
    await once(holder, 'message');
    expect(() => openStore(folder)).toThrow(`open in another Lathe (process ${holder.pid})`);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    store = openStore(folder, 'lathe log');
    expect(() => openStore(folder)).toThrow(`“lathe log” (process ${process.pid}) has this workspace open`);
  });

  it('refuses a workspace with a newer schema in words and changes nothing', () => {
    openStore(folder).close();
    const raw = new BetterSqlite(path.join(folder, 'workspace.db'));
    raw.prepare("INSERT INTO migrations VALUES ('2999-01-01T0000-later', 'x')").run();
    raw.close();
    const before = readFileSync(path.join(folder, 'workspace.db'));
    expect(() => openStore(folder)).toThrow('newer Lathe (its schema has “2999-01-01T0000-later”)');
    expect(readFileSync(path.join(folder, 'workspace.db')).equals(before)).toBe(true);
  });

  it('says that a file which is not a database is not a workspace', () => {
    writeFileSync(
      path.join(folder, 'workspace.db'),
      'not a database, but long enough to be read as one'.repeat(100),
    );
    expect(() => openStore(folder)).toThrow('cannot be used as a workspace: file is not a database');
  });
});

describe('migrations', () => {
  it('keep a verified copy before they touch a database that has data', () => {
    const db = new BetterSqlite(path.join(folder, 'a.db'));
    const first = { name: '1', sql: "CREATE TABLE t (v TEXT); INSERT INTO t VALUES ('kept')" };
    migrate(db, folder, [first]);
    expect(readdirSync(folder).some((name) => name.startsWith('before-'))).toBe(false);
    migrate(db, folder, [first, { name: '2', sql: 'DROP TABLE t' }]);
    const copy = new BetterSqlite(path.join(folder, 'before-2.db'), { readonly: true });
    expect(copy.prepare('SELECT v FROM t').pluck().get()).toBe('kept');
    copy.close();
    db.close();
  });

  it('leave no trace of one that fails', () => {
    const db = new BetterSqlite(path.join(folder, 'a.db'));
    const bad = { name: '1', sql: 'CREATE TABLE t (v TEXT); SELECT v FROM nowhere' };
    expect(() => migrate(db, folder, [bad])).toThrow('no such table: nowhere');
    expect(db.prepare("SELECT count(*) FROM sqlite_master WHERE name = 't'").pluck().get()).toBe(0);
    db.close();
  });

  it('leave a new database as it was when any of them fails, and keep those before it of one that has data', () => {
    const db = new BetterSqlite(path.join(folder, 'a.db'));
    const [first, second] = ['t', 'u'].map((name, i) => ({
      name: `${i}`,
      sql: `CREATE TABLE ${name} (v TEXT)`,
    }));
    const bad = { name: '2', sql: 'SELECT v FROM nowhere' };
    const applied = () => db.prepare('SELECT name FROM migrations ORDER BY name').pluck().all();
    expect(() => migrate(db, folder, [first!, second!, bad])).toThrow('no such table: nowhere');
    expect(applied()).toEqual([]);
    migrate(db, folder, [first!]);
    expect(() => migrate(db, folder, [first!, second!, bad])).toThrow('no such table: nowhere');
    expect(applied()).toEqual(['0', '1']);
    db.close();
  });
});

describe('blobs', () => {
  it('are named by their hash, kept once and read back verified', async () => {
    store = openStore(folder);
    const blob = await store.blobs.write(Buffer.from('hello'));
    expect(blob).toEqual({
      sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
      bytes: 5,
    });
    await store.blobs.write(Buffer.from('hello'));
    expect(await store.blobs.list()).toEqual([blob.sha256]);
    expect(String(await store.blobs.read(blob.sha256))).toBe('hello');
    expect(readdirSync(store.scratch)).toEqual([]);
  });

  it('that went bad are set aside and named', async () => {
    store = openStore(folder);
    const { sha256 } = await store.blobs.write(Buffer.from('hello'));
    writeFileSync(store.blobs.path(sha256), 'hellO');
    await expect(store.blobs.read(sha256)).rejects.toThrow('is damaged and was quarantined');
    expect(existsSync(path.join(folder, 'blobs', 'quarantine', sha256))).toBe(true);
    expect(() => store!.blobs.path(sha256)).toThrow('is missing from the workspace');
  });
});

it('a full database is reported as a full disk', () => {
  store = openStore(folder);
  store.db.exec('CREATE TABLE filler (bytes BLOB)');
  const pages = Number(store.db.pragma('page_count', { simple: true }));
  store.db.pragma(`max_page_count = ${pages + 2}`);
  expect(() =>
    store!.tx(() => store!.db.prepare('INSERT INTO filler VALUES (zeroblob(1000000))').run()),
  ).toThrow('full');
  expect(store.db.prepare('SELECT count(*) FROM filler').pluck().get()).toBe(0);
});
