/** @file Takes over the labels that came with a file: annotations by "import", kept in the sample's own row. */
import { createHash } from 'node:crypto';
import { ensureClass } from './classes.ts';
import { IMPORT_AUTHOR, foldAnswers } from './fold.ts';
import type { Queries } from './queries.ts';
import type { ImportBatch, ImportOutcome, ImportedLabel } from './types.ts';

/** What one batch adds, written to the counters once. */
interface Tally {
  total: number;
  labeled: number;
  skipped: number;
  taken: number;
  conflicts: number;
  readonly byClass: Map<number, number>;
}

/** Records one batch of an import. Must run in the transaction that stores the samples. */
export function recordBatch(queries: Queries, batch: ImportBatch): ImportOutcome {
  const { dataset } = batch;
  const importId = queries.addImport.get(dataset, batch.file, batch.at)!.id;
  const classIds = new Map<string, number>();
  const tally: Tally = { total: 0, labeled: 0, skipped: 0, taken: 0, conflicts: 0, byClass: new Map() };
  for (const row of batch.rows) {
    const classId = row.label === null ? null : classOf(queries, dataset, { label: row.label, classIds });
    recordRow(queries, { dataset, importId, row, classId }, tally);
  }
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
  readonly row: ImportedLabel;
  readonly classId: number | null;
}

function recordRow(queries: Queries, placed: Placed, tally: Tally): void {
  const { dataset, importId, row, classId } = placed;
  const author = classId === null ? null : IMPORT_AUTHOR;
  const source = classId === null ? null : importId;
  const added = queries.addState.run(dataset, row.position, classId, author, classId, source);
  if (added.changes === 0) return fillMissing(queries, placed, tally);
  tally.total++;
  if (classId === null) return;
  tally.labeled++;
  tally.taken++;
  tally.byClass.set(classId, (tally.byClass.get(classId) ?? 0) + 1);
}

/** A sample that was there already takes the label of a file only when no file gave it one before. */
function fillMissing(queries: Queries, { dataset, importId, row, classId }: Placed, tally: Tally): void {
  if (classId === null) return;
  const state = queries.state.get(dataset, row.position)!;
  if (state.importedClass !== null) {
    if (state.importedClass !== classId) tally.conflicts++;
    return;
  }
  queries.fillImport.run(classId, importId, dataset, row.position);
  tally.taken++;
  const after = foldAnswers(classId, queries.events.all(dataset, row.position));
  if (after.class === state.class) return;
  const { labeledBy, note } = after;
  queries.saveState.run({
    ...{ dataset, position: row.position, class: after.class, labeledBy, note },
    skipped: Number(after.skipped),
    flagged: Number(after.flagged),
  });
  tally.labeled++;
  tally.skipped += Number(after.skipped) - state.skipped;
  tally.byClass.set(classId, (tally.byClass.get(classId) ?? 0) + 1);
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
