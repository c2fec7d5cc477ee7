/** @file Takes samples in as they are found: each once, repeats as the kind wants them, bad rows with why. */
import type { ImageSize } from '../../../../src-shared/contract.ts';
import { MOST_CLASSES } from '../../../../src-shared/labeling/values.ts';
import { AppError } from '../../../../src-shared/platform/errors.ts';
import { sampleIdOf } from '../../../kinds/canonical.ts';
import { nothingGood } from './complaints.ts';
import type { Found, Image } from './found.ts';
import type { BadRow } from './rows.ts';
import { createSeen } from './seen.ts';
import { createVotes } from './votes.ts';

/** A batch is sent when it has so many samples, so many characters of text, or so many bytes of images. */
const BATCH_SAMPLES = 2000;
const BATCH_CHARACTERS = 1 << 20;
const BATCH_BYTES = 4 << 20;
/** Of this many bad rows the report tells each; the rest is counted. */
const REPORTED_ROWS = 10_000;

export interface IntakeRules {
  readonly fileName: string;
  /** Where the labels come from, as people know it. */
  readonly labelColumn: string;
  /**
   * What becomes of content that comes again: `once` drops it; `each` takes it as a sample of its own, named by the
   * content and `#2`, `#3` …, so that the same file again still adds nothing.
   */
  readonly repeats: 'once' | 'each';
}

/** The next samples, in the order of the file. */
export interface SamplesUpdate {
  readonly type: 'samples';
  /** The position of the first. */
  readonly first: number;
  readonly ids: readonly string[];
  readonly texts: readonly string[];
  /** The label of each; null without one. */
  readonly labels: readonly (string | null)[];
  /** The number of each; empty where none of them has one, as with the next two. */
  readonly values: readonly (number | null)[];
  readonly splits: readonly Found['split'][];
  readonly images: readonly Image[];
  /** What the file says of each beside, as JSON; empty where it says nothing of any. */
  readonly metadata: readonly (string | null)[];
  /** Of samples that came earlier and come again. */
  readonly more: readonly { readonly position: number; readonly metadata: string }[];
  /** Earlier samples that came without a label and come again with one. */
  readonly late: readonly { readonly position: number; readonly label: string }[];
  readonly rejected: readonly BadRow[];
  readonly contradicting: readonly ContradictingRow[];
}

/** How many rows gave which label to the sample at each position, for samples that several rows gave one. */
export interface VotesUpdate {
  readonly type: 'votes';
  readonly positions: readonly number[];
  readonly labels: readonly string[];
  readonly rows: readonly number[];
}

/** A row whose content came before with another label. */
export interface ContradictingRow {
  readonly row: number;
  readonly label: string;
  readonly firstRow: number;
  readonly firstLabel: string;
  /** The id of the content. */
  readonly sample: string;
  readonly excerpt: string;
}

export function createIntake({ fileName, labelColumn, repeats }: IntakeRules) {
  const seen = createSeen();
  const classes = createClasses(labelColumn);
  const sizes = createSizes();
  const copies = new Map<string, number>();
  const votes = createVotes();
  const counts = { rows: 0, duplicates: 0, otherLabel: 0, rejected: 0, valued: 0 };
  let firstBad: BadRow[] = [];
  let batch = emptyBatch(0);
  let weight = { characters: 0, bytes: 0 };

  function reject(row: BadRow): void {
    if (counts.rejected++ < REPORTED_ROWS) batch.rejected.push(row);
    if (firstBad.length === 0) firstBad = [row];
  }

  function take(found: Found): void {
    const next = seen.count;
    const position = seen.find(found.id);
    if (position === -1) return add(found, next);
    if (repeats === 'each') return takeCopy(found);
    takeAgain(found, position);
  }

  function takeCopy(found: Found): void {
    const copy = (copies.get(found.id) ?? 1) + 1;
    copies.set(found.id, copy);
    const id = sampleIdOf(`${found.text}#${copy}`);
    const next = seen.count;
    if (seen.find(id) === -1) add({ ...found, id }, next);
  }

  function add(found: Found, position: number): void {
    const { row, id, text, label, value, split, image, metadata = null } = found;
    counts.rows++;
    if (value !== null) counts.valued++;
    if (label !== null) giveClass(position, { label, row });
    batch.ids.push(id);
    batch.texts.push(text);
    batch.labels.push(label);
    batch.values.push(value);
    batch.splits.push(split);
    batch.metadata.push(metadata);
    weight.characters += text.length + (metadata?.length ?? 0);
    if (!image) return;
    batch.images.push(image);
    sizes.add(image);
    weight.bytes += image.bytes.length + (image.thumbnail?.length ?? 0);
  }

  function giveClass(position: number, { label, row }: { label: string; row: number }): void {
    seen.setClass(position, classes.idOf(label));
    votes.begin(position, row);
  }

  function takeAgain(found: Found, position: number): void {
    const { row, label, metadata = null } = found;
    counts.rows++;
    counts.duplicates++;
    if (metadata !== null) {
      batch.more.push({ position, metadata });
      weight.characters += metadata.length;
    }
    if (label === null) return;
    const known = seen.classOf(position);
    if (known === -1) {
      giveClass(position, { label, row });
      batch.late.push({ position, label });
    } else if (classes.nameOf(known) === label) votes.agree(position);
    else contradict(found, { position, known, label });
  }

  function contradict(
    { row, id, text }: Found,
    { position, known, label }: { position: number; known: number; label: string },
  ): void {
    votes.contradict(position, classes.idOf(label));
    if (counts.otherLabel++ >= REPORTED_ROWS) return;
    const first = { firstRow: votes.firstRow(position), firstLabel: classes.nameOf(known) };
    batch.contradicting.push({ row, label, ...first, sample: id, excerpt: excerptOfText(text) });
  }

  return {
    take,
    reject,
    full: () =>
      batch.ids.length >= BATCH_SAMPLES ||
      weight.characters >= BATCH_CHARACTERS ||
      weight.bytes >= BATCH_BYTES,
    batch(): SamplesUpdate {
      const known = (values: readonly unknown[]) => values.some((value) => value !== null);
      const ready = {
        ...batch,
        values: known(batch.values) ? batch.values : [],
        splits: known(batch.splits) ? batch.splits : [],
        metadata: known(batch.metadata) ? batch.metadata : [],
      };
      batch = emptyBatch(seen.count);
      weight = { characters: 0, bytes: 0 };
      return ready;
    },
    count: () => counts.rows + counts.rejected,
    counts: () => ({ ...counts, samples: seen.count, image: sizes.commonest() }),
    /** Which labels were given to samples that more than one row gave one, in slices. */
    *votes(): Generator<VotesUpdate> {
      for (const slice of votes.all(seen.classOf, BATCH_SAMPLES * 2)) {
        const { positions, rows } = slice;
        yield { type: 'votes', positions, labels: slice.classes.map(classes.nameOf), rows };
      }
    },
    /** Where each sample stands, in slices. */
    sorted: () => seen.sorted(BATCH_SAMPLES * 2),
    /** @throws AppError `datasets.noRows`, `datasets.noGoodRow` */
    requireSamples() {
      if (seen.count > 0) return;
      const error = nothingGood(fileName, firstBad);
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
    values: [] as (number | null)[],
    splits: [] as Found['split'][],
    images: [] as Image[],
    metadata: [] as (string | null)[],
    more: [] as { position: number; metadata: string }[],
    late: [] as { position: number; label: string }[],
    rejected: [] as BadRow[],
    contradicting: [] as ContradictingRow[],
  };
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

/** Counts the sizes of images. */
function createSizes() {
  const counts = new Map<string, { size: ImageSize; count: number }>();
  return {
    add({ width, height, channels }: ImageSize): void {
      const key = `${width} ${height} ${channels}`;
      const known = counts.get(key);
      if (known) known.count++;
      else counts.set(key, { size: { width, height, channels }, count: 1 });
    },
    /** The first of the most common ones; null without images. */
    commonest: (): ImageSize | null =>
      [...counts.values()].reduce<{ size: ImageSize; count: number } | null>(
        (best, entry) => (best && best.count >= entry.count ? best : entry),
        null,
      )?.size ?? null,
  };
}

/** The beginning of a text, on one line, for a report. */
export function excerptOfText(text: string): string {
  return text.slice(0, 200).toWellFormed().replace(/\s+/g, ' ').trim();
}
