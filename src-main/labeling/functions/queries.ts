/** @file The statements of labeling functions. */
import type { Database } from 'better-sqlite3';

export interface FunctionRow {
  readonly id: string;
  readonly task: string;
  readonly name: string;
  readonly class: number | null;
  /** JSON. */
  readonly body: string;
  /** JSON. */
  readonly statistics: string | null;
}

export function prepareFunctionQueries(db: Database) {
  return {
    functionsOf: db.prepare<[string], FunctionRow>(
      'SELECT id, task, name, class, body, statistics FROM labeling_functions WHERE task = ? ORDER BY name, id',
    ),
    saveFunction: db.prepare<[FunctionRow]>(
      `INSERT INTO labeling_functions (id, task, name, class, body, statistics)
       VALUES (:id, :task, :name, :class, :body, :statistics) ON CONFLICT (id) DO UPDATE SET name = excluded.name,
       class = excluded.class, body = excluded.body, statistics = excluded.statistics`,
    ),
    setStatistics: db.prepare<[{ id: string; body: string; statistics: string | null }]>(
      'UPDATE labeling_functions SET statistics = :statistics WHERE id = :id AND body = :body',
    ),
    dropFunction: db.prepare<[string, string]>('DELETE FROM labeling_functions WHERE task = ? AND id = ?'),
    /** What a person said: labels that came with a file are not counted. */
    votable: db.prepare<
      [{ task: string; from: number; until: number }],
      {
        position: number;
        class: number | null;
        value: string | null;
        skipped: number;
        labeledBy: string | null;
      }
    >(
      `SELECT position, class, value, skipped, labeled_by AS labeledBy FROM sample_states
       WHERE task = :task AND position >= :from AND position < :until ORDER BY position`,
    ),
  };
}
