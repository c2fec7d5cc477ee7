/** @file The statements of active learning and of progress. */
import type { Database } from 'better-sqlite3';

export interface ActiveRow {
  readonly task: string;
  readonly active: number;
  readonly ordering: string;
  readonly every: number;
  /** Labels when it last learned. */
  readonly learnedAt: number;
  /** JSON. */
  readonly saving: string | null;
  /** That is trained again; null for the fast classifier. */
  readonly recipe: string | null;
  /** Who started it; the runs of the recipe are theirs. */
  readonly person: string;
  readonly personName: string;
}

export function prepareHelpQueries(db: Database) {
  return {
    activeLearning: db.prepare<[string], ActiveRow>(
      `SELECT task, active, ordering, every, learned_at AS learnedAt, saving, recipe, person,
       person_name AS personName FROM active_learning WHERE task = ?`,
    ),
    saveActive: db.prepare<[ActiveRow]>(
      `INSERT OR REPLACE INTO active_learning (task, active, ordering, every, learned_at, saving, recipe, person, person_name)
       VALUES (:task, :active, :ordering, :every, :learnedAt, :saving, :recipe, :person, :personName)`,
    ),
    learningPoints: db
      .prepare<[string], string>('SELECT point FROM learning_points WHERE task = ? ORDER BY at')
      .pluck(),
    addLearningPoint: db.prepare<[string, string, string]>(
      'INSERT OR REPLACE INTO learning_points (task, at, point) VALUES (?, ?, ?)',
    ),
    /** Answers of people by day on the wall here. */
    givenByDay: db.prepare<[{ task: string; person: string }], { day: string; given: number; mine: number }>(
      `SELECT date(at, 'localtime') AS day, sum(decisions) AS given, total(CASE WHEN author = :person THEN decisions ELSE 0 END) AS mine
       FROM annotations WHERE task = :task AND decisions <> 0 GROUP BY day HAVING given > 0 OR mine > 0 ORDER BY day`,
    ),
    secondsOf: db
      .prepare<[{ task: string; person: string | null; limit: number }], number>(
        `SELECT seconds FROM current_answers WHERE task = :task AND (:person IS NULL OR author = :person)
         AND seconds IS NOT NULL ORDER BY at DESC LIMIT :limit`,
      )
      .pluck(),
    paceOf: db.prepare<
      [{ task: string; person: string | null; limit: number }],
      { author: string; at: string; decisions: number }
    >(
      `SELECT author, at, decisions FROM annotations WHERE task = :task AND (:person IS NULL OR author = :person)
       AND decisions <> 0 AND seconds IS NOT NULL ORDER BY at DESC LIMIT :limit`,
    ),
  };
}
