/** @file `lathe doctor`: is the workspace whole, and does every native part work? */
import type { Diagnosis } from '../../src-shared/contract/index.ts';
import type { Store } from '../store/index.ts';

type Check = Diagnosis['checks'][number];

export interface Patient {
  readonly store: Store;
  /** Every blob that a row of any room names. */
  namedBlobs(): readonly string[];
  /** Tries every native part in a worker. */
  nativeParts(): Promise<readonly { name: string; ok: boolean; detail: string }[]>;
}

export async function diagnose(patient: Patient): Promise<Diagnosis> {
  const checks = [
    runtime(),
    ...database(patient.store),
    ...(await blobs(patient)),
    ...(await patient.nativeParts()).map((part) => ({
      ...part,
      hint: part.ok ? '' : 'Install Lathe again; this part’s file is missing or made for another system.',
    })),
  ];
  return { healthy: checks.every(({ ok }) => ok), checks };
}

function runtime(): Check {
  const major = Number(process.versions.node.split('.')[0]);
  return {
    name: 'Node.js',
    ok: major >= 24,
    detail: `${process.versions.node} on ${process.platform} ${process.arch}`,
    hint: major >= 24 ? '' : 'Lathe runs on its own Node 24: start it with “npm start” or “npm run lathe”.',
  };
}

function database({ db }: Store): Check[] {
  const integrity = String(db.pragma('integrity_check', { simple: true }));
  const orphans = db.pragma('foreign_key_check');
  const whole = integrity === 'ok' && Array.isArray(orphans) && orphans.length === 0;
  const settings = `${String(db.pragma('journal_mode', { simple: true }))}, synchronous ${String(db.pragma('synchronous', { simple: true }))}`;
  const safe = settings === 'wal, synchronous 2';
  const version = db.prepare<[], string>('SELECT sqlite_version()').pluck().get();
  return [
    {
      name: 'Database',
      ok: whole,
      detail: whole ? `SQLite ${version}: integrity ok` : `SQLite ${version}: ${integrity}`,
      hint: whole ? '' : 'Restore the workspace from a backup (“lathe backup” makes them).',
    },
    {
      name: 'Durability',
      ok: safe,
      detail: settings,
      hint: safe ? '' : 'Another program changed the database’s settings; open the workspace again.',
    },
  ];
}

async function blobs({ store, namedBlobs }: Patient): Promise<Check[]> {
  const there = new Set(await store.blobs.list());
  const named = new Set(namedBlobs());
  const missing = [...named].filter((sha256) => !there.has(sha256));
  const bad: string[] = [];
  for (const sha256 of there) if (!(await store.blobs.verify(sha256))) bad.push(sha256);
  const short = (hashes: readonly string[]): string => hashes.map((sha256) => sha256.slice(0, 7)).join(', ');
  const restore = 'Restore them from a backup.';
  return [
    {
      name: 'Files named by the database',
      ok: missing.length === 0,
      detail: missing.length === 0 ? `${named.size}, none missing` : `missing: ${short(missing)}`,
      hint: missing.length === 0 ? '' : restore,
    },
    {
      name: 'Files in the store',
      ok: bad.length === 0,
      detail: bad.length === 0 ? `${there.size}, each with the bytes of its name` : `damaged: ${short(bad)}`,
      hint: bad.length === 0 ? '' : restore,
    },
  ];
}
