/** @file How far a key result is. */
import type { PlanBody } from '../../../src-shared/planning/contract.ts';

type Result = Pick<PlanBody<'keyResult'>, 'from' | 'to'>;

/** The share of the way from `from` to `to`, between 0 and 1; a goal may lie below its start. Null while nothing is measured. */
export function progressOf({ from, to }: Result, value: number | null): number | null {
  if (value === null) return null;
  if (from === to) return value === to ? 1 : 0;
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}

/** The mean of the key results; those that nobody measured count as not begun. */
export function objectiveProgress(shares: readonly (number | null)[]): number | null {
  if (shares.length === 0) return null;
  return shares.reduce<number>((sum, share) => sum + (share ?? 0), 0) / shares.length;
}
