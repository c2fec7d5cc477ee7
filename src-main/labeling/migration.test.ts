import type { Database } from 'better-sqlite3';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createSampleReader } from '../datasets/index.ts';
import { createPool, type Pool } from '../platform/pool/index.ts';
import { openStore, type Store } from '../platform/store/index.ts';
import { createLabeling } from './index.ts';
import { makeOldWorkspace } from './old-workspace.fixture.ts';
import { ANN, BO } from './room.fixture.ts';

const SAMPLES = 6;

let folder: string;
let store: Store;
let pool: Pool;

const id = (position: number): string => String(position).padStart(64, '0');

/** Labels of two persons as that version wrote them: relabeled, cleared, skipped, flagged, noted, undone, redone. */
function writeOld(db: Database): void {
  db.exec(`
    INSERT INTO datasets (number, id, name, language, kind, state, samples, created_at)
      VALUES (1, 'd', 'mail', 'en', 'text', 'ready', ${SAMPLES}, '2026-11-22T08:00:00.000Z');
    INSERT INTO label_classes (id, dataset, name, key, rank, samples)
      VALUES (1, 'd', 'spam', '1', 0, 2), (2, 'd', 'ham', '2', 1, 2);
    INSERT INTO label_imports (id, dataset, file, at) VALUES (1, 'd', 'f', '2026-11-22T08:00:00.000Z');
    INSERT INTO labeling_counts VALUES ('d', ${SAMPLES}, 4, 1, 1);
    INSERT INTO import_votes VALUES ('d', 0, 1, 2);`);
  const sample = db.prepare('INSERT INTO samples (key, id, text) VALUES (?, ?, ?)');
  const index = db.prepare('INSERT INTO sample_ids VALUES (1, ?, ?)');
  const state = db.prepare(
    `INSERT INTO sample_states (dataset, position, class, labeled_by, imported_class, import, skipped, flagged, note)
     VALUES ('d', ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const states = [
    [1, 'import', 1, 1, 0, 0, null],
    [2, 'Ann', 1, 1, 0, 0, null],
    [1, 'Ann', null, null, 0, 1, 'odd'],
    [2, 'Bo', null, null, 0, 0, null],
    [null, null, null, null, 1, 0, null],
    [null, null, null, null, 0, 0, null],
  ];
  for (const [position, row] of states.entries()) {
    sample.run(2 ** 32 + position, id(position), `text ${position}`);
    index.run(Number.parseInt(id(position).slice(0, 8), 16), position);
    state.run(position, ...row);
  }
  const event = db.prepare(
    `INSERT INTO annotations (operation, dataset, position, type, class, flag, note, undoes, author, author_name, at, decisions)
     VALUES (?, 'd', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const events = [
    [1, 'label', 2, null, null, null, ANN, 1],
    [2, 'label', 1, null, null, null, ANN, 1],
    [2, 'flag', null, 1, null, null, ANN, 0],
    [2, 'note', null, null, 'odd', null, BO, 0],
    [3, 'label', 1, null, null, null, ANN, 1],
    [3, 'label', 2, null, null, null, BO, 1],
    [4, 'skip', null, null, null, null, BO, 1],
    [5, 'label', 1, null, null, null, ANN, 1],
    [5, 'undo', null, null, null, 8, ANN, -1],
    [0, 'label', 2, null, null, null, BO, 1],
    [0, 'undo', null, null, null, 10, BO, -1],
    [1, 'undo', null, null, null, 1, ANN, -1],
    [1, 'undo', null, null, null, 12, ANN, 1],
  ] as const;
  for (const [i, [position, type, label, flag, note, undoes, person, decisions]] of events.entries()) {
    const operation = `00000000-0000-4000-8000-0000000000${String(i + 1).padStart(2, '0')}`;
    const at = `2026-11-22T09:00:${String(i).padStart(2, '0')}.000Z`;
    event.run(operation, position, type, label, flag, note, undoes, person.id, person.name, at, decisions);
  }
}

beforeEach(() => {
  folder = makeOldWorkspace(writeOld);
  const workspace = path.join(folder, 'workspace');
  store = openStore(workspace);
  pool = createPool({ emit: () => undefined, scratch: store.scratch });
});
afterEach(async () => {
  await pool.close();
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

const openRoom = () =>
  createLabeling({ store, pool, emit: () => undefined, samples: createSampleReader(store) });

it('labels from before there were tasks are those of the first task, with their history, undo and queues', async () => {
  const labeling = openRoom();
  const look = () => ({
    queues: (['unlabeled', 'skipped', 'flagged', 'labeled', 'all'] as const).map((queue) => {
      const { items, left } = labeling.queue({ task: 'd', queue, after: -1, limit: 100 }, ANN);
      return [
        queue,
        left,
        items.map(({ position, label, labeledBy, note }) => [position, label, labeledBy, note]),
      ];
    }),
    given: [ANN, BO].map((person) => {
      const { given, undone } = labeling.given({ task: 'd', limit: 500 }, person);
      return [given, undone.map((each) => each.given)].map((all) =>
        all.map(({ position, type, before, after }) => [position, type, before.label, after.label]),
      );
    }),
    history: Array.from({ length: SAMPLES }, (_, position) =>
      labeling
        .history({ task: 'd', sample: id(position) }, ANN)
        .map(({ answer, author, undone }) => [answer.type, author, undone]),
    ),
    schema: labeling.schema({ task: 'd' }).map(({ name }) => name),
    progress: labeling.progress({ task: 'd' }, ANN),
  });
  const first = look();
  expect(first).toMatchObject({
    queues: [
      ['unlabeled', 1, [[5, null, null, null]]],
      ['skipped', 1, [[4, null, null, null]]],
      ['flagged', 1, [[2, 'spam', 'Ann', 'odd']]],
      [
        'labeled',
        4,
        [
          [0, 'spam', 'import', null],
          [1, 'ham', 'Ann', null],
          [2, 'spam', 'Ann', 'odd'],
          [3, 'ham', 'Bo', null],
        ],
      ],
      ['all', SAMPLES, { length: SAMPLES }],
    ],
    given: [
      [
        [
          [2, 'label', null, 'spam'],
          [2, 'flag', 'spam', 'spam'],
          [3, 'label', 'ham', 'ham'],
          [1, 'label', 'spam', 'ham'],
        ],
        [[5, 'label', null, 'spam']],
      ],
      [
        [
          [2, 'note', 'spam', 'spam'],
          [3, 'label', 'spam', 'ham'],
          [4, 'skip', null, null],
        ],
        [[0, 'label', 'spam', 'ham']],
      ],
    ],
    schema: ['spam', 'ham'],
    progress: { total: SAMPLES, labeled: 4, skipped: 1, flagged: 1 },
  });
  expect(first.history[1]).toEqual([
    ['label', 'import', false],
    ['label', 'Ann', false],
    ['undo', 'Ann', true],
    ['undo', 'Ann', false],
  ]);
  // What each person says is filled in behind, and changes nothing of this.
  labeling.opened();
  await expect.poll(() => labeling.task({ task: 'd' }).resolving).toBe(false);
  expect(look()).toEqual(first);
  expect(labeling.tasks({ dataset: 'd' })).toMatchObject([
    { id: 'd', kind: 'classification', resolution: 'last', answersPerItem: 1, counts: { labeled: 4 } },
  ]);
  expect((await labeling.agreement({ task: 'd' })).pairs).toMatchObject([
    { first: ANN.id, second: BO.id, measures: { 1: { measure: 'percent', value: 0, items: 1 } } },
  ]);
  expect(labeling.importVotes('d', 0, SAMPLES)).toEqual(new Map([[0, [{ label: 'spam', rows: 2 }]]]));
});

it('an answer given before can still be taken back and given again', () => {
  const labeling = openRoom();
  const say = (of: string) => {
    const operation = crypto.randomUUID();
    const answers = [{ operation, sample: id(1), answer: { type: 'undo' as const, of } }];
    labeling.annotate({ task: 'd', answers }, ANN);
    return operation;
  };
  const labelOf = () => labeling.queue({ task: 'd', queue: 'all', after: 0, limit: 1 }, ANN).items[0]!.label;
  const undo = say('00000000-0000-4000-8000-000000000001');
  expect(labelOf()).toBe('spam');
  say(undo);
  expect(labelOf()).toBe('ham');
});

it('keeps the workspace as it was, and the rules of events', () => {
  const backups = path.join(folder, 'workspace', 'backups');
  expect(existsSync(path.join(backups, 'before-2026-11-29T2130-annotation-tasks.db'))).toBe(true);
  expect(store.db.pragma('integrity_check', { simple: true })).toBe('ok');
  expect(store.db.pragma('foreign_key_check')).toEqual([]);
  expect(() => store.db.exec('DELETE FROM annotations')).toThrow('append-only');
  expect(() => store.db.exec("UPDATE annotations SET at = 'x'")).toThrow('append-only');
  const add = (columns: string, values: string) =>
    store.db.exec(
      `INSERT INTO annotations (operation, task, position, author, author_name, at, decisions, type${columns})
       VALUES ('${crypto.randomUUID()}', 'd', 0, 'a', 'A', 'x', 0, ${values})`,
    );
  expect(() => add('', "'label'")).toThrow('CHECK');
  expect(() => add(', class, value', "'label', 1, '{}'")).toThrow('CHECK');
  expect(() => add(', value', "'skip', '{}'")).toThrow('CHECK');
  add(', value', "'label', '{}'");
});
