/** @file What a schedule is: plain data that the store keeps and the window draws. Moments are civil minutes. */
import type { DependencyType } from '../plan.ts';
import type { CivilMinutes } from '../time/civil.ts';
import type { PlanWarning } from '../warnings.ts';
import type { TaskState } from './actuals.ts';

/** Why a task does not start earlier. */
export type Driver =
  | { readonly type: 'dependency'; readonly from: string; readonly dependencyType: DependencyType }
  | { readonly type: 'projectStart' | 'constraint' | 'statusDate' | 'levelling' | 'actual' };

/** One task as scheduled. Of a summary task: what its sub-tasks add up to. Dates are null where it cannot be placed. */
export interface ScheduledTask {
  readonly id: string;
  readonly isSummary: boolean;
  readonly isMilestone: boolean;
  readonly state: TaskState;
  readonly start: CivilMinutes | null;
  readonly finish: CivilMinutes | null;
  /** Where what remains begins: the start of a task that has not begun. */
  readonly resume: CivilMinutes | null;
  /** The latest start of what remains, and its finish, that keep the end of the plan and all deadlines. */
  readonly lateStart: CivilMinutes | null;
  readonly lateFinish: CivilMinutes | null;
  /** Working minutes in the task's calendar; of a summary task from start to finish in the plan's. */
  readonly duration: number;
  /** Working minutes that remain; of a summary task the sum. */
  readonly remaining: number;
  /** Minutes of effort: duration x units. */
  readonly effort: number;
  /** 0 … 100; of a summary task by effort, or by duration where there is none. */
  readonly percentDone: number;
  /** Working minutes that it can move without moving the end or missing a deadline; negative where one is missed. */
  readonly totalSlack: number | null;
  /** Working minutes that it can move without moving any other task. */
  readonly freeSlack: number | null;
  /** Not finished, and without slack. */
  readonly critical: boolean;
  readonly driver: Driver;
}

/** Tasks stand in the order of the plan. */
export interface Schedule {
  readonly start: CivilMinutes | null;
  readonly finish: CivilMinutes | null;
  readonly tasks: readonly ScheduledTask[];
  /** The driving path to the task that finishes last, first to last. */
  readonly criticalPath: readonly string[];
  readonly warnings: readonly PlanWarning[];
}
