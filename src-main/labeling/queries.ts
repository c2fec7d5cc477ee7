/** @file Every statement of the labeling room, prepared when the room opens. */
import type { LabelCounts } from '../../src-shared/labeling/contract.ts';
import type { Database } from 'better-sqlite3';
import type { EventRow, EventType } from './fold.ts';
import { becomesOf, type MovedClass } from './become.ts';
import { prepareFunctionQueries } from './functions/queries.ts';
import { prepareHelpQueries } from './help/queries.ts';
import { prepareRankingQueries } from './queues/queries.ts';
import { prepareSuggestionQueries } from './suggestions/queries.ts';
import { prepareTaskQueries } from './task-queries.ts';

export interface ClassRow {
  readonly id: number;
  readonly name: string;
  readonly key: string;
  readonly guideline: string;
  readonly rank: number;
  /** Which of the colors it has, where none was chosen. */
  readonly place: number;
  readonly retired: number;
  readonly samples: number;
  /** What its answers count as since it left the schema; 0 for nothing, null for itself. */
  readonly becomes: number | null;
  readonly color: string;
  readonly parent: number | null;
  readonly titleEn: string;
  readonly titleZh: string;
  /** JSON. */
  readonly examples: string;
}

export interface StateRow {
  readonly position: number;
  readonly class: number | null;
  readonly className: string | null;
  /** JSON; the label where it is no single class. */
  readonly value: string | null;
  readonly labeledBy: string | null;
  readonly importedClass: number | null;
  readonly skipped: number;
  readonly flagged: number;
  readonly note: string | null;
  /** People whose current answer counts. */
  readonly answers: number;
  readonly disputed: number;
  readonly wanting: number;
  readonly answeredBy: string | null;
  readonly answeredAt: string | null;
}

export interface CountsRow extends LabelCounts {
  readonly disputed: number;
  readonly wanting: number;
  /** Of the labeled, those that a file labeled and no person. */
  readonly imported: number;
  /** `seq` of the last event that decides. */
  readonly decided: number;
}

/** One row to store in `annotations`. */
export interface NewEvent {
  readonly operation: string;
  readonly task: string;
  readonly position: number;
  readonly type: EventType;
  readonly class: number | null;
  readonly value: string | null;
  readonly flag: number | null;
  readonly note: string | null;
  readonly undoes: number | null;
  readonly author: string;
  readonly authorName: string;
  readonly at: string;
  readonly decisions: number;
  readonly seconds: number | null;
  readonly schemaVersion: number;
  /** Names what was given with it. */
  readonly gesture: string | null;
}

const STATE = `SELECT s.position, s.class, c.name AS className, s.value, s.labeled_by AS labeledBy,
  nullif(coalesce(i.becomes, s.imported_class), 0) AS importedClass, s.skipped, s.flagged, s.note, s.answers, s.disputed,
  s.wanting, l.author_name AS answeredBy, l.at AS answeredAt
  FROM sample_states s LEFT JOIN label_classes c ON c.id = s.class
  LEFT JOIN label_classes i ON i.id = s.imported_class LEFT JOIN annotations l ON l.seq =
  (SELECT max(a.seq) FROM annotations a WHERE a.task = s.task AND a.position = s.position
   AND a.type IN ('label', 'clear', 'skip', 'undo', 'adjudicate') AND a.author_kind = 'person')`;

const EVENT = `SELECT a.seq, a.operation, a.task, a.position, a.type, a.class, c.name AS className, a.value, a.flag,
  a.note, a.undoes, u.operation AS undoesOperation, a.author, a.author_kind AS authorKind, a.author_name AS authorName,
  a.at, a.seconds, a.gesture
  FROM annotations a LEFT JOIN label_classes c ON c.id = a.class LEFT JOIN annotations u ON u.seq = a.undoes`;

/** The next rows of one partial index; its WHERE is written out so that SQLite proves the index fits. */
function queueOf(db: Database, index: string, where: string) {
  return db.prepare<[string, number, number], StateRow>(
    STATE.replace('sample_states s', `sample_states s INDEXED BY ${index}`) +
      ` WHERE s.task = ? AND s.position > ? AND ${where} ORDER BY s.position LIMIT ?`,
  );
}

export function prepareQueries(db: Database) {
  return {
    ...classQueries(db),
    ...stateQueries(db),
    ...eventQueries(db),
    ...importQueries(db),
    ...prepareTaskQueries(db),
    ...prepareRankingQueries(db),
    ...prepareSuggestionQueries(db),
    ...prepareFunctionQueries(db),
    ...prepareHelpQueries(db),
    queue: {
      unlabeled: queueOf(
        db,
        'sample_states_unlabeled',
        's.class IS NULL AND s.value IS NULL AND s.skipped = 0',
      ),
      labeled: queueOf(db, 'sample_states_labeled', '(s.class IS NOT NULL OR s.value IS NOT NULL)'),
      skipped: queueOf(db, 'sample_states_skipped', 's.skipped = 1'),
      flagged: queueOf(db, 'sample_states_flagged', 's.flagged = 1'),
      all: db.prepare<[string, number, number], StateRow>(
        `${STATE} WHERE s.task = ? AND s.position > ? ORDER BY s.position LIMIT ?`,
      ),
    },
  };
}

function classQueries(db: Database) {
  return {
    classes: db.prepare<[string], ClassRow>(
      `SELECT id, name, key, guideline, rank, place, retired, samples, becomes, color, parent, title_en AS titleEn, title_zh AS titleZh,
       examples FROM label_classes WHERE task = ? ORDER BY rank, id`,
    ),
    addClass: db.prepare<
      [{ task: string; name: string; key: string; guideline: string; rank: number; place: number }]
    >(
      `INSERT INTO label_classes (task, name, key, guideline, rank, place)
       VALUES (:task, :name, :key, :guideline, :rank, :place)`,
    ),
    renameClass: db.prepare<[string, number]>('UPDATE label_classes SET name = ? WHERE id = ?'),
    updateClass: db.prepare<[{ id: number; key: string; guideline: string; rank: number; place: number }]>(
      'UPDATE label_classes SET key = :key, guideline = :guideline, rank = :rank, place = :place, retired = 0, becomes = NULL WHERE id = :id',
    ),
    describeClass: db.prepare<
      [
        {
          id: number;
          color: string;
          parent: number | null;
          titleEn: string;
          titleZh: string;
          examples: string;
        },
      ]
    >(
      `UPDATE label_classes SET color = :color, parent = :parent, title_en = :titleEn, title_zh = :titleZh,
       examples = :examples WHERE id = :id`,
    ),
    retireClass: db.prepare<[number]>('UPDATE label_classes SET retired = 1 WHERE id = ?'),
    reviveClass: db.prepare<[{ id: number; key: string; rank: number; place: number }]>(
      'UPDATE label_classes SET retired = 0, becomes = NULL, key = :key, rank = :rank, place = :place WHERE id = :id',
    ),
    moved: db.prepare<[string], MovedClass>(
      'SELECT id, becomes FROM label_classes WHERE task = ? AND becomes IS NOT NULL',
    ),
    moveClass: db.prepare<[{ from: number; to: number }]>(
      'UPDATE label_classes SET becomes = :to WHERE id = :from OR becomes = :from',
    ),
    countClass: db.prepare<[number, number]>('UPDATE label_classes SET samples = samples + ? WHERE id = ?'),
  };
}

function stateQueries(db: Database) {
  return {
    state: db.prepare<[string, number], StateRow>(`${STATE} WHERE s.task = ? AND s.position = ?`),
    saveState: db.prepare<
      [
        {
          task: string;
          position: number;
          class: number | null;
          value: string | null;
          labeledBy: string | null;
          skipped: number;
          flagged: number;
          note: string | null;
          answers: number;
          disputed: number;
          wanting: number;
        },
      ]
    >(
      `UPDATE sample_states SET class = :class, labeled_by = :labeledBy, skipped = :skipped, flagged = :flagged,
       note = :note, value = :value, answers = :answers, disputed = :disputed, wanting = :wanting WHERE task = :task AND position = :position`,
    ),
    counts: db.prepare<[string], CountsRow>(
      'SELECT total, labeled, skipped, flagged, disputed, wanting, imported, decided FROM labeling_counts WHERE task = ?',
    ),
    /** Grouped by import first: a million labels of one file are one row. */
    /** Of samples from one position on, before another. */
    labeledByDay: db.prepare<
      [{ task: string; from: number; until: number }],
      { day: string; labeled: number; given: number }
    >(
      `SELECT date(at, 'localtime') AS day, sum(labeled) AS labeled, sum(given) AS given FROM (
         SELECT i.at, s.labeled, 0 AS given FROM (
           SELECT import, count(*) AS labeled FROM sample_states
           WHERE task = :task AND position >= :from AND position < :until
             AND (class IS NOT NULL OR value IS NOT NULL) AND imported_class IS NOT NULL GROUP BY import) s
         JOIN label_imports i ON i.id = s.import
         UNION ALL
         SELECT min(a.at) AS at, 1 AS labeled, s.labeled_by IS NOT 'import' AS given FROM annotations a
         JOIN sample_states s ON s.task = a.task AND s.position = a.position
         WHERE a.task = :task AND a.position >= :from AND a.position < :until AND a.type = 'label'
           AND (s.class IS NOT NULL OR s.value IS NOT NULL) AND s.imported_class IS NULL
           AND (a.author_kind = 'person' OR s.labeled_by = 'import')
         GROUP BY a.position)
       GROUP BY day ORDER BY day`,
    ),
    lastPosition: db
      .prepare<[string], number | null>('SELECT max(position) FROM sample_states WHERE task = ?')
      .pluck(),
    count: db.prepare<[{ task: string } & CountsRow]>(
      `INSERT INTO labeling_counts (task, total, labeled, skipped, flagged, disputed, wanting, imported, decided)
       VALUES (:task, :total, :labeled, :skipped, :flagged, :disputed, :wanting, :imported, :decided)
       ON CONFLICT (task) DO UPDATE SET total = total + excluded.total, labeled = labeled + excluded.labeled,
       skipped = skipped + excluded.skipped, flagged = flagged + excluded.flagged,
       disputed = disputed + excluded.disputed, wanting = wanting + excluded.wanting, imported = imported + excluded.imported,
       decided = max(decided, excluded.decided)`,
    ),
  };
}

function eventQueries(db: Database) {
  const { moved } = classQueries(db);
  const { className } = importQueries(db);
  const eventsGiven = db.prepare<[string, number], EventRow>(
    `${EVENT} WHERE a.task = ? AND a.position = ? ORDER BY a.seq`,
  );
  return {
    byOperation: db.prepare<[string], EventRow>(`${EVENT} WHERE a.operation = ?`),
    /** As they were given. */
    eventsGiven,
    /** As they count now, by what became of their classes. */
    events: {
      all: (task: string, position: number): EventRow[] =>
        becomesOf(moved.all(task), eventsGiven.all(task, position), (id) => className.get(id) ?? null),
    },
    addEvent: db.prepare<[NewEvent]>(
      `INSERT INTO annotations
       (operation, task, position, type, class, value, flag, note, undoes, author, author_name, at, decisions, seconds,
       schema_version, gesture)
       VALUES (:operation, :task, :position, :type, :class, :value, :flag, :note, :undoes, :author, :authorName, :at,
       :decisions, :seconds, :schemaVersion, :gesture)`,
    ),
    eventsOf: db.prepare<[string, string, number], EventRow>(
      `${EVENT} WHERE a.task = ? AND a.author = ? ORDER BY a.at DESC, a.seq DESC LIMIT ?`,
    ),
    /** Of a person before an event. */
    eventsOfGesture: db.prepare<[string, string, string, number], EventRow>(
      `${EVENT} WHERE a.gesture = ? AND a.task = ? AND a.author = ? AND a.seq < ? ORDER BY a.seq`,
    ),
    decisions: db
      .prepare<[string, string, string], number>(
        'SELECT coalesce(sum(decisions), 0) FROM annotations WHERE task = ? AND author = ? AND at >= ?',
      )
      .pluck(),
    lately: db.prepare<[string, string, number], { at: string; decisions: number }>(
      'SELECT at, decisions FROM annotations WHERE task = ? AND author = ? ORDER BY at DESC LIMIT ?',
    ),
  };
}

function importQueries(db: Database) {
  return {
    addImport: db.prepare<[string, string, string], { id: number }>(
      `INSERT INTO label_imports (task, file, at) VALUES (?, ?, ?)
       ON CONFLICT (task, file) DO UPDATE SET at = at RETURNING id`,
    ),
    importOf: db.prepare<[string, number], { file: string; at: string; label: string }>(
      `SELECT i.file, i.at, c.name AS label FROM sample_states s JOIN label_imports i ON i.id = s.import
       JOIN label_classes c ON c.id = s.imported_class WHERE s.task = ? AND s.position = ?`,
    ),
    addState: db.prepare<
      [
        task: string,
        position: number,
        label: number | null,
        labeledBy: string | null,
        importedClass: number | null,
        importId: number | null,
        wanting: number,
      ]
    >(
      `INSERT INTO sample_states (task, position, class, labeled_by, imported_class, import, wanting)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ),
    votes: db.prepare<[string, number], { class: number; rows: number }>(
      'SELECT class, rows FROM import_votes WHERE task = ? AND position = ? ORDER BY class',
    ),
    votesBetween: db.prepare<[string, number, number], { position: number; label: string; rows: number }>(
      `SELECT v.position, c.name AS label, v.rows FROM import_votes v JOIN label_classes c ON c.id = v.class
       WHERE v.task = ? AND v.position >= ? AND v.position < ? ORDER BY v.position, c.rank`,
    ),
    saveVote: db.prepare<[{ task: string; position: number; class: number; rows: number }]>(
      `INSERT INTO import_votes (task, position, class, rows) VALUES (:task, :position, :class, :rows)
       ON CONFLICT DO UPDATE SET rows = excluded.rows`,
    ),
    dropVotes: db.prepare<[{ task: string; limit: number }]>(
      `DELETE FROM import_votes WHERE task = :task AND (position, class) IN
       (SELECT position, class FROM import_votes WHERE task = :task LIMIT :limit)`,
    ),
    className: db.prepare<[number], string>('SELECT name FROM label_classes WHERE id = ?').pluck(),
    fillImport: db.prepare<[number | null, number | null, string, number]>(
      'UPDATE sample_states SET imported_class = ?, import = ? WHERE task = ? AND position = ?',
    ),
    dropStates: db.prepare<[{ task: string; limit: number }]>(
      `DELETE FROM sample_states WHERE task = :task AND position IN
       (SELECT position FROM sample_states WHERE task = :task LIMIT :limit)`,
    ),
    dropCounts: db.prepare<[string]>('DELETE FROM labeling_counts WHERE task = ?'),
  };
}

export type Queries = ReturnType<typeof prepareQueries>;
