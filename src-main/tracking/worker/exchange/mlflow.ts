/** @file What files and databases of MLflow have in common: states, and tags that are more than tags. */
import { parameterOf } from '../../exchange/flatten.ts';
import type { ImportedRun, ImportedState } from '../../exchange/records.ts';

/** By name, and by number as older files have it. */
const STATES: ReadonlyMap<string, ImportedState> = new Map([
  ['RUNNING', 'running'],
  ['SCHEDULED', 'running'],
  ['FINISHED', 'finished'],
  ['FAILED', 'failed'],
  ['KILLED', 'stopped'],
  ['1', 'running'],
  ['2', 'running'],
  ['3', 'finished'],
  ['4', 'failed'],
  ['5', 'stopped'],
]);

export interface MlflowRun {
  readonly id: string;
  readonly experiment: string;
  readonly name: string;
  readonly status: string;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
  readonly parameters: Iterable<readonly [string, string]>;
  readonly tags: Iterable<readonly [string, string]>;
}

const OWN = { name: 'mlflow.runName', note: 'mlflow.note.content', parent: 'mlflow.parentRunId' } as const;

export function importedFromMlflow(run: MlflowRun): ImportedRun {
  const tags = new Map(run.tags);
  const [name, note, parent] = [OWN.name, OWN.note, OWN.parent].map((tag) => tags.get(tag) ?? '');
  for (const tag of Object.values(OWN)) tags.delete(tag);
  return {
    key: `mlflow:${run.id}`,
    experiment: run.experiment,
    name: run.name || name || run.id,
    // A program that is still running writes again; that it was killed is not known from here.
    state: STATES.get(run.status) ?? 'finished',
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    parameters: new Map(Array.from(run.parameters, ([key, value]) => [key, parameterOf(value)])),
    tags,
    note: note ?? '',
    parent: parent ? `mlflow:${parent}` : null,
  };
}
