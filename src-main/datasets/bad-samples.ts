/** @file Compares samples with their ids, which are the hashes of what they were imported as. */
import { setImmediate } from 'node:timers/promises';
import { KINDS } from '../../src-shared/kinds/kinds.ts';
import { sampleIdOf } from '../kinds/canonical.ts';
import { type DatasetRow } from './queries.ts';
import type { Room } from './types.ts';
import { KEYS_OF_A_DATASET } from '../kinds/sample-key.ts';

export interface BadSample {
  /** Its dataset's name. */
  readonly dataset: string;
  readonly position: number;
  readonly id: string;
}

const SLICE = 2000;
/** So many numbers are tried where the one that is next is not it. */
const COPIES = Array.from({ length: 1000 }, (_, i) => i + 2);

/** Of every dataset whose samples are named by their text: an image is named by its pixels, which only a worker decodes. */
export async function badSamples(room: Room): Promise<{ checked: number; bad: BadSample[] }> {
  let checked = 0;
  const bad: BadSample[] = [];
  for (const dataset of room.queries.datasets.all()) {
    if (KINDS[dataset.kind].hasImages) continue;
    const isNamed = createNaming();
    for (let from = 0; from < dataset.samples; from += SLICE) {
      const rows = rowsFrom(room, dataset, from);
      checked += rows.length;
      for (const { position, id, text } of rows)
        if (!isNamed(id, text)) bad.push({ dataset: dataset.name, position, id });
      await setImmediate();
    }
  }
  return { checked, bad };
}

function rowsFrom({ queries }: Room, { number }: DatasetRow, from: number) {
  const first = number * KEYS_OF_A_DATASET + from;
  return queries.contents.all(first, first + SLICE);
}

/** Equal rows that a dataset keeps are named by their text and a number: 2, 3, … as they came. */
function createNaming() {
  const last = new Map<string, number>();
  return (id: string, text: string): boolean => {
    if (sampleIdOf(text) === id) return true;
    const next = (last.get(text) ?? 1) + 1;
    const tried = [next, ...COPIES];
    const copy = tried.find((number) => sampleIdOf(`${text}#${number}`) === id);
    if (copy !== undefined) last.set(text, copy);
    return copy !== undefined;
  };
}
