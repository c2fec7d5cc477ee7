/** @file The job `import-table`: reads a file and hands over its samples, batch by batch, in bounded memory. */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { CLASS_NAME_LENGTH, MOST_CLASSES } from '../../../src-shared/contract/index.ts';
import { AppError, type WireError } from '../../../src-shared/errors.ts';
import type { JobPort } from '../protocol.ts';
import { nothingGood } from '../reading/complaints.ts';
import { canonicalText, sampleIdOf } from '../reading/canonical.ts';
import { listTexts } from '../reading/folder.ts';
import type { BadRow, GoodRow, TableSource } from '../reading/rows.ts';
import { createSeen, type Seen } from '../reading/seen.ts';
import { readRows } from '../reading/table.ts';

/** A batch is sent when it has so many samples, or so many characters of text. */
const BATCH_SAMPLES = 1000;
const BATCH_CHARACTERS = 1 << 20;
/** Of this many bad rows the report tells each; the rest is counted. */
const REPORTED_ROWS = 10_000;

export interface ImportSpec {
  readonly source: TableSource;
  readonly fileName: string;
  readonly textColumn: string;
  readonly labelColumn: string | null;
}

/** The next samples, in the order of the file; the first one's position follows on the last batch. */
export interface SamplesUpdate {
  readonly type: 'samples';
  /** The position of the first. */
  readonly first: number;
  readonly ids: readonly string[];
  readonly texts: readonly string[];
  /** The label of each; null without one. */
  readonly labels: readonly (string | null)[];
  /** Earlier samples that came without a label and come again with one. */
  readonly late: readonly { readonly position: number; readonly label: string }[];
  readonly rejected: readonly BadRow[];
}

/** Prefixes of ids with positions, in ascending order over all these updates; they come last. */
export interface IndexUpdate {
  readonly type: 'index';
  readonly prefixes: readonly number[];
  readonly positions: readonly number[];
}

export type ImportUpdate = SamplesUpdate | IndexUpdate;

export interface ImportResult {
  /** Of the file; of a folder the hash of its files' names and hashes, in order. */
  readonly sha256: string;
  /** Good rows: samples and duplicates. */
  readonly rows: number;
  readonly samples: number;
  /** Rows whose content came before in the same file. */
  readonly duplicates: number;
  readonly rejected: number;
}

/** @throws AppError `datasets.noRows`, `datasets.noGoodRow`, `datasets.tooManyLabels`, `datasets.columnMissing` */
export async function importTable(spec: ImportSpec, port: JobPort<ImportUpdate>): Promise<ImportResult> {
  const reader = await createReader(spec);
  const intake = createIntake(spec);
  let sending: Promise<void> = Promise.resolve();
  for await (const { good, bad } of reader.rows) {
    for (const row of good) {
      intake.take(row);
      if (!intake.full()) continue;
      // One batch is on its way while the next is read.
      await sending;
      sending = port.emit(intake.batch());
    }
    for (const row of bad) intake.reject(row);
    port.progress(intake.count(), reader.estimate(intake.count()));
  }
  await sending;
  await port.emit(intake.batch());
  intake.requireSamples();
  for (const slice of intake.seen.sorted(BATCH_SAMPLES * 2)) await port.emit({ type: 'index', ...slice });
  return { sha256: reader.sha256(), ...intake.counts() };
}

/** The rows of the source, its hash, and from the bytes read so far how many rows there may be. */
async function createReader({ source }: ImportSpec) {
  const hash = createHash('sha256');
  const whole =
    source.format === 'folder' ? (await listTexts(source.path)).length : await sizeOf(source.path);
  let read = 0;
  const rows = readRows(source, {
    onBytes(bytes) {
      hash.update(bytes);
      read += source.format === 'folder' ? 1 : bytes.length;
    },
  });
  return {
    rows,
    estimate: (done: number) => (read === 0 ? null : Math.round((done * whole) / read)),
    sha256: () => hash.digest('hex'),
  };
}

async function sizeOf(path: string): Promise<number> {
  return (await stat(path)).size;
}

function columnOf({ columns }: TableSource, column: string): number {
  const at = columns.indexOf(column);
  if (at === -1) throw new AppError('datasets.columnMissing', { column, columns: columns.join(', ') });
  return at;
}

/** Turns rows into samples and keeps the next batch. */
function createIntake(spec: ImportSpec) {
  const textAt = columnOf(spec.source, spec.textColumn);
  const labelAt = spec.labelColumn === null ? -1 : columnOf(spec.source, spec.labelColumn);
  const seen = createSeen();
  const classes = createClasses(spec.labelColumn ?? '');
  const counts = { rows: 0, duplicates: 0, rejected: 0 };
  let firstBad: BadRow[] = [];
  let batch = emptyBatch(0);
  let characters = 0;

  function reject(row: BadRow): void {
    if (counts.rejected++ < REPORTED_ROWS) batch.rejected.push(row);
    if (firstBad.length === 0) firstBad = [row];
  }

  function take({ row, cells }: GoodRow): void {
    const raw = cells[textAt] ?? '';
    const text = canonicalText(raw);
    const label = labelAt === -1 ? null : cells[labelAt]?.trim() || null;
    const problem = problemOf(text, label);
    if (problem) return reject({ row, problem, excerpt: excerpt(raw) });
    const id = sampleIdOf(text);
    const next = seen.count;
    const position = seen.find(id);
    if (position !== -1) return takeAgain(seen, { row, position, label, text });
    counts.rows++;
    if (label !== null) seen.setClass(next, classes.idOf(label));
    batch.ids.push(id);
    batch.texts.push(text);
    batch.labels.push(label);
    characters += text.length;
  }

  function takeAgain(
    seen: Seen,
    again: { row: number; position: number; label: string | null; text: string },
  ): void {
    const { row, position, label, text } = again;
    const known = seen.classOf(position);
    if (label !== null && known !== -1 && classes.nameOf(known) !== label) {
      const parameters = { first: classes.nameOf(known), label };
      const problem: WireError = { key: 'datasets.rowOtherLabel', parameters };
      return reject({ row, problem, excerpt: excerpt(text) });
    }
    counts.rows++;
    counts.duplicates++;
    if (label === null || known !== -1) return;
    seen.setClass(position, classes.idOf(label));
    batch.late.push({ position, label });
  }

  return {
    seen,
    take,
    reject,
    full: () => batch.ids.length >= BATCH_SAMPLES || characters >= BATCH_CHARACTERS,
    batch() {
      const ready = batch;
      batch = emptyBatch(seen.count);
      characters = 0;
      return ready;
    },
    count: () => counts.rows + counts.rejected,
    counts: () => ({ ...counts, samples: seen.count }),
    requireSamples() {
      if (seen.count > 0) return;
      const error = nothingGood(spec.fileName, firstBad);
      if (error.key !== 'datasets.noGoodRow') throw error;
      throw new AppError(error.key, { ...error.parameters, rejected: counts.rejected });
    },
  };
}

function emptyBatch(first: number) {
  return {
    type: 'samples' as const,
    first,
    ids: [] as string[],
    texts: [] as string[],
    labels: [] as (string | null)[],
    late: [] as { position: number; label: string }[],
    rejected: [] as BadRow[],
  };
}

function problemOf(text: string, label: string | null): WireError | null {
  if (text === '') return { key: 'datasets.rowNoText', parameters: {} };
  if (text.includes('\0')) return { key: 'datasets.rowBinary', parameters: {} };
  if (label !== null && label.length > CLASS_NAME_LENGTH)
    return { key: 'datasets.rowLabelLong', parameters: { limit: CLASS_NAME_LENGTH } };
  return null;
}

function createClasses(column: string) {
  const ids = new Map<string, number>();
  const names: string[] = [];
  return {
    nameOf: (id: number) => names[id] ?? '',
    idOf(label: string): number {
      const known = ids.get(label);
      if (known !== undefined) return known;
      if (names.length === MOST_CLASSES)
        throw new AppError('datasets.tooManyLabels', { column, limit: MOST_CLASSES });
      ids.set(label, names.length);
      return names.push(label) - 1;
    },
  };
}

function excerpt(text: string): string {
  return text.slice(0, 200).toWellFormed().replace(/\s+/g, ' ').trim();
}
