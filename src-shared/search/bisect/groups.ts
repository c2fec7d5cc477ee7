/** @file Batches of changes between two versions: what somebody did on a day, what came with a file, what went. */
import type { BisectBy } from '../values.ts';

/** A sample that is not the same in both versions, and where its change came from. */
export interface ChangedSample {
  readonly sample: string;
  readonly change: 'added' | 'removed' | 'relabeled';
  readonly before: string | null;
  readonly after: string | null;
  /** Of a text or a row of a table; clipped. */
  readonly text: string;
  readonly author: string | null;
  readonly file: string | null;
  /** `2026-11-30`, in UTC. */
  readonly day: string | null;
}

/** Changes that are undone together; what they are not told apart by is null. */
export interface ChangeBatch {
  readonly change: ChangedSample['change'] | null;
  readonly author: string | null;
  readonly file: string | null;
  readonly day: string | null;
  /** The label that it gave, or the one that went. */
  readonly class: string | null;
  readonly samples: number;
  /** Small batches that were put together, as there were more than {@link MOST_BATCHES}. */
  readonly isRest: boolean;
}

export const MOST_BATCHES = 64;

export interface Batches {
  readonly batches: readonly ChangeBatch[];
  /** Of each change, the place of its batch. */
  readonly batchOf: readonly number[];
}

type Facet = Exclude<keyof ChangeBatch, 'samples' | 'isRest'>;

/** The largest first; of the same size in the order of their names, so that the same changes give the same batches. */
export function batchesOf(changes: readonly ChangedSample[], by: readonly BisectBy[]): Batches {
  const facets = new Map<string, Omit<ChangeBatch, 'samples' | 'isRest'>>();
  const sizes = new Map<string, number>();
  const keys = changes.map((change) => {
    const facet = facetsOf(change, by);
    const key = JSON.stringify(facet);
    facets.set(key, facet);
    sizes.set(key, (sizes.get(key) ?? 0) + 1);
    return key;
  });
  const ordered = [...sizes].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const alone = ordered.length > MOST_BATCHES ? ordered.slice(0, MOST_BATCHES - 1) : ordered;
  const rest = ordered.slice(alone.length);
  const batches: ChangeBatch[] = alone.map(([key, samples]) => {
    return { ...facets.get(key)!, samples, isRest: false };
  });
  const none = { change: null, author: null, file: null, day: null, class: null };
  const samples = rest.reduce((sum, [, count]) => sum + count, 0);
  if (rest.length > 0) batches.push({ ...none, samples, isRest: true });
  const places = new Map(alone.map(([key], place) => [key, place]));
  return { batches, batchOf: keys.map((key) => places.get(key) ?? alone.length) };
}

function facetsOf(change: ChangedSample, by: readonly BisectBy[]): Pick<ChangeBatch, Facet> {
  const told = (name: BisectBy, value: string | null): string | null => (by.includes(name) ? value : null);
  return {
    change: by.includes('change') ? change.change : null,
    author: told('author', change.author),
    file: told('file', change.file),
    day: told('day', change.day),
    class: told('class', change.after ?? change.before),
  };
}
