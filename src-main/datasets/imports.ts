/**
 * @file An import from start to end. A file is always read into a dataset that nobody sees yet; when it was read whole,
 * that dataset opens, or its samples are merged into the one they were meant for. Whatever ends it earlier leaves nothing.
 */
import path from 'node:path';
import type { Preview } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/platform/errors.ts';
import { createId } from '../../src-shared/platform/ids.ts';
import type { BadRow } from './worker/reading/rows.ts';
import type { ImportResult, ImportUpdate } from './worker/import.ts';
import type { SamplesUpdate, VotesUpdate } from './worker/reading/intake.ts';
import { contentOf } from './content.ts';
import { mergeFile } from './merge.ts';
import { takeMetadata, withMetadata } from './metadata.ts';
import type { FileToImport, Plan } from './file-to-import.ts';
import { planImport } from './plan.ts';
import { type DatasetRow } from './queries.ts';
import { requireDataset } from './require.ts';
import { sweepDataset } from './sweep.ts';
import type { Room, Vote } from './types.ts';
import { importJob } from './jobs.ts';
import { inReadersWords } from './readers-words.ts';
import { KEYS_OF_A_DATASET } from '../kinds/sample-key.ts';

/** One import under way: what goes where. */
interface Import {
  readonly file: string;
  /** Where people will find it. */
  readonly dataset: string;
  /** Where it is read into: `dataset` when that is new. */
  readonly staging: string;
  readonly number: number;
  readonly startedAt: Date;
  rejected: number;
  contradicting: number;
}

/** Starts importing; `busy` holds the datasets that a file is being added to. */
export async function importFile(
  room: Room,
  input: FileToImport,
  busy: Set<string>,
): Promise<{ dataset: string; file: string; job: string }> {
  const preview = await room.previews.of(input);
  const into = input.dataset === undefined ? undefined : requireIdle(room, input.dataset, busy);
  const plan = planImport(input, preview, into);
  const begun = begin(room, { input, preview, plan });
  busy.add(begun.dataset);
  const task = room.pool.run(importJob, {
    spec: plan.spec,
    kind: 'import',
    title: input.fileName,
    subject: begun.dataset,
    unit: 'rows',
    explain: (error) => inReadersWords(error, input.fileName),
    onUpdate: (update) => take(room, begun, update),
    finish: (result) => finish(room, begun, result),
  });
  void task.result
    .catch(() => room.background.queue(() => sweepDataset(room, begun.staging)))
    .catch(() => undefined)
    .finally(() => {
      busy.delete(begun.dataset);
      room.emit({ type: 'changed', what: 'datasets', id: begun.dataset });
    });
  return { dataset: begun.dataset, file: begun.file, job: task.id };
}

function requireIdle({ queries }: Room, dataset: string, busy: ReadonlySet<string>): DatasetRow {
  const row = requireDataset(queries, dataset);
  if (busy.has(dataset)) throw new AppError('datasets.busy', { dataset: row.name });
  return row;
}

interface Beginning {
  readonly input: FileToImport;
  readonly preview: Preview;
  readonly plan: Plan;
}

function begin({ store, queries }: Room, { input, preview, plan }: Beginning): Import {
  const startedAt = new Date();
  const at = startedAt.toISOString();
  const staging = createId('dataset');
  const dataset = input.dataset ?? staging;
  const file = createId('file');
  const name = input.name ?? (path.parse(input.fileName).name || input.fileName);
  const language = input.language ?? preview.suggested.language;
  store.tx(() => {
    const columns = JSON.stringify(plan.columns);
    const { kind } = plan.spec;
    queries.addDataset.run({ id: staging, name, language, kind, target: plan.target, columns, at });
    queries.addFile.run({
      id: file,
      dataset,
      staging: dataset === staging ? null : staging,
      importedAt: at,
      fileName: input.fileName,
      ...plan.from,
      bytes: preview.bytes,
      format: preview.format,
      encoding: preview.encoding || (preview.names ?? ''),
      delimiter: preview.delimiter,
      header: preview.header === null ? null : Number(preview.header),
      notations: JSON.stringify(plan.notations),
      reading: JSON.stringify(preview.reading),
      units: JSON.stringify(plan.units),
      licence: input.licence ?? '',
    });
  });
  const { number } = queries.dataset.get(staging)!;
  return { file, dataset, staging, number, startedAt, rejected: 0, contradicting: 0 };
}

/** Stores one update in one transaction. */
function take({ store, queries, labeling }: Room, begun: Import, update: ImportUpdate): void {
  if (update.type === 'index')
    return store.tx(() => {
      for (const [i, prefix] of update.prefixes.entries())
        queries.addId.run(begun.number, prefix, update.positions[i]!);
    });
  if (update.type === 'votes')
    return store.tx(() => labeling.settleImport({ ...placeOf(begun), rows: votesOf(update) }));
  store.tx(() => {
    const base = begun.number * KEYS_OF_A_DATASET + update.first;
    for (const [i, id] of update.ids.entries())
      queries.addSample.run(
        base + i,
        id,
        update.texts[i]!,
        update.values[i] ?? null,
        update.splits[i] ?? null,
        update.metadata[i] ?? null,
      );
    for (const [i, { bytes, thumbnail, width, height, channels }] of update.images.entries())
      queries.addImage.run(base + i, bytes, thumbnail, width, height, channels);
    const first = begun.number * KEYS_OF_A_DATASET;
    const otherwise = update.more.filter(({ position, metadata }) =>
      takeMetadata(queries, first + position, metadata),
    );
    if (otherwise.length > 0) queries.addOtherMetadata.run({ id: begun.file, count: otherwise.length });
    labeling.recordImport({ ...placeOf(begun), rows: labelsOf(update) });
    for (const row of update.rejected) queries.addRejected.run(recordOf(begun, row));
    for (const row of update.contradicting)
      queries.addContradicting.run({ ...row, file: begun.file, seq: begun.contradicting++ });
  });
}

function placeOf({ staging, file, startedAt }: Import) {
  return { dataset: staging, file, at: startedAt.toISOString() };
}

/** The votes of each sample together. */
function votesOf({ positions, labels, rows }: VotesUpdate) {
  const found = new Map<number, Vote[]>();
  for (const [i, position] of positions.entries()) {
    const vote = { label: labels[i]!, rows: rows[i]! };
    const known = found.get(position);
    if (known) known.push(vote);
    else found.set(position, [vote]);
  }
  return [...found].map(([position, votes]) => ({ position, votes }));
}

function labelsOf(update: SamplesUpdate): { position: number; label: string | null }[] {
  const fresh = update.labels.map((label, i) => ({ position: update.first + i, label }));
  return [...fresh, ...update.late];
}

/** Images of a kind that a dataset had none of bring their range with them; what it had stays. */
function takeRules({ queries }: Room, dataset: string, { image: brought }: ImportResult): void {
  const { image } = contentOf(queries.dataset.get(dataset)!);
  if (!image || !brought) return;
  const { ground, ranges } = brought;
  queries.setImage.run({ id: dataset, image: JSON.stringify({ ...image, ground, ranges }) });
}

function recordOf(begun: Import, { row, problem, excerpt }: BadRow) {
  const parameters = JSON.stringify(problem.parameters);
  return { file: begun.file, seq: begun.rejected++, row, problem: problem.key, parameters, excerpt };
}

/** A dataset that a file goes into keeps the columns of metadata that the file has beside its own. */
function keepColumns({ queries }: Room, begun: Import): void {
  const [dataset, staging] = [begun.dataset, begun.staging].map(
    (id) => contentOf(queries.dataset.get(id)!).columns,
  );
  const columns = withMetadata(dataset ?? [], staging ?? []);
  if (columns.length > (dataset ?? []).length)
    queries.setColumns.run({ id: begun.dataset, columns: JSON.stringify(columns) });
}

/** The file was read whole: its dataset opens, or the merge begins, which nothing takes back. */
async function finish(room: Room, begun: Import, result: ImportResult): Promise<void> {
  const { store, queries } = room;
  const merging = begun.staging !== begun.dataset;
  const { sha256, rows, duplicates, otherLabel, rejected } = result;
  store.tx(() => {
    queries.endFile.run({
      id: begun.file,
      state: merging ? 'merging' : 'done',
      sha256,
      rows,
      duplicates,
      otherLabel,
      rejected,
      seconds: (Date.now() - begun.startedAt.getTime()) / 1000,
      images: JSON.stringify(result.images),
      unforeseen: JSON.stringify(result.unforeseen),
      missing: JSON.stringify(result.missing),
    });
    const { samples, valued } = result;
    const image = JSON.stringify(result.image);
    queries.fillDataset.run({ id: begun.staging, samples: merging ? 0 : samples, valued, image });
    if (merging) takeRules(room, begun.dataset, result);
    else queries.openDataset.run(begun.dataset);
  });
  if (merging) keepColumns(room, begun);
  if (merging) await room.background.queue(() => mergeFile(room, begun.file));
}
