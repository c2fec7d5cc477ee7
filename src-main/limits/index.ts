/** @file Limits: the seconds and the memory that each kind of work may take, as the table says or the owner chose. */
import { limitsRouter } from './router.ts';
import { openLimits, type LimitsParts } from './limits.ts';

export type { LimitsParts, Limits } from './limits.ts';

/** Opens the room with its facets. */
export function createLimits(parts: LimitsParts) {
  const limits = openLimits(parts);
  return { ...limits, procedures: () => limitsRouter(limits) };
}
