/** @file What MLflow's database knows of runs beside their own rows: data that they read, models that came of them, the last values. */
import type { Database } from 'better-sqlite3';
import type { ExperimentRecord } from '../../exchange/records.ts';
import { columnsOf } from './sqlite.ts';

const NOTE = 'mlflow.note.content';

/** Tags of experiments, of which one is the note. */
export function* experimentsOf(database: Database): Generator<ExperimentRecord> {
  if (!columnsOf(database, 'experiment_tags').has('key')) return;
  const rows = database.prepare<[], { name: string; key: string; value: string | null }>(
    `SELECT e.name, t.key, t.value FROM experiment_tags t JOIN experiments e ON e.experiment_id = t.experiment_id
     WHERE coalesce(e.lifecycle_stage, 'active') <> 'deleted' ORDER BY e.experiment_id, t.key`,
  );
  const experiments = new Map<string, Map<string, string>>();
  for (const { name, key, value } of rows.iterate()) {
    const tags = experiments.get(name) ?? new Map<string, string>();
    experiments.set(name, tags.set(key, value ?? ''));
  }
  for (const [name, tags] of experiments) yield experimentRecord(name, tags);
}

export function experimentRecord(name: string, tags: Map<string, string>): ExperimentRecord {
  const note = tags.get(NOTE) ?? '';
  tags.delete(NOTE);
  return { type: 'experiment', name, tags, note };
}

type Pair = readonly [string, string];

/** The data that a run read, with what for, and the models registered from it, as tags; none of a database that is older. */
export function tagsOfRun(database: Database): (run: string) => Pair[] {
  const readers = [datasetsOf(database), versionsOf(database)];
  return (run) => readers.flatMap((read) => numbered(read(run)));
}

/** The second of a name is `name (2)`. */
function numbered(pairs: readonly Pair[]): Pair[] {
  const counts = new Map<string, number>();
  return pairs.map(([name, value]) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return [count === 1 ? name : `${name} (${count})`, value];
  });
}

const NOTHING = (): Pair[] => [];

function datasetsOf(database: Database): (run: string) => Pair[] {
  const [inputs, datasets] = ['inputs', 'datasets'].map((table) => columnsOf(database, table));
  if (!inputs!.has('destination_id') || !datasets!.has('dataset_uuid')) return NOTHING;
  const context = columnsOf(database, 'input_tags').has('input_uuid')
    ? "(SELECT t.value FROM input_tags t WHERE t.input_uuid = i.input_uuid AND t.name = 'mlflow.data.context')"
    : 'NULL';
  const rows = database.prepare<[string], { name: string; digest: string | null; context: string | null }>(
    `SELECT d.name, d.digest, ${context} AS context FROM inputs i JOIN datasets d ON d.dataset_uuid = i.source_id
     WHERE i.source_type = 'DATASET' AND i.destination_type = 'RUN' AND i.destination_id = ? ORDER BY d.name, d.digest`,
  );
  return (run) =>
    rows
      .all(run)
      .map(({ name, digest, context: what }) => [
        what ? `dataset.${what}` : 'dataset',
        digest ? `${name} (${digest})` : name,
      ]);
}

interface VersionRow {
  readonly name: string;
  readonly version: number;
  readonly stage: string | null;
  readonly aliases: string | null;
}

function versionsOf(database: Database): (run: string) => Pair[] {
  const columns = columnsOf(database, 'model_versions');
  if (!columns.has('run_id') || !columns.has('version')) return NOTHING;
  const aliases = columnsOf(database, 'registered_model_aliases').has('alias')
    ? `(SELECT group_concat(a.alias, ', ') FROM registered_model_aliases a WHERE a.name = v.name AND a.version = v.version)`
    : 'NULL';
  const rows = database.prepare<[string], VersionRow>(
    `SELECT v.name, v.version, ${columns.has('current_stage') ? "nullif(v.current_stage, 'None')" : 'NULL'} AS stage,
       ${aliases} AS aliases FROM model_versions v WHERE v.run_id = ? ORDER BY v.name, v.version`,
  );
  return (run) =>
    rows
      .all(run)
      .map(({ name, version, stage, aliases: known }) => [
        `registered model.${name}`,
        [`version ${version}`, stage, known].filter((part) => part).join(', '),
      ]);
}
