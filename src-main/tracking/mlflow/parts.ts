/** @file What the handlers of MLflow's requests stand on. */
import type { Database } from 'better-sqlite3';
import type { Store } from '../../platform/store/index.ts';
import type { Tracking } from '../tracking.ts';
import { missing } from './errors.ts';
import type { MlflowRegistry } from './models.ts';
import type { Fields } from './fields.ts';
import { createDocuments, type MlflowDocuments } from './documents.ts';

export interface MlflowParts {
  readonly store: Store;
  readonly tracking: Tracking;
  readonly registry: MlflowRegistry;
  readonly documents: MlflowDocuments;
  readonly queries: MlflowQueries;
}

/** A request that was read: its fields, of body or query, what its path names, and who sends it. */
export interface Asked {
  readonly fields: Fields;
  readonly names: Readonly<Record<string, string>>;
  /** The name under which runs are begun. */
  readonly by: string;
}

export type Handler = (asked: Asked) => object | Promise<object>;
export type Handlers = Readonly<Record<string, Handler>>;

/** What a run is, without its parameters, tags and points. */
export interface RunInfo {
  readonly id: string;
  readonly name: string;
  readonly experiment: string;
  readonly experimentName: string;
  readonly state: string;
  readonly origin: string;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly startedBy: string;
  readonly trashedAt: string | null;
  readonly note: string;
  readonly parent: string | null;
}

type MlflowQueries = ReturnType<typeof prepareQueries>;

export const INFO = `SELECT id, name, experiment, state, origin, started_at AS startedAt, ended_at AS endedAt, started_by AS startedBy,
  trashed_at AS trashedAt, note, parent, (SELECT e.name FROM experiments e WHERE e.id = experiment) AS experimentName FROM runs`;

/** A parameter `p` as the text that was sent, where that is not how its value is written. */
export const SENT = `(SELECT json_extract(d.body, '$.text') FROM mlflow_documents d
  WHERE p.kind <> 'text' AND d.kind = 'text' AND d.id = p.run || char(10) || p.name)`;

interface Pair {
  readonly name: string;
  readonly value: string;
}
export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly value: string | number;
  /** See {@link SENT}. */
  readonly sent: string | null;
}
interface Latest {
  readonly metric: string;
  readonly value: number | null;
  readonly step: number;
  readonly at: number | null;
}

function prepareQueries(db: Database) {
  return {
    run: db.prepare<[string], RunInfo>(`${INFO} WHERE id = ?`),
    tags: db.prepare<[string], Pair>('SELECT name, value FROM run_tags WHERE run = ? ORDER BY name'),
    tag: db
      .prepare<[string, string], string>('SELECT value FROM run_tags WHERE run = ? AND name = ?')
      .pluck(),
    parameters: db.prepare<[string], Parameter>(
      `SELECT name, kind AS type, value, ${SENT} AS sent FROM run_parameters p WHERE run = ? ORDER BY name`,
    ),
    parameter: db.prepare<[string, string], Parameter>(
      `SELECT name, kind AS type, value, ${SENT} AS sent FROM run_parameters p WHERE run = ? AND name = ?`,
    ),
    latest: db.prepare<[string], Latest>(
      'SELECT metric, last AS value, last_step AS step, last_at AS at FROM metric_series WHERE run = ? ORDER BY metric',
    ),
    latestOf: db.prepare<[string, string], Latest>(
      'SELECT metric, last AS value, last_step AS step, last_at AS at FROM metric_series WHERE run = ? AND metric = ?',
    ),
    rename: db.prepare<[string, string]>('UPDATE runs SET name = ? WHERE id = ?'),
    reopen: db.prepare<[string]>(
      "UPDATE runs SET state = 'running', ended_at = NULL, error = NULL, seconds = 0 WHERE id = ?",
    ),
    experimentTimes: db
      .prepare<[string], string | null>('SELECT max(started_at) FROM runs WHERE experiment = ?')
      .pluck(),
  };
}

export const partsOf = (store: Store, tracking: Tracking, registry: MlflowRegistry): MlflowParts => ({
  store,
  tracking,
  registry,
  documents: createDocuments(store),
  queries: prepareQueries(store.db),
});

/** @throws MlflowError `RESOURCE_DOES_NOT_EXIST` */
export function requireRun({ queries }: MlflowParts, id: string): RunInfo {
  const run = queries.run.get(id);
  if (!run) throw missing(`Run with id=${id} not found`);
  return run;
}

/** A value that JSON has no number for, as Protocol Buffers write it. */
export const wireNumber = (value: number): number | string =>
  Number.isFinite(value) ? value : String(value);

/** What is wanted by a `view_type`. */
export function viewOf(view: unknown): 'active' | 'deleted' | 'all' {
  if (view === 'ALL' || view === 3) return 'all';
  return view === 'DELETED_ONLY' || view === 2 ? 'deleted' : 'active';
}

export function isInView(trashedAt: string | null, view: unknown): boolean {
  const wanted = viewOf(view);
  return wanted === 'all' || (trashedAt !== null) === (wanted === 'deleted');
}
