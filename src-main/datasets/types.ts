/** @file What the datasets room asks of others, and what it is built from. */
import type { Person, SampleOffer } from '../../src-shared/contract.ts';
import type { Emit } from '../../src-shared/platform/events.ts';
import type { Store } from '../platform/store/index.ts';
import type { Previews } from './previews.ts';
import type { Pool } from '../platform/pool/index.ts';
import type { Queries } from './queries.ts';

/** A file of sample data that comes with Lathe. */
export interface SampleFile extends SampleOffer {
  /** Where it lies. */
  readonly path: string;
}

/** How many rows of files gave a sample a label. */
export interface Vote {
  readonly label: string;
  readonly rows: number;
}

/** Who keeps the labels that come with a file: the labeling room. */
export interface LabelKeeper {
  /** Takes over the labels of one batch; called in the transaction that stores its samples. */
  recordImport(batch: {
    readonly dataset: string;
    readonly file: string;
    readonly at: string;
    readonly rows: readonly {
      readonly position: number;
      readonly label: string | null;
      readonly votes?: readonly Vote[] | undefined;
    }[];
  }): { readonly conflicts: readonly { position: number; label: string; before: string }[] };
  /** Gives samples that several rows of a file labeled the label of most of them; none where they are even. */
  settleImport(batch: {
    readonly dataset: string;
    readonly file: string;
    readonly at: string;
    readonly rows: readonly { readonly position: number; readonly votes: readonly Vote[] }[];
  }): void;
  /** What rows said of samples from one position up to another, where more than one spoke. */
  importVotes(dataset: string, from: number, to: number): ReadonlyMap<number, readonly Vote[]>;
  /**
   * Forgets at most `limit` samples of a dataset that nobody has seen: its import did not end, or was merged.
   * @returns how many there were
   */
  forgetImport(dataset: string, limit: number): number;
  /** Whether a person still answers what others answer, and so may not see what they made of it. */
  hidesLabels(dataset: string, person: Pick<Person, 'role'>): boolean;
}

export interface DatasetsParts {
  readonly store: Store;
  readonly pool: Pool;
  readonly emit: Emit;
  readonly samples: readonly SampleFile[];
  readonly labeling: LabelKeeper;
}

/** What the parts of the room share. */
export interface Room extends DatasetsParts {
  readonly queries: Queries;
  readonly previews: Previews;
  /** Work that goes on in slices, one piece after another, until the room closes. */
  readonly background: Background;
}

/** A queue of sliced work; nothing of it blocks the workbench. */
export interface Background {
  /** Runs after what was queued before. Rejects when the room closes before its end. */
  queue(work: () => Promise<void>): Promise<void>;
  /** Lets others run between two slices. @throws when the room is closing */
  yieldToEventLoop(): Promise<void>;
  /** Resolves when nothing is queued any more, what was queued meanwhile included. */
  idle(): Promise<void>;
  close(): Promise<void>;
}
