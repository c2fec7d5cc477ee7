/**
 * @file What Neptune's exporter writes: a row for each attribute of a run, and for each point of a series.
 * Source: neptune-exporter, its README ("Data schema").
 */
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';
import {
  BATCH_POINTS,
  emptyRun,
  type ImportedPoint,
  type ImportedRun,
  type ParameterValue,
  type RunRecord,
} from '../../exchange/records.ts';
import type { RunSource } from './source.ts';

export const NEPTUNE_COLUMNS = [
  'project_id',
  'run_id',
  'attribute_path',
  'attribute_type',
  'float_value',
] as const;

interface Neptune {
  readonly connection: DuckDBConnection;
  /** What stands behind `FROM`. */
  readonly from: string;
}

const SINGLE = ['int', 'float', 'string', 'bool', 'datetime', 'string_set'];

export async function* readNeptune(
  source: RunSource,
  { connection, from }: Neptune,
): AsyncGenerator<RunRecord> {
  const attributes = await connection.stream(
    `SELECT project_id, run_id, attribute_path, attribute_type, int_value::DOUBLE, float_value, string_value, bool_value,
       epoch_ms(datetime_value)::DOUBLE, to_json(string_set_value)::VARCHAR
     FROM ${from} WHERE attribute_type IN (${SINGLE.map((type) => `'${type}'`).join(', ')})
     ORDER BY project_id, run_id, attribute_path`,
  );
  let run = null as RunOfAttributes | null;
  for await (const rows of attributes.yieldRows())
    for (const [project, id, path, type, ...values] of rows) {
      const key = keyOf(project, id);
      if (run?.key !== key) {
        if (run) yield run.record();
        run = new RunOfAttributes(key, String(project), String(id));
      }
      run.take(String(path), valueOf(String(type), values));
    }
  if (run) yield run.record();
  yield* seriesOf(source, { connection, from });
  const lost = await connection.runAndReadAll(
    `SELECT attribute_type, count(*)::DOUBLE, min(attribute_path) FROM ${from}
     WHERE attribute_type NOT IN (${[...SINGLE, 'float_series'].map((type) => `'${type}'`).join(', ')}) GROUP BY 1`,
  );
  for (const [type, , path] of lost.getRows()) source.losses.add('otherKind', String(path), String(type));
}

const keyOf = (project: DuckDBValue | undefined, id: DuckDBValue | undefined): string =>
  `neptune:${String(project)}/${String(id)}`;

function valueOf(
  type: string,
  [int, float, text, flag, time, set]: readonly (DuckDBValue | undefined)[],
): ParameterValue | readonly string[] {
  if (type === 'int') return Number(int);
  if (type === 'float') return float === null ? Number.NaN : Number(float);
  if (type === 'bool') return flag === true;
  if (type === 'datetime') return Number(time);
  return type === 'string_set' ? (JSON.parse(String(set ?? '[]')) as string[]) : String(text ?? '');
}

class RunOfAttributes {
  readonly key: string;
  readonly #parameters = new Map<string, ParameterValue>();
  readonly #tags = new Map<string, string>();
  #run: ImportedRun;

  constructor(key: string, project: string, id: string) {
    this.key = key;
    this.#run = { ...emptyRun(key, id), experiment: project };
  }

  record(): RunRecord {
    return { type: 'run', run: { ...this.#run, parameters: this.#parameters, tags: this.#tags } };
  }

  take(path: string, value: ParameterValue | readonly string[]): void {
    if (typeof value === 'object') {
      if (path === 'sys/tags' || path === 'sys/group_tags') for (const tag of value) this.#tags.set(tag, '');
      else this.#parameters.set(path, JSON.stringify(value));
    } else if (path.startsWith('sys/')) this.#own(path.slice(4), value);
    else this.#parameters.set(path, value);
  }

  #own(name: string, value: ParameterValue): void {
    const time = typeof value === 'number' ? value : null;
    if (name === 'name') this.#run = { ...this.#run, name: String(value) || this.#run.name };
    else if (name === 'creation_time') this.#run = { ...this.#run, startedAt: time };
    else if (name === 'modification_time') this.#run = { ...this.#run, endedAt: time };
    else if (name === 'description') this.#run = { ...this.#run, note: String(value) };
    else if (name === 'failed') this.#run = { ...this.#run, state: value === true ? 'failed' : 'finished' };
    else if (name === 'owner' || name === 'custom_run_id') this.#tags.set(name, String(value));
  }
}

async function* seriesOf({ losses }: RunSource, { connection, from }: Neptune): AsyncGenerator<RunRecord> {
  const series = await connection.stream(
    `SELECT project_id, run_id, attribute_path, step::DOUBLE, epoch_ms(timestamp)::DOUBLE, float_value
     FROM ${from} WHERE attribute_type = 'float_series' ORDER BY project_id, run_id, attribute_path, step, timestamp`,
  );
  let run = '';
  let points: ImportedPoint[] = [];
  for await (const rows of series.yieldRows())
    for (const [project, id, metric, step, at, value] of rows) {
      const key = keyOf(project, id);
      if (points.length > 0 && (key !== run || points.length >= BATCH_POINTS)) {
        yield { type: 'points', run, points };
        points = [];
      }
      run = key;
      if (!Number.isInteger(Number(step))) losses.add('partOfStep', String(metric));
      points.push({
        metric: String(metric),
        step: Math.round(Number(step)),
        epoch: null,
        at: at === null ? null : Number(at),
        value: value === null ? Number.NaN : Number(value),
      });
    }
  if (points.length > 0) yield { type: 'points', run, points };
}
