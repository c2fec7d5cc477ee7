/** @file What is recorded of searches, as people and samplers read it. */
import type {
  QueuedWork,
  Search,
  SearchDefinition,
  SearchSummary,
  SearchTrial,
} from '../../src-shared/contract.ts';
import { bestTrial, lossesOf, paretoFront, violationOf, type Trial } from '../../src-shared/search/trials.ts';
import { overSeeds } from '../../src-shared/search/seeds.ts';
import { VERSION_DIMENSION } from '../../src-shared/search/values.ts';
import type { Tracking } from '../tracking/index.ts';
import type { Versions } from '../versions/index.ts';
import { parallelByMemory } from './memory.ts';
import type { Queries, SearchRow, TrialRow, WorkRow } from './queries.ts';

export interface ReadTrial extends Trial {
  readonly row: TrialRow;
  readonly measured: Readonly<Record<string, number>>;
}

export function definitionOf({ definition }: Pick<SearchRow, 'definition'>): SearchDefinition {
  return JSON.parse(definition) as SearchDefinition;
}

interface ReadingParts {
  readonly queries: Queries;
  readonly tracking: Pick<Tracking, 'run'>;
  readonly versions: Pick<Versions, 'get'>;
}

export function createReading({ queries, tracking, versions }: ReadingParts) {
  /** In order of their numbers. */
  function trialsOf(row: Pick<SearchRow, 'id' | 'definition'>): readonly ReadTrial[] {
    const { objectives, constraints } = definitionOf(row);
    return queries.trials.all(row.id).map((trial) => {
      const measured = measuredOf(trial);
      return {
        row: trial,
        measured,
        number: trial.number,
        values: JSON.parse(trial.trialValues) as ReadTrial['values'],
        state: trial.state ?? (trial.atRung === 'held' ? 'held' : 'running'),
        losses: lossesOf(objectives, measured),
        violation: violationOf(constraints, measured),
        epochs: trial.epochs ?? measured['epochs'] ?? 0,
      };
    });
  }

  function measuredOf(trial: TrialRow): Record<string, number> {
    if (trial.measured !== null) return JSON.parse(trial.measured) as Record<string, number>;
    const { summary, seconds } = tracking.run(trial.run);
    return { ...summary, seconds };
  }

  function summarize(row: SearchRow, trials: readonly ReadTrial[]): SearchSummary {
    const { objectives, space } = definitionOf(row);
    const objective = objectives[0]!;
    const best = bestTrial(trials);
    return {
      id: row.id,
      name: row.name,
      recipe: row.recipe,
      versionName: row.versionName,
      state: row.state,
      budget: { trials: row.trials, seconds: row.seconds },
      trials: trials.length,
      ended: trials.filter(({ row: { state } }) => state !== null).length,
      objective,
      best: best && {
        value: best.measured[objective.metric]!,
        trial: best.number,
        run: best.row.run,
      },
      overSeeds: overSeeds({ space, objective }, trials),
      createdAt: row.createdAt,
      createdBy: row.createdBy,
    };
  }

  function whole(row: SearchRow): Search {
    const trials = trialsOf(row);
    const definition = definitionOf(row);
    const best = new Set(
      (definition.objectives.length === 1 ? [bestTrial(trials)] : paretoFront(trials)).map(
        (one) => one?.number,
      ),
    );
    return {
      ...summarize(row, trials),
      definition,
      seconds: secondsOf(trials),
      parallelByMemory: parallelByMemory(trials.map((one) => one.row.peakBytes)),
      all: trials.map((trial) => ({ ...shown(trial), best: best.has(trial.number) })),
      versionNames: versionNames(definition),
      error: errorOf(row),
    };
  }

  function shown({ row, measured, losses, violation, ...trial }: ReadTrial): Omit<SearchTrial, 'best'> {
    return {
      number: trial.number,
      run: row.run,
      runNumber: queries.runNumber.get(row.run) ?? 0,
      state: trial.state,
      values: trial.values,
      measured,
      epochs: trial.epochs,
      seconds: row.seconds ?? measured['seconds'] ?? 0,
      feasible: losses === null ? null : violation === 0,
    };
  }

  function versionNames({ space }: SearchDefinition): Record<string, string> {
    const dimension = space.find(({ name }) => name === VERSION_DIMENSION);
    const ids = dimension?.kind === 'choice' ? dimension.options.map(String) : [];
    return Object.fromEntries(ids.map((id) => [id, `v${versions.get({ version: id }).number}`]));
  }

  return {
    trialsOf,
    whole,
    summary: (row: SearchRow) => summarize(row, trialsOf(row)),
  };
}

export type Reading = ReturnType<typeof createReading>;

/** Seconds of training of all trials together. */
export function secondsOf(trials: readonly ReadTrial[]): number {
  return trials.reduce((sum, { row, measured }) => sum + (row.seconds ?? measured['seconds'] ?? 0), 0);
}

export function workOf(row: WorkRow): QueuedWork {
  const { request: _request, ...shown } = row;
  return { ...shown, error: errorOf(row) };
}

function errorOf({ error }: Pick<WorkRow, 'error'>): Search['error'] {
  return error === null ? null : (JSON.parse(error) as Search['error']);
}
