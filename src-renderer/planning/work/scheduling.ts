/** @file The schedule of a plan's documents as the window shows it: by task, with what is told at each. */
import {
  PlanError,
  schedulePlan,
  type Plan as SchedulablePlan,
  type PlanWarning,
  type Schedule,
  type ScheduledTask,
} from '../../../src-shared/planning/engine/index.ts';
import { scheduleInput, type ScheduleSource } from '../../../src-shared/planning/schedule-input.ts';
import { warningsByTask, type InputWarning } from '../../../src-shared/planning/schedule-warnings.ts';

/** The schedule of a plan; `error` says why there is none. */
export interface Scheduled {
  readonly plan?: SchedulablePlan;
  readonly schedule?: Schedule;
  readonly error?: PlanError;
  readonly byId: ReadonlyMap<string, ScheduledTask>;
  readonly warnings: ReadonlyMap<string, readonly (InputWarning | PlanWarning)[]>;
}

export const NOT_SCHEDULED: Scheduled = { byId: new Map(), warnings: new Map() };

/** Schedules documents; a plan that cannot be scheduled, e.g. for a cycle, is an error to show and none to throw. */
export function scheduleDocuments(source: ScheduleSource): Scheduled {
  try {
    const { plan, warnings } = scheduleInput(source);
    const schedule = schedulePlan(plan);
    return {
      plan,
      schedule,
      byId: new Map(schedule.tasks.map((task) => [task.id, task])),
      warnings: warningsByTask<InputWarning | PlanWarning>([...warnings, ...schedule.warnings]),
    };
  } catch (error) {
    if (error instanceof PlanError) return { ...NOT_SCHEDULED, error };
    throw error;
  }
}
