/** @file Takes over the labels that came with a file: annotations by "import", kept in the sample's own row. */
import { createHash } from 'node:crypto';
import { ensureClass } from './classes.ts';
import { IMPORT_AUTHOR, foldAnswers } from './fold.ts';
import type { Queries } from './queries.ts';
import type { ImportBatch, ImportOutcome, Vote, VotesBatch } from './types.ts';
import { added, majority, saveVotes, votesSoFar, type Votes } from './votes.ts';

/** What one batch adds, written to the counters once. */
interface Tally {
  total: number;
  labeled: number;
  skipped: number;
  taken: number;
  readonly conflicts: { position: number; label: string; before: string }[];
  readonly byClass: Map<number, number>;
}

/** Records one batch of an import. Must run in the transaction that stores the samples. */
export function recordBatch(queries: Queries, batch: ImportBatch): ImportOutcome {
  return tallied(queries, batch, (place, tally) => {
    for (const row of batch.rows) {
      const votes = row.votes ? place.votesOf(row.votes) : place.voteOf(row.label);
      recordRow(queries, { ...place, position: row.position, votes }, tally);
    }
  });
}

/** Gives samples that several rows of one import labeled the label of most of them. Must run in a transaction. */
export function settleVotes(queries: Queries, batch: VotesBatch): void {
  tallied(queries, batch, (place, tally) => {
    for (const { position, votes: cast } of batch.rows) {
      const votes = place.votesOf(cast);
      saveVotes(queries, { dataset: batch.dataset, position }, votes);
      takeOver(queries, { ...place, position, votes }, tally);
    }
  });
}

/** What is the same for all rows of a batch. */
interface Place {
  readonly dataset: string;
  readonly importId: number;
  votesOf(votes: readonly Vote[]): Votes;
  /** One row's word. The same for all rows with this label, as there are millions of them. */
  voteOf(label: string | null): Votes;
}

const NO_VOTES: Votes = new Map();

function tallied(
  queries: Queries,
  { dataset, file, at }: Omit<ImportBatch, 'rows'>,
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
  const tally: Tally = { total: 0, labeled: 0, skipped: 0, taken: 0, conflicts: [], byClass: new Map() };
  work({ dataset, importId, votesOf, voteOf }, tally);
  const { total, labeled, skipped } = tally;
  queries.count.run({ dataset, total, labeled, skipped, flagged: 0 });
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

interface Placed {
  readonly dataset: string;
  readonly importId: number;
  readonly position: number;
  readonly votes: Votes;
}

function recordRow(queries: Queries, placed: Placed, tally: Tally): void {
  const { dataset, importId, position, votes } = placed;
  const classId = majority(votes);
  const author = classId === null ? null : IMPORT_AUTHOR;
  const source = classId === null ? null : importId;
  const { changes } = queries.addState.run(dataset, position, classId, author, classId, source);
  if (changes === 0) return addVotes(queries, placed, tally);
  saveVotes(queries, { dataset, position }, votes);
  tally.total++;
  if (classId === null) return;
  tally.labeled++;
  tally.taken++;
  tally.byClass.set(classId, (tally.byClass.get(classId) ?? 0) + 1);
}

/** What files say of a sample that was there already adds to what others said of it before. */
function addVotes(queries: Queries, placed: Placed, tally: Tally): void {
  const { dataset, position } = placed;
  if (placed.votes.size === 0) return;
  const { importedClass } = queries.state.get(dataset, position)!;
  const before = votesSoFar(queries, { dataset, position, importedClass });
  const votes = added(before, placed.votes);
  saveVotes(queries, { dataset, position }, votes);
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
function takeOver(queries: Queries, { dataset, importId, position, votes }: Placed, tally: Tally): void {
  const classId = majority(votes);
  const state = queries.state.get(dataset, position)!;
  if (state.importedClass === classId) return;
  queries.fillImport.run(classId, classId === null ? null : importId, dataset, position);
  if (classId !== null) tally.taken++;
  const after = foldAnswers(classId, queries.events.all(dataset, position));
  if (after.label === state.class) return;
  const { labeledBy, note } = after;
  queries.saveState.run({
    dataset,
    position,
    class: after.label,
    labeledBy,
    note,
    skipped: Number(after.skipped),
    flagged: Number(after.flagged),
  });
  tally.labeled += Number(after.label !== null) - Number(state.class !== null);
  tally.skipped += Number(after.skipped) - state.skipped;
  for (const [id, change] of [
    [state.class, -1],
    [after.label, 1],
  ] as const)
    if (id !== null) tally.byClass.set(id, (tally.byClass.get(id) ?? 0) + change);
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
