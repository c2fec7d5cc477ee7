/** @file Filters of a dataset's samples, as they stand in the address. */

import type { MetadataFilter } from '../../src-shared/contract.ts';

/** The address's word for samples without a label; labels themselves are preceded by `=`, so none can be taken for it. */
const NONE = 'none';
const FLAGGED = 'flagged';

export interface SampleFilter {
  readonly search: string;
  /** Absent for all, null for those without one. */
  readonly label?: string | null;
  readonly flagged?: boolean;
  readonly metadata?: MetadataFilter;
}

/**
 * What `?where=COLUMN~WORDS` asks for: `de` for values that hold it, `=de` for the whole value, `=` for none, `1..5` for a
 * range of numbers, `2026-01-01..2026-03-31` for one of dates; either end may be left out.
 */
export function parseWhere(where: string | undefined): MetadataFilter | undefined {
  const at = where?.lastIndexOf('~') ?? -1;
  if (where === undefined || at === -1) return undefined;
  const column = where.slice(0, at);
  const words = where.slice(at + 1);
  if (words === '') return undefined;
  if (words === '=') return { column, is: null };
  if (words.startsWith('=')) return { column, is: words.slice(1) };
  const [whole, from = '', to = ''] = /^(.*?)\.\.(.*)$/.exec(words) ?? [];
  if (whole === undefined || (from === '' && to === '')) return { column, contains: words };
  return { column, ...(from !== '' && { from: boundOf(from) }), ...(to !== '' && { to: boundOf(to) }) };
}

function boundOf(text: string): number | string {
  return Number.isNaN(Number(text)) ? text : Number(text);
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
