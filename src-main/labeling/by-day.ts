/** @file Labels by day, counted from what was said of each sample. */
import type { LabelsByDay } from '../../src-shared/labeling/contract.ts';
import type { Queries } from './queries.ts';

/** An answer that took longer than so many milliseconds is kept for a while. */
const LONG_MS = 50;
/** At most one part in so many of the time goes into counting, so that a million labels hold up nobody. */
const PARTS = 50;

/** @param clock milliseconds from any moment on */
export function countLabelsByDay(queries: Queries, clock: () => number = () => performance.now()) {
  const kept = new Map<string, { readonly answer: LabelsByDay; readonly until: number }>();
  return (dataset: string): LabelsByDay => {
    const known = kept.get(dataset);
    const began = clock();
    if (known && began < known.until) return known.answer;
    const { total } = queries.counts.get(dataset) ?? { total: 0 };
    const answer = { total, days: queries.labeledByDay.all({ dataset }) };
    const took = clock() - began;
    if (took > LONG_MS) kept.set(dataset, { answer, until: began + PARTS * took });
    else kept.delete(dataset);
    return answer;
  };
}
