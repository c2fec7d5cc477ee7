/** @file What the queue does for that which has its turn in it. */
import type { AppError } from '../../src-shared/platform/errors.ts';
import type { QueueState } from '../../src-shared/search/values.ts';
import type { Started, Watching } from '../training/index.ts';

/** Starts a run, or goes on with one. */
export type Begin = (watching: Watching & { opened(run: string): void }) => Promise<Started>;

export interface Queue {
  readonly isAtWork: (run: string) => boolean;
  /** Since when a run is at work, by the clock of `performance`. */
  readonly since: (run: string) => number | undefined;
  /** Whether nothing new may begin: it is paused or closes. */
  readonly isHeld: () => boolean;
  readonly isClosed: () => boolean;
  readonly setState: (id: string, state: QueueState, error?: AppError | null) => void;
  /** @param known the run that goes on */
  readonly launch: (work: { readonly id: string }, begin: Begin, known?: string) => Promise<void>;
  /** Asks a run to end after its current step. */
  readonly stop: (run: string) => void;
}
