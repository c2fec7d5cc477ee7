/** @file Runs as the folder `mlruns` in which MLflow keeps them as files. */
import type { RunLosses } from '../../../src-shared/tracking/exchange/losses.ts';
import { asPython } from './flatten.ts';
import { yamlText } from './flat-yaml.ts';
import { FilePaths } from './file-names.ts';
import { sha256Hex } from './hash.ts';
import type { ImportedPoint, ImportedRun, ImportedState, RunRecord } from './records.ts';
import { textPiece, type FilePiece } from './writer.ts';

const ROOT = 'mlruns';
/** By the numbers of `RunStatus`. */
const STATES: Readonly<Record<ImportedState, number>> = { running: 1, finished: 3, failed: 4, stopped: 5 };
/** Letters, digits, `_`, `.`, `-`, `/` and spaces: what MLflow takes in a name on every system. */
const REFUSED = /[^\p{L}\p{N}_.\-/ ]/gu;

interface RunFolder {
  readonly path: string;
  readonly metrics: FilePaths;
  readonly artifacts: FilePaths;
}

export async function* writeMlruns(
  records: AsyncIterable<RunRecord>,
  losses: RunLosses,
): AsyncGenerator<FilePiece> {
  const experiments = new Set<string>();
  const runs = new Map<string, RunFolder>();
  for await (const record of records) {
    if (record.type === 'run') {
      const { run } = record;
      if (runs.has(run.key)) continue;
      const name = run.experiment || 'Default';
      const experiment = experimentId(name);
      if (!experiments.has(experiment)) yield experimentMeta(experiment, name, run.startedAt ?? 0);
      experiments.add(experiment);
      const path = `${ROOT}/${experiment}/${runId(run.key)}`;
      runs.set(run.key, { path, metrics: new FilePaths(), artifacts: new FilePaths() });
      yield* runFiles(run, { path, experiment, losses });
      continue;
    }
    const folder = runs.get(record.run);
    if (folder === undefined) continue;
    if (record.type === 'points') yield* metricFiles(record.points, folder, losses);
    else {
      const name = pathIn(folder.artifacts, record.name, losses);
      yield { path: `${folder.path}/artifacts/${name}`, bytes: await record.file.read() };
    }
  }
}

/** A run that came from MLflow keeps its id. */
function runId(key: string): string {
  return /^mlflow:([0-9a-f]{32})$/.exec(key)?.[1] ?? sha256Hex(key).slice(0, 32);
}

/** MLflow's own are 18 digits. */
const experimentId = (name: string): string =>
  String(10n ** 17n + (BigInt(`0x${sha256Hex(name).slice(0, 15)}`) % (9n * 10n ** 17n)));

function experimentMeta(id: string, name: string, at: number): FilePiece {
  return metaOf(`${ROOT}/${id}`, {
    artifact_location: yamlText(`${ROOT}/${id}`),
    creation_time: at,
    experiment_id: yamlText(id),
    last_update_time: at,
    lifecycle_stage: 'active',
    name: yamlText(name),
  });
}

const metaOf = (folder: string, values: Readonly<Record<string, string | number | null>>): FilePiece =>
  textPiece(
    `${folder}/meta.yaml`,
    Object.entries(values)
      .map(([key, value]) => `${key}: ${value === null ? 'null' : value}\n`)
      .join(''),
  );

interface Writing {
  readonly path: string;
  readonly experiment: string;
  readonly losses: RunLosses;
}

function* runFiles(run: ImportedRun, { path, experiment, losses }: Writing): Generator<FilePiece> {
  const id = runId(run.key);
  yield metaOf(path, {
    artifact_uri: yamlText(`${path}/artifacts`),
    end_time: run.endedAt,
    entry_point_name: "''",
    experiment_id: yamlText(experiment),
    lifecycle_stage: 'active',
    run_id: yamlText(id),
    run_name: yamlText(run.name),
    run_uuid: yamlText(id),
    source_name: "''",
    source_type: 4,
    source_version: "''",
    start_time: run.startedAt ?? 0,
    status: STATES[run.state],
    tags: '[]',
    user_id: "''",
  });
  const parameters = new FilePaths();
  for (const [name, value] of run.parameters)
    yield textPiece(`${path}/params/${pathIn(parameters, name, losses)}`, textOf(value));
  const tags = new FilePaths();
  const own: (readonly [string, string])[] = [['mlflow.runName', run.name]];
  if (run.note !== '') own.push(['mlflow.note.content', run.note]);
  if (run.parent !== null) own.push(['mlflow.parentRunId', runId(run.parent)]);
  for (const [name, text] of [...own, ...run.tags])
    yield textPiece(`${path}/tags/${pathIn(tags, name, losses)}`, text);
}

const textOf = (value: string | number | boolean): string => {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? asPython(value) : value;
};

function* metricFiles(
  points: readonly ImportedPoint[],
  { path, metrics }: RunFolder,
  losses: RunLosses,
): Generator<FilePiece> {
  for (const [metric, all] of Map.groupBy(points, (point) => point.metric)) {
    if (all.some(({ epoch }) => epoch !== null)) losses.add('noEpochs', '');
    const lines = all.map(({ at, value, step }) => `${at ?? 0} ${asPython(value)} ${step}\n`);
    yield textPiece(`${path}/metrics/${pathIn(metrics, metric, losses)}`, lines.join(''));
  }
}

function pathIn(paths: FilePaths, name: string, losses: RunLosses): string {
  const isNew = !paths.knows(name);
  const path = paths.of(name, name.replace(REFUSED, '_'));
  if (isNew && path !== name) losses.add('renamed', '', name);
  return path;
}
