/** @file `lathe doctor`: is the workspace whole, and does every native part work? */
import type { Diagnosis, Said } from '../../src-shared/contract/index.ts';
import type { Store } from '../store/index.ts';

type Check = Diagnosis['checks'][number];

export interface Patient {
  readonly store: Store;
  /** Every blob that a row of any room names. */
  namedBlobs(): readonly string[];
  /** Tries every execution provider, and says what training takes, why, and what was found. */
  providers(): Promise<Said>;
  /** Tries every native part in a worker. */
  nativeParts(): Promise<readonly Check[]>;
}

export async function diagnose(patient: Patient): Promise<Diagnosis> {
  const checks = [
    runtime(),
    ...database(patient.store),
    ...(await files(patient)),
    access(patient.store),
    ...(await patient.nativeParts()),
    // A provider that is missing is no illness: the processor is always there.
    { id: 'providers' as const, ok: true, detail: await patient.providers() },
  ];
  return { healthy: checks.every(({ ok }) => ok), checks };
}

function runtime(): Check {
  const major = Number(process.versions.node.split('.')[0]);
  return {
    id: 'node',
    ok: major >= 24,
    detail: alike(`${process.versions.node} · ${process.platform} ${process.arch}`),
  };
}

function database({ db }: Store): Check[] {
  const integrity = String(db.pragma('integrity_check', { simple: true }));
  const orphans = db.pragma('foreign_key_check');
  const whole = integrity === 'ok' && Array.isArray(orphans) && orphans.length === 0;
  const journal = String(db.pragma('journal_mode', { simple: true }));
  const synchronous = Number(db.pragma('synchronous', { simple: true }));
  const version = db.prepare<[], string>('SELECT sqlite_version()').pluck().get();
  return [
    { id: 'database', ok: whole, detail: alike(`SQLite ${version} · integrity_check: ${integrity}`) },
    {
      id: 'durability',
      ok: journal === 'wal' && synchronous === 2,
      detail: alike(`journal_mode=${journal} · synchronous=${synchronous === 2 ? 'FULL' : synchronous}`),
    },
  ];
}

async function files({ store, namedBlobs }: Patient): Promise<Check[]> {
  const there = new Set(await store.blobs.list());
  const named = new Set(namedBlobs());
  const missing = [...named].filter((sha256) => !there.has(sha256));
  const bad: string[] = [];
  for (const sha256 of there) if (!(await store.blobs.verify(sha256))) bad.push(sha256);
  return [counted('namedFiles', named.size, missing), counted('storedFiles', there.size, bad)];
}

/** Windows says who may read in lists of its own. */
function access({ exposed }: Store): Check {
  if (process.platform === 'win32') return { id: 'access', ok: true, detail: alike('Windows') };
  const shown = exposed.slice(0, 3).join(', ') + (exposed.length > 3 ? ' …' : '');
  const detail = exposed.length === 0 ? '0700 · 0600' : `${exposed.length}: ✗ ${shown}`;
  return { id: 'access', ok: exposed.length === 0, detail: alike(detail) };
}

/** e.g. `12 / 12`, or `11 / 12: ✗ 3f0a9c1`. */
function counted(id: Check['id'], all: number, unwell: readonly string[]): Check {
  const which = unwell.map((sha256) => sha256.slice(0, 7)).join(', ');
  const share = `${all - unwell.filter(Boolean).length} / ${all}`;
  const detail = alike(unwell.length === 0 ? share : `${share}: ✗ ${which}`);
  return { id, ok: unwell.length === 0, detail };
}

/** What is no word of any language. */
function alike(text: string): Said {
  return { en: text, zh: text };
}
