/** @file Which label the rows of files give a sample: the one of most rows; where they are even, none. */
import type { Queries } from './queries.ts';

/** Rows by class. */
export type Votes = ReadonlyMap<number, number>;

/** The class of most rows; null where there is none, or more than one has as many. */
export function majority(votes: Votes): number | null {
  // Nearly always there is but one.
  if (votes.size === 1) return votes.keys().next().value!;
  if (votes.size === 0) return null;
  const [first, second] = [...votes].sort(([, a], [, b]) => b - a);
  if (!first || (second && second[1] === first[1])) return null;
  return first[0];
}

/** What files said of a sample so far: its votes, or one for the class that its import gave. */
export function votesSoFar(
  queries: Queries,
  { task, position, importedClass }: { task: string; position: number; importedClass: number | null },
): Votes {
  const stored = queries.votes.all(task, position);
  if (stored.length > 0) return new Map(stored.map(({ class: label, rows }) => [label, rows]));
  return new Map(importedClass === null ? [] : [[importedClass, 1]]);
}

export function added(votes: Votes, more: Votes): Votes {
  const sum = new Map(votes);
  for (const [label, rows] of more) sum.set(label, (sum.get(label) ?? 0) + rows);
  return sum;
}

/** Keeps votes where there is more than one: a single one is the imported class itself. */
export function saveVotes(queries: Queries, place: { task: string; position: number }, votes: Votes): void {
  let rows = 0;
  for (const count of votes.values()) rows += count;
  if (rows < 2) return;
  for (const [label, count] of votes) queries.saveVote.run({ ...place, class: label, rows: count });
}
