/** @file MLflow's SQLite database: `mlflow.db` of a tracking server, or of a script. */
import type { Database } from 'better-sqlite3';
import { BATCH_POINTS, type ImportedPoint, type ReadRecord, type RunRecord } from '../../exchange/records.ts';
import { registeredInDatabase } from './mlflow-registered.ts';
import { experimentsOf, tagsOfRun } from './mlflow-rest.ts';
import { importedFromMlflow } from './mlflow.ts';
import type { RunFile, RunSource } from './source.ts';
import { columnsOf } from './sqlite.ts';

export const isMlflowDatabase = (database: Database): boolean =>
  columnsOf(database, 'runs').has('run_uuid') && columnsOf(database, 'experiments').has('experiment_id');

interface RunRow {
  readonly id: string;
  readonly name: string | null;
  readonly status: string | null;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly isDeleted: number;
  readonly experiment: string | null;
  readonly artifacts: string | null;
}

interface MetricRow {
  readonly metric: string;
  readonly value: number;
  readonly at: number | null;
  readonly step: number | null;
  readonly isNan: number | null;
}

interface Pair {
  readonly key: string;
  readonly value: string | null;
}

/** MLflow keeps infinities as the largest number that there is. */
const asKept = (value: number): number =>
  Math.abs(value) === Number.MAX_VALUE ? Math.sign(value) * Infinity : value;

export function* readMlflowDatabase(
  source: RunSource,
  database: Database,
  file: string,
): Generator<ReadRecord> {
  yield* experimentsOf(database);
  const tagsOf = tagsOfRun(database);
  const runs = database.prepare<[], RunRow>(
    `SELECT r.run_uuid AS id, r.name, r.status, r.start_time AS startedAt, r.end_time AS endedAt,
       coalesce(r.lifecycle_stage, 'active') = 'deleted' AS isDeleted, e.name AS experiment, r.artifact_uri AS artifacts
     FROM runs r LEFT JOIN experiments e ON e.experiment_id = r.experiment_id ORDER BY r.start_time, r.run_uuid`,
  );
  const pairs = (table: string) =>
    database.prepare<[string], Pair>(`SELECT key, value FROM ${table} WHERE run_uuid = ? ORDER BY key`);
  const [parameters, tags] = [pairs('params'), pairs('tags')];
  const has = columnsOf(database, 'metrics');
  const columns = `key AS metric, value, timestamp AS at, ${has.has('step') ? 'step' : '0 AS step'},
    ${has.has('is_nan') ? 'is_nan' : '0'} AS isNan`;
  const metrics = database.prepare<[string], MetricRow>(
    `SELECT ${columns} FROM metrics WHERE run_uuid = ? ORDER BY key, step, timestamp`,
  );
  // Whoever removed long histories left the last values.
  const last = columnsOf(database, 'latest_metrics').has('key')
    ? database.prepare<[string], MetricRow>(
        `SELECT ${columns} FROM latest_metrics l WHERE run_uuid = ?
           AND NOT EXISTS (SELECT 1 FROM metrics m WHERE m.run_uuid = l.run_uuid AND m.key = l.key) ORDER BY key`,
      )
    : null;
  const artifacts = artifactsOfRuns(source);
  for (const row of runs.all()) {
    if (row.isDeleted) {
      source.losses.add('deleted', file, row.name ?? row.id);
      continue;
    }
    const beside = artifacts.get(row.id) ?? [];
    if (row.artifacts && beside.length === 0)
      source.losses.add('artifactElsewhere', file, 'mlflow-artifacts');
    const entries = (all: readonly Pair[]) => all.map(({ key, value }) => [key, value ?? ''] as const);
    const run = importedFromMlflow({
      id: row.id,
      experiment: row.experiment ?? '',
      name: row.name ?? '',
      status: row.status ?? '',
      startedAt: row.startedAt,
      endedAt: row.endedAt,
      parameters: entries(parameters.all(row.id)),
      tags: [...tagsOf(row.id), ...entries(tags.all(row.id))],
    });
    yield { type: 'run', run };
    yield* batchesOf(run.key, metrics.iterate(row.id));
    if (last) yield* batchesOf(run.key, last.iterate(row.id));
    for (const [name, artifact] of beside) yield { type: 'artifact', run: run.key, name, file: artifact };
  }
  yield* registeredInDatabase(source, database, file);
}

/** The artifacts that were chosen along with the database, by their runs. */
function artifactsOfRuns({ files }: RunSource): ReadonlyMap<string, readonly (readonly [string, RunFile])[]> {
  const all = new Map<string, (readonly [string, RunFile])[]>();
  for (const file of files) {
    const [, run, name] = /(?:^|\/)([0-9a-f]{32})\/artifacts\/(.+)$/.exec(file.name) ?? [];
    if (run !== undefined && name !== undefined) all.set(run, [...(all.get(run) ?? []), [name, file]]);
  }
  return all;
}

function* batchesOf(run: string, rows: Iterable<MetricRow>): Generator<RunRecord> {
  let points: ImportedPoint[] = [];
  for (const { metric, value, at, step, isNan } of rows) {
    points.push({ metric, step: step ?? 0, epoch: null, at, value: isNan ? Number.NaN : asKept(value) });
    if (points.length < BATCH_POINTS) continue;
    yield { type: 'points', run, points };
    points = [];
  }
  if (points.length > 0) yield { type: 'points', run, points };
}
