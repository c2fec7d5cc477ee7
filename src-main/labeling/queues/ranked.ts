/** @file Reads a ranked queue: what of it still waits for a person, in its order, which answers do not change. */
import { RANKED_ORDERS, RANKED_ORDER_TABLE } from '../../../src-shared/labeling/help/values.ts';
import type { QueueReason } from '../../../src-shared/labeling/help/item.ts';
import type { Person } from '../../../src-shared/platform/contract.ts';
import type { Leases } from '../leases.ts';
import type { Queries } from '../queries.ts';
import type { Task } from '../tasks.ts';
import type { RankingRow, Waiting } from './queries.ts';

export interface RankedRequest {
  readonly task: Task;
  readonly person: Pick<Person, 'id'>;
  /** The place of the last item that was read; places of a newer ranking are larger, so that it begins at its start. */
  readonly after: number;
  readonly limit: number;
}

export interface RankedPlace {
  readonly place: number;
  readonly position: number;
  readonly why: QueueReason;
}

/** The ranking that a person follows: their own, else the one for everybody. */
export function rankingOf(queries: Queries, task: Task, { id }: Pick<Person, 'id'>): RankingRow | undefined {
  return queries.ranking.get({ task: task.id, person: id });
}

export function readRankedPlaces(
  { queries, leases }: { queries: Queries; leases: Leases },
  ranking: RankingRow,
  { task, person, after, limit }: RankedRequest,
): RankedPlace[] {
  const waiting = waitingOf(ranking, task);
  const read = queries.ranked[waiting];
  const places: RankedPlace[] = [];
  for (let from = after; places.length < limit;) {
    const rows = read.all({ ...walkOf(ranking, task, person), after: from, limit });
    for (const { place, position, why } of rows) {
      if (places.length === limit) break;
      if (waiting === 'openBlind' && !isWanted({ queries, leases }, { task, person, position })) continue;
      // What `rankTask` stored.
      places.push({ place, position, why: JSON.parse(why) as QueueReason });
    }
    if (rows.length < limit) break;
    from = rows.at(-1)!.place;
  }
  if (task.blind) for (const { position } of places) leases.take(task.id, position, person.id);
  return places;
}

/** How many items of a ranking still wait for a person. */
export function rankedLeft(
  queries: Queries,
  ranking: RankingRow,
  { task, person }: Omit<RankedRequest, 'after' | 'limit'>,
) {
  return (
    queries.rankedLeft[waitingOf(ranking, task)].get({
      ...walkOf(ranking, task, person),
      after: -1,
      limit: 0,
    }) ?? 0
  );
}

/** Fewer people answered it, or have it before them, than are wanted. */
function isWanted(
  { queries, leases }: { queries: Queries; leases: Leases },
  { task, person, position }: { task: Task; person: Pick<Person, 'id'>; position: number },
): boolean {
  const given = queries.answersAt.get(task.id, position) ?? 0;
  return given + leases.others(task.id, position, person.id) < task.answersPerItem;
}

function waitingOf({ ordering }: RankingRow, { blind }: Task): Waiting {
  const order = RANKED_ORDERS.find((known) => known === ordering);
  const reviews = order !== undefined && RANKED_ORDER_TABLE[order].reviews;
  if (reviews) return blind ? 'reviewBlind' : 'review';
  return blind ? 'openBlind' : 'open';
}

function walkOf(ranking: RankingRow, { id }: Task, person: Pick<Person, 'id'>) {
  return { task: id, ranking: ranking.number, person: person.id, madeAt: ranking.madeAt };
}
