/** @file Trackio's SQLite files: one a project, each row a JSON object of what was logged at a step. */
import type { Database } from 'better-sqlite3';
import { flatten, isRecord, numberOf, parseLoose } from '../../exchange/flatten.ts';
import {
  BATCH_POINTS,
  emptyRun,
  type ImportedPoint,
  type ParameterValue,
  type RunRecord,
} from '../../exchange/records.ts';
import { baseOf, type RunSource } from './source.ts';
import { columnsOf } from './sqlite.ts';

export function isTrackioDatabase(database: Database): boolean {
  const columns = columnsOf(database, 'metrics');
  return columns.has('run_name') && columns.has('metrics') && columns.has('step');
}

interface Row {
  readonly name: string;
  readonly id: string;
  readonly project: string;
  readonly at: string | null;
  readonly step: number | null;
  readonly json: string | null;
}

export function* readTrackioDatabase(
  source: RunSource,
  database: Database,
  file: string,
): Generator<RunRecord> {
  const own = baseOf(file).replace(/\.db$/i, '');
  const configs = configsOf(database);
  let current = null as TrackioRun | null;
  for (const row of rowsOf(database, 'metrics', own)) {
    const key = `trackio:${row.project}/${row.id}`;
    if (current?.key !== key) {
      if (current) yield* current.end();
      current = new TrackioRun(source, { key, row, file, parameters: configs.get(row.name) ?? new Map() });
      yield { type: 'run', run: current.head() };
    }
    current.take(row);
    if (current.points.length >= BATCH_POINTS) yield current.batch();
  }
  if (current) yield* current.end();
  yield* systemOf(database, own);
}

function rowsOf(database: Database, table: string, project: string): Iterable<Row> {
  const has = columnsOf(database, table);
  const id = has.has('run_id') ? "coalesce(nullif(run_id, ''), run_name)" : 'run_name';
  const step = has.has('step')
    ? 'step'
    : 'row_number() OVER (PARTITION BY run_name ORDER BY timestamp, rowid) - 1';
  return database
    .prepare<[string], Row>(
      `SELECT run_name AS name, ${id} AS id, ${has.has('project_name') ? 'coalesce(project_name, ?)' : '?'} AS project,
         timestamp AS at, ${step} AS step, metrics AS json
       FROM ${table} ORDER BY project, id, step, timestamp`,
    )
    .iterate(project);
}

/** What the machine did, of versions that keep it; its steps are counted. */
function* systemOf(database: Database, project: string): Generator<RunRecord> {
  if (!columnsOf(database, 'system_metrics').has('metrics')) return;
  for (const { project: of, id, at, step, json } of rowsOf(database, 'system_metrics', project)) {
    const points: ImportedPoint[] = [];
    measure(
      points,
      { name: 'system', value: parseLoose(json ?? ''), step: step ?? 0, at: msOf(at) },
      () => undefined,
    );
    if (points.length > 0)
      yield {
        type: 'points',
        run: `trackio:${of}/${id}`,
        points: points.map((point) => ({ ...point, metric: point.metric.replace(/^system\./, 'system/') })),
      };
  }
}

function configsOf(database: Database): Map<string, Map<string, ParameterValue>> {
  const configs = new Map<string, Map<string, ParameterValue>>();
  if (!columnsOf(database, 'configs').has('config')) return configs;
  const rows = database.prepare<[], { name: string; json: string }>(
    'SELECT run_name AS name, config AS json FROM configs',
  );
  for (const { name, json } of rows.iterate()) {
    const parameters = new Map<string, ParameterValue>();
    flatten(parameters, '', parseLoose(json));
    // What Trackio notes itself begins with an underscore.
    for (const key of parameters.keys()) if (key.startsWith('_')) parameters.delete(key);
    configs.set(name, parameters);
  }
  return configs;
}

interface TrackioParts {
  readonly key: string;
  readonly row: Row;
  readonly file: string;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
}

class TrackioRun {
  readonly key: string;
  readonly #source: RunSource;
  readonly #parts: TrackioParts;
  #startedAt: number | null = null;
  #endedAt: number | null = null;
  points: ImportedPoint[] = [];

  constructor(source: RunSource, parts: TrackioParts) {
    this.key = parts.key;
    this.#source = source;
    this.#parts = parts;
  }

  head() {
    const { row, parameters } = this.#parts;
    return {
      ...emptyRun(this.key, row.name),
      experiment: row.project,
      parameters,
      startedAt: this.#startedAt,
      endedAt: this.#endedAt,
    };
  }

  take({ json, step, at }: Row): void {
    const time = msOf(at);
    if (time !== null) {
      this.#startedAt = Math.min(this.#startedAt ?? time, time);
      this.#endedAt = Math.max(this.#endedAt ?? time, time);
    }
    const value = parseLoose(json ?? '');
    const { file } = this.#parts;
    if (!isRecord(value)) return this.#source.losses.add('badLine', file, String(step));
    measure(this.points, { name: '', value, step: step ?? 0, at: time }, (what) =>
      this.#source.losses.add('otherKind', file, what),
    );
  }

  batch(): RunRecord {
    const { points } = this;
    this.points = [];
    return { type: 'points', run: this.key, points };
  }

  *end(): Generator<RunRecord> {
    if (this.points.length > 0) yield this.batch();
    yield { type: 'run', run: this.head() };
  }
}

interface Measured {
  readonly name: string;
  readonly value: unknown;
  readonly step: number;
  readonly at: number | null;
}

function measure(
  points: ImportedPoint[],
  { name, value, step, at }: Measured,
  refuse: (what: string) => void,
): void {
  const number = typeof value === 'boolean' ? Number(value) : numberOf(value);
  if (number !== undefined) points.push({ metric: name, step, epoch: null, at, value: number });
  else if (isRecord(value) && !('_type' in value))
    for (const [key, inner] of Object.entries(value))
      measure(points, { name: name === '' ? key : `${name}.${key}`, value: inner, step, at }, refuse);
  else {
    const type = isRecord(value) ? value['_type'] : undefined;
    refuse(typeof type === 'string' ? type : name);
  }
}

/** Times of Python's `isoformat`, without a zone: of this machine. */
const msOf = (text: string | null): number | null => {
  const time = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(time) ? null : time;
};
