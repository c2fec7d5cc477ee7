/** @file How far the labeling of a dataset is, and how fast one person goes. */
import type { Person } from '../../src-shared/platform/contract.ts';
import type { LabelingProgress } from '../../src-shared/labeling/contract.ts';
import type { Counts, Queries } from './queries.ts';

export const NO_COUNTS: Counts = { total: 0, labeled: 0, skipped: 0, flagged: 0 };
const MINUTE = 60_000;

/** @param of whose progress, and the instant it is asked at */
export function readProgress(
  queries: Queries,
  { dataset, person, at }: { dataset: string; person: Person; at: Date },
): LabelingProgress {
  const since = (minutes: number) =>
    queries.decisions.get(dataset, person.id, new Date(at.getTime() - minutes * MINUTE).toISOString())!;
  const lately = since(10);
  // Someone who began two minutes ago is not measured over ten; the first minute counts as a whole one.
  const minutes = lately.first === null ? 1 : (at.getTime() - Date.parse(lately.first)) / MINUTE;
  return {
    ...(queries.counts.get(dataset) ?? NO_COUNTS),
    mine: Math.max(0, since(60).count),
    perMinute: Math.max(0, lately.count) / Math.max(1, minutes),
  };
}
