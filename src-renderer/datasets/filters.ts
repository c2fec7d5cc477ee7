/** @file Filters of a dataset's samples, as they stand in the address. */

import type { MetadataFilter } from '../../src-shared/contract.ts';

export { parseWhere } from '../../src-shared/datasets/where.ts';

/** The address's word for samples without a label; labels themselves are preceded by `=`, so none can be taken for it. */
const NONE = 'none';
const FLAGGED = 'flagged';

export interface SampleFilter {
  /** Whose labels; absent for those of the first task. */
  readonly task?: string;
  readonly search: string;
  /** Absent for all, null for those without one. */
  readonly label?: string | null;
  readonly flagged?: boolean;
  readonly metadata?: MetadataFilter;
}

/** `?where=` for a column and words. `~` parts them, so it is no part of the words. */
export function whereOf(column: string, words: string): string {
  return `${column}~${words.replaceAll('~', '')}`;
}

/** What `?show=` and `?search=` ask for. */
export function parseFilter(show: string | undefined, search: string | undefined): SampleFilter {
  const base = { search: search ?? '' };
  if (show === NONE) return { ...base, label: null };
  if (show === FLAGGED) return { ...base, flagged: true };
  return show?.startsWith('=') ? { ...base, label: show.slice(1) } : base;
}

export const showUnlabeled = NONE;
export const showFlagged = FLAGGED;

/** `?show=` for one label. */
export function showLabel(label: string): string {
  return `=${label}`;
}
