/** @file The SQL of forecasts, and of what they are made from. */
import type { Database } from 'better-sqlite3';
import type { LabelTime, RunTime } from '../../src-shared/planning/measured.ts';

export interface ForecastRow {
  readonly id: string;
  readonly at: string;
  readonly author: string;
  readonly sha256: string;
  /** JSON */
  readonly result: string;
}

const FORECAST = 'SELECT id, at, author, input_sha256 AS sha256, result FROM forecasts WHERE project = ?';

export function prepareForecastQueries(db: Database) {
  return {
    keep: db.prepare<ForecastRow & { project: string }>(
      `INSERT INTO forecasts (id, project, at, author, input_sha256, result)
       VALUES ($id, $project, $at, $author, $sha256, $result)`,
    ),
    latest: db.prepare<[string], ForecastRow>(`${FORECAST} ORDER BY at DESC, id DESC LIMIT 1`),
    log: db.prepare<[string], ForecastRow>(`${FORECAST} ORDER BY at, id`),
    labelTimes: db.prepare<[number], LabelTime>(
      'SELECT author, name, at, decisions FROM label_times ORDER BY at DESC LIMIT ?',
    ),
    runTimes: db.prepare<[number], RunTime>(
      `SELECT recipe, seconds FROM run_times WHERE state = 'finished' AND seconds > 0 ORDER BY started_at DESC LIMIT ?`,
    ),
  };
}
