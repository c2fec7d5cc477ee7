/** @file The SQL of runs, metrics, logs and artifacts. */
import type { Database } from 'better-sqlite3';
import type { LogLine, RunOrigin, RunSample, RunState } from '../../src-shared/contract.ts';

export interface RunRow {
  readonly number: number;
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly origin: RunOrigin;
  readonly experiment: string;
  readonly experimentName: string;
  readonly parent: string | null;
  readonly recipe: string | null;
  readonly state: RunState;
  readonly version: string | null;
  readonly versionName: string | null;
  readonly starred: number;
  readonly archivedAt: string | null;
  readonly trashedAt: string | null;
  readonly source: string;
  readonly sourceVersion: string;
  readonly summary: string;
  readonly environment: string;
  readonly weightsSha256: string | null;
  readonly model: string | null;
  readonly reproduces: string | null;
  readonly originalWeights: string | null;
  readonly job: string | null;
  readonly seconds: number;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly startedBy: string;
  readonly error: string | null;
  /** JSON: a list of findings. */
  readonly findings: string;
}

const RUN = `SELECT r.number, r.id, r.name, r.note, r.origin, r.experiment, e.name AS experimentName, r.parent, r.recipe, r.state,
  r.version, r.version_name AS versionName, r.starred, r.archived_at AS archivedAt, r.trashed_at AS trashedAt, r.source,
  r.source_version AS sourceVersion, r.summary, r.environment, r.weights_sha256 AS weightsSha256, r.reproduces, o.weights_sha256 AS originalWeights, r.job,
  (SELECT max(m.id) FROM run_models m WHERE m.run = r.id) AS model,
  r.seconds, r.started_at AS startedAt, r.ended_at AS endedAt, r.started_by AS startedBy, r.error, r.findings
  FROM runs r JOIN experiments e ON e.id = r.experiment LEFT JOIN runs o ON o.id = r.reproduces`;

export function prepareQueries(db: Database) {
  return {
    nextRunNumber: db.prepare<[], number>('SELECT coalesce(max(number), 0) + 1 FROM runs').pluck(),
    addRun: db.prepare<Record<string, string | number | null>>(
      `INSERT INTO runs (number, id, name, note, origin, experiment, parent, recipe, state, version, version_name, reproduces,
         started_at, started_by, source, source_version, external, heartbeat_seconds, heartbeat_due)
       VALUES ($number, $id, $name, $note, $origin, $experiment, $parent, $recipe, 'running', $version, $versionName, $reproduces,
         $at, $startedBy, $source, $sourceVersion, $external, $heartbeatSeconds, $heartbeatDue)`,
    ),
    withExternal: db.prepare<[string], string>('SELECT id FROM runs WHERE external = ?').pluck(),
    run: db.prepare<[string], RunRow>(`${RUN} WHERE r.id = ?`),
    isThere: db.prepare<[string], number>('SELECT 1 FROM runs WHERE id = ?').pluck(),
    runCount: db.prepare<[], number>('SELECT count(*) FROM runs WHERE trashed_at IS NULL').pluck(),
    runAt: db.prepare<[number], RunRow>(`${RUN} WHERE r.number = ?`),
    setJob: db.prepare<{ id: string; job: string | null; state: string }>(
      `UPDATE runs SET job = $job, state = $state, ended_at = NULL, error = NULL, weights_sha256 = NULL, summary = '{}', findings = '[]'
       WHERE id = $id`,
    ),
    editRun: db.prepare<{ id: string; name: string | null; note: string | null }>(
      'UPDATE runs SET name = coalesce($name, name), note = coalesce($note, note) WHERE id = $id',
    ),
    setSummary: db.prepare<{ id: string; summary: string }>(
      'UPDATE runs SET summary = json_patch(summary, $summary) WHERE id = $id',
    ),
    setFindings: db.prepare<{ id: string; findings: string }>(
      'UPDATE runs SET findings = $findings WHERE id = $id',
    ),
    setEnvironment: db.prepare<{ id: string; environment: string }>(
      'UPDATE runs SET environment = json_patch(environment, $environment) WHERE id = $id',
    ),
    endRun: db.prepare<Record<string, string | number | null>>(
      `UPDATE runs SET state = $state, weights_sha256 = coalesce($weights, weights_sha256), seconds = seconds + $seconds, stretch_seconds = 0,
       ended_at = $at, error = $error, job = NULL, heartbeat_due = NULL WHERE id = $id`,
    ),
    setStretch: db.prepare<{ id: string; seconds: number }>(
      'UPDATE runs SET stretch_seconds = $seconds WHERE id = $id',
    ),
    runningTrainings: db
      .prepare<[], string>("SELECT id FROM runs WHERE state = 'running' AND origin = 'training'")
      .pluck(),
    logInterrupted: db.prepare<{ at: string; line: string }>(
      `INSERT INTO run_log (run, position, at, line)
       SELECT r.id, (SELECT coalesce(max(position), 0) + 1 FROM run_log WHERE run = r.id), $at, $line
       FROM runs r WHERE r.state = 'running' AND r.origin = 'training'`,
    ),
    interruptRunning: db.prepare<{ at: string }>(
      `UPDATE runs SET state = 'interrupted', seconds = seconds + stretch_seconds, stretch_seconds = 0, ended_at = $at, job = NULL
       WHERE state = 'running' AND origin = 'training'`,
    ),
    addLog: db.prepare<LogLine & { run: string }>(
      `INSERT INTO run_log (run, position, at, line, level)
       VALUES ($run, (SELECT coalesce(max(position), 0) + 1 FROM run_log WHERE run = $run), $at, $line, $level)`,
    ),
    log: db.prepare<[string], LogLine>('SELECT at, line, level FROM run_log WHERE run = ? ORDER BY position'),
    dropSamplesAfter: db.prepare<{ run: string; step: number }>(
      'DELETE FROM run_samples WHERE run = $run AND step > $step',
    ),
    addSample: db.prepare<RunSample & { run: string }>(
      'INSERT OR REPLACE INTO run_samples (run, step, epoch, prompt, text) VALUES ($run, $step, $epoch, $prompt, $text)',
    ),
    samples: db.prepare<[string], RunSample>(
      'SELECT step, epoch, prompt, text FROM run_samples WHERE run = ? ORDER BY step',
    ),
    addArtifact: db.prepare<{ run: string; name: string; blob: string; bytes: number; at: string }>(
      'INSERT OR REPLACE INTO artifacts (run, name, blob, bytes, created_at) VALUES ($run, $name, $blob, $bytes, $at)',
    ),
    artifacts: db.prepare<[string], { name: string; blob: string; bytes: number; createdAt: string }>(
      'SELECT name, blob, bytes, created_at AS createdAt FROM artifacts WHERE run = ? ORDER BY name',
    ),
    blobs: db.prepare<[], string>('SELECT blob FROM artifacts').pluck(),
  };
}

export type TrackingQueries = ReturnType<typeof prepareQueries>;
