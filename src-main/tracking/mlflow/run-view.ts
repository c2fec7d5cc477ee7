/** @file Runs as MLflow's clients read them. */
import { experimentId } from './experiments.ts';
import { asPython } from '../exchange/flatten.ts';
import { wireNumber, type MlflowParts, type Parameter, type RunInfo } from './parts.ts';

/** Total over the states of runs here. */
export const STATUS: Readonly<Record<string, string>> = {
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

/** A parameter as the text that was sent. */
export function parameterText({ type, value, sent }: Omit<Parameter, 'name'>): string {
  if (sent !== null) return sent;
  if (type === 'boolean') return value === 1 ? 'True' : 'False';
  return typeof value === 'number' ? asPython(value) : value;
}

export const textId = (run: string, name: string): string => `${run}\n${name}`;

export function runInfo(run: RunInfo): object {
  const experiment = experimentId({ id: run.experiment, name: run.experimentName });
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
    info: runInfo(run),
    data: {
      metrics: queries.latest.all(run.id).map(({ metric, value, step, at }) => ({
        key: metric,
        value: wireNumber(value ?? NaN),
        timestamp: at ?? 0,
        step,
      })),
      params: queries.parameters.all(run.id).map((each) => ({ key: each.name, value: parameterText(each) })),
      tags: [
        ...own.map(([name, value]) => ({ key: name, value })),
        ...tags.map(({ name, value }) => ({ key: name, value })),
      ],
    },
    inputs: documents.get('inputs', run.id) ?? { dataset_inputs: [], model_inputs: [] },
    outputs: documents.get('outputs', run.id) ?? { model_outputs: [] },
  };
}
