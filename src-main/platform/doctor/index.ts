/** @file `lathe doctor`: is the workspace whole, and does every native part work? */
import type { Diagnosis, LocalizedText } from '../../../src-shared/contract.ts';
import { tableInWords } from '../../../src-shared/platform/tables.ts';
import { placesInWords, type DamagedRows, type Store } from '../store/index.ts';

type Check = Diagnosis['checks'][number];

export interface Patient {
  readonly store: Store;
  /** Every blob that a row of any room names. */
  namedBlobs(): readonly string[];
  /** Compares every text and row of a table with the id that its content gave it. */
  badSamples(): Promise<{
    readonly checked: number;
    readonly bad: readonly { readonly dataset: string; readonly position: number; readonly id: string }[];
  }>;
  /** Tries every execution provider, and says what training takes, why, and what was found. */
  providers(): Promise<LocalizedText>;
  /** Tries every native part in a worker. */
  nativeParts(): Promise<readonly Check[]>;
}

/** So many damaged places are named one by one. */
const MOST_TOLD = 20;

export async function diagnose(patient: Patient): Promise<Diagnosis> {
  const checks = [
    runtime(),
    ...database(patient.store),
    await contents(patient.store),
    await samples(patient),
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

/** Every page has the bytes it was written with; one that has not is told by what lies on it. */
async function contents(store: Store): Promise<Check> {
  const damage = await store.damage();
  if (damage.length === 0) return { id: 'contents', ok: true, detail: alike('✓') };
  const told = damage.slice(0, MOST_TOLD).map(damageInWords);
  const more = damage.length > MOST_TOLD ? `; … (${damage.length})` : '';
  const inLanguage = (language: 'en' | 'zh'): string => told.map((one) => one[language]).join('; ') + more;
  return { id: 'contents', ok: false, detail: { en: inLanguage('en'), zh: inLanguage('zh') } };
}

function damageInWords({ page, table, rows, of }: DamagedRows): LocalizedText {
  if (page === 0) return { en: 'the log: commits were lost', zh: '日志：部分已提交的更改已丢失' };
  if (table === null) return { en: `page ${page}, which holds no rows`, zh: `第 ${page} 页（没有数据行）` };
  const words = tableInWords(table);
  const which = rows ? placesInWords(table, rows) : '';
  const names = of.map((name) => `“${name}”`).join(', ');
  return {
    en: [words.en, which, names && `of ${names}`, `(page ${page})`].filter(Boolean).join(' '),
    zh: [names && `${names} 的`, words.zh, which, `（第 ${page} 页）`].filter(Boolean).join(''),
  };
}

/** Every sample has the content that it is named by. */
async function samples({ badSamples }: Patient): Promise<Check> {
  const { checked, bad } = await badSamples();
  const named = bad
    .slice(0, MOST_TOLD)
    .map(({ dataset, position, id }) => `“${dataset}” ${position + 1} (${id.slice(0, 7)})`);
  const more = bad.length > MOST_TOLD ? ' …' : '';
  const share = `${checked - bad.length} / ${checked}`;
  const detail = bad.length === 0 ? share : `${share}: ✗ ${named.join(', ')}${more}`;
  return { id: 'samples', ok: bad.length === 0, detail: alike(detail) };
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
function alike(text: string): LocalizedText {
  return { en: text, zh: text };
}
