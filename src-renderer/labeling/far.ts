/** @file How far a queue is. Pure. */
import type { LabelingProgress } from '../../src-shared/contract.ts';
import { queueCounts } from '../../src-shared/labeling/counts.ts';
import type { QueueName } from './options.ts';

export interface Place {
  readonly queue: QueueName;
  /** How many samples a list of exactly these holds. */
  readonly listed: number | undefined;
  readonly progress: LabelingProgress | undefined;
  /** Items that were passed. */
  readonly at: number;
  /** Where the present item stands in the dataset. */
  readonly position: number | undefined;
  /** How many the queue held: of ranked ones when it was last asked, else when it was first. */
  readonly left: number;
}

/** How many items still wait: in the queue of unlabeled ones as the counts say, else from the present one on. */
export function waitingAt({ queue, listed, progress, at, position, left }: Place): number {
  if (listed !== undefined) return listed - at;
  if (queue === 'unlabeled' && progress) return queueCounts(progress).unlabeled;
  if (queue === 'all' && progress) return progress.total - (position ?? progress.total);
  // What is ranked anew leaves out what was answered.
  return queue === 'ranked' ? left : Math.max(0, left - at);
}

/** How much of the queue is done, from 0 to 1; undefined for a queue whose items stay in it when they are answered. */
export function shareAt(place: Place): number | undefined {
  const walked = place.queue === 'unlabeled' || place.queue === 'all';
  const whole = place.listed ?? (walked ? place.progress?.total : undefined);
  if (whole === undefined) return undefined;
  return whole === 0 ? 1 : (whole - waitingAt(place)) / whole;
}
