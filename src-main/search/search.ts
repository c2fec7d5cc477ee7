/** @file What the room search does. */
import type {
  Person,
  Prospect,
  QueuedWork,
  Search,
  SearchQueue,
  SearchRequest,
  SearchSummary,
} from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { QueueState } from '../../src-shared/search/values.ts';
import type { Evaluation } from '../evaluation/index.ts';
import type { Models } from '../models/index.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { Store } from '../platform/store/index.ts';
import type { Tracking } from '../tracking/index.ts';
import type { StartRequest, Training } from '../training/index.ts';
import type { Versions } from '../versions/index.ts';
import { openBisections } from './bisect/bisect.ts';
import { prepareBisectQueries } from './bisect/queries.ts';
import { createBisectReading } from './bisect/reading.ts';
import { completeDefinition } from './definitions.ts';
import { estimateSearch } from './estimate.ts';
import { prospectsOf } from './prospects.ts';
import { prepareQueries, type SearchRow, type WorkRow } from './queries.ts';
import { createReading, workOf } from './reading.ts';
import { Runner } from './runner.ts';

export interface SearchParts {
  readonly store: Store;
  readonly pool: Pick<Pool, 'budget'>;
  readonly emit: Emit;
  readonly versions: Versions;
  readonly tracking: Tracking;
  readonly models: Pick<Models, 'get'>;
  readonly training: Training;
  readonly evaluation: Pick<Evaluation, 'measure' | 'contradicted'>;
}

/** The methods of the room. */
export type SearchRoom = ReturnType<typeof openSearch>;

/** Ended items that the queue still shows. */
const SHOWN_ENDED = 20;

export function openSearch(parts: SearchParts) {
  const { store, emit, training, versions } = parts;
  const queries = prepareQueries(store.db);
  const reading = createReading({ ...parts, queries });
  const changed = (id: string): void => emit({ type: 'changed', what: 'search', id });
  const bisectQueries = prepareBisectQueries(store.db);
  const bisectReading = createBisectReading({ ...parts, queries: bisectQueries });
  const bisecting = { ...parts, bisectQueries, bisectReading, changed };
  const runner = new Runner({ ...bisecting, queries, reading });

  function row(id: string): SearchRow {
    const known = queries.search.get(id);
    if (!known) throw new AppError('house.notFound', { what: 'search', id });
    return known;
  }

  function work(id: string): WorkRow {
    const known = queries.work.get(id);
    if (!known) throw new AppError('house.notFound', { what: 'search', id });
    return known;
  }

  /** From one of these states to another. @throws AppError `search.notWaiting` */
  function turn(id: string, from: readonly QueueState[], to: QueueState): void {
    store.tx(() => {
      const { name, state } = work(id);
      if (!from.includes(state)) throw new AppError('search.notWaiting', { name, state });
      queries.setState.run({
        id,
        state: to,
        error: null,
        at: to === 'stopped' ? new Date().toISOString() : null,
      });
    });
    changed(id);
  }

  return {
    bisections: openBisections({ ...bisecting, queries, wake: () => runner.wake() }),

    /** The newest first. */
    list: (): SearchSummary[] => queries.searches.all().map(reading.summary),

    get: ({ search }: { search: string }): Search => reading.whole(row(search)),

    /** Puts it at the end of the queue. @throws AppError as {@link completeDefinition} does */
    start(request: SearchRequest, person: Pick<Person, 'name'>): SearchSummary {
      const definition = completeDefinition(parts, request);
      const { datasetName, number } = versions.get({ version: definition.version });
      const id = createId('search');
      store.tx(() => {
        const name = request.name ?? `${definition.recipe} · ${(queries.count.get() ?? 0) + 1}`;
        const at = new Date().toISOString();
        queries.addWork.run({ id, kind: 'search', name, request: null, at, by: person.name });
        queries.addSearch.run({
          id,
          recipe: definition.recipe,
          version: definition.version,
          versionName: `${datasetName} v${number}`,
          definition: JSON.stringify(definition),
          trials: request.budget.trials,
          seconds: request.budget.seconds,
        });
      });
      changed(id);
      runner.wake();
      return reading.summary(row(id));
    },

    estimate: (request: SearchRequest, signal?: AbortSignal) =>
      estimateSearch(
        { ...parts, queries },
        { definition: completeDefinition(parts, request), budget: request.budget },
        signal,
      ),

    /** @throws AppError `house.notFound` */
    continue({ search, trials, seconds }: { search: string; trials: number; seconds?: number | undefined }) {
      store.tx(() => {
        const before = row(search);
        queries.setBudget.run({
          id: search,
          trials: before.trials + trials,
          seconds: before.seconds === null ? null : before.seconds + (seconds ?? before.seconds),
        });
        if (before.state === 'running' || before.state === 'waiting') return;
        queries.toEnd.run(search);
        queries.setState.run({ id: search, state: 'waiting', error: null, at: null });
      });
      changed(search);
      runner.wake();
      return reading.summary(row(search));
    },

    pause: ({ id }: { id: string }): void => turn(id, ['waiting', 'running'], 'paused'),

    resume({ id }: { id: string }): void {
      turn(id, ['paused'], 'waiting');
      runner.wake();
    },

    stop({ id }: { id: string }): void {
      turn(id, ['waiting', 'running', 'paused'], 'stopped');
      runner.stopRuns(id);
      runner.poke();
    },

    queue: (): SearchQueue => ({
      paused: queries.paused.get() === 1,
      items: [...queries.open.all(), ...queries.ended.all(SHOWN_ENDED)].map(workOf),
    }),

    /** @throws AppError as training does */
    queueRun(request: StartRequest & { recipe: string }, person: Pick<Person, 'name'>): QueuedWork {
      training.check(request);
      const id = createId('queued');
      const { name = request.recipe } = request;
      const at = new Date().toISOString();
      queries.addWork.run({ id, kind: 'run', name, request: JSON.stringify(request), at, by: person.name });
      changed(id);
      runner.wake();
      return workOf(work(id));
    },

    move({ id, before }: { id: string; before: string | null }): void {
      store.tx(() => {
        for (const { name, state } of [work(id), ...(before === null ? [] : [work(before)])])
          if (state !== 'waiting' && state !== 'paused')
            throw new AppError('search.notWaiting', { name, state });
        if (before === null) queries.toEnd.run(id);
        else if (before !== id) queries.moveBefore.run({ id, before });
      });
      changed(id);
    },

    /** @param paused whether nothing new may begin */
    setPaused(paused: boolean): void {
      queries.setPaused.run(Number(paused));
      changed('');
      if (!paused) runner.wake();
    },

    prospects: (of: { dataset: string; metric: string }): Prospect[] =>
      prospectsOf(queries.pastOnDataset.all(of.dataset), of.metric),

    counts: () => ({ searches: queries.count.get() ?? 0 }),
    told: (event: Parameters<Runner['told']>[0]): void => runner.told(event),
    /** The queue goes on only where a door stays open, or where somebody asks for it. */
    opened: (): void => runner.wake(),
    close: (): void => runner.close(),
  };
}
