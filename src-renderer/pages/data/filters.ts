/** @file Filters of a dataset's samples, as they stand in the address. */

/** The address's word for samples without a label; labels themselves are preceded by `=`, so none can be taken for it. */
const NONE = 'none';
const FLAGGED = 'flagged';

export interface SampleFilter {
  readonly search: string;
  /** Absent for all, null for those without one. */
  readonly label?: string | null;
  readonly flagged?: boolean;
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
