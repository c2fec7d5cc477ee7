/** @file Work of MS-Project XML that only its assignments tell, as TaskJuggler writes it. */
import { readDuration } from '../../exchange/mspdi-fields.ts';
import type { Element } from './xml-tree.ts';

/** `TimephasedData/Type` of an assignment: what remains of its work, and what is done of it. */
const WORK_BY_DAY = new Set(['1', '2']);

/** Minutes of work of one assignment: as written, else the sum of what is spread over the days; 0 where neither says any. */
export function assignedMinutes(assignment: Element): number {
  const work = readDuration(assignment.text('Work')) ?? 0;
  if (work > 0) return work;
  return assignment
    .all('TimephasedData')
    .filter((one) => WORK_BY_DAY.has(one.text('Type')))
    .reduce((sum, one) => sum + (readDuration(one.text('Value')) ?? 0), 0);
}
