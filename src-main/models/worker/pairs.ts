/** @file Pairs of texts, of which people preferred one, as a frozen version has them. */
import type { DuckDBValue } from '@duckdb/node-api';
import type { Won } from '../../../src-shared/evaluation/preferences.ts';
import { PreferenceValue } from '../../../src-shared/labeling/tasks/values.ts';
import { AppError } from '../../../src-shared/platform/errors.ts';
import type { FrozenVersion } from '../../versions/worker/index.ts';
import type { ModelRow } from './rows.ts';

const WON = { first: 1, second: 0, tie: 0.5 } as const;

/** What the first of two got of an answer as a version keeps it. */
export function wonIn(value: string): Won {
  return WON[PreferenceValue.parse(JSON.parse(value)).preferred];
}

/** The columns of a version's file that hold the two. @throws AppError `training.noPairs` where it does not say which they are */
export function pairColumns({ compared }: FrozenVersion): readonly [first: string, second: string] {
  if (!compared) throw new AppError('training.noPairs');
  return [`f:${compared.first}`, `f:${compared.second}`];
}

/** The texts of the two. @param cells of {@link pairColumns} */
export function pairTexts(cells: readonly DuckDBValue[]): readonly [first: string, second: string] {
  const [first = null, second = null] = cells;
  return [String(first ?? ''), String(second ?? '')];
}

interface AskedPair {
  readonly text: string;
  readonly given: ModelRow;
  readonly against: ModelRow;
}

/** Both as texts, and as lists show them: as JSON, by the names of their columns. */
export function askedPair({ compared }: FrozenVersion, cells: readonly DuckDBValue[]): AskedPair {
  const [first, second] = pairTexts(cells);
  const names = [compared?.first ?? 'first', compared?.second ?? 'second'];
  return {
    text: JSON.stringify(
      Object.fromEntries([
        [names[0], first],
        [names[1], second],
      ]),
    ),
    given: { kind: 'text', text: first },
    against: { kind: 'text', text: second },
  };
}
