/** @file Every statement of the labeling room, prepared when the room opens. */
import type { LabelCounts } from '../../src-shared/labeling/contract.ts';
import type { Database } from 'better-sqlite3';
import type { Answer } from '../../src-shared/labeling/contract.ts';

export interface ClassRow {
  readonly id: number;
  readonly name: string;
  readonly key: string;
  readonly guideline: string;
  readonly rank: number;
  readonly retired: number;
  readonly samples: number;
}

export interface StateRow {
  readonly position: number;
  readonly class: number | null;
  readonly className: string | null;
  readonly labeledBy: string | null;
  readonly importedClass: number | null;
  readonly skipped: number;
  readonly flagged: number;
  readonly note: string | null;
  readonly answeredBy: string | null;
  readonly answeredAt: string | null;
}

export interface EventRow {
  readonly seq: number;
  readonly operation: string;
  readonly dataset: string;
  readonly position: number;
  readonly type: Answer['type'];
  readonly class: number | null;
  readonly className: string | null;
  readonly flag: number | null;
  readonly note: string | null;
  readonly undoes: number | null;
  readonly undoesOperation: string | null;
  readonly author: string;
  readonly authorName: string;
  readonly at: string;
}

/** One row to store in `annotations`. */
export interface NewEvent {
  readonly operation: string;
  readonly dataset: string;
  readonly position: number;
  readonly type: Answer['type'];
  readonly class: number | null;
  readonly flag: number | null;
  readonly note: string | null;
  readonly undoes: number | null;
  readonly author: string;
  readonly authorName: string;
  readonly at: string;
  readonly decisions: number;
}

const STATE = `SELECT s.position, s.class, c.name AS className, s.labeled_by AS labeledBy,
  s.imported_class AS importedClass, s.skipped, s.flagged, s.note, l.author_name AS answeredBy, l.at AS answeredAt
  FROM sample_states s LEFT JOIN label_classes c ON c.id = s.class LEFT JOIN annotations l ON l.seq =
  (SELECT max(a.seq) FROM annotations a WHERE a.dataset = s.dataset AND a.position = s.position
   AND a.type IN ('label', 'clear', 'skip', 'undo'))`;

const EVENT = `SELECT a.seq, a.operation, a.dataset, a.position, a.type, a.class, c.name AS className, a.flag, a.note,
  a.undoes, u.operation AS undoesOperation, a.author, a.author_name AS authorName, a.at
  FROM annotations a LEFT JOIN label_classes c ON c.id = a.class LEFT JOIN annotations u ON u.seq = a.undoes`;

/** The next rows of one partial index; its WHERE is written out so that SQLite proves the index fits. */
function queueOf(db: Database, index: string, where: string) {
  return db.prepare<[string, number, number], StateRow>(
    STATE.replace('sample_states s', `sample_states s INDEXED BY ${index}`) +
      ` WHERE s.dataset = ? AND s.position > ? AND ${where} ORDER BY s.position LIMIT ?`,
  );
}

export function prepareQueries(db: Database) {
  return {
    ...classQueries(db),
    ...stateQueries(db),
    ...eventQueries(db),
    ...importQueries(db),
    queue: {
      unlabeled: queueOf(db, 'sample_states_unlabeled', 's.class IS NULL AND s.skipped = 0'),
      labeled: queueOf(db, 'sample_states_labeled', 's.class IS NOT NULL'),
      skipped: queueOf(db, 'sample_states_skipped', 's.skipped = 1'),
      flagged: queueOf(db, 'sample_states_flagged', 's.flagged = 1'),
      all: db.prepare<[string, number, number], StateRow>(
        `${STATE} WHERE s.dataset = ? AND s.position > ? ORDER BY s.position LIMIT ?`,
      ),
    },
  };
}

function classQueries(db: Database) {
  return {
    classes: db.prepare<[string], ClassRow>(
      'SELECT id, name, key, guideline, rank, retired, samples FROM label_classes WHERE dataset = ? ORDER BY rank, id',
    ),
    addClass: db.prepare<[{ dataset: string; name: string; key: string; guideline: string; rank: number }]>(
      `INSERT INTO label_classes (dataset, name, key, guideline, rank)
       VALUES (:dataset, :name, :key, :guideline, :rank)`,
    ),
    renameClass: db.prepare<[string, number]>('UPDATE label_classes SET name = ? WHERE id = ?'),
    updateClass: db.prepare<[{ id: number; key: string; guideline: string; rank: number }]>(
      'UPDATE label_classes SET key = :key, guideline = :guideline, rank = :rank, retired = 0 WHERE id = :id',
    ),
    retireClass: db.prepare<[number]>('UPDATE label_classes SET retired = 1 WHERE id = ?'),
    reviveClass: db.prepare<[{ id: number; key: string; rank: number }]>(
      'UPDATE label_classes SET retired = 0, key = :key, rank = :rank WHERE id = :id',
    ),
    countClass: db.prepare<[number, number]>('UPDATE label_classes SET samples = samples + ? WHERE id = ?'),
  };
}

function stateQueries(db: Database) {
  return {
    state: db.prepare<[string, number], StateRow>(`${STATE} WHERE s.dataset = ? AND s.position = ?`),
    saveState: db.prepare<
      [
        {
          dataset: string;
          position: number;
          class: number | null;
          labeledBy: string | null;
          skipped: number;
          flagged: number;
          note: string | null;
        },
      ]
    >(
      `UPDATE sample_states SET class = :class, labeled_by = :labeledBy, skipped = :skipped, flagged = :flagged,
       note = :note WHERE dataset = :dataset AND position = :position`,
    ),
    counts: db.prepare<[string], LabelCounts>(
      'SELECT total, labeled, skipped, flagged FROM labeling_counts WHERE dataset = ?',
    ),
    /** Grouped by import first: a million labels of one file are one row. */
    /** Of samples from one position on, before another. */
    labeledByDay: db.prepare<
      [{ dataset: string; from: number; until: number }],
      { day: string; labeled: number; given: number }
    >(
      `SELECT date(at, 'localtime') AS day, sum(labeled) AS labeled, sum(given) AS given FROM (
         SELECT i.at, s.labeled, 0 AS given FROM (
           SELECT import, count(*) AS labeled FROM sample_states
           WHERE dataset = :dataset AND position >= :from AND position < :until
             AND class IS NOT NULL AND imported_class IS NOT NULL GROUP BY import) s
         JOIN label_imports i ON i.id = s.import
         UNION ALL
         SELECT min(a.at) AS at, 1 AS labeled, 1 AS given FROM annotations a
         JOIN sample_states s ON s.dataset = a.dataset AND s.position = a.position
         WHERE a.dataset = :dataset AND a.position >= :from AND a.position < :until AND a.type = 'label' AND s.class IS NOT NULL AND s.imported_class IS NULL
         GROUP BY a.position)
       GROUP BY day ORDER BY day`,
    ),
    lastPosition: db
      .prepare<[string], number | null>('SELECT max(position) FROM sample_states WHERE dataset = ?')
      .pluck(),
    count: db.prepare<[{ dataset: string } & LabelCounts]>(
      `INSERT INTO labeling_counts (dataset, total, labeled, skipped, flagged)
       VALUES (:dataset, :total, :labeled, :skipped, :flagged)
       ON CONFLICT (dataset) DO UPDATE SET total = total + excluded.total, labeled = labeled + excluded.labeled,
       skipped = skipped + excluded.skipped, flagged = flagged + excluded.flagged`,
    ),
  };
}

function eventQueries(db: Database) {
  return {
    byOperation: db.prepare<[string], EventRow>(`${EVENT} WHERE a.operation = ?`),
    events: db.prepare<[string, number], EventRow>(
      `${EVENT} WHERE a.dataset = ? AND a.position = ? ORDER BY a.seq`,
    ),
    addEvent: db.prepare<[NewEvent]>(
      `INSERT INTO annotations
       (operation, dataset, position, type, class, flag, note, undoes, author, author_name, at, decisions)
       VALUES (:operation, :dataset, :position, :type, :class, :flag, :note, :undoes, :author, :authorName, :at,
       :decisions)`,
    ),
    eventsOf: db.prepare<[string, string, number], EventRow>(
      `${EVENT} WHERE a.dataset = ? AND a.author = ? ORDER BY a.at DESC, a.seq DESC LIMIT ?`,
    ),
    decisions: db
      .prepare<[string, string, string], number>(
        'SELECT coalesce(sum(decisions), 0) FROM annotations WHERE dataset = ? AND author = ? AND at >= ?',
      )
      .pluck(),
    lately: db.prepare<[string, string, number], { at: string; decisions: number }>(
      'SELECT at, decisions FROM annotations WHERE dataset = ? AND author = ? ORDER BY at DESC LIMIT ?',
    ),
  };
}

function importQueries(db: Database) {
  return {
    addImport: db.prepare<[string, string, string], { id: number }>(
      `INSERT INTO label_imports (dataset, file, at) VALUES (?, ?, ?)
       ON CONFLICT (dataset, file) DO UPDATE SET at = at RETURNING id`,
    ),
    importOf: db.prepare<[string, number], { file: string; at: string; label: string }>(
      `SELECT i.file, i.at, c.name AS label FROM sample_states s JOIN label_imports i ON i.id = s.import
       JOIN label_classes c ON c.id = s.imported_class WHERE s.dataset = ? AND s.position = ?`,
    ),
    addState: db.prepare<
      [
        dataset: string,
        position: number,
        label: number | null,
        labeledBy: string | null,
        importedClass: number | null,
        importId: number | null,
      ]
    >(
      `INSERT INTO sample_states (dataset, position, class, labeled_by, imported_class, import)
       VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ),
    votes: db.prepare<[string, number], { class: number; rows: number }>(
      'SELECT class, rows FROM import_votes WHERE dataset = ? AND position = ? ORDER BY class',
    ),
    votesBetween: db.prepare<[string, number, number], { position: number; label: string; rows: number }>(
      `SELECT v.position, c.name AS label, v.rows FROM import_votes v JOIN label_classes c ON c.id = v.class
       WHERE v.dataset = ? AND v.position >= ? AND v.position < ? ORDER BY v.position, c.rank`,
    ),
    saveVote: db.prepare<[{ dataset: string; position: number; class: number; rows: number }]>(
      `INSERT INTO import_votes (dataset, position, class, rows) VALUES (:dataset, :position, :class, :rows)
       ON CONFLICT DO UPDATE SET rows = excluded.rows`,
    ),
    dropVotes: db.prepare<[{ dataset: string; limit: number }]>(
      `DELETE FROM import_votes WHERE dataset = :dataset AND (position, class) IN
       (SELECT position, class FROM import_votes WHERE dataset = :dataset LIMIT :limit)`,
    ),
    className: db.prepare<[number], string>('SELECT name FROM label_classes WHERE id = ?').pluck(),
    fillImport: db.prepare<[number | null, number | null, string, number]>(
      'UPDATE sample_states SET imported_class = ?, import = ? WHERE dataset = ? AND position = ?',
    ),
    dropStates: db.prepare<[{ dataset: string; limit: number }]>(
      `DELETE FROM sample_states WHERE dataset = :dataset AND position IN
       (SELECT position FROM sample_states WHERE dataset = :dataset LIMIT :limit)`,
    ),
    dropCounts: db.prepare<[string]>('DELETE FROM labeling_counts WHERE dataset = ?'),
  };
}

export type Queries = ReturnType<typeof prepareQueries>;
