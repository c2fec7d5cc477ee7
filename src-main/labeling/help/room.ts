/** @file What helps with a task: ranked queues, suggestions, labeling functions, active learning, progress. */
import type { z } from 'zod';
import type { helpProcedures, QueueFilter } from '../../../src-shared/labeling/help/contract.ts';
import type {
  AcceptedBatch,
  ActiveLearning,
  OwnProgress,
  Ranking,
} from '../../../src-shared/labeling/help/contract.ts';
import type { LabelingFunction, SuggestionSource } from '../../../src-shared/labeling/help/contract.ts';
import type { RankedOrder } from '../../../src-shared/labeling/help/values.ts';
import type { Person } from '../../../src-shared/platform/contract.ts';
import {
  applyFunctions,
  previewFunction,
  readFunctions,
  removeFunction,
  saveFunction,
} from '../functions/functions.ts';
import { rankedLeft, rankingOf } from '../queues/ranked.ts';
import { rankTask } from '../queues/rank-task.ts';
import { dropGone, dropRanking, goneRankings, type HelpParts } from '../queues/rank.ts';
import { acceptSuggestions, readBatches, undoBatch } from '../suggestions/accept.ts';
import { dropSuggestions } from '../suggestions/keep.ts';
import { readSources, suggestFor } from '../suggestions/suggest.ts';
import type { Task, Tasks } from '../tasks.ts';
import type { LabelingTraining } from '../types.ts';
import { Active } from './active.ts';
import { readOwnProgress, readPace } from './progress.ts';

type InputOf<Name extends keyof typeof helpProcedures> = z.infer<
  NonNullable<(typeof helpProcedures)[Name]['~orpc']['inputSchema']>
>;
type OfTask = InputOf<'ranking'>;

/** A job whose own words say how it ends. */
interface Quiet {
  readonly id: string;
  readonly result: Promise<unknown>;
}

export function createHelpRoom(
  parts: HelpParts & { readonly tasks: Tasks; readonly training: LabelingTraining },
) {
  const { queries, samples, tasks, emit } = parts;
  const titleOf = (task: Task): string => task.name || samples.requireDataset(task.dataset).name;
  const active = new Active(parts, titleOf);
  const gone = goneRankings(parts);

  function started({ id, result }: Quiet): { job: string } {
    void result.catch(() => undefined);
    return { job: id };
  }

  const withTitle = (id: string) => {
    const task = tasks.require(id);
    return { task, title: titleOf(task) };
  };

  return {
    /** @throws AppError `labeling.helpUnfit`, `labeling.orderByModel`, `labeling.modelUnfit` */
    rank({ task, ...request }: InputOf<'rank'>, person: Person): { job: string } {
      return started(rankTask(parts, { ...withTitle(task), ...request, person: person.id }));
    },

    ranking({ task: id }: OfTask, person: Person): Ranking | null {
      const task = tasks.require(id);
      const row = rankingOf(queries, task, person);
      if (!row) return null;
      const { seed, model, learned, items, madeAt } = row;
      return {
        // As they were stored.
        order: row.ordering as RankedOrder | 'audit',
        filter: JSON.parse(row.filter) as QueueFilter,
        seed,
        model,
        learned,
        items,
        left: rankedLeft(queries, row, { task, person }),
        shared: row.person === '',
        madeAt,
      };
    },

    async dropRanking({ task: id }: OfTask, person: Person): Promise<Record<string, never>> {
      const task = tasks.require(id);
      await dropRanking(parts, task, person.id);
      emit({ type: 'changed', what: 'labelingHelp', id: task.id });
      return {};
    },

    suggest({ task, ...request }: InputOf<'suggest'>): { job: string } {
      return started(suggestFor(parts, { ...withTitle(task), ...request }));
    },

    suggestions: ({ task }: OfTask): SuggestionSource[] => readSources(queries, tasks.require(task)),

    suggestedItems({ task: id, source, limit }: InputOf<'suggestedItems'>): string[] {
      const task = tasks.require(id);
      const open = queries.openSuggestions.all({ task: task.id, source, threshold: 0, after: -1, limit });
      const positions = open.map(({ position }) => position);
      return samples.samplesAt(task.dataset, positions).map((sample) => sample.id);
    },

    async dropSuggestions({ task, source }: InputOf<'dropSuggestions'>): Promise<Record<string, never>> {
      await dropSuggestions(parts, tasks.require(task), source);
      return {};
    },

    acceptSuggestions(
      { task, ...request }: InputOf<'acceptSuggestions'>,
      person: Person,
    ): { batch: string; job: string } {
      const { batch, job } = acceptSuggestions(parts, { ...withTitle(task), person }, request);
      return { batch, ...started(job) };
    },

    acceptedBatches: ({ task }: OfTask): AcceptedBatch[] => readBatches(parts, tasks.require(task)),

    undoBatch({ task, batch }: InputOf<'undoBatch'>): { job: string } {
      return started(undoBatch(parts, { ...withTitle(task), batch }));
    },

    functions: ({ task }: OfTask): LabelingFunction[] => readFunctions(parts, tasks.require(task)),

    saveFunction: ({ task, ...input }: InputOf<'saveFunction'>): LabelingFunction =>
      saveFunction(parts, tasks.require(task), input),

    removeFunction({ task, function: id }: InputOf<'removeFunction'>): Record<string, never> {
      removeFunction(parts, tasks.require(task), id);
      return {};
    },

    previewFunction: ({ task, body }: InputOf<'previewFunction'>) =>
      previewFunction(parts, tasks.require(task), body),

    applyFunctions: ({ task }: OfTask): { job: string } => started(applyFunctions(parts, withTitle(task))),

    activeLearning: ({ task }: OfTask): ActiveLearning => active.read(tasks.require(task)),

    setActiveLearning: ({ task, ...input }: InputOf<'setActiveLearning'>, person: Person): ActiveLearning =>
      active.set(tasks.require(task), input, person),

    ownProgress: ({ task }: OfTask, person: Person): OwnProgress =>
      readOwnProgress(queries, tasks.require(task), person),

    /** Of everybody, for facts. */
    pace: (task: string) => readPace(queries, tasks.require(task)),

    /** Clears away what a workbench that went away left half-made. */
    sweep: (): void => void dropGone(parts, gone).catch(console.error),

    /** Told after answers were saved. */
    answered: (task: Task): void => active.answered(task),
  };
}
