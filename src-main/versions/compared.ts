/** @file The two columns of a version that people compared. */
import type { Column } from '../../src-shared/contract.ts';
import { SchemaOptions } from '../../src-shared/labeling/tasks/schema.ts';

export interface ComparedColumns {
  readonly first: string;
  readonly second: string;
}

/** From what is stored of a preference task; null where it names none, or such as are not part of what is shown. */
export function comparedIn(stored: string | null, columns: readonly Column[]): ComparedColumns | null {
  const named = stored === null ? null : SchemaOptions.shape.columns.parse(JSON.parse(stored));
  if (!named) return null;
  const { first, second } = named;
  const isShown = (name: string) =>
    columns.some((column) => column.name === name && column.role === 'feature');
  return isShown(first) && isShown(second) ? { first, second } : null;
}
