/**
 * @file Merges a file that was read whole into a dataset with samples. From here on it only goes forward: each slice is
 * one transaction that remembers how far it came, so a merge that was cut off goes on at the next start.
 */
import { prefixOf } from '../kinds/canonical.ts';
import { type DatasetRow, type FileRow, type SampleRow } from './queries.ts';
import { sweepDataset } from './sweep.ts';
import { takeMetadata } from './metadata.ts';
import type { Room } from './types.ts';
import { KEYS_OF_A_DATASET } from '../kinds/sample-key.ts';

const SLICE = 500;
const MOST_CONTRADICTING = 10_000;
const EXCERPT_CHARACTERS = 200;

/** Takes over every sample of the file's staging dataset, then sweeps that. Samples there already are not added again. */
export async function mergeFile(room: Room, fileId: string): Promise<void> {
  const { store, queries, background, emit } = room;
  const staging = queries.file.get(fileId)?.staging;
  if (!staging) return;
  while (store.tx(() => mergeSlice(room, queries.file.get(fileId)!))) await background.yieldToEventLoop();
  const { dataset } = queries.file.get(fileId)!;
  store.tx(() => queries.endMerge.run(fileId));
  emit({ type: 'changed', what: 'samples', id: dataset });
  void background.queue(() => sweepDataset(room, staging)).catch(() => undefined);
}

/** Goes on with the merges that the last workbench left when it ended. */
export function resumeMerges(room: Room): void {
  for (const { id } of room.queries.merging.all())
    room.background.queue(() => mergeFile(room, id)).catch(() => undefined);
}

/** @returns whether there is more */
function mergeSlice(room: Room, file: FileRow): boolean {
  const { queries, labeling } = room;
  const staging = queries.dataset.get(file.staging!)!;
  const target = queries.dataset.get(file.dataset)!;
  const from = staging.number * KEYS_OF_A_DATASET + file.merged;
  const rows = queries.staged.all({ task: staging.id, from, to: from + SLICE });
  if (rows.length === 0) return false;
  const place = createPlacing(room, target);
  const base = staging.number * KEYS_OF_A_DATASET;
  const votes = labeling.importVotes(staging.id, file.merged, file.merged + SLICE);
  const placed = rows.map((row) => ({
    ...place.put(row, base + row.position),
    label: row.label,
    votes: votes.get(row.position),
  }));
  const news = placed.filter(({ added, label, votes: voted }) => added || label !== null || voted);
  const at = { dataset: target.id, file: file.id, at: file.importedAt };
  const { conflicts } = labeling.recordImport({ ...at, rows: news });
  keepContradicting(room, { file: file.id, target, conflicts });
  const duplicates = placed.filter(({ added }) => !added).length;
  queries.addOtherMetadata.run({ id: file.id, count: placed.filter(({ otherwise }) => otherwise).length });
  queries.setSamples.run({ id: target.id, samples: place.next(), valued: place.valued() });
  queries.mergeFile.run({
    id: file.id,
    merged: file.merged + rows.length,
    duplicates,
    otherLabel: conflicts.length,
  });
  return true;
}

interface Placed {
  readonly position: number;
  readonly added: boolean;
  /** It was there with other metadata. */
  readonly otherwise: boolean;
}

const keyOf = ({ number }: DatasetRow, position: number): number => number * KEYS_OF_A_DATASET + position;

interface Contradictions {
  readonly file: string;
  readonly target: DatasetRow;
  readonly conflicts: readonly { position: number; label: string; before: string }[];
}

/** Samples that the dataset had with another label, after those of the file itself. */
function keepContradicting({ queries }: Room, { file, target, conflicts }: Contradictions): void {
  if (conflicts.length === 0) return;
  let seq = queries.contradictingCount.get(file)!;
  for (const { position, label, before } of conflicts) {
    if (seq >= MOST_CONTRADICTING) return;
    const { id, text } = queries.sampleAt.get(target.number * KEYS_OF_A_DATASET + position)!;
    const excerpt = text.slice(0, EXCERPT_CHARACTERS).toWellFormed().replace(/\s+/g, ' ').trim();
    const known = { row: null, firstRow: null, label, firstLabel: before, sample: id, excerpt };
    queries.addContradicting.run({ ...known, file, seq: seq++ });
  }
}

/** Puts samples into a dataset: a new one at its end, one that is there where it is. */
function createPlacing({ queries }: Room, target: DatasetRow) {
  let next = target.samples;
  let { valued } = target;
  return {
    next: () => next,
    valued: () => valued,
    put(row: SampleRow, from: number): Placed {
      const { id, text, value, split, width, metadata } = row;
      const prefix = prefixOf(id);
      const position = queries.positionOf.get(target.number, prefix, id);
      if (position !== undefined)
        return {
          position,
          added: false,
          otherwise: takeMetadata(queries, keyOf(target, position), metadata),
        };
      const key = target.number * KEYS_OF_A_DATASET + next;
      queries.addSample.run(key, id, text, value, split, metadata);
      if (width !== null) queries.copyImage.run({ from, to: key });
      if (value !== null) valued++;
      queries.addId.run(target.number, prefix, next);
      return { position: next++, added: true, otherwise: false };
    },
  };
}
