/** @file What files say of samples beside content and label: the first word stays, what it lacked is filled in. */
import type { Column } from '../../src-shared/contract.ts';
import type { Queries } from './queries.ts';

/**
 * Takes over what is said again of a sample that is there.
 *
 * @returns whether it says otherwise than before
 */
export function takeMetadata(queries: Queries, key: number, metadata: string | null): boolean {
  if (metadata === null) return false;
  const row = { key, metadata };
  if (queries.giveMetadata.run(row).changes > 0) return false;
  const otherwise = queries.saysOtherwise.get(row) === 1;
  queries.fillMetadata.run(row);
  return otherwise;
}

/** The columns of a dataset with those that another file keeps beside them. */
export function withMetadata(columns: readonly Column[], others: readonly Column[]): Column[] {
  const known = new Set(columns.map(({ name }) => name));
  return [...columns, ...others.filter(({ name, role }) => role === 'metadata' && !known.has(name))];
}
