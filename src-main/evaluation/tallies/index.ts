/** @file The tallies: one for each kind of answer. */
import type { Model } from '../../../src-shared/contract.ts';
import { SliceTally } from './slices.ts';
import { TALLIES, type AnyTally } from './tasks.ts';

export type { AnyTally } from './tasks.ts';

/** The tally for a model; null for one that says nothing that could be evaluated. */
export function tallyFor({ task, labels }: Model): AnyTally | null {
  const tally = TALLIES[task]?.(labels);
  if (!tally) return null;
  const slices = new SliceTally(labels.length);
  return {
    add(batch) {
      tally.add(batch);
      slices.add(batch);
    },
    result: () => ({ ...tally.result(), slices: slices.result() }),
  };
}
