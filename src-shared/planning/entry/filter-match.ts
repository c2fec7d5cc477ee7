/** @file Whether a task passes a filter. */
import type { CivilDay } from '../engine/index.ts';
import type { Filter, FilterFlag } from './filter.ts';

/** A task as filters see it. Names are as people write them; days are civil days. */
export interface FilterRow {
  readonly text: string;
  readonly owner: readonly string[];
  readonly label: readonly string[];
  readonly milestone: readonly string[];
  /** In both languages. */
  readonly column: readonly string[];
  readonly priority: readonly string[];
  readonly due: CivilDay | null;
  readonly start: CivilDay | null;
  readonly finish: CivilDay | null;
  /** Hours. */
  readonly effort: number | null;
  /** From 0 to 1. */
  readonly done: number;
  /** Hours. */
  readonly slack: number | null;
  readonly flags: ReadonlySet<FilterFlag>;
}

/** Words match where a name begins with them; `none` matches what has no name. The title and text match where they hold them. */
export function matches(filter: Filter, row: FilterRow): boolean {
  switch (filter.type) {
    case 'and':
      return filter.parts.every((part) => matches(part, row));
    case 'or':
      return filter.parts.some((part) => matches(part, row));
    case 'not':
      return !matches(filter.part, row);
    case 'flag':
      return row.flags.has(filter.flag);
    case 'words':
      return matchesWords(filter, row) !== filter.isNot;
    case 'compare':
      return compares(row[filter.field as 'due' | 'effort'], filter);
  }
}

function matchesWords({ field, value }: Extract<Filter, { type: 'words' }>, row: FilterRow): boolean {
  const wanted = value.normalize('NFKC').toLowerCase();
  const of = row[field as 'text' | 'owner'];
  if (typeof of === 'string') return of.toLowerCase().includes(wanted);
  if (wanted === 'none' || wanted === '无') return of.length === 0;
  return of.some((name) => beginsWith(name.normalize('NFKC').toLowerCase(), wanted));
}

const beginsWith = (name: string, wanted: string) =>
  name.startsWith(wanted) || name.split(/[\s·.-]+/).some((word) => word.startsWith(wanted));

function compares(is: number | null, { comparison, value }: Extract<Filter, { type: 'compare' }>): boolean {
  if (value === null) return (is === null) === (comparison === '=');
  // What has no date is neither before nor behind one.
  if (is === null) return comparison === '!=';
  switch (comparison) {
    case '=':
      return is === value;
    case '!=':
      return is !== value;
    case '<':
      return is < value;
    case '<=':
      return is <= value;
    case '>':
      return is > value;
    case '>=':
      return is >= value;
  }
}
