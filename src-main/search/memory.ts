/** @file How many trials fit into memory at once, by what was measured. */
import { TOGETHER_SHARE } from '../../src-shared/platform/budgets.ts';
import { machineBytes } from '../platform/pool/index.ts';

/** A process may take more than the one that was measured did. */
const MARGIN = 1.1;

/** Bytes that all workers may hold together. */
export const togetherBytes = (): number => machineBytes() * TOGETHER_SHARE;

/** Trials at once; null before any was measured. At least one, which has the machine's own limits. */
export function parallelByMemory(peaks: readonly (number | null)[]): number | null {
  const greatest = peaks.reduce<number>((most, peak) => Math.max(most, peak ?? 0), 0);
  return greatest > 0 ? Math.max(1, Math.floor(togetherBytes() / (greatest * MARGIN))) : null;
}
