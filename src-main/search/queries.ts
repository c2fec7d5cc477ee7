/** @file The SQL of searches, their trials, and the queue. */
import type { Database } from 'better-sqlite3';
import type { QueueState } from '../../src-shared/search/values.ts';
import type { SearchTrial } from '../../src-shared/contract.ts';

export interface WorkRow {
  readonly id: string;
  readonly kind: 'search' | 'run' | 'bisection';
  readonly name: string;
  readonly state: QueueState;
  /** JSON: what a single run is to train; null for searches. */
  readonly request: string | null;
  readonly run: string | null;
  readonly createdAt: string;
  readonly createdBy: string;
  /** JSON */
  readonly error: string | null;
}

export interface SearchRow extends WorkRow {
  readonly recipe: string;
  readonly version: string;
  readonly versionName: string;
  /** JSON */
  readonly definition: string;
  readonly trials: number;
  readonly seconds: number | null;
}

export interface TrialRow {
  readonly search: string;
  readonly number: number;
  readonly run: string;
  /** JSON */
  readonly trialValues: string;
  /** Null while it is at work, as is all that follows. */
  readonly state: Exclude<SearchTrial['state'], 'running' | 'held'> | null;
  readonly measured: string | null;
  readonly epochs: number | null;
  readonly seconds: number | null;
  readonly peakBytes: number | null;
  /** The rung that it came to last, 0 before the first, and whether it stopped there or has gone on since. */
  readonly rung: number;
  readonly atRung: 'held' | 'resumed' | null;
}

export interface PastRun {
  readonly recipe: string;
  readonly version: string;
  readonly seconds: number;
  /** JSON */
  readonly summary: string;
}

const WORK = `q.id, q.kind, q.name, q.state, q.request, q.run, q.created_at AS createdAt, q.created_by AS createdBy, q.error`;
const SEARCH = `SELECT ${WORK}, s.recipe, s.version, s.version_name AS versionName, s.definition, s.budget_trials AS trials,
  s.budget_seconds AS seconds FROM searches s JOIN work_queue q ON q.id = s.id`;
const RUNG = (what: string, order = ''): string =>
  `(SELECT ${what} FROM search_trial_rungs g WHERE g.search = t.search AND g.number = t.number ${order})`;
const TRIAL = `SELECT t.search, t.number, t.run, t.trial_values AS trialValues, e.state, e.measured, e.epochs, e.seconds,
  e.peak_bytes AS peakBytes, coalesce(${RUNG('max(epoch)')}, 0) AS rung,
  ${RUNG('event', 'ORDER BY epoch DESC, event DESC LIMIT 1')} AS atRung
  FROM search_trials t LEFT JOIN search_trial_ends e ON e.search = t.search AND e.number = t.number`;

export function prepareQueries(db: Database) {
  return {
    searches: db.prepare<[], SearchRow>(`${SEARCH} ORDER BY q.created_at DESC, q.id DESC`),
    search: db.prepare<[string], SearchRow>(`${SEARCH} WHERE s.id = ?`),
    addSearch: db.prepare<Record<string, string | number | null>>(
      `INSERT INTO searches (id, recipe, version, version_name, definition, budget_trials, budget_seconds)
       VALUES ($id, $recipe, $version, $versionName, $definition, $trials, $seconds)`,
    ),
    setBudget: db.prepare<{ id: string; trials: number; seconds: number | null }>(
      'UPDATE searches SET budget_trials = $trials, budget_seconds = $seconds WHERE id = $id',
    ),
    trials: db.prepare<[string], TrialRow>(`${TRIAL} WHERE t.search = ? ORDER BY t.number`),
    trialsAtWork: db.prepare<[], TrialRow>(`${TRIAL} WHERE e.state IS NULL ORDER BY t.search, t.number`),
    addTrial: db.prepare<{ search: string; number: number; run: string; values: string; at: string }>(
      'INSERT INTO search_trials (search, number, run, trial_values, at) VALUES ($search, $number, $run, $values, $at)',
    ),
    endTrial: db.prepare<Record<string, string | number | null>>(
      `INSERT INTO search_trial_ends (search, number, state, measured, epochs, seconds, peak_bytes, at)
       VALUES ($search, $number, $state, $measured, $epochs, $seconds, $peakBytes, $at)`,
    ),
    addRung: db.prepare<{ search: string; number: number; epoch: number; event: string; at: string }>(
      'INSERT INTO search_trial_rungs (search, number, epoch, event, at) VALUES ($search, $number, $epoch, $event, $at)',
    ),
    work: db.prepare<[string], WorkRow>(`SELECT ${WORK} FROM work_queue q WHERE q.id = ?`),
    addWork: db.prepare<Record<string, string | number | null>>(
      `INSERT INTO work_queue (id, kind, name, position, state, request, created_at, created_by)
       VALUES ($id, $kind, $name, (SELECT coalesce(max(position), 0) + 1 FROM work_queue), 'waiting', $request, $at, $by)`,
    ),
    setState: db.prepare<{ id: string; state: QueueState; error: string | null; at: string | null }>(
      'UPDATE work_queue SET state = $state, error = $error, ended_at = $at WHERE id = $id',
    ),
    setRun: db.prepare<{ id: string; run: string }>('UPDATE work_queue SET run = $run WHERE id = $id'),
    toEnd: db.prepare<[string]>(
      'UPDATE work_queue SET position = (SELECT max(position) + 1 FROM work_queue) WHERE id = ?',
    ),
    /** Half way between an item and the one before it. */
    moveBefore: db.prepare<{ id: string; before: string }>(
      `UPDATE work_queue SET position = (SELECT (b.position + coalesce((SELECT max(position) FROM work_queue
         WHERE position < b.position AND id <> $id), b.position - 2)) / 2 FROM work_queue b WHERE b.id = $before)
       WHERE id = $id`,
    ),
    /** What runs, then what waits or is paused, in order. */
    open: db.prepare<[], WorkRow>(
      `SELECT ${WORK} FROM work_queue q WHERE q.state IN ('running', 'waiting', 'paused')
       ORDER BY q.state <> 'running', q.position, q.id`,
    ),
    ended: db.prepare<[number], WorkRow>(
      `SELECT ${WORK} FROM work_queue q WHERE q.state IN ('finished', 'stopped', 'failed') ORDER BY q.ended_at DESC, q.id LIMIT ?`,
    ),
    paused: db.prepare<[], number>('SELECT paused FROM work_queue_pause').pluck(),
    setPaused: db.prepare<[number]>('UPDATE work_queue_pause SET paused = ?'),
    count: db.prepare<[], number>('SELECT count(*) FROM searches').pluck(),
    /** Runs that went through on a version of a dataset, in order. */
    pastOnDataset: db.prepare<[string], PastRun>(
      `SELECT r.recipe, r.version, r.seconds, r.summary FROM run_times r JOIN version_numbers v ON v.id = r.version
       WHERE v.dataset = ? AND r.state = 'finished' AND r.seconds > 0 ORDER BY r.number DESC LIMIT 1000`,
    ),
    past: db.prepare<[{ version: string; recipe: string }], PastRun & { id: string }>(
      `SELECT id, recipe, version, seconds, summary FROM run_times
       WHERE version = :version AND recipe = :recipe AND state = 'finished' AND seconds > 0 ORDER BY number DESC LIMIT 100`,
    ),
    runNumber: db.prepare<[string], number>('SELECT number FROM run_numbers WHERE id = ?').pluck(),
  };
}

export type Queries = ReturnType<typeof prepareQueries>;
