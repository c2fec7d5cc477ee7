/** @file Takes over the labels that came with a file: annotations by "import", kept in the sample's own row. */
import { createHash } from 'node:crypto';
import { ensureClass } from './classes.ts';
import { IMPORT_AUTHOR } from './fold.ts';
import type { Queries } from './queries.ts';
import { resolvedState } from './resolved.ts';
import { facetsMoved, moved, saveState, stateOf } from './settle.ts';
import type { Task, Tasks } from './tasks.ts';
import type { ImportBatch, ImportOutcome, Vote, VotesBatch } from './types.ts';
import { added, majority, saveVotes, votesSoFar, type Votes } from './votes.ts';

/** What one batch adds, written to the counters once. */
interface Tally {
  total: number;
  labeled: number;
  skipped: number;
  disputed: number;
  wanting: number;
  imported: number;
  taken: number;
  readonly conflicts: { position: number; label: string; before: string }[];
  readonly byClass: Map<number, number>;
}

/** Records one batch of an import. Must run in the transaction that stores the samples. */
export function recordBatch(queries: Queries, tasks: Tasks, batch: ImportBatch): ImportOutcome {
  return tallied(queries, { ...batch, tasks }, (place, tally) => {
    for (const row of batch.rows) {
      const votes = row.votes ? place.votesOf(row.votes) : place.voteOf(row.label);
      recordRow(queries, { ...place, position: row.position, votes }, tally);
    }
  });
}

/** Gives samples that several rows of one import labeled the label of most of them. Must run in a transaction. */
export function settleVotes(queries: Queries, tasks: Tasks, batch: VotesBatch): void {
  tallied(queries, { ...batch, tasks }, (place, tally) => {
    for (const { position, votes: cast } of batch.rows) {
      const votes = place.votesOf(cast);
      saveVotes(queries, { task: place.task.id, position }, votes);
      takeOver(queries, { ...place, position, votes }, tally);
    }
  });
}

/** What is the same for all rows of a batch. */
interface Place {
  /** The first of the dataset: it takes the labels that come with files. */
  readonly task: Task;
  /** The others, those that are being made among them. */
  readonly others: readonly Task[];
  readonly importId: number;
  votesOf(votes: readonly Vote[]): Votes;
  /** One row's word. The same for all rows with this label, as there are millions of them. */
  voteOf(label: string | null): Votes;
}

const NO_VOTES: Votes = new Map();

function tallied(
  queries: Queries,
  { dataset, file, at, tasks }: Omit<ImportBatch, 'rows'> & { readonly tasks: Tasks },
  work: (place: Place, tally: Tally) => void,
): ImportOutcome {
  const importId = queries.addImport.get(dataset, file, at)!.id;
  const classIds = new Map<string, number>();
  const votesOf = (votes: readonly Vote[]): Votes =>
    new Map(votes.map(({ label, rows }) => [classOf(queries, dataset, { label, classIds }), rows]));
  const single = new Map<string, Votes>();
  const voteOf = (label: string | null): Votes => {
    if (label === null) return NO_VOTES;
    const known = single.get(label);
    if (known) return known;
    const vote = votesOf([{ label, rows: 1 }]);
    single.set(label, vote);
    return vote;
  };
  const tally: Tally = {
    total: 0,
    labeled: 0,
    skipped: 0,
    disputed: 0,
    wanting: 0,
    imported: 0,
    taken: 0,
    conflicts: [],
    byClass: new Map(),
  };
  const task = tasks.ofImport(dataset);
  const others = tasks.besideFirst(dataset);
  work({ task, others, importId, votesOf, voteOf }, tally);
  const { total, labeled, skipped, disputed, wanting, imported } = tally;
  queries.count.run({
    task: dataset,
    total,
    labeled,
    skipped,
    flagged: 0,
    disputed,
    wanting,
    imported,
    decided: 0,
  });
  for (const other of others) {
    const wanted = other.blind ? total : 0;
    queries.count.run({
      task: other.id,
      total,
      labeled: 0,
      skipped: 0,
      flagged: 0,
      disputed: 0,
      wanting: wanted,
      imported: 0,
      decided: 0,
    });
  }
  for (const [id, samples] of tally.byClass) queries.countClass.run(samples, id);
  return { labeled: tally.taken, conflicts: tally.conflicts };
}

function classOf(
  queries: Queries,
  dataset: string,
  { label, classIds }: { label: string; classIds: Map<string, number> },
): number {
  const known = classIds.get(label);
  if (known !== undefined) return known;
  const id = ensureClass(queries, dataset, label);
  classIds.set(label, id);
  return id;
}

interface Placed extends Pick<Place, 'task' | 'others'> {
  readonly importId: number;
  readonly position: number;
  readonly votes: Votes;
}

function recordRow(queries: Queries, placed: Placed, tally: Tally): void {
  const { task, importId, position, votes } = placed;
  const classId = majority(votes);
  const author = classId === null ? null : IMPORT_AUTHOR;
  const source = classId === null ? null : importId;
  const wanting = Number(task.blind);
  const { changes } = queries.addState.run(task.id, position, classId, author, classId, source, wanting);
  if (changes === 0) return addVotes(queries, placed, tally);
  for (const other of placed.others)
    queries.addEmptyState.run({ task: other.id, position, wanting: Number(other.blind) });
  saveVotes(queries, { task: task.id, position }, votes);
  tally.total++;
  tally.wanting += wanting;
  if (classId === null) return;
  tally.labeled++;
  tally.imported++;
  tally.taken++;
  tally.byClass.set(classId, (tally.byClass.get(classId) ?? 0) + 1);
}

/** What files say of a sample that was there already adds to what others said of it before. */
function addVotes(queries: Queries, placed: Placed, tally: Tally): void {
  const { position } = placed;
  const task = placed.task.id;
  if (placed.votes.size === 0) return;
  const { importedClass } = queries.state.get(task, position)!;
  const before = votesSoFar(queries, { task, position, importedClass });
  const votes = added(before, placed.votes);
  saveVotes(queries, { task, position }, votes);
  const [old, now] = [majority(before), majority(placed.votes)];
  if (old !== null && now !== null && old !== now)
    tally.conflicts.push({
      position,
      label: queries.className.get(now)!,
      before: queries.className.get(old)!,
    });
  takeOver(queries, { ...placed, votes }, tally);
}

/** The label that files give counts until a person gives one. */
function takeOver(queries: Queries, { task, importId, position, votes }: Placed, tally: Tally): void {
  const classId = majority(votes);
  const row = queries.state.get(task.id, position)!;
  if (row.importedClass === classId) return;
  queries.fillImport.run(classId, classId === null ? null : importId, task.id, position);
  if (classId !== null) tally.taken++;
  const before = stateOf(row);
  const after = resolvedState(task, classId, queries.events.all(task.id, position));
  if (after.label === before.label) return;
  saveState(queries, task.id, { position, after });
  const { labeled, skipped, disputed, wanting, imported } = moved(before, after);
  tally.labeled += labeled;
  tally.skipped += skipped;
  tally.disputed += disputed;
  tally.wanting += wanting;
  tally.imported += imported;
  for (const [facet, change] of facetsMoved(task.kind, before.label, after.label))
    tally.byClass.set(Number(facet), (tally.byClass.get(Number(facet)) ?? 0) + change);
}

/** The operation id of an imported label: the same for the same file and sample, so that it can be named. */
export function importOperation(file: string, sample: string): string {
  const hex = createHash('sha256').update(`${file} ${sample}`).digest('hex');
  // Version 8, variant 10 (RFC 9562, 5.8): an id whose bits mean what their maker says.
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
