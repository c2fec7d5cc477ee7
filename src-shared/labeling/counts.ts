/** @file How many samples of a dataset are labeled, and what follows from it. Free of schemas: the window reads it, too. */
import type { LabelCounts } from './contract.ts';
import type { QUEUES } from './values.ts';

/** Of a dataset that has no samples yet. */
export const NO_LABEL_COUNTS: LabelCounts = { total: 0, labeled: 0, skipped: 0, flagged: 0 };

/** How many samples each queue holds; of `again` and `ranked` only the workbench knows. A skipped sample has no label, but waits in its own queue. */
export function queueCounts({
  total,
  labeled,
  skipped,
  flagged,
}: LabelCounts): Readonly<Record<(typeof QUEUES)[number], number>> {
  return {
    unlabeled: Math.max(0, total - labeled - skipped),
    skipped,
    flagged,
    labeled,
    all: total,
    again: 0,
    ranked: 0,
  };
}

/** What lists say of a dataset. */
export interface LabeledSamples {
  readonly samples: number;
  /** Of them. */
  readonly labeled: number;
}

/** Samples without a label, the skipped ones among them. */
export function unlabeledSamples({ samples, labeled }: LabeledSamples): number {
  return samples - labeled;
}

/** From 0 to 1; null where there is nothing to label. */
export function labeledShare({ samples, labeled }: LabeledSamples): number | null {
  return samples === 0 ? null : labeled / samples;
}

/** What of a state is counted. */
interface CountedState {
  readonly label: unknown;
  readonly skipped: boolean;
  readonly flagged: boolean;
}

/** By how much the counts of a dataset change with the state of one of its samples. */
export function countsMoved(before: CountedState, after: CountedState): Omit<LabelCounts, 'total'> {
  return {
    labeled: Number(after.label !== null) - Number(before.label !== null),
    skipped: Number(after.skipped) - Number(before.skipped),
    flagged: Number(after.flagged) - Number(before.flagged),
  };
}
