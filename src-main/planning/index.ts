/** @file The room planning: projects, milestones with gates, tasks, schedules, forecasts, risks, money. */
import { openPlanning, type PlanningParts } from './planning.ts';
import { planningRouter } from './router.ts';

export type { Planning, PlanningParts } from './planning.ts';

/** Opens the room with its facets. */
export function createPlanning(parts: PlanningParts) {
  const planning = openPlanning(parts);
  return { ...planning, procedures: () => ({ planning: planningRouter(planning) }) };
}
