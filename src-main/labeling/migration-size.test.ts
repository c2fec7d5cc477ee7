/**
 * A workspace of the version before annotation tasks, with as many labels as LATHE_OLD_LABELS says (100,000 was tried), notes,
 * flags, answers taken back and given again: every item is what it was, and what was given last can still be taken back.
 */
import type { Database } from 'better-sqlite3';
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSampleReader } from '../datasets/index.ts';
import { prefixOf } from '../kinds/canonical.ts';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createLabeling } from './index.ts';
import { makeOldWorkspace } from './old-workspace.fixture.ts';
import { ANN, BO } from './room.fixture.ts';

const ITEMS = Number(process.env['LATHE_OLD_LABELS'] ?? 500);
const CLASSES = ['spam', 'ham'];
const id = (position: number): string => createHash('sha256').update(`sample ${position}`).digest('hex');

/** What was said of an item, by its position. */
type Way = 'label' | 'relabel' | 'undone' | 'redone' | 'skip';
const wayOf = (i: number): Way => (['relabel', 'redone', 'undone', 'skip'] as const)[i % 10] ?? 'label';
const isImported = (i: number): boolean => wayOf(i) !== 'skip' && i % 4 === 0;
const noteOf = (i: number): string | null => (i % 5 === 0 ? `note ${i}` : null);
const isFlagged = (i: number): boolean => i % 7 === 0;

/** A class from 1, or null, and who gave it. */
function labelOf(i: number): readonly [label: number | null, by: string | null] {
  const way = wayOf(i);
  if (way === 'label' || way === 'redone') return [1 + (i % 2), 'Ann'];
  if (way === 'relabel') return [2 - (i % 2), 'Bo'];
  return isImported(i) ? [1, 'import'] : [null, null];
}

function writeOld(db: Database): void {
  const all = Array.from({ length: ITEMS }, (_, i) => i);
  const labeled = (label: number): number => all.filter((i) => labelOf(i)[0] === label).length;
  const skipped = all.filter((i) => wayOf(i) === 'skip').length;
  db.exec(`
    INSERT INTO datasets (number, id, name, language, kind, state, samples, created_at)
      VALUES (1, 'd', 'mail', 'en', 'text', 'ready', ${ITEMS}, '2026-11-22T08:00:00.000Z');
    INSERT INTO label_classes (id, dataset, name, key, rank, samples)
      VALUES (1, 'd', 'spam', '1', 0, ${labeled(1)}), (2, 'd', 'ham', '2', 1, ${labeled(2)});
    INSERT INTO label_imports (id, dataset, file, at) VALUES (1, 'd', 'f', '2026-11-22T08:00:00.000Z');
    INSERT INTO labeling_counts
      VALUES ('d', ${ITEMS}, ${labeled(1) + labeled(2)}, ${skipped}, ${all.filter(isFlagged).length});`);
  const sample = db.prepare('INSERT INTO samples (key, id, text) VALUES (?, ?, ?)');
  const index = db.prepare('INSERT INTO sample_ids VALUES (1, ?, ?)');
  const state = db.prepare(
    `INSERT INTO sample_states (dataset, position, class, labeled_by, imported_class, import, skipped, flagged, note)
     VALUES ('d', ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const event = db.prepare(
    `INSERT INTO annotations (operation, dataset, position, type, class, flag, note, undoes, author, author_name, at, decisions)
     VALUES (?, 'd', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  let seq = 0;
  for (const i of all) {
    sample.run(2 ** 32 + i, id(i), `text ${i}`);
    index.run(prefixOf(id(i)), i);
    const imported = isImported(i) ? 1 : null;
    state.run(
      i,
      ...labelOf(i),
      imported,
      imported,
      Number(wayOf(i) === 'skip'),
      Number(isFlagged(i)),
      noteOf(i),
    );
    for (const [type, content, person, decisions] of eventsOf(i, seq)) {
      const operation = `00000000-0000-4000-8000-${String(++seq).padStart(12, '0')}`;
      const at = new Date(Date.UTC(2026, 10, 22, 9) + seq * 1000).toISOString();
      const { label = null, flag = null, note = null, undoes = null } = content;
      event.run(operation, i, type, label, flag, note, undoes, person.id, person.name, at, decisions);
    }
  }
}

interface Content {
  readonly label?: number;
  readonly flag?: 1;
  readonly note?: string;
  readonly undoes?: number;
}
type Event = readonly [type: string, content: Content, person: typeof ANN, decisions: number];

/** @param before the number of the last event */
function eventsOf(i: number, before: number): Event[] {
  const [way, note] = [wayOf(i), noteOf(i)];
  const first = before + 1;
  const label = { label: 1 + (i % 2) };
  return [
    ...(way === 'skip' ? [] : [['label', label, ANN, 1] as const]),
    ...(way === 'relabel' ? [['label', { label: 2 - (i % 2) }, BO, 1] as const] : []),
    ...(way === 'undone' || way === 'redone' ? [['undo', { undoes: first }, ANN, -1] as const] : []),
    ...(way === 'redone' ? [['undo', { undoes: first + 1 }, ANN, 1] as const] : []),
    ...(way === 'skip' ? [['skip', {}, BO, 1] as const] : []),
    ...(isFlagged(i) ? [['flag', { flag: 1 }, ANN, 0] as const] : []),
    ...(note === null ? [] : [['note', { note }, BO, 0] as const]),
  ];
}

let folder: string;
let store: Store;
let pool: Pool;

beforeAll(() => {
  folder = makeOldWorkspace(writeOld);
  const begun = performance.now();
  store = openStore(path.join(folder, 'workspace'));
  if (ITEMS > 1000) console.log(`opened in ${Math.round(performance.now() - begun)} ms`);
  pool = createPool({ emit: () => undefined, scratch: store.scratch });
}, 600_000);
afterAll(async () => {
  await pool.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

it(`${ITEMS} labels, with notes, flags and undo, are what they were`, async () => {
  const labeling = createLabeling({ store, pool, emit: () => undefined, samples: createSampleReader(store) });
  const look = () =>
    labeling
      .queue({ task: 'd', queue: 'all', after: -1, limit: ITEMS }, ANN)
      .items.map(({ id: sample, label, labeledBy, skipped, flagged, note }) =>
        [sample, label, labeledBy, skipped, flagged, note].join(' | '),
      );
  const expected = Array.from({ length: ITEMS }, (_, i) => {
    const [label, by] = labelOf(i);
    return [
      id(i),
      label === null ? null : CLASSES[label - 1],
      by,
      wayOf(i) === 'skip',
      isFlagged(i),
      noteOf(i),
    ].join(' | ');
  });
  expect(look()).toEqual(expected);
  labeling.opened();
  await expect.poll(() => labeling.task({ task: 'd' }).resolving, { timeout: 300_000 }).toBe(false);
  expect(look()).toEqual(expected);
  const count = (is: (i: number) => boolean): number => expected.filter((_, i) => is(i)).length;
  expect(labeling.task({ task: 'd' }).counts).toMatchObject({
    total: ITEMS,
    labeled: count((i) => labelOf(i)[0] !== null),
    skipped: count((i) => wayOf(i) === 'skip'),
    flagged: count(isFlagged),
  });
  const events = store.db.prepare<[], number>('SELECT count(*) FROM annotations').pluck();
  const given = Array.from({ length: ITEMS }, (_, i) => eventsOf(i, 0).length).reduce((a, b) => a + b, 0);
  expect(events.get()).toBe(given);
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(store.db.pragma('foreign_key_check')).toEqual([]);

  // What each gave last is taken back, and given again.
  for (const person of [ANN, BO]) {
    const last = labeling.given({ task: 'd', limit: 500 }, person).given.at(-1)!;
    const undo = (of: string): string => {
      const operation = crypto.randomUUID();
      const answers = [{ operation, sample: last.sample, answer: { type: 'undo' as const, of } }];
      labeling.annotate({ task: 'd', answers }, person);
      return operation;
    };
    const before = look();
    const taken = undo(last.operation);
    expect(look()).not.toEqual(before);
    undo(taken);
    expect(look()).toEqual(before);
  }
}, 900_000);
