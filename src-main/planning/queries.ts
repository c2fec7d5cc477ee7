/** @file The SQL of planning, beside that of its documents. */
import type { Database } from 'better-sqlite3';

export interface ReadingRow {
  readonly at: string;
  /** JSON: a number, a state, or null. */
  readonly value: string;
  readonly state: 'true' | 'false' | 'unknown';
  /** JSON: the problem for which there is no value. */
  readonly why: string | null;
}

export interface EventRow {
  readonly seq: number;
  readonly milestone: string;
  readonly at: string;
  readonly type: string;
  readonly author: string;
  /** JSON: what a person said, or the gate that failed. */
  readonly why: string | null;
}

const READING = 'SELECT at, value, state, why FROM gate_readings';

export function prepareQueries(db: Database) {
  return {
    keep: db.prepare<ReadingRow & { project: string; gate: string }>(
      `INSERT INTO gate_readings (project, gate, at, value, state, why)
       VALUES ($project, $gate, $at, $value, $state, $why)`,
    ),
    last: db.prepare<[string], ReadingRow>(`${READING} WHERE gate = ? ORDER BY seq DESC LIMIT 1`),
    trend: db.prepare<{ gate: string; limit: number }, ReadingRow>(
      `${READING} WHERE gate = $gate ORDER BY seq DESC LIMIT $limit`,
    ),
    /** The first reading of the unbroken row of its last state. */
    since: db
      .prepare<{ gate: string }, string>(
        `SELECT min(at) FROM gate_readings WHERE gate = $gate AND seq > coalesce(
           (SELECT max(seq) FROM gate_readings WHERE gate = $gate AND state <>
             (SELECT state FROM gate_readings WHERE gate = $gate ORDER BY seq DESC LIMIT 1)), 0)`,
      )
      .pluck(),
    tell: db.prepare<Omit<EventRow, 'seq'> & { operation: string; project: string }>(
      `INSERT INTO milestone_events (operation, project, milestone, at, type, author, why)
       VALUES ($operation, $project, $milestone, $at, $type, $author, $why)
       ON CONFLICT (operation) DO NOTHING`,
    ),
    events: db.prepare<{ project: string; milestone: string | null }, EventRow>(
      `SELECT seq, milestone, at, type, author, why FROM milestone_events
       WHERE project = $project AND ($milestone IS NULL OR milestone = $milestone) ORDER BY seq`,
    ),
  };
}
