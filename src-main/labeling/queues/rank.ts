/** @file Has a worker put the items of a task in an order, and stores it as somebody's queue. */
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { QueueFilter } from '../../../src-shared/labeling/help/contract.ts';
import type { QueueReason } from '../../../src-shared/labeling/help/item.ts';
import {
  PLACES_OF_RANKING,
  RANKED_ORDER_TABLE,
  type RankedOrder,
} from '../../../src-shared/labeling/help/values.ts';
import type { Emit } from '../../../src-shared/platform/events.ts';
import type { Pool, Task as Job } from '../../platform/pool/index.ts';
import type { Store } from '../../platform/store/index.ts';
import { rankJob } from '../jobs.ts';
import type { Queries } from '../queries.ts';
import type { Task } from '../tasks.ts';
import type { LabelingModels, LabelingSamples, RegistryModel } from '../types.ts';
import type { RankReason, RankResult, RankedItem } from '../worker/rank.ts';
import { AnswerClasses, isLearnable, requireOrder } from './classes.ts';
import { chooseItems, itemsFor } from './material.ts';
import { requireModel } from './model-rows.ts';

/** What all help with a task stands on. */
export interface HelpParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly emit: Emit;
  readonly queries: Queries;
  readonly samples: LabelingSamples;
  readonly models: LabelingModels;
  readonly now: () => Date;
}

/** Of a ranking. */
export const MOST_RANKED = 50_000;
/** A classifier that learns gives no sign of life meanwhile. */
export const COMPUTES_SECONDS = 900;
/** Items in one transaction; some milliseconds. */
const SLICE = 2000;
/** In place of whose a ranking is: while it is being stored, and while it is being cleared away. */
const COMING = '~new-';
const GOING = '~old-';
const NOBODYS = '~*';

export interface RankRequest {
  readonly task: Task;
  readonly title: string;
  readonly order: RankedOrder;
  readonly seed: number;
  readonly filter: QueueFilter;
  /** Whose queue it becomes; empty for everybody who has none. */
  readonly person: string;
  /** The id of a model of the registry; null for the fast classifier. */
  readonly model: string | null;
  /** Of a model that says parts: the class that a label means, where it is called otherwise; empty for none. */
  readonly mapping?: Readonly<Record<string, string>> | undefined;
}

interface Computed {
  readonly result: RankResult;
  readonly classes: AnswerClasses | null;
  readonly names: readonly string[];
  readonly model: RegistryModel | null;
}

/**
 * Computes an order in a worker.
 *
 * @param store called with what came of it, before the job counts as done
 * @throws AppError `labeling.helpUnfit`, `labeling.modelUnfit`
 */
export function computeOrder(
  parts: HelpParts,
  request: RankRequest & { readonly limit: number },
  store: (computed: Computed) => void | Promise<void>,
): Job<RankResult> {
  const { task, title, order, seed, limit } = request;
  const { takesModel } = RANKED_ORDER_TABLE[order];
  requireOrder(task, order);
  const model =
    request.model !== null && takesModel ? requireModel(parts, task, { id: request.model }) : null;
  const classes = isLearnable(task.kind) ? new AnswerClasses(parts.queries, task) : null;
  let names: readonly string[] = [];
  const material = { ...request, model };
  async function* feed() {
    const chosen = await chooseItems(parts, classes, material);
    names = classes?.names(parts.queries, task) ?? [];
    yield* itemsFor(parts, chosen, { task, order, model, names });
  }
  return parts.pool.run(rankJob, {
    spec: { order, seed, limit },
    kind: 'labels',
    title,
    subject: task.id,
    unit: 'items',
    silenceSeconds: COMPUTES_SECONDS,
    feed: feed(),
    finish: (result) => store({ result, classes, names, model }),
  });
}

/** By answers that are one of several, or by what needs none: random order and diversity. */
export function rankClasses(parts: HelpParts, request: RankRequest): Job<RankResult> {
  return computeOrder(parts, { ...request, limit: MOST_RANKED }, ({ result, names, model }) =>
    keepRanking(parts, request, {
      items: result.items.map((item) => ({ ...item, why: reasonOf(item, names) })),
      learned: result.learned,
      model: model?.name ?? null,
    }),
  );
}

interface Kept {
  readonly items: readonly { readonly position: number; readonly score: number; readonly why: QueueReason }[];
  readonly learned: number;
  readonly model: string | null;
}

/**
 * Stores an order in place of the one before: some items at a time, so that nobody who saves an answer waits for it, and
 * whole or not at all. What a workbench that went away left of one is nobody's, and cleared away by {@link dropHalfMade}.
 */
export async function keepRanking(
  { store, queries, emit, now }: HelpParts,
  request: Pick<RankRequest, 'task' | 'person' | 'seed' | 'filter'> & {
    readonly order: RankedOrder | 'audit';
  },
  { items, learned, model }: Kept,
): Promise<void> {
  const { task, person, order, seed, filter } = request;
  const { lastInsertRowid } = queries.addRanking.run({
    task: task.id,
    person: `${COMING}${randomUUID()}`,
    ordering: order,
    seed,
    filter: JSON.stringify(filter),
    model,
    learned,
    items: items.length,
    madeAt: now().toISOString(),
  });
  const ranking = Number(lastInsertRowid);
  for (let from = 0; from < items.length; from += SLICE) {
    store.tx(() => {
      for (const [i, { position, score, why }] of items.slice(from, from + SLICE).entries()) {
        const place = ranking * PLACES_OF_RANKING + from + i;
        queries.addRanked.run({ ranking, place, position, score, why: JSON.stringify(why) });
      }
    });
    await setImmediate();
  }
  store.tx(() => {
    queries.giveRanking.run({ task: task.id, from: person, to: `${GOING}${randomUUID()}` });
    queries.nameRanking.run(person, ranking);
  });
  emit({ type: 'changed', what: 'labelingHelp', id: task.id });
  await dropGone({ store, queries }, goneRankings({ queries }, `${GOING}*`));
}

/** Leaves a person without an order of their own. */
export async function dropRanking(
  { store, queries }: Pick<HelpParts, 'store' | 'queries'>,
  { id }: Pick<Task, 'id'>,
  person: string,
): Promise<void> {
  queries.giveRanking.run({ task: id, from: person, to: `${GOING}${randomUUID()}` });
  await dropGone({ store, queries }, goneRankings({ queries }, `${GOING}*`));
}

/** Rankings that are nobody's; when a workspace opens, what a workbench that went away left. */
export const goneRankings = ({ queries }: Pick<HelpParts, 'queries'>, whose = NOBODYS): number[] =>
  queries.halfMade.all(whose);

/** Clears rankings away, some items at a time. */
export async function dropGone(
  { store, queries }: Pick<HelpParts, 'store' | 'queries'>,
  rankings: readonly number[],
): Promise<void> {
  for (const ranking of rankings) {
    const slice = { ranking, limit: SLICE };
    while (store.tx(() => queries.dropRanked.run(slice).changes > 0)) await setImmediate();
    queries.dropRankingNumber.run(ranking);
  }
}

/** A reason as it is told, answers by their names. */
function reasonOf({ score, why }: RankedItem, names: readonly string[]): QueueReason {
  const { first, second, given, votes, ...numbers }: RankReason = why;
  return {
    score,
    ...numbers,
    ...(first !== undefined && { first: names[first]! }),
    ...(second !== undefined && { second: names[second]! }),
    ...(given !== undefined && { given: names[given]! }),
    ...(votes && {
      votes: Object.entries(votes).map(([answer, count]) => ({
        answer: names[Number(answer)]!,
        votes: count,
      })),
    }),
  };
}
