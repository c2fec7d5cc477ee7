/** @file Which alerts are new. */
import type { Alert } from '../../../src-shared/contract.ts';

type Numbered = Pick<Alert, 'number'>;

/** Those that came since the list was last read, the oldest first; of a list that is read for the first time none. */
export function freshAlerts<Each extends Numbered>(
  newestFirst: readonly Each[],
  known: number | null,
): readonly Each[] {
  if (known === null) return [];
  return newestFirst.filter(({ number }) => number > known).toReversed();
}

/** How many nobody looked at. */
export function unseenAlerts(newestFirst: readonly Numbered[], seen: number): number {
  return newestFirst.filter(({ number }) => number > seen).length;
}
