/** @file The SQL of imported runs: hidden until their file was read whole, then taken over at once. */
import type { Database } from 'better-sqlite3';

/** While its file is being read a run is in the trash, under a name that no other run has. */
export const IMPORTING = 'importing:';

export interface StagedRow {
  readonly id: string;
  readonly external: string;
}

/** What a run is that was read, as its row has it. */
export interface TakenRow {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly experiment: string;
  readonly note: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly seconds: number;
}

export type ImportQueries = ReturnType<typeof prepareImportQueries>;

export function prepareImportQueries(db: Database) {
  const drop = (table: string) => db.prepare<[string]>(`DELETE FROM ${table} WHERE run = ?`);
  const move = (table: string) =>
    db.prepare<{ from: string; to: string }>(`UPDATE ${table} SET run = $to WHERE run = $from`);
  return {
    staged: db.prepare<[string], StagedRow>('SELECT id, external FROM runs WHERE external GLOB ?'),
    hide: db.prepare<{ id: string; external: string; at: string }>(
      'UPDATE runs SET external = $external, trashed_at = $at WHERE id = $id',
    ),
    take: db.prepare<TakenRow>(
      `UPDATE runs SET name = $name, state = $state, experiment = $experiment,
         note = CASE WHEN note = '' THEN $note ELSE note END,
         started_at = $startedAt, ended_at = $endedAt, seconds = $seconds, job = NULL WHERE id = $id`,
    ),
    show: db.prepare<{ id: string; external: string }>(
      'UPDATE runs SET external = $external, trashed_at = NULL WHERE id = $id',
    ),
    restore: db.prepare<[string]>('UPDATE runs SET trashed_at = NULL WHERE id = ?'),
    isShown: db.prepare<[string], number>('SELECT trashed_at IS NULL FROM runs WHERE id = ?').pluck(),
    setParent: db.prepare<{ id: string; parent: string }>(
      'UPDATE runs SET parent = $parent WHERE id = $id AND id <> $parent',
    ),
    /** What is measured is replaced, parameters as well; tags, notes and artifacts of people stay. */
    dropMeasured: [drop('metric_chunks'), drop('metric_series'), drop('run_parameters')],
    moveMeasured: [move('metric_chunks'), move('metric_series'), move('run_parameters')],
    copyTags: db.prepare<{ from: string; to: string }>(
      'INSERT OR REPLACE INTO run_tags (run, name, value) SELECT $to, name, value FROM run_tags WHERE run = $from',
    ),
    copyArtifacts: db.prepare<{ from: string; to: string }>(
      `INSERT OR REPLACE INTO artifacts (run, name, blob, bytes, created_at)
       SELECT $to, name, blob, bytes, created_at FROM artifacts WHERE run = $from`,
    ),
    dropAll: [
      drop('metric_chunks'),
      drop('metric_series'),
      drop('run_parameters'),
      drop('run_tags'),
      drop('artifacts'),
      drop('run_log'),
      db.prepare<[string]>('DELETE FROM runs WHERE id = ?'),
    ],
    dropEmptyExperiment: db.prepare<[string]>(
      'DELETE FROM experiments WHERE id = ? AND NOT EXISTS (SELECT 1 FROM runs WHERE experiment = experiments.id)',
    ),
  };
}
