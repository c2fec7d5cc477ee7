/** @file How far the labeling of a dataset is, and how fast one person goes. */
import type { Person } from '../../src-shared/platform/contract.ts';
import type { LabelingProgress } from '../../src-shared/labeling/contract.ts';
import { NO_LABEL_COUNTS } from '../../src-shared/labeling/counts.ts';
import type { Queries } from './queries.ts';

const MINUTE = 60_000;
/** A break of so many milliseconds ends a session. */
const BREAK = 15 * MINUTE;
/** Events of a session that its rate is measured over, at most. */
const MEASURED = 2000;

/** @param of whose progress, and the instant it is asked at */
export function readProgress(
  queries: Queries,
  { task, person, at }: { task: string; person: Person; at: Date },
): LabelingProgress {
  const anHourAgo = new Date(at.getTime() - 60 * MINUTE).toISOString();
  const { total, labeled, skipped, flagged } = queries.counts.get(task) ?? NO_LABEL_COUNTS;
  return {
    total,
    labeled,
    skipped,
    flagged,
    mine: Math.max(0, queries.decisions.get(task, person.id, anHourAgo)!),
    perMinute: sessionRate(queries.lately.all(task, person.id, MEASURED), at.getTime()),
  };
}

/** Decisions a minute since the last break; the first minute counts as a whole one. @param events the latest first */
function sessionRate(events: readonly { at: string; decisions: number }[], now: number): number {
  let [began, decisions] = [now, 0];
  for (const event of events) {
    const at = Date.parse(event.at);
    if (began - at > BREAK) break;
    decisions += event.decisions;
    began = at;
  }
  return Math.max(0, decisions) / Math.max(1, (now - began) / MINUTE);
}
