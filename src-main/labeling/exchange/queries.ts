/** @file The statements of imports of annotations and of what is exported. */
import type { Database } from 'better-sqlite3';
import type { ImportState } from '../../../src-shared/labeling/exchange/values.ts';
import type { AnnotationFormat } from '../../../src-shared/labeling/formats/formats.ts';
import type { NewEvent } from '../queries.ts';
import type { StagedAnswer } from '../worker/exchange/answer-intake.ts';

export interface ImportRow {
  readonly id: string;
  readonly task: string;
  readonly fileName: string;
  readonly format: AnnotationFormat | null;
  readonly byId: string;
  readonly byName: string;
  readonly at: string;
  readonly state: ImportState;
  readonly staged: number;
  readonly done: number;
  readonly added: number;
  readonly undoneTo: number;
  /** JSON. */
  readonly report: string;
}

export type StagedRow = StagedAnswer & { readonly seq: number };

const IMPORT = `SELECT id, task, file_name AS fileName, format, by_id AS byId, by_name AS byName, at, state, staged, done,
  added, undone_to AS undoneTo, report FROM annotation_imports`;

type ImportedEvent = Omit<NewEvent, 'decisions' | 'seconds' | 'flag' | 'gesture'> & {
  readonly import: string;
};

export interface UndoneEvent {
  readonly seq: number;
  readonly operation: string;
  readonly position: number;
  readonly author: string;
  readonly authorName: string;
}

export type ExchangeQueries = ReturnType<typeof prepareExchangeQueries>;

export function prepareExchangeQueries(db: Database) {
  return { ...imports(db), ...staged(db), ...events(db) };
}

function imports(db: Database) {
  return {
    import: db.prepare<[string], ImportRow>(`${IMPORT} WHERE id = ?`),
    importsOf: db.prepare<[string], ImportRow>(`${IMPORT} WHERE task = ? ORDER BY at DESC, id LIMIT 1000`),
    unfinishedImports: db.prepare<[], ImportRow>(
      `${IMPORT} WHERE state IN ('reading', 'applying', 'undoing')`,
    ),
    addImport: db.prepare<[ImportRow]>(
      `INSERT INTO annotation_imports (id, task, file_name, format, by_id, by_name, at, state, staged, done, added,
       undone_to, report) VALUES (:id, :task, :fileName, :format, :byId, :byName, :at, :state, :staged, :done, :added,
       :undoneTo, :report)`,
    ),
    setImport: db.prepare<[ImportRow]>(
      `UPDATE annotation_imports SET format = :format, state = :state, staged = :staged, done = :done, added = :added,
       undone_to = :undoneTo, report = :report WHERE id = :id`,
    ),
    dropImport: db.prepare<[string]>('DELETE FROM annotation_imports WHERE id = ?'),
  };
}

function staged(db: Database) {
  return {
    stage: db.prepare<[StagedAnswer & { import: string }]>(
      `INSERT INTO staged_answers (import, position, value, author, at, comment)
       VALUES (:import, :position, :value, :author, :at, :comment)`,
    ),
    staged: db.prepare<[string, number], StagedRow>(
      `SELECT seq, position, value, author, at, comment FROM staged_answers WHERE import = ? ORDER BY seq LIMIT ?`,
    ),
    unstage: db.prepare<[{ import: string; to: number }]>(
      'DELETE FROM staged_answers WHERE import = :import AND seq <= :to',
    ),
    sweepStaged: db.prepare<[{ import: string; limit: number }]>(
      `DELETE FROM staged_answers WHERE seq IN (SELECT seq FROM staged_answers WHERE import = :import LIMIT :limit)`,
    ),
  };
}

function events(db: Database) {
  return {
    addImported: db.prepare<[ImportedEvent]>(
      `INSERT INTO annotations (operation, task, position, type, class, value, note, undoes, author, author_kind,
       author_name, at, decisions, schema_version, import)
       VALUES (:operation, :task, :position, :type, :class, :value, :note, :undoes, :author, 'import', :authorName, :at, 0,
       :schemaVersion, :import)`,
    ),
    eventsOfImport: db.prepare<[string, number, number], UndoneEvent>(
      `SELECT seq, operation, position, author, author_name AS authorName FROM annotations
       WHERE import = ? AND seq > ? AND type <> 'undo' ORDER BY seq LIMIT ?`,
    ),
    authors: db.prepare<[string], { id: string; name: string; isImport: number }>(
      `SELECT author AS id, max(author_name) AS name, max(author_kind = 'import') AS isImport FROM annotations
       WHERE task = ? GROUP BY author ORDER BY isImport, name LIMIT 1000`,
    ),
  };
}
