/** @file Runs as MLflow's clients read them. */
import { experimentId, experimentOf } from './experiments.ts';
import { invalid } from './errors.ts';
import { asPython } from '../exchange/flatten.ts';
import type { Reader } from './filter.ts';
import { wireNumber, type MlflowParts, type RunInfo } from './parts.ts';

/** Total over the states of runs here. */
const STATUS: Readonly<Record<string, string>> = {
  running: 'RUNNING',
  finished: 'FINISHED',
  failed: 'FAILED',
  crashed: 'FAILED',
  stopped: 'KILLED',
  interrupted: 'KILLED',
};
export const OWN_TAGS = {
  name: 'mlflow.runName',
  note: 'mlflow.note.content',
  parent: 'mlflow.parentRunId',
} as const;

const ms = (at: string | null): number | null => (at === null ? null : Date.parse(at));

/** A parameter as the text that was sent, where that is not how its value is written. */
export function parameterText(
  { documents }: MlflowParts,
  run: string,
  { name, type, value }: { name: string; type: string; value: string | number },
): string {
  const sent = type === 'text' ? undefined : documents.get('text', textId(run, name))?.['text'];
  if (typeof sent === 'string') return sent;
  if (type === 'boolean') return value === 1 ? 'True' : 'False';
  return typeof value === 'number' ? asPython(value) : value;
}

export const textId = (run: string, name: string): string => `${run}\n${name}`;

export function runInfo(parts: MlflowParts, run: RunInfo): object {
  const experiment = experimentId(parts.tracking.experiments.get(run.experiment));
  const ended = ms(run.endedAt);
  return {
    run_id: run.id,
    run_uuid: run.id,
    run_name: run.name,
    experiment_id: experiment,
    user_id: run.startedBy,
    status: STATUS[run.state] ?? 'FINISHED',
    start_time: ms(run.startedAt),
    ...(ended === null ? {} : { end_time: ended }),
    artifact_uri: `mlflow-artifacts:/${experiment}/${run.id}/artifacts`,
    lifecycle_stage: run.trashedAt === null ? 'active' : 'deleted',
  };
}

export function toldRun(parts: MlflowParts, run: RunInfo): object {
  const { queries, documents } = parts;
  const own = [
    [OWN_TAGS.name, run.name],
    ...(run.note === '' ? [] : [[OWN_TAGS.note, run.note]]),
    ...(run.parent === null ? [] : [[OWN_TAGS.parent, run.parent]]),
  ];
  const known = new Set(own.map(([name]) => name));
  const tags = queries.tags.all(run.id).filter(({ name }) => !known.has(name));
  return {
    info: runInfo(parts, run),
    data: {
      metrics: queries.latest.all(run.id).map(({ metric, value, step, at }) => ({
        key: metric,
        value: wireNumber(value ?? NaN),
        timestamp: at ?? 0,
        step,
      })),
      params: queries.parameters
        .all(run.id)
        .map((each) => ({ key: each.name, value: parameterText(parts, run.id, each) })),
      tags: [
        ...own.map(([name, value]) => ({ key: name, value })),
        ...tags.map(({ name, value }) => ({ key: name, value })),
      ],
    },
    inputs: documents.get('inputs', run.id) ?? { dataset_inputs: [], model_inputs: [] },
    outputs: documents.get('outputs', run.id) ?? { model_outputs: [] },
  };
}

/** What a run is compared by; each value is read when it is asked for. */
export function runReader(parts: MlflowParts, run: RunInfo): Reader {
  const { queries } = parts;
  return (kind, name) => {
    switch (kind) {
      case 'metric': {
        const latest = queries.latestOf.get(run.id, name);
        return latest && (latest.value ?? NaN);
      }
      case 'parameter': {
        const parameter = queries.parameter.get(run.id, name);
        return parameter && parameterText(parts, run.id, parameter);
      }
      case 'tag':
        if (name === OWN_TAGS.name) return run.name;
        if (name === OWN_TAGS.note) return run.note || undefined;
        if (name === OWN_TAGS.parent) return run.parent;
        return queries.tag.get(run.id, name);
      case 'attribute':
        return attributeOf(parts, run, name);
      case 'dataset':
        return undefined;
    }
  };
}

function attributeOf(parts: MlflowParts, run: RunInfo, name: string): string | number | null {
  switch (name.toLowerCase()) {
    case 'run_id':
      return run.id;
    case 'run_name':
    case 'run name':
      return run.name;
    case 'status':
      return STATUS[run.state] ?? 'FINISHED';
    case 'start_time':
    case 'created':
      return ms(run.startedAt);
    case 'end_time':
      return ms(run.endedAt);
    case 'user_id':
      return run.startedBy;
    case 'experiment_id':
      return experimentId(experimentOf(parts, run.experiment));
    case 'artifact_uri':
      return `mlflow-artifacts:/${experimentId(experimentOf(parts, run.experiment))}/${run.id}/artifacts`;
    default:
      throw invalid(
        `Invalid attribute key '${name}' specified. Valid keys are run_id, run_name, status, start_time, end_time, user_id and artifact_uri.`,
      );
  }
}
