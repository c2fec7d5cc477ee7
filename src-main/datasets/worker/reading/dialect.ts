/** @file How a file of rows is written: what separates cells, what quotes them, where lines end. */
import { AppError } from '../../../../src-shared/platform/errors.ts';
import type { ESCAPES, LINE_ENDS, QUOTES } from '../../../../src-shared/contract.ts';

export interface Dialect {
  /**
   * One to four characters; two spaces for runs of blanks; a mark and a space (`, `) for the mark with any blanks behind it, as
   * Python's `skipinitialspace`; empty where each line is one cell.
   */
  readonly delimiter: string;
  /** Empty where quotes are letters like any other. */
  readonly quote: (typeof QUOTES)[number];
  /**
   * How a quote stands inside a quoted cell: written twice, or after a backslash. After a backslash also stand delimiters
   * and line ends; before any other character a backslash means itself, and `\N` alone is an empty cell.
   */
  readonly escape: (typeof ESCAPES)[number];
  /** `lf` and `crlf` are read alike; under `mixed` a lone CR ends a line too. NEL and U+2028 never do. */
  readonly lineEnd: (typeof LINE_ENDS)[number];
  /** So many lines at the start are no rows. */
  readonly skipLines: number;
}

/** What is said of a dialect; the rest is detected from the file. */
export type GivenDialect = { readonly [Part in keyof Dialect]?: Dialect[Part] | undefined };

/** Runs of spaces and tabs between cells. */
export const BLANKS = '  ';

/** What stands between cells, and whether blanks behind it are no part of the next one. */
export function markOf({ delimiter }: Pick<Dialect, 'delimiter'>): { mark: string; blanksBehind: boolean } {
  const mark = delimiter.trimEnd();
  const blanksBehind = mark !== '' && delimiter.endsWith(' ');
  return { mark: blanksBehind ? mark : delimiter, blanksBehind };
}

/** CSV as RFC 4180 has it. */
export const PLAIN_CSV: Dialect = {
  delimiter: ',',
  quote: '"',
  escape: 'double',
  lineEnd: 'lf',
  skipLines: 0,
};

/** @throws AppError `datasets.badDelimiter` for what cannot stand between cells */
export function requireDelimiter({ delimiter, quote }: GivenDialect): void {
  if (delimiter === undefined || delimiter === '') return;
  const odd = /[\r\n\0"\\\p{L}\p{N}]/u.test(delimiter) || (quote !== undefined && delimiter === quote);
  if (odd || delimiter.length > 4) throw new AppError('datasets.badDelimiter', { delimiter });
}
