/** @file Values of planning that the window needs as they are. */

export const GATE_STATES = ['unknown', 'failing', 'holding', 'passing'] as const;
/** `holding`: its condition is true, but not yet for long enough. */
export type GateState = (typeof GATE_STATES)[number];

export const MILESTONE_STATES = ['open', 'ready', 'signed', 'closed', 'reopened'] as const;
/**
 * `ready`: all gates pass, nobody signed; `signed`: somebody did, gates do not pass yet; `reopened`: it was closed and a
 * gate failed since.
 */
export type MilestoneState = (typeof MILESTONE_STATES)[number];

export const MILESTONE_EVENTS = ['signed', 'closed', 'reopened', 'withdrawn'] as const;
export type MilestoneEventType = (typeof MILESTONE_EVENTS)[number];

/** Columns of the board. */
export const COLUMNS = ['backlog', 'ready', 'doing', 'review', 'done'] as const;
export type BoardColumn = (typeof COLUMNS)[number];

export const TASK_PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const;
export type TaskPriority = (typeof TASK_PRIORITIES)[number];

/** Finish to start, start to start, finish to finish, start to finish. */
export const DEPENDENCY_TYPES = ['FS', 'SS', 'FF', 'SF'] as const;

export const RECURRENCES = ['daily', 'weekly', 'monthly', 'nth-weekday'] as const;
