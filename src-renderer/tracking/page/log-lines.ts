/** @file Which lines of a log are shown. */
import type { LogLine } from '../../../src-shared/contract.ts';
import { LOG_LEVELS, type LogLevel } from '../../../src-shared/tracking/values.ts';

/** More lines at once would make the page slow; the last are of most use. */
const MOST_LINES = 5000;

export interface ShownLines {
  /** With their places in the whole log. */
  readonly lines: readonly (LogLine & { readonly place: number })[];
  /** How many lines match, also those that are not shown. */
  readonly total: number;
}

/** The last lines of a level, or of all, in which a text stands, in whatever case. */
export function shownLines(
  log: readonly LogLine[],
  { level, search, most = MOST_LINES }: { level?: string | undefined; search: string; most?: number },
): ShownLines {
  const text = search.toLowerCase();
  const matching = log
    .map((line, place) => ({ ...line, place }))
    .filter(
      (line) =>
        (level === undefined || line.level === level) &&
        (text === '' || line.line.toLowerCase().includes(text)),
    );
  return { lines: matching.slice(-most), total: matching.length };
}

/** How many lines of each level there are; levels without any are left out. */
export function levelCounts(log: readonly LogLine[]): readonly (readonly [LogLevel, number])[] {
  const counts = new Map<LogLevel, number>();
  for (const { level } of log) counts.set(level, (counts.get(level) ?? 0) + 1);
  return LOG_LEVELS.flatMap((level) => {
    const count = counts.get(level);
    return count === undefined ? [] : [[level, count] as const];
  });
}
